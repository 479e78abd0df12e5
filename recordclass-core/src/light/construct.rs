//! `mutabletuple(*items)` and `litetuple(*items)`.
//!
//! Calls of the types themselves come in through [`vectorcall`], those of subclasses, and of `__new__`, through
//! [`new`].

use super::array::new_reference;
use super::layout::{tuple_allocate, tuple_items, tuple_of};
use super::types;
use crate::errors::raise;
use crate::ffi::{PyObject, PyTypeObject};
use crate::trampoline::enter;
use pyo3::exceptions::PyTypeError;
use pyo3::ffi as py_ffi;
use pyo3::prelude::*;

/// `tp_vectorcall` of both types.
pub(super) unsafe extern "C" fn vectorcall(
    callable: *mut PyObject,
    args: *const *mut PyObject,
    nargsf: usize,
    kwnames: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: CPython's vectorcall protocol: `callable` is one of our types, `args` holds the positional arguments,
    // borrowed for the time of the call; with no arguments it may be NULL, which no slice may be.
    unsafe {
        enter(|py| {
            let tp = callable.cast::<PyTypeObject>();
            if !kwnames.is_null() && py_ffi::PyTuple_GET_SIZE(kwnames) > 0 {
                return Err(no_keywords(py, tp));
            }
            let items = match py_ffi::PyVectorcall_NARGS(nargsf) as usize {
                0 => &[],
                count => std::slice::from_raw_parts(args, count),
            };
            tuple_of(py, tp, items).map(Bound::into_ptr)
        })
    }
}

/// `tp_new` of both types.
pub(super) unsafe extern "C" fn new(
    tp: *mut PyTypeObject,
    args: *mut PyObject,
    kwargs: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: CPython's `tp_new` protocol: one of our types or a subclass; a tuple, and a dict or NULL, borrowed
    // during the call. The items are held by the tuple.
    unsafe {
        enter(|py| {
            if has_keywords(kwargs) && !has_own_init(tp) {
                return Err(no_keywords(py, tp));
            }
            let count = py_ffi::PyTuple_GET_SIZE(args) as usize;
            let tuple = tuple_allocate(py, tp, count).ok_or_else(|| PyErr::fetch(py))?;
            let to = tuple_items(tuple.as_ptr());
            for index in 0..count {
                let item = py_ffi::PyTuple_GET_ITEM(args, index as py_ffi::Py_ssize_t);
                to.add(index).write(new_reference(item));
            }
            Ok(tuple.into_ptr())
        })
    }
}

/// Whether there are keyword arguments.
///
/// # Safety
/// A dict or NULL.
pub(super) unsafe fn has_keywords(kwargs: *mut PyObject) -> bool {
    // SAFETY: as the caller says.
    unsafe { !kwargs.is_null() && py_ffi::PyDict_Size(kwargs) > 0 }
}

/// Whether a subclass has an `__init__`: keywords are for it then, as with a subclass of tuple.
///
/// # Safety
/// One of the tuple types or a subclass.
unsafe fn has_own_init(tp: *mut PyTypeObject) -> bool {
    // SAFETY: reading the structs of live types; all inherit `tp_init` from `object` if from nowhere else.
    unsafe {
        match ((*tp).tp_init, (*types::object()).tp_init) {
            (Some(its), Some(objects)) => !std::ptr::fn_addr_eq(its, objects),
            _ => false,
        }
    }
}

/// # Safety
/// A live type.
#[cold]
pub(super) unsafe fn no_keywords(py: Python<'_>, tp: *mut PyTypeObject) -> PyErr {
    // SAFETY: as the caller says.
    let tp = unsafe { Borrowed::from_ptr(py, tp.cast()).cast_unchecked::<pyo3::types::PyType>() };
    let name = crate::errors::name_of(&tp);
    raise::<PyTypeError>(format!("{name}() takes no keyword arguments"))
}
