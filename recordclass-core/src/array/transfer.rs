//! From Python values to rows: of a record, of a tuple of its values, of one value.
//!
//! Converting a value may run any code, also such as changes the array. So rows are made in a [`Scratch`] and copied
//! to their place when they stand.

use super::kind::RowKind;
use super::scratch::Scratch;
use super::table::{RowField, RowTable};
use crate::errors::{raise, type_name};
use crate::field::Field;
use crate::trampoline::attached;
use pyo3::exceptions::PyTypeError;
use pyo3::ffi as py_ffi;
use pyo3::prelude::*;
use pyo3::sync::critical_section::with_critical_section;
use pyo3::types::{PyByteArray, PyBytes, PyDict, PyFloat, PyString, PyTuple};
use std::sync::atomic::{AtomicU8, AtomicU16, AtomicU32, AtomicU64, Ordering::Relaxed};

/// A row of a record, or of a sequence of values for its fields.
///
/// # Errors
/// `TypeError` for anything else; whatever the conversions raise.
pub(crate) fn row_of(
    table: &'static RowTable,
    value: &Bound<'_, PyAny>,
    row: &mut Scratch,
) -> PyResult<()> {
    if is_record(table, value)? {
        // SAFETY: just asked.
        unsafe { row_of_record(table, value, row) };
        return Ok(());
    }
    if let Ok(values) = value.cast::<PyTuple>() {
        return row_of_values(table, values, row);
    }
    if super::view::row_of_view(table, value, row)? {
        return Ok(());
    }
    let no_row = value.is_instance_of::<PyString>()
        || value.is_instance_of::<PyBytes>()
        || value.is_instance_of::<PyByteArray>()
        || value.is_instance_of::<PyDict>();
    // SAFETY: a live object.
    if no_row || unsafe { py_ffi::PySequence_Check(value.as_ptr()) } == 0 {
        return Err(no_row_error(table, value));
    }
    // SAFETY: a live object; the result is new or an error.
    let values = unsafe {
        Bound::from_owned_ptr_or_err(value.py(), py_ffi::PySequence_Tuple(value.as_ptr()))?
    };
    row_of_values(table, values.cast::<PyTuple>()?, row)
}

#[cold]
fn no_row_error(table: &RowTable, value: &Bound<'_, PyAny>) -> PyErr {
    let (array, record, got) = (table.name, (table.record)().name, type_name(value));
    raise::<PyTypeError>(format!(
        "a row of {array} is a {record}, or a tuple of its values, not {got}"
    ))
}

/// Whether it is a record of the table's class, or of a class derived from it.
pub(crate) fn is_record(table: &RowTable, value: &Bound<'_, PyAny>) -> PyResult<bool> {
    let class = (table.record)().state(value.py())?.tp.as_ptr();
    // SAFETY: live types.
    Ok(unsafe {
        let tp = py_ffi::Py_TYPE(value.as_ptr());
        tp == class || py_ffi::PyType_IsSubtype(tp, class) != 0
    })
}

/// # Safety
/// `record` is a record of the table's class.
pub(crate) unsafe fn row_of_record(table: &RowTable, record: &Bound<'_, PyAny>, row: &mut Scratch) {
    let of_record = (table.record)();
    let bytes = row.bytes();
    for (cell, field) in table.fields.iter().zip(of_record.fields) {
        // SAFETY: Record 2 and Packed 2: the field, and its place in the row.
        unsafe {
            read(
                record,
                field,
                of_record.at(record.as_ptr(), field),
                cell,
                bytes.add(cell.offset),
            )
        };
    }
}

