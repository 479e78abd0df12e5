//! A record as a dict of Python's: `_asdict()`, and what `asdict` of the Python package is made of.
//!
//! The dict is new, and has the values as they are, as a namedtuple's has. It is filled in one of two ways: in order, into
//! an empty one, or, where that would have to grow meanwhile, into a copy of one that has all names.

use crate::ffi::{PyObject, new};
use crate::record::Table;
use crate::trampoline::{attached, enter};
use crate::values::value;
use pyo3::ffi as py_ffi;
use pyo3::prelude::*;

/// Up to so many entries a new dict has room for.
const ROOM: usize = 5;

/// `_asdict()`.
pub(crate) unsafe extern "C" fn asdict(
    table: &'static Table,
    object: *mut PyObject,
    _none: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: a METH_NOARGS function: CPython has checked that `object` is of our class. What goes wrong on the quick way
    // shows again on the other.
    unsafe {
        if table.packed {
            let dict = quick(table);
            if fill(table, object, dict) {
                return dict;
            }
            give_up(dict);
        }
        enter(|py| any(table, &Borrowed::from_ptr(py, object)))
    }
}

/// A dict to [`fill`]: new. NULL, and perhaps an exception, where there is none.
///
/// # Safety
/// The thread is attached, and the class of the table lives, whatever runs meanwhile.
#[inline]
pub(crate) unsafe fn quick(table: &Table) -> *mut PyObject {
    // SAFETY: as the caller says; the one that is copied is a dict.
    unsafe {
        if table.fields.len() <= ROOM {
            return py_ffi::PyDict_New();
        }
        let state = table.state.get(Python::assume_attached());
        match state.and_then(|state| state.wide.get(Python::assume_attached())) {
            Some(wide) => py_ffi::PyDict_Copy(wide.as_ptr()),
            None => std::ptr::null_mut(),
        }
    }
}

/// Puts the values of slots one after the other into a dict. `false`, and perhaps an exception, where one has no value, or the
/// dict could not take it.
///
/// # Safety
/// `object` is a record of the class of `table`, which is `packed`; `dict` is NULL or what [`quick`] made of the same table.
#[inline]
pub(crate) unsafe fn fill(table: &Table, object: *mut PyObject, dict: *mut PyObject) -> bool {
    // SAFETY: as the caller says. The names are live strs, whose hash and comparison run no code, so with the GIL a slot
    // keeps its value until the dict has a reference of its own.
    unsafe {
        let (false, Some(state)) = (
            cfg!(Py_GIL_DISABLED) || dict.is_null(),
            table.state.get(Python::assume_attached()),
        ) else {
            return false;
        };
        let mut slot = table.slots(object);
        for name in &state.names {
            let value = *slot;
            if value.is_null() || py_ffi::PyDict_SetItem(dict, name.as_ptr(), value) < 0 {
                return false;
            }
            slot = slot.add(1);
        }
        true
    }
}

/// Leaves what was begun to the slow way.
///
/// # Safety
/// An owned object or NULL; no exception was set before.
#[cold]
pub(crate) unsafe fn give_up(begun: *mut PyObject) {
    // SAFETY: as the caller says.
    unsafe {
        py_ffi::Py_XDECREF(begun);
        py_ffi::PyErr_Clear();
    }
}

/// The dict of any record: new.
///
/// # Errors
/// `AttributeError` where a field was deleted; whatever a conversion raises; `MemoryError`.
///
/// # Safety
/// `record` is a record of the class of `table`.
pub(crate) unsafe fn any(table: &Table, record: &Bound<'_, PyAny>) -> PyResult<*mut PyObject> {
    let py = record.py();
    // SAFETY: as the caller says; the names are live strs, the dict takes its own references.
    unsafe {
        let dict = begin(py, table)?;
        for (name, field) in table.state(py)?.names.iter().zip(table.fields) {
            let value = value(table, field, record)?;
            if py_ffi::PyDict_SetItem(dict.as_ptr(), name.as_ptr(), value.as_ptr()) < 0 {
                return Err(PyErr::fetch(py));
            }
        }
        Ok(dict.into_ptr())
    }
}

/// A dict to fill: new.
fn begin<'py>(py: Python<'py>, table: &Table) -> PyResult<Bound<'py, PyAny>> {
    // SAFETY: both give a new dict or an error; the one that is copied is a dict.
    unsafe {
        let new = if table.fields.len() <= ROOM {
            py_ffi::PyDict_New()
        } else {
            py_ffi::PyDict_Copy(wide(py, table)?)
        };
        Bound::from_owned_ptr_or_err(py, new)
    }
}

/// The dict of all names, borrowed from the class.
fn wide(py: Python<'_>, table: &Table) -> PyResult<*mut PyObject> {
    match table.state(py)?.wide.get(py) {
        Some(made) => Ok(made.as_ptr()),
        None => attached(py, || make_wide(py, table)),
    }
}

#[cold]
fn make_wide(py: Python<'_>, table: &Table) -> PyResult<*mut PyObject> {
    let dict = new::dict(py)?;
    let state = table.state(py)?;
    for name in &state.names {
        // SAFETY: a live str of the table's.
        let name = unsafe { Borrowed::from_ptr(py, name.as_ptr()) };
        dict.set_item(name, py.None())?;
    }
    // Nobody should come upon it.
    // SAFETY: a dict has a GC header; whether a copy is tracked depends on what it holds itself.
    unsafe { py_ffi::PyObject_GC_UnTrack(dict.as_ptr().cast()) };
    Ok(state.wide.get_or_init(py, || dict.unbind()).as_ptr())
}
