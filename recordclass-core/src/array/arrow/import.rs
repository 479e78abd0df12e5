//! `from_arrow`: rows out of whatever gives Arrow data, chunk by chunk.

use super::fill::{Bits, Target, Wrong, fill};
use super::input::{ArrayRef, SchemaRef, malformed};
use super::nulls::Nulls;
use super::plan::{RowPlan, of_rows};
use super::take::Input;
use super::values::{Values, bit};
use crate::array::block::Block;
use crate::array::call::Arguments;
use crate::array::core::Core;
use crate::array::edit::required;
use crate::array::gather::{Progress, STEP};
use crate::array::kind::RowKind;
use crate::array::table::RowTable;
use crate::errors::raise;
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
            reader.take(py, array, progress)?;
            py.detach(move || drop(chunk));
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

/// Part of a chunk, and where it goes.
struct Part<'a> {
    reader: &'a Reader,
    columns: &'a [Values],
    rows: Option<Bits>,
    from: usize,
    count: usize,
    to: *mut u8,
}

// SAFETY: rows that nobody else knows of yet, values that are only read, and copies of what stands for nulls.
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
        let before = self.rows.len();
        self.rows
            .push_zeros(array.len)
            .map_err(|_| PyMemoryError::new_err(()))?;
        let mut done = 0;
        while done < array.len {
            let count = STEP.min(array.len - done);
            let part = Part {
                to: self.rows.row(before + done),
                reader: self,
                columns: &columns,
                rows: rows.map(|bits| Bits {
                    offset: bits.offset + done,
                    ..bits
                }),
                from: array.offset + done,
                count,
            };
            let filled = py.detach(move || part.fill());
            filled.map_err(|(field, nth, wrong)| self.error(field, before + done + nth, &wrong))?;
            done += count;
            progress.add(py, count)?;
        }
        Ok(())
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
            Wrong::Inexact(value) => {
                raise::<PyValueError>(format!("{site} there is no such float as {value}"))
            }
            Wrong::Length(given) => {
                raise::<PyValueError>(format!("{site} a list of {given} items"))
            }
            Wrong::NotOneCharacter => {
                raise::<PyValueError>(format!("{site} a text that is not one character"))
            }
            Wrong::Text(error) => raise::<PyValueError>(format!("{site} {error}")),
            Wrong::NotUtf8 => raise::<PyValueError>(format!("{site} a text that is no UTF-8")),
            Wrong::Beyond => malformed(&format!("{site} an offset or index leads out of the data")),
        }
    }
}

impl Part<'_> {
    fn fill(&self) -> Result<(), (usize, usize, Wrong)> {
        let table = self.reader.table;
        for (index, (field, values)) in table.fields.iter().zip(self.columns).enumerate() {
            let target = Target {
                kind: &field.kind,
                first: self.to.wrapping_add(field.offset),
                stride: table.size,
                null: self.reader.nulls.field(index),
            };
            // SAFETY: the columns are as long as their rows; these are ours alone. `rows` counts from the first on.
            let filled = unsafe { fill(values, (self.from, self.count), self.rows, &target) };
            filled.map_err(|(nth, wrong)| (index, nth, wrong))?;
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