/// Copies a field of a record into a row.
///
/// # Safety
/// The field's memory in that record; the field's place in a row.
#[inline]
unsafe fn read(
    record: &Bound<'_, PyAny>,
    field: &Field,
    src: *const u8,
    cell: &RowField,
    dst: *mut u8,
) {
    // A number, `bool` or `char` that can be assigned is an atomic of its size: see `Native`.
    let native = !matches!(
        cell.kind,
        RowKind::Array(..) | RowKind::Optional(_) | RowKind::Str(_) | RowKind::Shared(_)
    );
    // SAFETY: as the caller says. Otherwise the memory is plain: it never changes, or only inside the record's
    // critical section; `pack` calls nothing.
    unsafe {
        if field.ops.set.is_some() && native {
            match cell.room {
                1 => dst.write((*src.cast::<AtomicU8>()).load(Relaxed)),
                2 => dst
                    .cast::<u16>()
                    .write((*src.cast::<AtomicU16>()).load(Relaxed)),
                4 => dst
                    .cast::<u32>()
                    .write((*src.cast::<AtomicU32>()).load(Relaxed)),
                _ => dst
                    .cast::<u64>()
                    .write((*src.cast::<AtomicU64>()).load(Relaxed)),
            }
        } else {
            with_critical_section(record, || (cell.pack)(src, dst));
        }
    }
}

/// A row of values in the order of the fields; those at the end may be left out where there are defaults.
fn row_of_values(
    table: &'static RowTable,
    values: &Bound<'_, PyTuple>,
    row: &mut Scratch,
) -> PyResult<()> {
    let py = values.py();
    let of_record = (table.record)();
    let (given, wanted) = (values.len(), table.fields.len());
    if given > wanted {
        return Err(wrong_count(table, given));
    }
    for (index, field) in of_record.fields.iter().enumerate() {
        if index < given {
            let value = values.get_borrowed_item(index)?;
            convert(table, index, &value, row)?;
            continue;
        }
        let Some(default) = field.default else {
            return Err(wrong_count(table, given));
        };
        let cell = &table.fields[index];
        let mut room = Scratch::new(cell.room);
        // SAFETY: room for the field, then its place in the row; what lies in rows has nothing to drop.
        unsafe {
            attached(py, || default(py, room.bytes()));
            (cell.pack)(room.bytes(), row.bytes().add(cell.offset));
        }
    }
    Ok(())
}

#[cold]
fn wrong_count(table: &RowTable, given: usize) -> PyErr {
    let names: Vec<_> = table.fields.iter().map(|field| field.name).collect();
    let (array, count, names) = (table.name, names.len(), names.join(", "));
    raise::<PyTypeError>(format!(
        "a row of {array} has {count} values ({names}), not {given}"
    ))
}

/// Converts a value for a field of a row, as an assignment to the field of a record would.
///
/// # Errors
/// Whatever the conversion raises.
#[inline]
pub(crate) fn convert(
    table: &'static RowTable,
    index: usize,
    value: &Borrowed<'_, '_, PyAny>,
    row: &mut Scratch,
) -> PyResult<()> {
    let cell = &table.fields[index];
    // SAFETY: a row of this table.
    unsafe { convert_to(table, index, value, row.bytes().add(cell.offset)) }
}

/// [`convert`], to any place.
///
/// # Safety
/// `dst` is room for the field's kind, aligned.
#[inline]
pub(crate) unsafe fn convert_to(
    table: &'static RowTable,
    index: usize,
    value: &Borrowed<'_, '_, PyAny>,
    dst: *mut u8,
) -> PyResult<()> {
    let cell = &table.fields[index];
    // SAFETY: Packed 1 and 2; Ops 1 and 2; what lies in rows has nothing to drop.
    unsafe {
        if cell.kind == RowKind::Float(8) && value.is_exact_instance_of::<PyFloat>() {
            dst.cast::<f64>()
                .write(py_ffi::PyFloat_AS_DOUBLE(value.as_ptr()));
            return Ok(());
        }
        let of_record = (table.record)();
        let field = &of_record.fields[index];
        let mut room = Scratch::new(cell.room);
        (field.ops.init)(of_record.site(field), *value, room.bytes())?;
        (cell.pack)(room.bytes(), dst);
    }
    Ok(())
}
