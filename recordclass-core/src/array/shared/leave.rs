//! Rows that leave the process, as a pickle, a file or Arrow data, and the texts that they take along.
//!
//! | bytes | what |
//! |---|---|
//! | 8 | how many texts, little endian as all of these |
//! | 4 each | the number that rows have for it, |
//! | 4 | and its bytes |
//! | the rest | the texts, one behind the other |

use super::lookup::Lookup;
use super::places::{Places, number_at};
use super::{Leave, Numbers};
use crate::array::cell::no_value;
use crate::array::core::Core;
use crate::array::table::{RowField, RowTable};
use crate::shared_str::SharedStr;
use pyo3::prelude::*;
use pyo3::types::PyBytes;

/// A field in which foreign code wrote what is no number of a text.
pub(in crate::array) struct Strange(pub(in crate::array) &'static RowField);

/// Texts in the order in which they were met.
#[derive(Default)]
pub(super) struct Numbering {
    indices: Lookup,
    texts: Vec<SharedStr>,
}

impl Numbers for Numbering {
    fn index(&mut self, number: u32) -> Option<u32> {
        if let Some(index) = self.indices.get(number) {
            return Some(index);
        }
        let text = SharedStr::of_number(number)?;
        // There are fewer texts than numbers.
        let index = self.texts.len() as u32;
        self.texts.push(text);
        self.indices.insert(number, index);
        Some(index)
    }

    fn texts(&self) -> Vec<&'static str> {
        self.texts.iter().copied().map(SharedStr::as_str).collect()
    }
}

/// See [`SharedTexts::leaving`](super::SharedTexts::leaving).
pub(super) struct Leaving {
    places: Places,
    numbering: Numbering,
    /// Whether rows get the index of a text for its number: then rows that are equal are equal bytes, whatever the process
    /// has met before, and a process that has met nothing gives the texts the same numbers.
    renumber: bool,
}

impl Leaving {
    pub(super) fn new(table: &'static RowTable, renumber: bool) -> Self {
        let mut numbering = Numbering::default();
        // Everywhere the empty text is 0.
        numbering.index(0);
        Leaving {
            places: Places::of(table),
            numbering,
            renumber,
        }
    }
}

impl Leave for Leaving {
    unsafe fn row(&mut self, row: *mut u8) -> Result<(), Strange> {
        // SAFETY: as the caller says.
        unsafe {
            for (place, at) in self.places.filled(row) {
                let index = self.numbering.index(number_at(at));
                let index = index.ok_or(Strange(place.field))?;
                if self.renumber {
                    at.cast::<u32>().write_unaligned(index);
                }
            }
        }
        Ok(())
    }

    fn texts(&self) -> Vec<u8> {
        let texts = &self.numbering.texts[1..];
        let mut bytes = (texts.len() as u64).to_le_bytes().to_vec();
        for (text, index) in texts.iter().zip(1_u32..) {
            let number = if self.renumber { index } else { text.number() };
            bytes.extend_from_slice(&number.to_le_bytes());
            // No text has more: `SharedStr::new`.
            bytes.extend_from_slice(&(text.len() as u32).to_le_bytes());
        }
        for text in texts {
            bytes.extend_from_slice(text.as_bytes());
        }
        bytes
    }
}

/// See [`SharedTexts::of_rows`](super::SharedTexts::of_rows).
pub(super) fn of_rows<'py>(py: Python<'py>, array: &Core) -> PyResult<Bound<'py, PyBytes>> {
    let mut leaving = Leaving::new(array.table, false);
    let mut strange = None;
    let found = array.search(py, 0..array.len(py), |row| {
        // SAFETY: a row of the table, which is not written to.
        strange = unsafe { leaving.row(row.cast_mut()) }.err();
        strange.is_some()
    })?;
    match (strange, found) {
        (Some(Strange(field)), Some(row)) => Err(no_value(array.table, field, row)),
        _ => Ok(PyBytes::new(py, &leaving.texts())),
    }
}
