//! `from_arrow`: rows out of whatever gives Arrow data, chunk by chunk.

use super::fill::{Bits, Target, Wrong, fill};
use super::input::{ArrayRef, SchemaRef, malformed};
use super::nulls::Nulls;
use super::out::TOGETHER;
use super::plan::{RowPlan, of_rows};
use super::take::Input;
use super::values::{Values, bit};
use crate::array::block::{Block, NoMemory};
use crate::array::call::Arguments;
use crate::array::core::Core;
use crate::array::edit::required;
use crate::array::gather::{Progress, STEP};
use crate::array::kind::RowKind;
use crate::array::table::RowTable;
use crate::errors::raise;
use crate::shared_str::SharedStrError;
use pyo3::exceptions::{PyMemoryError, PyOverflowError, PyTypeError, PyValueError};
use pyo3::prelude::*;

/// `from_arrow(data, /, *, nulls=None, ignore_extra=False, progress=None)`.
///
/// # Errors
/// `TypeError` for what gives no Arrow data, for columns of other types, and for nulls that are not asked for; `ValueError` for
/// missing, unknown and doubled columns, and for data that is not valid; `OverflowError` for integers out of range; whatever the
/// producer or the callback raises.
pub(in crate::array) fn from_arrow<'py>(
    py: Python<'py>,
    table: &'static RowTable,
    arguments: &Arguments<'py>,
) -> PyResult<Bound<'py, PyAny>> {
    let names = ["_data", "nulls", "ignore_extra", "progress"];
    let [data, nulls, extra, progress] = arguments.take("from_arrow", 1, names)?;
    let data = required("from_arrow", data)?;
    let nulls = Nulls::new(table, nulls.as_ref())?;
    let ignore_extra = extra.map_or(Ok(false), |extra| extra.is_truthy())?;
    let mut progress = Progress::new(progress.as_ref());
    let rows = rows_of(py, table, &data, (nulls, ignore_extra), &mut progress)?;
    Core::new(table, rows).into_object(py)
}

/// The rows of whatever gives Arrow data, without nulls.
///
/// # Errors
/// As [`from_arrow`].
pub(in crate::array) fn all_rows(
    table: &'static RowTable,
    data: &Bound<'_, PyAny>,
) -> PyResult<Block> {
    let options = (Nulls::new(table, None)?, false);
    rows_of(data.py(), table, data, options, &mut Progress::new(None))
}

fn rows_of(
    py: Python<'_>,
    table: &'static RowTable,
    data: &Bound<'_, PyAny>,
    (nulls, ignore_extra): (Nulls, bool),
    progress: &mut Progress<'_, '_>,
) -> PyResult<Block> {
    let mut input = Input::open(data)?;
    let read = || {
        // SAFETY: it is ours, and stays where it is while this runs.
        let schema = unsafe { SchemaRef::new(input.schema.as_ptr()) }?;
        let plan = of_rows(table, schema, ignore_extra)?;
        let mut reader = Reader {
            table,
            plan,
            nulls,
            rows: Block::new(table.size, table.align),
        };
        while let Some(mut chunk) = input.next(py)? {
            // SAFETY: as above.
            let array = unsafe { ArrayRef::new(chunk.as_ptr()) }?;
            let taken = reader.take(py, array, progress);
            // Also after an error.
            py.detach(move || drop(chunk));
            taken?;
        }
        progress.tell()?;
        reader.rows.shrink();
        Ok(reader.rows)
    };
    let rows = read();
    // A producer may wait for threads of its own, and those for the interpreter.
    py.detach(move || drop(input));
    rows
}

/// Rows on their way.
struct Reader {
    table: &'static RowTable,
    plan: RowPlan,
    nulls: Nulls,
    rows: Block,
}

/// Part of a chunk.
struct Part<'a> {
    table: &'static RowTable,
    nulls: &'a Nulls,
    columns: &'a [Values],
    /// Which rows there are.
    rows: Option<Bits>,
    from: usize,
    count: usize,
}

// SAFETY: values that are only read, and copies of what stands for nulls.
unsafe impl Send for Part<'_> {}

