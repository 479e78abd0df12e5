//! Rows for Arrow: `__arrow_c_schema__`, `__arrow_c_array__` and `__arrow_c_stream__`, of arrays and of columns.
//!
//! Rows lie side by side, and Arrow wants columns, so each is copied: the arrays own what they hold, and live on
//! whatever becomes of the rows. Only where a row is one number, or one array of numbers, do rows lie as Arrow wants them. Then the
//! memory is shared, and pinned as for any buffer.

use super::abi::{Array, Owned};
use super::column::{Column, Stop};
use super::give::{array_in_place, array_of, array_of_rows, schema_of_field, schema_of_row};
use super::request;
use super::stream::of as stream_of;
use super::{abi, capsule};
use crate::array::call::Arguments;
use crate::array::cell::wanted;
use crate::array::core::{Core, Window};
use crate::array::storage::Pin;
use crate::array::table::RowTable;
use crate::errors::raise;
use pyo3::exceptions::{PyBufferError, PyMemoryError, PyValueError};
use pyo3::prelude::*;
use std::sync::Arc;

/// Rows are gathered so many at a time, all their fields, so that they are read from memory once; and filled.
pub(super) const TOGETHER: usize = 1 << 10;

/// Less than so many bytes are not worth letting other threads run.
const SHORT: usize = 1 << 16;

/// What is exported: rows, or one field of them.
#[derive(Clone, Copy)]
pub(in crate::array) enum What {
    Rows,
    Field(usize),
}

/// Rows that stay where they are.
pub(super) struct Source {
    pub(super) table: &'static RowTable,
    pub(super) what: What,
    pub(super) pin: Arc<Pin>,
    pub(super) window: Window,
}

impl Source {
    pub(super) fn new(py: Python<'_>, array: &Core, what: What) -> PyResult<Self> {
        let (pin, window) = array.export(py, true)?;
        Ok(Source {
            table: array.table,
            what,
            pin: Arc::new(pin),
            window,
        })
    }

    /// The numbers of the fields.
    fn fields(&self) -> std::ops::Range<usize> {
        match self.what {
            What::Rows => 0..self.table.fields.len(),
            What::Field(field) => field..field + 1,
        }
    }

    /// Whether the rows are a column already.
    pub(super) fn is_in_place(&self) -> bool {
        let [field] = self.table.fields else {
            return false;
        };
        let one_piece = self.window.step == 1 || self.window.len < 2;
        // So much alignment every consumer can rely on.
        let aligned = self.pin.start.addr() % 8 == 0;
        field.kind.is_plain() && field.kind.size() == self.table.size && one_piece && aligned
    }

    /// So many of the rows, as an array. Calls nothing of Python's, and may run detached.
    ///
    /// # Errors
    /// The number of the field, and why it cannot be.
    pub(super) fn array(&self, from: usize, count: usize) -> Result<Owned<Array>, (usize, Stop)> {
        if self.is_in_place() && count > 0 {
            let kind = &self.table.fields[0].kind;
            let column = array_in_place(kind, (self.window.row(from), count), &self.pin);
            return Ok(match self.what {
                What::Rows => array_of_rows(count, vec![column]),
                What::Field(_) => column,
            });
        }
        let mut columns = Vec::new();
        for index in self.fields() {
            let column = Column::new(&self.table.fields[index].kind, count);
            columns.push(column.map_err(|stop| (index, stop.into()))?);
        }
        let mut done = 0;
        while done < count {
            let part = TOGETHER.min(count - done);
            let row = self.window.row(from + done);
            let stride = self.window.step.wrapping_mul(self.table.size as isize);
            for (index, column) in self.fields().zip(&mut columns) {
                let offset = row * self.table.size + self.table.fields[index].offset;
                // SAFETY: rows of the window, which the pin keeps there; room for `count` values.
                let gathered = unsafe { column.gather(self.pin.start.add(offset), stride, part) };
                gathered.map_err(|stop| match stop {
                    Stop::NoValue(nth) => (index, Stop::NoValue(from + done + nth)),
                    stop => (index, stop),
                })?;
            }
            done += part;
        }
        let columns = self.fields().zip(columns);
        let arrays = columns.map(|(index, column)| array_of(column).map_err(|stop| (index, stop)));
        let mut columns = arrays.collect::<Result<Vec<_>, _>>()?;
        match (self.what, columns.pop()) {
            (What::Field(_), Some(column)) => Ok(column),
            (_, last) => {
                columns.extend(last);
                Ok(array_of_rows(count, columns))
            }
        }
    }

    /// What to say of a failure, and whether it is one of memory.
    pub(super) fn message(&self, index: usize, stop: &Stop) -> Option<String> {
        let (record, field) = ((self.table.record)().name, self.table.fields[index].name);
        match stop {
            Stop::NoMemory => None,
            Stop::NoValue(row) => Some(format!(
                "{record}.{field}: the bytes in row {row} are no {}; other code wrote them",
                wanted(&self.table.fields[index].kind)
            )),
            Stop::TooLong => Some(format!(
                "{record}.{field}: more than 2 GiB of text in one Arrow array: use __arrow_c_stream__, which takes the \
                 rows in parts"
            )),
        }
    }
}

pub(super) fn schema_of(table: &RowTable, what: What) -> Owned<abi::Schema> {
    match what {
        What::Rows => schema_of_row(table),
        What::Field(field) => schema_of_field(&table.fields[field]),
    }
}

/// `__arrow_c_schema__()`.
///
/// # Errors
/// `MemoryError`.
pub(in crate::array) fn schema<'py>(
    py: Python<'py>,
    array: &Core,
    what: What,
) -> PyResult<Bound<'py, PyAny>> {
    capsule::make(py, schema_of(array.table, what))
}

/// `__arrow_c_array__(requested_schema=None)`.
///
/// # Errors
/// `BufferError` while Rust code writes to the rows, or for more text than an array can have; `ValueError` for what is no
/// character, and for a request of other fields; `MemoryError`.
pub(in crate::array) fn array<'py>(
    py: Python<'py>,
    array: &Core,
    what: What,
    arguments: &Arguments<'py>,
) -> PyResult<Bound<'py, PyAny>> {
    request::check("__arrow_c_array__", array.table, what, arguments)?;
    let source = Source::new(py, array, what)?;
    let count = source.window.len;
    let made = if count.saturating_mul(source.table.size) < SHORT {
        source.array(0, count)
    } else {
        py.detach(|| source.array(0, count))
    };
    let made = made.map_err(|(index, stop)| match (source.message(index, &stop), stop) {
        (None, _) => PyMemoryError::new_err(()),
        (Some(message), Stop::TooLong) => raise::<PyBufferError>(message),
        (Some(message), _) => raise::<PyValueError>(message),
    })?;
    let schema = capsule::make(py, schema_of(source.table, what))?;
    Ok((schema, capsule::make(py, made)?)
        .into_pyobject(py)?
        .into_any())
}

/// `__arrow_c_stream__(requested_schema=None)`.
///
/// # Errors
/// As [`array`], at once or in the stream.
pub(in crate::array) fn stream<'py>(
    py: Python<'py>,
    array: &Core,
    what: What,
    arguments: &Arguments<'py>,
) -> PyResult<Bound<'py, PyAny>> {
    request::check("__arrow_c_stream__", array.table, what, arguments)?;
    capsule::make(py, stream_of(Source::new(py, array, what)?))
}
