//! A new record of a row, and [`Steps`]: how that is done where a record is its head and plain fields.

use super::cell::no_value;
use super::scratch::Scratch;
use super::table::RowTable;
use crate::draft::Draft;
use crate::ffi;
use pyo3::prelude::*;
use std::ptr;

/// What to do with a row to fill a record, whose head the caller writes.
pub(crate) struct Steps {
    /// Bytes to copy: offset in the row, offset in the object, length.
    runs: Box<[(usize, usize, usize)]>,
    /// Values that lie in the record in another way, or may be none.
    cells: Box<[Cell]>,
}

struct Cell {
    from: usize,
    to: usize,
    /// See [`RowField`](super::table::RowField).
    unpack: unsafe fn(*const u8, *mut u8) -> bool,
}

impl Steps {
    /// The steps for a table; `None` where there is more to a record than its fields.
    pub(crate) fn of(table: &RowTable) -> Option<Self> {
        let of_record = (table.record)();
        if of_record.quick != Some(0) || !of_record.hidden.is_empty() || of_record.packed {
            return None;
        }
        let (mut runs, mut cells): (Vec<(usize, usize, usize)>, _) = (Vec::new(), Vec::new());
        for (cell, field) in table.fields.iter().zip(of_record.fields) {
            let (from, to) = (cell.offset, of_record.layout.contents() + field.offset);
            if !cell.kind.is_plain() {
                let unpack = cell.unpack;
                cells.push(Cell { from, to, unpack });
                continue;
            }
            match runs.last_mut() {
                Some(last) if last.0 + last.2 == from && last.1 + last.2 == to => {
                    last.2 += cell.room;
                }
                _ => runs.push((from, to, cell.room)),
            }
        }
        Some(Steps {
            runs: runs.into_boxed_slice(),
            cells: cells.into_boxed_slice(),
        })
    }

    /// Fills a record; `false` where the bytes of some field are no value, which leaves nothing to drop.
    ///
    /// # Safety
    /// A row of the table, aligned, and memory for a record of its class.
    #[inline]
    pub(crate) unsafe fn fill(&self, row: *const u8, object: *mut u8) -> bool {
        // SAFETY: as the caller says; a record is its head and the fields: `of`. What lies in rows has no drop.
        unsafe {
            for &(from, to, size) in &self.runs {
                copy(row.add(from), object.add(to), size);
            }
            self.cells
                .iter()
                .all(|cell| (cell.unpack)(row.add(cell.from), object.add(cell.to)))
        }
    }
}

/// Copies bytes; a few numbers without a call.
///
/// # Safety
/// So many bytes each, which do not overlap.
#[inline]
unsafe fn copy(from: *const u8, to: *mut u8, size: usize) {
    macro_rules! words {
        ($($size:literal)*) => {
            match size {
                // SAFETY: as the caller says.
                $($size => unsafe { ptr::copy_nonoverlapping(from, to, $size) },)*
                // SAFETY: as the caller says.
                _ => unsafe { ptr::copy_nonoverlapping(from, to, size) },
            }
        };
    }
    words!(8 16 24 32);
}

/// A new record of a row; which one it is, is told where it is wrong.
///
/// # Errors
/// `MemoryError`; `ValueError` where foreign code wrote what is no value of a field.
#[inline]
pub(crate) fn record_of<'py>(
    py: Python<'py>,
    table: &'static RowTable,
    (index, row): (usize, &mut Scratch),
) -> PyResult<Bound<'py, PyAny>> {
    let of_record = (table.record)();
    let tp = of_record.state(py)?.tp.as_ptr();
    let bytes = row.bytes();
    let steps = table.state.get(py).and_then(|state| state.steps.as_ref());
    if let Some(steps) = steps.filter(|steps| steps.cells.is_empty()) {
        // SAFETY: memory for a record, and a row. Plain bytes are always values.
        unsafe {
            let object = match ffi::reuse(tp, of_record) {
                Some(object) => object,
                None => ffi::allocate(tp, of_record).ok_or_else(|| PyErr::fetch(py))?,
            };
            steps.fill(bytes, object.as_ptr().cast());
            return Ok(Bound::from_owned_ptr(py, object.as_ptr()));
        }
    }
    let mut draft = Draft::new(of_record);
    let mut cells = table.fields.iter();
    // SAFETY: each call writes one field or fails; the cells are those of the fields: Packed 1 and 2.
    unsafe {
        draft.fill(py, |field, dst| {
            let Some(cell) = cells.next() else {
                return Err(of_record.site(field).unset());
            };
            if (cell.unpack)(bytes.add(cell.offset), dst) {
                Ok(())
            } else {
                Err(no_value(table, cell, index))
            }
        })?;
        Ok(Bound::from_owned_ptr(py, draft.place(py, tp)?))
    }
}
