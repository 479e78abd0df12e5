//! What a record of the `recordclass()` factory has of a `mutabletuple`, which it passes for: `count`, `index`, `+`, `*`.
//!
//! Each works on a `mutabletuple` of the values as they are when it is called, so whatever an `__eq__` or an `__index__`
//! does to the record comes too late to matter.

use super::class::Class;
use super::shims::Held;
use super::slots::{Method, method, plain};
use crate::ffi::PyObject;
use crate::protocol::sequence::light_tuple;
use crate::trampoline::enter_attached;
use crate::values::tuple;
use pyo3::ffi as py_ffi;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::PyTuple;

pub(super) static METHODS: [Method; 2] = [
    method(
        c"count",
        c"count($self, value, /)\n--\n\nReturn number of occurrences of value.",
        py_ffi::METH_O,
        plain(count),
    ),
    method(
        c"index",
        c"index($self, value, start=0, stop=sys.maxsize, /)\n--\n\nReturn first index of value.\n\nRaises ValueError if the value is not present.",
        py_ffi::METH_VARARGS,
        plain(index),
    ),
];

/// The values of a record that passes for a `mutabletuple` and can be indexed; `None` for anything else.
///
/// # Errors
/// `AttributeError` where a field has no value; `MemoryError`.
pub(super) fn values<'py>(object: &Bound<'py, PyAny>) -> PyResult<Option<Bound<'py, PyTuple>>> {
    // SAFETY: a live object; the guard keeps its class, and `is_ours` says that it has a table.
    unsafe {
        let tp = py_ffi::Py_TYPE(object.as_ptr());
        if !super::metatype::is_ours(tp) {
            return Ok(None);
        }
        let _held = Held::new(tp);
        let class = Class::of_instance(object.as_ptr());
        if !class.extra.passes_for_tuple() {
            return Ok(None);
        }
        tuple(&class.table, object).map(Some)
    }
}

/// A new `mutabletuple` of the values.
///
/// # Safety
/// A record of ours.
unsafe fn of_values<'py>(py: Python<'py>, object: *mut PyObject) -> PyResult<Bound<'py, PyAny>> {
    // SAFETY: as the caller says; the guard keeps the class.
    unsafe {
        let _held = Held::new(py_ffi::Py_TYPE(object));
        let table = &Class::of_instance(object).table;
        light_tuple(&tuple(table, &Borrowed::from_ptr(py, object))?)
    }
}

unsafe extern "C" fn count(object: *mut PyObject, wanted: *mut PyObject) -> *mut PyObject {
    // SAFETY: a METH_O method: CPython has checked that `object` is of a class of ours.
    unsafe {
        enter_attached(|py| {
            let wanted = Borrowed::from_ptr(py, wanted);
            let count = of_values(py, object)?.call_method1(intern!(py, "count"), (wanted,))?;
            Ok(count.into_ptr())
        })
    }
}

unsafe extern "C" fn index(object: *mut PyObject, args: *mut PyObject) -> *mut PyObject {
    // SAFETY: a METH_VARARGS method: as `count`, and a tuple.
    unsafe {
        enter_attached(|py| {
            let args = Borrowed::from_ptr(py, args).cast_unchecked::<PyTuple>();
            let index = of_values(py, object)?
                .getattr(intern!(py, "index"))?
                .call1(args.to_owned())?;
            Ok(index.into_ptr())
        })
    }
}

/// `sq_concat`: a `mutabletuple`, as for those.
pub(super) unsafe extern "C" fn concat(
    object: *mut PyObject,
    other: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: CPython calls this with a record of ours on the left and any object on the right.
    unsafe {
        enter_attached(|py| {
            let sum = py_ffi::PySequence_Concat(of_values(py, object)?.as_ptr(), other);
            Bound::from_owned_ptr_or_err(py, sum).map(Bound::into_ptr)
        })
    }
}

/// `sq_repeat`: a `mutabletuple`, as for those.
pub(super) unsafe extern "C" fn repeat(
    object: *mut PyObject,
    times: py_ffi::Py_ssize_t,
) -> *mut PyObject {
    // SAFETY: CPython calls this with a record of ours and any number.
    unsafe {
        enter_attached(|py| {
            let product = py_ffi::PySequence_Repeat(of_values(py, object)?.as_ptr(), times);
            Bound::from_owned_ptr_or_err(py, product).map(Bound::into_ptr)
        })
    }
}
