//! What lies in a row, by its kind: as Python has it, and whether two are equal.

use super::kind::RowKind;
use super::table::{RowField, RowTable};
use crate::errors::raise;
use crate::ffi::new;
use crate::fixed_str::text_in;
use crate::native::Native;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::PyList;

/// A field of a row, as Python has it.
///
/// # Errors
/// `MemoryError`; `ValueError` for what is no value of the field.
///
/// # Safety
/// A value of the field's kind, anyhow aligned, that nobody changes.
pub(crate) unsafe fn value_of<'py>(
    py: Python<'py>,
    table: &RowTable,
    (row, field): (usize, &RowField),
    src: *const u8,
) -> PyResult<Bound<'py, PyAny>> {
    // SAFETY: as the caller says.
    let value = unsafe { value(py, &field.kind, src)? };
    value.ok_or_else(|| no_value(table, field, row))
}

/// What is said where other code wrote bytes that are no value of a field.
#[cold]
pub(super) fn no_value(table: &RowTable, field: &RowField, row: usize) -> PyErr {
    let (class, name, wanted) = ((table.record)().name, field.name, wanted(&field.kind));
    raise::<PyValueError>(format!(
        "{class}.{name}: the bytes in row {row} are no {wanted}; other code wrote them"
    ))
}

/// What lies there; `None` where it is no value of the kind.
///
/// # Safety
/// As for [`value_of`].
unsafe fn value<'py>(
    py: Python<'py>,
    kind: &RowKind,
    src: *const u8,
) -> PyResult<Option<Bound<'py, PyAny>>> {
    macro_rules! number {
        ($type:ty) => {
            // SAFETY: as the caller says.
            unsafe { src.cast::<$type>().read_unaligned() }.to_python(py)
        };
    }
    let object = match *kind {
        // SAFETY: as the caller says.
        RowKind::Bool => (unsafe { src.read() } != 0).to_python(py),
        RowKind::Char => {
            // SAFETY: as the caller says.
            let number = unsafe { src.cast::<u32>().read_unaligned() };
            let Some(char) = char::from_u32(number) else {
                return Ok(None);
            };
            char.to_python(py)
        }
        RowKind::Str(size) => {
            // SAFETY: as the caller says.
            let Some(text) = text_in(unsafe { std::slice::from_raw_parts(src, size) }) else {
                return Ok(None);
            };
            new::text(py, text).map(Bound::into_any)
        }
        RowKind::Shared(texts) => {
            // SAFETY: as the caller says.
            let number = unsafe { src.cast::<u32>().read_unaligned() };
            return texts.0.object(py, number);
        }
        RowKind::Int(1) => number!(i8),
        RowKind::Int(2) => number!(i16),
        RowKind::Int(4) => number!(i32),
        RowKind::Int(_) => number!(i64),
        RowKind::Uint(1) => number!(u8),
        RowKind::Uint(2) => number!(u16),
        RowKind::Uint(4) => number!(u32),
        RowKind::Uint(_) => number!(u64),
        RowKind::Float(4) => number!(f32),
        RowKind::Float(_) => number!(f64),
        RowKind::Array(element, count) => {
            // SAFETY: as the caller says, one element behind the other.
            let values =
                (0..count).map(|nth| unsafe { value(py, element, src.add(nth * element.size())) });
            let Some(values) = values.collect::<PyResult<Option<Vec<_>>>>()? else {
                return Ok(None);
            };
            Ok(PyList::new(py, values)?.into_any())
        }
        // SAFETY: as the caller says; the byte lies behind the value.
        RowKind::Optional(inner) => unsafe {
            if src.add(inner.size()).read() == 0 {
                Ok(py.None().into_bound(py))
            } else {
                return value(py, inner, src);
            }
        },
    };
    object.map(Some)
}

