//! The items of any iterable, taken at once.

use super::array::{Array, NoMemory, new_reference};
use super::layout::{list_snapshot, tuple_snapshot};
use super::types;
use crate::errors::raise;
use crate::trampoline::attached;
use pyo3::exceptions::PyTypeError;
use pyo3::ffi as py_ffi;
use pyo3::prelude::*;
use pyo3::types::{PyList, PyTuple};

/// All the items of an iterable.
///
/// # Errors
/// Whatever the iteration raises; `TypeError` where it is no iterable.
pub(super) fn gather(iterable: &Bound<'_, PyAny>) -> PyResult<Array> {
    if let Some(items) = known(iterable)? {
        return Ok(items);
    }
    let iterator = iterable.try_iter()?;
    let mut items = Array::with_capacity(hint(iterable)?)?;
    for item in iterator {
        items.push(&item?)?;
    }
    items.fit();
    Ok(items)
}

/// As [`gather`], with a text of its own where it is no iterable.
pub(super) fn gather_or(iterable: &Bound<'_, PyAny>, refusal: &'static str) -> PyResult<Array> {
    let py = iterable.py();
    if let Some(items) = known(iterable)? {
        return Ok(items);
    }
    let iterator = attached(py, || {
        iterable.try_iter().map_err(|error| {
            if error.is_instance_of::<PyTypeError>(py) {
                raise::<PyTypeError>(refusal)
            } else {
                error
            }
        })
    })?;
    let mut items = Array::new();
    for item in iterator {
        items.push(&item?)?;
    }
    Ok(items)
}

/// How many items there may be: what `__length_hint__` says.
pub(super) fn hint(iterable: &Bound<'_, PyAny>) -> PyResult<usize> {
    // SAFETY: a live object; -1 is an error.
    let hint = unsafe { py_ffi::PyObject_LengthHint(iterable.as_ptr(), 8) };
    usize::try_from(hint).map_err(|_| PyErr::fetch(iterable.py()))
}

/// The items of what can be read without running code; `None` for anything else.
///
/// Only exact types: the `__iter__` of a subclass counts.
pub(super) fn known(iterable: &Bound<'_, PyAny>) -> Result<Option<Array>, NoMemory> {
    if let Ok(tuple) = iterable.cast_exact::<PyTuple>() {
        return of_tuple(tuple).map(Some);
    }
    if let Ok(list) = iterable.cast_exact::<PyList>() {
        return of_list(list).map(Some);
    }
    // SAFETY: called for one of our types, so they are made; the type shows what it is.
    unsafe {
        let types = types::get(iterable.py());
        let tp = types::type_of(iterable);
        if types.is_tuple_exact(tp) {
            return tuple_snapshot(iterable).map(Some);
        }
        if tp == types.litelist.as_ptr() {
            return list_snapshot(iterable, |length| 0..length).map(Some);
        }
    }
    Ok(None)
}

fn of_tuple(tuple: &Bound<'_, PyTuple>) -> Result<Array, NoMemory> {
    let mut items = Array::with_capacity(tuple.len())?;
    for item in tuple.iter_borrowed() {
        // SAFETY: a live object, and there is room.
        unsafe { items.push_within(new_reference(item.as_ptr())) };
    }
    Ok(items)
}

/// With the GIL nobody changes the list while we read it: making room runs no code.
#[cfg(not(Py_GIL_DISABLED))]
pub(super) fn of_list(list: &Bound<'_, PyList>) -> Result<Array, NoMemory> {
    let mut items = Array::with_capacity(list.len())?;
    for index in 0..list.len() {
        // SAFETY: within the length; a live object, and there is room.
        unsafe {
            let item = py_ffi::PyList_GET_ITEM(list.as_ptr(), index as py_ffi::Py_ssize_t);
            items.push_within(new_reference(item));
        }
    }
    Ok(items)
}

/// Without it CPython copies the list under its lock.
#[cfg(Py_GIL_DISABLED)]
pub(super) fn of_list(list: &Bound<'_, PyList>) -> Result<Array, NoMemory> {
    // SAFETY: the result is new, or NULL for want of memory: of an exact list nothing else can go wrong.
    let tuple = unsafe {
        let tuple = py_ffi::PyList_AsTuple(list.as_ptr());
        if tuple.is_null() {
            py_ffi::PyErr_Clear();
            return Err(NoMemory);
        }
        Bound::from_owned_ptr(list.py(), tuple).cast_into_unchecked::<PyTuple>()
    };
    of_tuple(&tuple)
}
