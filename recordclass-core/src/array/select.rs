//! `a[mask]`, `a[indices]`, `a.filter(mask)`: new arrays of some rows; and the same rows assigned to and deleted.

use super::block::Block;
use super::choice::{Choice, read};
use super::core::Core;
use super::gather::rows_of;
use super::make::record_of;
use super::order::as_long_as;
use super::order::no_memory;
use super::scratch::Scratch;
use super::transfer::{is_record, row_of};
use super::view;
use crate::errors::raise;
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::PyTuple;
use std::convert::Infallible;
use std::ptr;

/// `a[key]`, where the key is neither an index nor a slice.
///
/// # Errors
/// `TypeError`, `IndexError`.
pub(super) fn by_key<'py>(
    py: Python<'py>,
    array: &Core,
    key: &Bound<'py, PyAny>,
) -> PyResult<Bound<'py, PyAny>> {
    let choice = read(array.table, key)?;
    chosen(py, array, choice)
}

/// `filter(mask)`: truth values, or a function that tells of a record.
pub(super) fn filter<'py>(
    py: Python<'py>,
    array: &Core,
    mask: &Bound<'py, PyAny>,
) -> PyResult<Bound<'py, PyAny>> {
    if mask.is_callable() {
        let mut answers = Vec::new();
        let len = array.len(py);
        for index in 0..len {
            let mut row = Scratch::new(array.table.size);
            array.load(py, index, &mut row)?;
            let record = record_of(py, array.table, (index, &mut row))?;
            answers.push(mask.call1((record,))?.is_truthy()?);
            // One that appends would be asked without end.
            as_long_as(py, array, len, "filtered")?;
        }
        return chosen(py, array, Choice::Mask(answers));
    }
    match read(array.table, mask)? {
        Choice::Indices(indices) if !indices.is_empty() => Err(raise::<PyTypeError>(
            "filter() takes a truth value for each row, or a function of a record: write a[indices] to take rows by index",
        )),
        Choice::Indices(_) => chosen(py, array, Choice::Mask(Vec::new())),
        choice @ Choice::Mask(_) => chosen(py, array, choice),
    }
}

/// Why rows were not taken or changed.
enum Failure {
    /// The choice does not fit so many rows.
    Misfit(usize),
    /// There are so many rows for it.
    Count(usize),
    Gone,
    NoMemory,
}

impl Failure {
    #[cold]
    fn raise(self, py: Python<'_>, array: &Core, choice: &Choice) -> PyErr {
        match self {
            Failure::Misfit(len) => choice.misfit(array.table, len),
            Failure::Count(given) => {
                let (name, wanted) = (array.table.name, choice.count());
                raise::<PyValueError>(format!(
                    "{given} rows for the {wanted} of this {name} that are chosen"
                ))
            }
            Failure::Gone => array.check(py).err().unwrap_or_else(no_memory),
            Failure::NoMemory => no_memory(),
        }
    }
}

/// A new array of the rows that were chosen.
fn chosen<'py>(py: Python<'py>, array: &Core, choice: Choice) -> PyResult<Bound<'py, PyAny>> {
    let table = array.table;
    let mut rows = Block::new(table.size, table.align);
    let result = array.storage.read(py, |block| {
        let window = array.shown(block.len());
        if !window.fits(block.len()) {
            return Err(Failure::Gone);
        }
        if !choice.fits(window.len) {
            return Err(Failure::Misfit(window.len));
        }
        rows.loose = block.loose;
        choice.each(window.len, |index| {
            // SAFETY: a row of the block, which is not the new one.
            unsafe { rows.insert(rows.len(), block.row(window.row(index)), 1) }
                .map_err(|_| Failure::NoMemory)
        })
    })?;
    result.map_err(|failure| failure.raise(py, array, &choice))?;
    rows.shrink();
    Core::new(table, rows).into_object(py)
}

/// `a[mask] = rows`, `a[indices] = rows`: a record, a tuple of its values or a view of a row for all of them, or as many
/// rows as are chosen. All of them are written, or none.
///
/// # Errors
/// As [`by_key`]; `ValueError` for another number of rows; what the conversions raise.
pub(super) fn assign(
    py: Python<'_>,
    array: &Core,
    key: &Bound<'_, PyAny>,
    value: &Bound<'_, PyAny>,
) -> PyResult<()> {
    let table = array.table;
    let choice = read(table, key)?;
    let one = is_record(table, value)? || value.is_instance_of::<PyTuple>() || view::is(value);
    let rows = if one {
        let mut row = Scratch::new(table.size);
        row_of(table, value, &mut row)?;
        let mut rows = Block::new(table.size, table.align);
        // SAFETY: one row.
        unsafe { rows.insert(0, row.bytes(), 1) }.map_err(|_| no_memory())?;
        rows
    } else {
        rows_of(py, table, value, None)?
    };
    // The conversions may have changed the length.
    let mut result = Ok(());
    array.store_all(py, |block, _| {
        let window = array.shown(block.len());
        if !window.fits(block.len()) {
            return false;
        }
        if !choice.fits(window.len) {
            result = Err(Failure::Misfit(window.len));
        } else if !one && rows.len() != choice.count() {
            result = Err(Failure::Count(rows.len()));
        } else {
            block.loose |= rows.loose;
            let mut from = 0;
            let Ok(()) = choice.each::<Infallible>(window.len, |index| {
                // SAFETY: a row of each block.
                unsafe {
                    let to = block.row(window.row(index));
                    ptr::copy_nonoverlapping(rows.row(from), to, table.size);
                }
                from += usize::from(!one);
                Ok(())
            });
        }
        true
    })?;
    result.map_err(|failure| failure.raise(py, array, &choice))
}

/// `del a[mask]`, `del a[indices]`.
///
/// # Errors
/// As [`by_key`]; `BufferError` where the array cannot be resized.
pub(super) fn delete(py: Python<'_>, array: &Core, key: &Bound<'_, PyAny>) -> PyResult<()> {
    let choice = read(array.table, key)?;
    let result = array.resize(py, |block| {
        let len = block.len();
        if !choice.fits(len) {
            return Ok(Err(Failure::Misfit(len)));
        }
        let mut gone = vec![false; len];
        let Ok(()) = choice.each::<Infallible>(len, |index| {
            gone[index] = true;
            Ok(())
        });
        block.retain(|index| !gone[index]);
        Ok(Ok(()))
    })?;
    result.map_err(|failure| failure.raise(py, array, &choice))
}
