//! The descriptors that answer for the hooks: of a type made by hand, since a class of PyO3's is two kilobytes in every
//! library with a record.

use crate::ffi::{self, PyObject, PyTypeObject};
use crate::trampoline::enter_attached;
use pyo3::ffi as py_ffi;
use pyo3::prelude::*;
use pyo3::types::PyType;
use std::ffi::{CStr, c_int, c_void};
use std::ptr;

/// What a hook says of an instance, or `None`, and its class. `None` is for the descriptor itself.
pub(super) type Answer =
    for<'py> fn(&Bound<'py, PyAny>, &Bound<'py, PyType>) -> PyResult<Option<Bound<'py, PyAny>>>;

/// An attribute of a class that is made when it is asked for.
#[repr(C)]
struct Hook {
    head: PyObject,
    answer: Answer,
}

/// Puts hooks into a class.
///
/// # Safety
/// As [`ffi::put`].
pub(super) unsafe fn put(
    py: Python<'_>,
    tp: *mut PyTypeObject,
    hooks: &[(&CStr, Answer)],
) -> PyResult<()> {
    // SAFETY: the type is made for instances of that size. An instance is new, or NULL with an exception, and gets its answer
    // before anybody sees it.
    unsafe {
        let hook_type = new_type(py)?;
        for &(name, answer) in hooks {
            let hook = py_ffi::PyType_GenericAlloc(hook_type.as_ptr().cast(), 0);
            let owned = Bound::from_owned_ptr_or_err(py, hook)?;
            (&raw mut (*hook.cast::<Hook>()).answer).write(answer);
            ffi::put(tp, name, &owned)?;
        }
    }
    Ok(())
}

fn new_type(py: Python<'_>) -> PyResult<Bound<'_, PyAny>> {
    let mut slots = [
        ffi::type_slot(py_ffi::Py_tp_descr_get, get as *const c_void),
        ffi::LAST_SLOT,
    ];
    let mut spec = py_ffi::PyType_Spec {
        name: c"recordclass.Hook".as_ptr(),
        basicsize: size_of::<Hook>() as c_int,
        itemsize: 0,
        flags: (py_ffi::Py_TPFLAGS_DEFAULT | py_ffi::Py_TPFLAGS_DISALLOW_INSTANTIATION) as _,
        slots: slots.as_mut_ptr(),
    };
    // SAFETY: a valid specification of literals, without a metaclass.
    unsafe { ffi::new_type(py, None, &mut spec, ptr::null_mut()) }
}

/// `tp_descr_get`.
unsafe extern "C" fn get(
    hook: *mut PyObject,
    instance: *mut PyObject,
    owner: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: CPython's protocol: a hook; an instance, its class, or both; NULL is for none.
    unsafe {
        enter_attached(|py| {
            let or_none = |object| match Bound::from_borrowed_ptr_or_opt(py, object) {
                Some(object) => object,
                None => py.None().into_bound(py),
            };
            let (instance, owner) = (or_none(instance), or_none(owner));
            let owner = if owner.is_none() {
                instance.get_type()
            } else {
                owner.cast_into::<PyType>()?
            };
            let answer = ((*hook.cast::<Hook>()).answer)(&instance, &owner)?;
            let itself = || Bound::from_borrowed_ptr(py, hook);
            Ok(answer.unwrap_or_else(itself).into_ptr())
        })
    }
}
