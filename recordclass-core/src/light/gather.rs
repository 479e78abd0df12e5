//! The items of any iterable, taken at once.

use super::array::{Array, NoMemory};
use super::layout::{list_snapshot, tuple_snapshot};
#[cfg(not(Py_GIL_DISABLED))]
use super::layout::{list_with, tuple_items, tuple_len};
use super::types;
use crate::errors::raise;
use crate::ffi::{self, PyObject};
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

/// Items to be copied, borrowed from where they are or from a copy, as long as nothing runs.
pub(super) enum Source {
    #[cfg(not(Py_GIL_DISABLED))]
    There(*const *mut PyObject, usize),
    Copied(Array),
}

impl Source {
    /// Nothing.
    pub(super) const NONE: Self = Source::Copied(Array::new());

    /// All the items of an iterable, which are to go to `target`.
    ///
    /// # Errors
    /// As [`gather_or`].
    #[inline]
    pub(super) fn of(
        iterable: &Bound<'_, PyAny>,
        target: &Bound<'_, PyAny>,
        refusal: &'static str,
    ) -> PyResult<Self> {
        Ok(match Self::known(iterable, target)? {
            Some(source) => source,
            None => Source::Copied(gather_or(iterable, refusal)?),
        })
    }

    /// The items of what can be read without running code; `None` for anything else.
    #[cfg(not(Py_GIL_DISABLED))]
    #[inline]
    pub(super) fn known(
        iterable: &Bound<'_, PyAny>,
        target: &Bound<'_, PyAny>,
    ) -> Result<Option<Self>, NoMemory> {
        if iterable.is(target) {
            return Ok(known(iterable)?.map(Source::Copied));
        }
        // SAFETY: called for one of our types, so they are made; the type shows what it is. Nobody changes the
        // container while nothing runs.
        unsafe {
            let types = types::get(iterable.py());
            let (object, tp) = (iterable.as_ptr(), types::type_of(iterable));
            let (items, count) = if tp == &raw mut py_ffi::PyTuple_Type {
                ffi::tuple_items(object)
            } else if tp == &raw mut py_ffi::PyList_Type {
                ffi::list_items(object)
            } else if types.is_tuple_exact(tp) {
                (tuple_items(object).cast_const(), tuple_len(object))
            } else if tp == types.litelist.as_ptr() {
                list_with(iterable, |array| (array.as_slice().as_ptr(), array.len()))
            } else {
                return Ok(None);
            };
            Ok(Some(Source::There(items, count)))
        }
    }

    /// Without the GIL others may change the container.
    #[cfg(Py_GIL_DISABLED)]
    pub(super) fn known(
        iterable: &Bound<'_, PyAny>,
        _target: &Bound<'_, PyAny>,
    ) -> Result<Option<Self>, NoMemory> {
        Ok(known(iterable)?.map(Source::Copied))
    }

    /// The items.
    ///
    /// # Safety
    /// Nothing has run since [`Source::known`].
    #[inline]
    pub(super) unsafe fn items(&self) -> &[*mut PyObject] {
        match self {
            #[cfg(not(Py_GIL_DISABLED))]
            Source::There(_, 0) => &[],
            #[cfg(not(Py_GIL_DISABLED))]
            // SAFETY: as the caller says.
            Source::There(items, count) => unsafe { std::slice::from_raw_parts(*items, *count) },
            Source::Copied(array) => array.as_slice(),
        }
    }
}

fn of_tuple(tuple: &Bound<'_, PyTuple>) -> Result<Array, NoMemory> {
    // SAFETY: the tuple lives, and never changes.
    unsafe {
        let (items, count) = ffi::tuple_items(tuple.as_ptr());
        Array::of(std::slice::from_raw_parts(items, count))
    }
}

/// With the GIL nobody changes the list while we read it: making room runs no code.
#[cfg(not(Py_GIL_DISABLED))]
pub(super) fn of_list(list: &Bound<'_, PyList>) -> Result<Array, NoMemory> {
    // SAFETY: the list lives; where it is empty it may have no memory.
    unsafe {
        match ffi::list_items(list.as_ptr()) {
            (_, 0) => Ok(Array::new()),
            (items, count) => Array::of(std::slice::from_raw_parts(items, count)),
        }
    }
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
