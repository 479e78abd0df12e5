//! `+`, `*`, `+=`, `*=` of a `litelist`.

use super::array::{Array, NoMemory};
use super::edit::extend;
#[cfg(Py_GIL_DISABLED)]
use super::gather::of_list;
#[cfg(Py_GIL_DISABLED)]
use super::layout::list_snapshot;
use super::layout::{list_swap, list_with, new_list};
use super::sequence::{List, Sequence};
use super::types::{self, type_of};
use crate::errors::{raise, type_name};
#[cfg(not(Py_GIL_DISABLED))]
use crate::ffi;
use crate::ffi::PyObject;
use crate::trampoline::enter;
use pyo3::exceptions::PyTypeError;
use pyo3::ffi as py_ffi;
use pyo3::prelude::*;
use pyo3::types::PyList;

/// `sq_concat`: with another `litelist`, or a list.
pub(super) unsafe extern "C" fn concat(left: *mut PyObject, right: *mut PyObject) -> *mut PyObject {
    // SAFETY: CPython calls this with a list of ours on the left and any object on the right.
    unsafe {
        enter(|py| {
            let (left, right) = (Borrowed::from_ptr(py, left), Borrowed::from_ptr(py, right));
            let items = if types::get(py).is_list(type_of(&right)) {
                both(&left, &right)?
            } else if let Ok(list) = right.cast::<PyList>() {
                with_python(&left, &list)?
            } else {
                let (name, got) = (List::NAME, type_name(&right));
                return Err(raise::<PyTypeError>(format!(
                    "can only concatenate lists (not \"{got}\") to {name}"
                )));
            };
            new_list(py, items).map(Bound::into_ptr)
        })
    }
}

/// The items of two lists.
///
/// # Safety
/// Lists of ours.
#[cfg(not(Py_GIL_DISABLED))]
unsafe fn both(left: &Bound<'_, PyAny>, right: &Bound<'_, PyAny>) -> Result<Array, NoMemory> {
    // SAFETY: as the caller says; they may be one, so both are only read.
    unsafe {
        let second = list_with(right, |array| std::ptr::from_ref(array.as_slice()));
        list_with(left, |array| Array::joined(array.as_slice(), &*second))
    }
}

/// The items of a list of ours, and those of one of Python's.
///
/// # Safety
/// A list of ours.
#[cfg(not(Py_GIL_DISABLED))]
unsafe fn with_python(
    left: &Bound<'_, PyAny>,
    right: &Bound<'_, PyList>,
) -> Result<Array, NoMemory> {
    // SAFETY: as the caller says; an empty list may have no memory.
    unsafe {
        let second = match ffi::list_items(right.as_ptr()) {
            (_, 0) => &[],
            (items, count) => std::slice::from_raw_parts(items, count),
        };
        list_with(left, |array| Array::joined(array.as_slice(), second))
    }
}

/// Without the GIL only one list is looked at at a time.
///
/// # Safety
/// Lists of ours.
#[cfg(Py_GIL_DISABLED)]
unsafe fn both(left: &Bound<'_, PyAny>, right: &Bound<'_, PyAny>) -> Result<Array, NoMemory> {
    // SAFETY: as the caller says; taking references runs no code.
    unsafe {
        let second = list_snapshot(right, |length| 0..length)?;
        list_with(left, |array| {
            Array::joined(array.as_slice(), second.as_slice())
        })
    }
}

/// As [`both`].
///
/// # Safety
/// A list of ours.
#[cfg(Py_GIL_DISABLED)]
unsafe fn with_python(
    left: &Bound<'_, PyAny>,
    right: &Bound<'_, PyList>,
) -> Result<Array, NoMemory> {
    let second = of_list(right)?;
    // SAFETY: as the caller says.
    unsafe {
        list_with(left, |array| {
            Array::joined(array.as_slice(), second.as_slice())
        })
    }
}

/// `sq_repeat`.
pub(super) unsafe extern "C" fn repeat(
    object: *mut PyObject,
    times: py_ffi::Py_ssize_t,
) -> *mut PyObject {
    // SAFETY: CPython calls this with a list of ours and any number.
    unsafe {
        enter(|py| {
            let times = usize::try_from(times).unwrap_or(0);
            let items = list_with(&Borrowed::from_ptr(py, object), |array| {
                Array::repeated(array.as_slice(), times)
            })?;
            new_list(py, items).map(Bound::into_ptr)
        })
    }
}

/// `sq_inplace_concat`: with any iterable.
pub(super) unsafe extern "C" fn concat_in_place(
    object: *mut PyObject,
    other: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: as `concat`.
    unsafe {
        enter(|py| {
            let list = Borrowed::from_ptr(py, object);
            extend(&list, &Borrowed::from_ptr(py, other))?;
            Ok(list.to_owned().into_ptr())
        })
    }
}

/// `sq_inplace_repeat`.
pub(super) unsafe extern "C" fn repeat_in_place(
    object: *mut PyObject,
    times: py_ffi::Py_ssize_t,
) -> *mut PyObject {
    // SAFETY: as `repeat`.
    unsafe {
        enter(|py| {
            let list = Borrowed::from_ptr(py, object);
            match usize::try_from(times).unwrap_or(0) {
                0 => drop(list_swap(&list, Array::new())),
                1 => {}
                times => list_with(&list, |array| array.repeat(times))?,
            }
            Ok(list.to_owned().into_ptr())
        })
    }
}
