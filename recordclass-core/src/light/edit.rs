//! What changes a `litelist`, item by item: `append`, `extend`, `insert`, `pop`, `remove`, `clear`, `reverse`; and `copy`.

use super::array::Array;
use super::gather::{Source, hint};
use super::index::within;
use super::layout::{list_snapshot, list_swap, list_with, new_list};
use super::search::find;
use super::sequence::List;
use crate::errors::raise;
use crate::ffi::PyObject;
use crate::trampoline::enter;
use pyo3::exceptions::{PyIndexError, PyTypeError, PyValueError};
use pyo3::ffi as py_ffi;
use pyo3::prelude::*;

/// None, new.
fn none(py: Python<'_>) -> *mut PyObject {
    py.None().into_ptr()
}

/// `append(object)`.
pub(super) unsafe extern "C" fn append(
    object: *mut PyObject,
    item: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: a METH_O method: CPython has checked that `object` is a list of ours; any object.
    unsafe {
        enter(|py| {
            let item = Borrowed::from_ptr(py, item);
            list_with(&Borrowed::from_ptr(py, object), |array| array.push(&item))?;
            Ok(none(py))
        })
    }
}

/// `extend(iterable)`.
pub(super) unsafe extern "C" fn extend_method(
    object: *mut PyObject,
    iterable: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: as `append`.
    unsafe {
        enter(|py| {
            let (list, iterable) = (
                Borrowed::from_ptr(py, object),
                Borrowed::from_ptr(py, iterable),
            );
            extend(&list, &iterable)?;
            Ok(none(py))
        })
    }
}

/// Appends the items of an iterable: those of a list or tuple at once, those of others as they come, so that what
/// came before an error stays.
///
/// # Safety
/// A list of ours.
pub(super) unsafe fn extend(list: &Bound<'_, PyAny>, iterable: &Bound<'_, PyAny>) -> PyResult<()> {
    // SAFETY: as the caller says.
    unsafe {
        if let Some(source) = Source::known(iterable, list)? {
            list_with(list, |array| {
                let end = array.len();
                array.replace(end..end, source.items())
            })?;
            return Ok(());
        }
        let iterator = iterable.try_iter()?;
        let hint = hint(iterable)?;
        list_with(list, |array| {
            // Such a hint cannot be true, and there may be room for what comes.
            match array.len().checked_add(hint) {
                Some(length) if isize::try_from(length).is_ok() => array.reserve(hint),
                _ => Ok(()),
            }
        })?;
        for item in iterator {
            let item = item?;
            list_with(list, |array| array.push(&item))?;
        }
        list_with(list, Array::fit);
        Ok(())
    }
}

/// `insert(index, object)`.
pub(super) unsafe extern "C" fn insert(
    object: *mut PyObject,
    args: *mut *mut PyObject,
    count: py_ffi::Py_ssize_t,
) -> *mut PyObject {
    // SAFETY: a METH_FASTCALL method: as `append`, and `args` are `count` live objects.
    unsafe {
        enter(|py| {
            if count != 2 {
                return Err(raise::<PyTypeError>(format!(
                    "insert expected 2 arguments, got {count}"
                )));
            }
            let index = index_argument(py, *args)?;
            let item = Borrowed::from_ptr(py, *args.add(1));
            list_with(&Borrowed::from_ptr(py, object), |array| {
                let length = array.len();
                let index = if index < 0 {
                    length.saturating_sub(index.unsigned_abs())
                } else {
                    length.min(index as usize)
                };
                array.insert(index, &item)
            })?;
            Ok(none(py))
        })
    }
}

/// `pop(index=-1)`.
pub(super) unsafe extern "C" fn pop(
    object: *mut PyObject,
    args: *mut *mut PyObject,
    count: py_ffi::Py_ssize_t,
) -> *mut PyObject {
    // SAFETY: as `insert`.
    unsafe {
        enter(|py| {
            let index = match count {
                0 => -1,
                1 => index_argument(py, *args)?,
                _ => {
                    return Err(raise::<PyTypeError>(format!(
                        "pop expected at most 1 argument, got {count}"
                    )));
                }
            };
            let item = list_with(&Borrowed::from_ptr(py, object), |array| {
                if index == -1 {
                    return array.pop(py).ok_or(true);
                }
                let index = within(index, array.len());
                index
                    .and_then(|index| array.remove(py, index))
                    .ok_or(array.len() == 0)
            });
            item.map(Bound::into_ptr).map_err(|empty| {
                raise::<PyIndexError>(if empty {
                    "pop from empty litelist"
                } else {
                    "pop index out of range"
                })
            })
        })
    }
}

/// An integer argument that must fit.
///
/// # Safety
/// A live object. Runs its `__index__`.
unsafe fn index_argument(py: Python<'_>, value: *mut PyObject) -> PyResult<isize> {
    // SAFETY: as the caller says.
    unsafe {
        let index = py_ffi::PyNumber_AsSsize_t(value, py_ffi::PyExc_OverflowError);
        if index == -1 && !py_ffi::PyErr_Occurred().is_null() {
            return Err(PyErr::fetch(py));
        }
        Ok(index)
    }
}

/// `remove(value)`.
pub(super) unsafe extern "C" fn remove(
    object: *mut PyObject,
    value: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: as `append`.
    unsafe {
        enter(|py| {
            let list = Borrowed::from_ptr(py, object);
            let Some(index) = find::<List>(&list, value, 0, usize::MAX)? else {
                return Err(raise::<PyValueError>(
                    "litelist.remove(x): x not in litelist",
                ));
            };
            // Not there any more, if the `__eq__` made the list shorter.
            drop(list_with(&list, |array| array.remove(py, index)));
            Ok(none(py))
        })
    }
}

/// `clear()`.
pub(super) unsafe extern "C" fn clear(
    object: *mut PyObject,
    _none: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: as `append`.
    unsafe {
        enter(|py| {
            drop(list_swap(&Borrowed::from_ptr(py, object), Array::new()));
            Ok(none(py))
        })
    }
}

/// `reverse()`.
pub(super) unsafe extern "C" fn reverse(
    object: *mut PyObject,
    _none: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: as `append`.
    unsafe {
        enter(|py| {
            list_with(&Borrowed::from_ptr(py, object), |array| {
                array.as_mut_slice().reverse();
            });
            Ok(none(py))
        })
    }
}

/// `copy()`: always a `litelist`, as that of a subclass of list is a list.
pub(super) unsafe extern "C" fn copy(object: *mut PyObject, _none: *mut PyObject) -> *mut PyObject {
    // SAFETY: as `append`.
    unsafe {
        enter(|py| {
            let items = list_snapshot(&Borrowed::from_ptr(py, object), |length| 0..length)?;
            new_list(py, items).map(Bound::into_ptr)
        })
    }
}
