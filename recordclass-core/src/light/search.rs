//! Finding items by `==`, identity first: `in`, `count`, `index`.
//!
//! An `__eq__` may change the container. Each step reads it anew, as CPython's list does.

use super::index::bound;
use super::sequence::Sequence;
use crate::errors::raise;
use crate::ffi::PyObject;
use crate::trampoline::enter;
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::ffi as py_ffi;
use pyo3::prelude::*;
use std::ffi::c_int;

/// `sq_contains`.
pub(super) unsafe extern "C" fn contains<S: Sequence>(
    object: *mut PyObject,
    wanted: *mut PyObject,
) -> c_int {
    // SAFETY: CPython calls this with a container of the type, and any object.
    unsafe {
        enter(|py| {
            let container = Borrowed::from_ptr(py, object);
            let found = find::<S>(&container, wanted, 0, usize::MAX)?;
            Ok(c_int::from(found.is_some()))
        })
    }
}

/// `count(value)`.
pub(super) unsafe extern "C" fn count<S: Sequence>(
    object: *mut PyObject,
    wanted: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: a METH_O method: CPython has checked the type of `object`.
    unsafe {
        enter(|py| {
            let container = Borrowed::from_ptr(py, object);
            let (mut count, mut from) = (0_isize, 0);
            while let Some(at) = find::<S>(&container, wanted, from, usize::MAX)? {
                count += 1;
                from = at + 1;
            }
            let count = py_ffi::PyLong_FromSsize_t(count);
            Bound::from_owned_ptr_or_err(py, count).map(Bound::into_ptr)
        })
    }
}

/// `index(value, start=0, stop=sys.maxsize)`.
pub(super) unsafe extern "C" fn index<S: Sequence>(
    object: *mut PyObject,
    args: *mut *mut PyObject,
    count: py_ffi::Py_ssize_t,
) -> *mut PyObject {
    // SAFETY: a METH_FASTCALL method: CPython has checked the type of `object`; `args` are `count` live objects.
    unsafe {
        enter(|py| {
            let container = Borrowed::from_ptr(py, object);
            let name = S::NAME;
            if !(1..=3).contains(&count) {
                return Err(raise::<PyTypeError>(format!(
                    "{name}.index() takes 1 to 3 arguments, got {count}"
                )));
            }
            let start = if count > 1 {
                bound(py, *args.add(1))?
            } else {
                0
            };
            let stop = if count > 2 {
                bound(py, *args.add(2))?
            } else {
                isize::MAX
            };
            let length = S::len(&container);
            let from_end = |bound: isize| match bound {
                0.. => bound as usize,
                _ => length.saturating_sub(bound.unsigned_abs()),
            };
            match find::<S>(&container, *args, from_end(start), from_end(stop))? {
                Some(at) => {
                    let at = py_ffi::PyLong_FromSize_t(at);
                    Bound::from_owned_ptr_or_err(py, at).map(Bound::into_ptr)
                }
                None => Err(raise::<PyValueError>(format!(
                    "{name}.index(x): x not in {name}"
                ))),
            }
        })
    }
}

/// The index of the first item that equals `wanted`, within bounds.
///
/// # Safety
/// `container` is of the type; `wanted` is a live object.
pub(super) unsafe fn find<S: Sequence>(
    container: &Bound<'_, PyAny>,
    wanted: *mut PyObject,
    start: usize,
    stop: usize,
) -> PyResult<Option<usize>> {
    let mut at = start;
    while at < stop {
        // SAFETY: as the caller says.
        let Some(item) = (unsafe { S::get(container, at) }) else {
            break;
        };
        // SAFETY: live objects: we hold the item, whatever its `__eq__` does to the container.
        match unsafe { py_ffi::PyObject_RichCompareBool(item.as_ptr(), wanted, py_ffi::Py_EQ) } {
            0 => at += 1,
            1.. => return Ok(Some(at)),
            _ => return Err(PyErr::fetch(container.py())),
        }
    }
    Ok(None)
}
