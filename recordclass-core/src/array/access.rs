//! `len(a)`, `a[i]`, `a[i] = row`, `del a[i]`, `row in a`, and the same of slices. `select` has masks and indices.

use super::cell::rows_equal;
use super::choice::is_array;
use super::core::Core;
use super::gather::rows_of;
use super::make::record_of;
use super::quick;
use super::scratch::Scratch;
use super::select;
use super::table::RowTable;
use super::transfer::{is_record, row_of, row_of_record};
use crate::errors::raise;
use crate::ffi::PyObject;
use crate::light::index::{self, Slice};
use crate::trampoline::{attached, enter, enter_done};
use pyo3::exceptions::PyValueError;
use pyo3::ffi::{self as py_ffi, Py_ssize_t};
use pyo3::prelude::*;
use std::ffi::c_int;
use std::ptr;

/// `mp_length`, `sq_length`.
pub(super) unsafe extern "C" fn len(object: *mut PyObject) -> Py_ssize_t {
    // SAFETY: CPython calls this with an array, attached; no more rows than bytes.
    unsafe { Core::of(object).len(Python::assume_attached()) as Py_ssize_t }
}

/// `mp_subscript`.
pub(super) unsafe extern "C" fn subscript(
    object: *mut PyObject,
    key: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: CPython calls this with an array and any key, both held by the caller.
    unsafe {
        if let Some(index) = index::quick(key) {
            let py = Python::assume_attached();
            if let Some(record) = quick::record(py, Core::of(object), index) {
                return record;
            }
        }
        enter(|py| {
            let array = Core::of(object);
            if let Some(index) = index::quick(key) {
                return record_at(py, array, index).map(Bound::into_ptr);
            }
            attached(py, || {
                if Slice::is(key) {
                    let slice = Slice::read(py, key)?;
                    let span = slice.of(array.len(py));
                    let part = array.slice(py, span.start, span.step, span.count);
                    return part.into_object(py).map(Bound::into_ptr);
                }
                let choice = Borrowed::from_ptr(py, key);
                if py_ffi::PyIndex_Check(key) == 0 || is_array(&choice) {
                    return select::by_key(py, array, &choice).map(Bound::into_ptr);
                }
                let index = index::index(py, key, array.table.name)?;
                record_at(py, array, index).map(Bound::into_ptr)
            })
        })
    }
}

/// `sq_item`: CPython has added the length to a negative index already.
pub(super) unsafe extern "C" fn item(object: *mut PyObject, index: Py_ssize_t) -> *mut PyObject {
    // SAFETY: as `subscript`.
    unsafe {
        enter(|py| {
            let array = Core::of(object);
            let index = if index < 0 { isize::MAX } else { index };
            record_at(py, array, index).map(Bound::into_ptr)
        })
    }
}

/// A new record of the row at an index as Python gives it.
#[inline]
fn record_at<'py>(py: Python<'py>, array: &Core, index: isize) -> PyResult<Bound<'py, PyAny>> {
    let position = array.position(py, index)?;
    let mut row = Scratch::new(array.table.size);
    array.load(py, position, &mut row)?;
    record_of(py, array.table, (position, &mut row))
}

/// `mp_ass_subscript`.
pub(super) unsafe extern "C" fn assign_subscript(
    object: *mut PyObject,
    key: *mut PyObject,
    value: *mut PyObject,
) -> c_int {
    // SAFETY: CPython calls this with an array, any key, and a value or NULL for `del`, all held by the caller.
    unsafe {
        enter_done(|py| {
            attached(py, || {
                let array = Core::of(object);
                let value = Borrowed::from_ptr_or_opt(py, value);
                if Slice::is(key) {
                    let slice = Slice::read(py, key)?;
                    return match value {
                        Some(value) => assign_slice(py, array, slice, &value),
                        None => delete_slice(py, array, slice),
                    };
                }
                let choice = Borrowed::from_ptr(py, key);
                if py_ffi::PyIndex_Check(key) == 0 || is_array(&choice) {
                    return match value {
                        Some(value) => select::assign(py, array, &choice, &value),
                        None => select::delete(py, array, &choice),
                    };
                }
                let index = index::index(py, key, array.table.name)?;
                match value {
                    Some(value) => {
                        let mut row = Scratch::new(array.table.size);
                        row_of(array.table, &value, &mut row)?;
                        // The conversion may have changed the length.
                        array.store(py, array.position(py, index)?, &mut row)
                    }
                    None => delete(py, array, index),
                }
            })
        })
    }
}