impl Reader {
    /// Takes the rows of a chunk.
    fn take(
        &mut self,
        py: Python<'_>,
        array: ArrayRef<'_>,
        progress: &mut Progress<'_, '_>,
    ) -> PyResult<()> {
        array.shaped(1, self.plan.children, false)?;
        let rows = array.validity()?.map(|start| Bits {
            start,
            offset: array.offset,
        });
        if let Some(bits) = rows.filter(|_| !self.nulls.asked) {
            // SAFETY: so many bits.
            let null = (0..array.len).find(|nth| unsafe { !bit(bits.start, bits.offset + nth) });
            if let Some(null) = null {
                let (record, row) = ((self.table.record)().name, self.rows.len() + null);
                return Err(raise::<PyTypeError>(format!(
                    "row {row} is null as a whole, and a {record} cannot be: say by nulls={{..}} what its fields are"
                )));
            }
        }
        let mut columns = Vec::new();
        for (index, plan) in &self.plan.columns {
            let column = array.child(*index)?;
            // Rows that the array passes over are in its columns, too.
            if column.len < array.offset + array.len {
                let message = format!(
                    "{} values in a column of {} rows",
                    column.len,
                    array.offset + array.len
                );
                return Err(malformed(&message));
            }
            // SAFETY: the chunk is alive while this runs.
            columns.push(unsafe { Values::new(plan, column) }?);
        }
        self.make_room(array.len)
            .map_err(|NoMemory| PyMemoryError::new_err(()))?;
        let mut done = 0;
        while done < array.len {
            let count = STEP.min(array.len - done);
            let part = Part {
                table: self.table,
                nulls: &self.nulls,
                columns: &columns,
                rows: rows.map(|bits| bits.behind(done)),
                from: array.offset + done,
                count,
            };
            let rows = &mut self.rows;
            let filled = py.detach(move || part.put_into(rows));
            filled.map_err(|stop| match stop {
                Some((field, row, wrong)) => self.error(field, row, &wrong),
                None => PyMemoryError::new_err(()),
            })?;
            done += count;
            progress.add(py, count)?;
        }
        Ok(())
    }

    /// Room for so many more rows. One who has a single chunk gets just that; for a stream of many it doubles, and what is
    /// left over is given back in the end.
    fn make_room(&mut self, count: usize) -> Result<(), NoMemory> {
        let (len, capacity) = (self.rows.len(), self.rows.capacity());
        if len > 0 && capacity - len < count && self.rows.reserve_exact(len.max(count)).is_ok() {
            return Ok(());
        }
        self.rows.reserve_exact(count)
    }

    #[cold]
    fn error(&self, index: usize, row: usize, wrong: &Wrong) -> PyErr {
        let (record, field) = ((self.table.record)().name, &self.table.fields[index]);
        let name = field.name;
        let site = format!("{record}.{name}, row {row}:");
        match wrong {
            Wrong::Null => raise::<PyTypeError>(format!(
                "{site} null, which the field cannot be: declare it as an Option, or say by nulls={{'{name}': ..}} what to put there"
            )),
            Wrong::NullItem => {
                raise::<PyTypeError>(format!("{site} null in a list, whose items cannot be"))
            }
            Wrong::Range(value) => raise::<PyOverflowError>(format!(
                "{site} {value} is out of range for {}",
                super::format::name(super::give::format_of(innermost(&field.kind)).as_bytes())
            )),
            Wrong::Inexact(value) => raise::<PyValueError>(format!(
                "{site} {value} is beyond 2**53, up to where floats have all integers"
            )),
            Wrong::Length(given) => {
                raise::<PyValueError>(format!("{site} a list of {given} items"))
            }
            Wrong::NotOneCharacter => {
                raise::<PyValueError>(format!("{site} a text that is not one character"))
            }
            Wrong::Text(error) => raise::<PyValueError>(format!("{site} {error}")),
            Wrong::Shared(SharedStrError::NoMemory) => PyMemoryError::new_err(()),
            Wrong::Shared(error) => raise::<PyValueError>(format!("{site} {error}")),
            Wrong::NotUtf8 => raise::<PyValueError>(format!("{site} a text that is no UTF-8")),
            Wrong::Beyond => malformed(&format!("{site} an offset or index leads out of the data")),
        }
    }
}

impl Part<'_> {
    /// Puts the rows behind those that there are, so many at a time that they are near when the next field is filled.
    ///
    /// # Errors
    /// The number of the field, that of the row, and what is wrong; `None` for want of memory.
    fn put_into(&self, block: &mut Block) -> Result<(), Option<(usize, usize, Wrong)>> {
        let mut done = 0;
        while done < self.count {
            let (count, before) = (TOGETHER.min(self.count - done), block.len());
            block.push_zeros(count).map_err(|NoMemory| None)?;
            let first = block.row(before);
            for (index, (field, values)) in self.table.fields.iter().zip(self.columns).enumerate() {
                let target = Target {
                    kind: &field.kind,
                    first: first.wrapping_add(field.offset),
                    stride: self.table.size,
                    null: self.nulls.field(index),
                };
                let (rows, from) = (self.rows.map(|bits| bits.behind(done)), self.from + done);
                // SAFETY: the columns are as long as the chunk; the rows are ours alone, and as many.
                let filled = unsafe { fill(values, (from, count), rows, &target) };
                filled.map_err(|(nth, wrong)| Some((index, before + nth, wrong)))?;
            }
            done += count;
        }
        Ok(())
    }
}

/// The kind of the values in arrays and options.
fn innermost(kind: &RowKind) -> &RowKind {
    match kind {
        RowKind::Optional(inner) | RowKind::Array(inner, _) => innermost(inner),
        kind => kind,
    }
}
