//! Short cuts for what is done most: `a[i]`, the next row, a number of a row, read or written. They give what the general functions
//! give, or nothing, where those are to be asked. With the GIL only: no lock is taken.

use super::core::Core;
#[cfg(not(Py_GIL_DISABLED))]
use super::kind::RowKind;
use super::table::RowField;
use crate::ffi::PyObject;
use pyo3::prelude::*;

/// A new record of a row, where it is the head, plain fields, and memory out of a pool.
///
/// # Safety
/// `py` shows that the thread is attached, and `array` is of a finished class.
#[cfg(not(Py_GIL_DISABLED))]
#[inline]
pub(super) unsafe fn record(py: Python<'_>, array: &Core, index: isize) -> Option<*mut PyObject> {
    let state = array.table.state.get(py)?;
    let steps = state.steps.as_ref()?;
    // SAFETY: as the caller says; nothing of Python's is called.
    unsafe {
        let row = row_at(array, index)?;
        let tp = state.record_tp.as_ptr();
        let object = crate::ffi::reuse_filled(tp, state.record, |object| steps.fill(row, object))?;
        Some(object.as_ptr())
    }
}

/// A field of a row that is an `f64` or an `i64`, as a new object.
///
/// # Safety
/// As [`record`]; a field of the table.
#[cfg(not(Py_GIL_DISABLED))]
#[inline]
pub(super) unsafe fn value(
    _py: Python<'_>,
    array: &Core,
    index: isize,
    field: &RowField,
) -> Option<*mut PyObject> {
    // SAFETY: as the caller says; a value of that kind. NULL is with an exception set, which the general function would
    // set again.
    unsafe {
        let at = row_at(array, index)?.add(field.offset);
        let object = match field.kind {
            RowKind::Float(8) => pyo3::ffi::PyFloat_FromDouble(at.cast::<f64>().read()),
            RowKind::Int(8) => pyo3::ffi::PyLong_FromLongLong(at.cast::<i64>().read()),
            _ => return None,
        };
        if object.is_null() {
            pyo3::ffi::PyErr_Clear();
            return None;
        }
        Some(object)
    }
}

/// Writes a `float` into a field that is an `f64`, or a small `int` into one that is an `i64`; `false` where nothing is
/// written.
///
/// # Safety
/// As [`value`]; a live object.
#[cfg(not(Py_GIL_DISABLED))]
#[inline]
pub(super) unsafe fn set(
    _py: Python<'_>,
    array: &Core,
    index: isize,
    field: &RowField,
    value: *mut PyObject,
) -> bool {
    // SAFETY: as the caller says; a place for a value of that kind, of which nobody else has a reference.
    unsafe {
        match field.kind {
            RowKind::Float(8) if pyo3::ffi::PyFloat_CheckExact(value) != 0 => {
                let Some(row) = place(array, index, array.storage.poke()) else {
                    return false;
                };
                let number = pyo3::ffi::PyFloat_AS_DOUBLE(value);
                row.add(field.offset).cast::<f64>().write(number);
                true
            }
            RowKind::Int(8) if pyo3::ffi::PyLong_CheckExact(value) != 0 => {
                let Some(number) = crate::ffi::small_int(value) else {
                    return false;
                };
                let Some(row) = place(array, index, array.storage.poke()) else {
                    return false;
                };
                row.add(field.offset).cast::<i64>().write(number);
                true
            }
            _ => false,
        }
    }
}

/// The row at an index, which may be negative, if nobody else uses the rows.
///
/// # Safety
/// The thread is attached; the pointer is used before anything else can run.
#[cfg(not(Py_GIL_DISABLED))]
#[inline]
unsafe fn row_at(array: &Core, index: isize) -> Option<*const u8> {
    // SAFETY: as the caller says.
    unsafe { place(array, index, array.storage.peek()).map(<*mut u8>::cast_const) }
}

/// The row at an index, in the rows that start there.
///
/// # Safety
/// All rows of the storage.
#[cfg(not(Py_GIL_DISABLED))]
#[inline]
unsafe fn place(array: &Core, index: isize, rows: Option<(*mut u8, usize)>) -> Option<*mut u8> {
    let (start, rows) = rows?;
    let (len, window) = match &array.window {
        None => (rows, None),
        Some(window) if window.fits(rows) => (window.len, Some(window)),
        Some(_) => return None,
    };
    let index = crate::light::index::within(index, len)?;
    let place = window.map_or(index, |window| window.row(index));
    // SAFETY: a row of the block.
    Some(unsafe { start.add(place * array.table.size) })
}

/// Without the GIL there are no short cuts.
#[cfg(Py_GIL_DISABLED)]
#[inline]
pub(super) unsafe fn record(_: Python<'_>, _: &Core, _: isize) -> Option<*mut PyObject> {
    None
}

/// Without the GIL there are no short cuts.
#[cfg(Py_GIL_DISABLED)]
#[inline]
pub(super) unsafe fn value(
    _: Python<'_>,
    _: &Core,
    _: isize,
    _: &RowField,
) -> Option<*mut PyObject> {
    None
}

/// Without the GIL there are no short cuts.
#[cfg(Py_GIL_DISABLED)]
#[inline]
pub(super) unsafe fn set(
    _: Python<'_>,
    _: &Core,
    _: isize,
    _: &RowField,
    _: *mut PyObject,
) -> bool {
    false
}