fn delete(py: Python<'_>, array: &Core, index: isize) -> PyResult<()> {
    let position = array.position(py, index)?;
    let done = array.resize(py, |block| {
        let there = position < block.len();
        if there {
            block.remove(position, 1);
        }
        Ok(there)
    })?;
    if done {
        Ok(())
    } else {
        array.position(py, index).map(drop)
    }
}

/// `a[i:j] = rows`: as a list's. In place where the number of rows stays the same.
fn assign_slice(
    py: Python<'_>,
    array: &Core,
    slice: Slice,
    rows: &Bound<'_, PyAny>,
) -> PyResult<()> {
    let rows = rows_of(py, array.table, rows, None)?;
    let size = array.table.size;
    // Nothing runs from here on that could change the length, but for other threads.
    let span = slice.of(array.len(py));
    if rows.len() == span.count {
        return array.store_all(py, |block, place| {
            for (nth, index) in span.indices().enumerate() {
                let Some(place) = place(index) else {
                    return false;
                };
                // SAFETY: a row of each block.
                unsafe { ptr::copy_nonoverlapping(rows.row(nth), block.row(place), size) };
            }
            block.loose |= rows.loose;
            true
        });
    }
    if slice.step() != 1 {
        let (given, wanted) = (rows.len(), span.count);
        return Err(raise::<PyValueError>(format!(
            "attempt to assign sequence of size {given} to extended slice of size {wanted}"
        )));
    }
    array.resize(py, |block| {
        let span = slice.of(block.len());
        block.reserve(rows.len())?;
        block.loose |= rows.loose;
        // Not `remove`, which may give the memory back that `insert` needs.
        // SAFETY: rows of another block.
        unsafe { block.insert(span.stop, rows.start(), rows.len())? };
        block.remove(span.start, span.stop - span.start);
        Ok(())
    })
}

fn delete_slice(py: Python<'_>, array: &Core, slice: Slice) -> PyResult<()> {
    array.resize(py, |block| {
        let span = slice.of(block.len());
        if span.step == 1 {
            block.remove(span.start, span.count);
            return Ok(());
        }
        let mut gone: Vec<usize> = span.indices().collect();
        gone.sort_unstable();
        let mut gone = gone.into_iter().peekable();
        block.retain(|index| gone.next_if_eq(&index).is_none());
        Ok(())
    })
}

/// `sq_contains`: whether a row equals a record.
pub(super) unsafe extern "C" fn contains(object: *mut PyObject, wanted: *mut PyObject) -> c_int {
    // SAFETY: CPython calls this with an array and any object.
    unsafe {
        enter(|py| {
            attached(py, || {
                let array = Core::of(object);
                let wanted = Borrowed::from_ptr(py, wanted);
                let found = find(py, array, &wanted, 0, isize::MAX)?;
                Ok(c_int::from(found.is_some()))
            })
        })
    }
}

/// The first row that equals a record, within bounds as `list.index` takes them.
///
/// # Errors
/// `BufferError`.
pub(super) fn find(
    py: Python<'_>,
    array: &Core,
    wanted: &Bound<'_, PyAny>,
    start: isize,
    stop: isize,
) -> PyResult<Option<usize>> {
    let Some(mut wanted) = wanted_row(array.table, wanted)? else {
        return Ok(None);
    };
    let len = array.len(py);
    let cut = |bound: isize| {
        if bound < 0 {
            len.saturating_add_signed(bound)
        } else {
            (bound as usize).min(len)
        }
    };
    let (table, wanted) = (array.table, wanted.bytes());
    // SAFETY: two rows of the table.
    array.search(py, cut(start)..cut(stop), |row| unsafe {
        rows_equal(table, row, wanted)
    })
}

/// The row to look for. What is no record of the class itself equals none, nor does any where records compare by
/// identity.
fn wanted_row(table: &'static RowTable, wanted: &Bound<'_, PyAny>) -> PyResult<Option<Scratch>> {
    let of_record = (table.record)();
    let class = of_record.state(wanted.py())?.tp.as_ptr();
    // SAFETY: a live object.
    let exact = unsafe { py_ffi::Py_TYPE(wanted.as_ptr()) } == class;
    if !exact || !of_record.options.eq || !is_record(table, wanted)? {
        return Ok(None);
    }
    let mut row = Scratch::new(table.size);
    // SAFETY: just asked.
    unsafe { row_of_record(table, wanted, &mut row) };
    Ok(Some(row))
}
