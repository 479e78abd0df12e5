//! Capsules around the structs, as the Arrow PyCapsule interface has them: made of ours, and taken from others.

use super::abi::{Owned, Struct};
use super::input::malformed;
use crate::errors::{raise, type_name};
use crate::ffi::PyObject;
use crate::trampoline::enter_silently;
use pyo3::exceptions::PyTypeError;
use pyo3::ffi as py_ffi;
use pyo3::prelude::*;
use pyo3::sync::critical_section::with_critical_section;

/// A capsule that releases the struct unless a consumer moves it out.
///
/// # Errors
/// `MemoryError`.
pub(super) fn make<T: Struct>(py: Python<'_>, content: Owned<T>) -> PyResult<Bound<'_, PyAny>> {
    let content = Box::into_raw(Box::new(content));
    // SAFETY: `Owned` is the struct and nothing else. The result is new, or NULL for an error.
    unsafe {
        let made = py_ffi::PyCapsule_New(content.cast(), T::CAPSULE.as_ptr(), Some(destroy::<T>));
        Bound::from_owned_ptr_or_err(py, made).inspect_err(|_| drop(Box::from_raw(content)))
    }
}

unsafe extern "C" fn destroy<T: Struct>(capsule: *mut PyObject) {
    // SAFETY: CPython calls this once, with a capsule of `make`, whose name nobody else may change.
    unsafe {
        let content = py_ffi::PyCapsule_GetPointer(capsule, T::CAPSULE.as_ptr());
        if content.is_null() {
            return py_ffi::PyErr_Clear();
        }
        enter_silently(|_| drop(Box::from_raw(content.cast::<Owned<T>>())));
    }
}

/// Moves the struct out of a capsule.
///
/// # Errors
/// `TypeError` for something else; `ValueError` where the struct is released, as that of a capsule that was used already.
pub(super) fn take<T: Struct>(capsule: &Bound<'_, PyAny>) -> PyResult<Owned<T>> {
    let name = T::CAPSULE;
    // SAFETY: a live object.
    if unsafe { py_ffi::PyCapsule_IsValid(capsule.as_ptr(), name.as_ptr()) } == 0 {
        let (name, got) = (name.to_string_lossy(), type_name(capsule));
        return Err(raise::<PyTypeError>(format!(
            "a capsule with the name '{name}' is wanted, not {got}"
        )));
    }
    // SAFETY: a capsule of that name: what it points to is such a struct, and the capsule, which the caller holds, keeps
    // it there. Two threads that have the same capsule come one after the other.
    with_critical_section(capsule, || unsafe {
        let content = py_ffi::PyCapsule_GetPointer(capsule.as_ptr(), name.as_ptr()).cast::<T>();
        if content.is_null() {
            return Err(PyErr::fetch(capsule.py()));
        }
        if !content.is_aligned() {
            return Err(malformed("a struct that is not aligned"));
        }
        if (*content).release().is_none() {
            return Err(malformed(
                "it is released already, as the content of a capsule is once it was used",
            ));
        }
        let moved = Owned::new(content.read());
        *(*content).release() = None;
        Ok(moved)
    })
}