/// What bytes must be, where not all are a value of the kind.
pub(super) fn wanted(kind: &RowKind) -> &'static str {
    match kind {
        RowKind::Array(inner, _) | RowKind::Optional(inner) => wanted(inner),
        RowKind::Str(_) => "UTF-8",
        RowKind::Shared(_) => "number of a shared text",
        _ => "character",
    }
}

/// Whether the bytes there are a value of the kind, as nearly all are of most kinds.
///
/// # Safety
/// As for [`value_of`].
pub(super) unsafe fn is_value(kind: &RowKind, src: *const u8) -> bool {
    match *kind {
        // SAFETY: as the caller says.
        RowKind::Char => char::from_u32(unsafe { src.cast::<u32>().read_unaligned() }).is_some(),
        // SAFETY: as the caller says.
        RowKind::Str(size) => text_in(unsafe { std::slice::from_raw_parts(src, size) }).is_some(),
        RowKind::Shared(texts) => {
            // SAFETY: as the caller says.
            let number = unsafe { src.cast::<u32>().read_unaligned() };
            texts.0.text(number).is_some()
        }
        RowKind::Array(element, count) => {
            (0..count).all(|nth| {
                // SAFETY: as the caller says, one element behind the other.
                unsafe { is_value(element, src.add(nth * element.size())) }
            })
        }
        // SAFETY: as the caller says; the byte lies behind the value.
        RowKind::Optional(value) => unsafe {
            src.add(value.size()).read() == 0 || is_value(value, src)
        },
        RowKind::Bool | RowKind::Int(_) | RowKind::Uint(_) | RowKind::Float(_) => true,
    }
}

/// Whether two values are equal, as `==` has it in Rust and in Python.
///
/// # Safety
/// Two values of that kind, anyhow aligned, that nobody changes.
pub(crate) unsafe fn equal(kind: &RowKind, a: *const u8, b: *const u8) -> bool {
    macro_rules! bits {
        ($type:ty) => {
            // SAFETY: as the caller says.
            unsafe { a.cast::<$type>().read_unaligned() == b.cast::<$type>().read_unaligned() }
        };
    }
    match *kind {
        // SAFETY: as the caller says.
        RowKind::Bool => unsafe { (a.read() != 0) == (b.read() != 0) },
        // One text has one number.
        RowKind::Char | RowKind::Shared(_) => bits!(u32),
        RowKind::Int(1) | RowKind::Uint(1) => bits!(u8),
        RowKind::Int(2) | RowKind::Uint(2) => bits!(u16),
        RowKind::Int(4) | RowKind::Uint(4) => bits!(u32),
        RowKind::Int(_) | RowKind::Uint(_) => bits!(u64),
        RowKind::Float(4) => bits!(f32),
        RowKind::Float(_) => bits!(f64),
        // SAFETY: as the caller says.
        RowKind::Str(size) => unsafe {
            std::slice::from_raw_parts(a, size) == std::slice::from_raw_parts(b, size)
        },
        RowKind::Array(element, count) => (0..count).all(|nth| {
            let at = nth * element.size();
            // SAFETY: as the caller says, one element behind the other.
            unsafe { equal(element, a.add(at), b.add(at)) }
        }),
        // SAFETY: as the caller says; the byte lies behind the value.
        RowKind::Optional(value) => unsafe {
            let (left, right) = (
                a.add(value.size()).read() != 0,
                b.add(value.size()).read() != 0,
            );
            left == right && (!left || equal(value, a, b))
        },
    }
}

/// Whether two rows are equal in what the record compares.
///
/// # Safety
/// Two rows of that table, that nobody changes.
pub(crate) unsafe fn rows_equal(table: &RowTable, a: *const u8, b: *const u8) -> bool {
    let cells = table.fields.iter().zip((table.record)().fields);
    let mut compared = cells.filter(|(_, field)| field.role.compare);
    // SAFETY: Packed 2.
    compared.all(|(cell, _)| unsafe { equal(&cell.kind, a.add(cell.offset), b.add(cell.offset)) })
}
