//! Shared texts in rows: [`TextNumber`], what a [`SharedStr`] is in a packed row, and what is done with such numbers.
//!
//! | file | what |
//! |---|---|
//! | `places` | where in a row they lie |
//! | `lookup` | from numbers to numbers |
//! | `leave` | rows that leave the process, and the texts that they take along |
//! | `arrive` | rows that come in with their texts |
//!
//! All of it is behind [`Sharing`], which only the kind of such a field leads to: a library that has none is not
//! linked with it.

mod arrive;
mod leave;
mod lookup;
mod places;

pub(super) use leave::Strange;

use super::block::Block;
use super::core::Core;
use super::element::{Element, Nullable};
use super::kind::RowKind;
use super::table::RowTable;
use crate::shared_str::{SharedStr, SharedStrError};
use arrive::adopt;
use leave::{Leaving, Numbering, of_rows};
use lookup::ranks;
use pyo3::prelude::*;
use pyo3::types::PyBytes;
use std::fmt;

/// A shared text in a packed row: its number, for this process, in four bytes.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
#[repr(transparent)]
pub struct TextNumber(u32);

impl TextNumber {
    /// The text; `None` where foreign code wrote a number that is none of a text.
    #[must_use]
    #[inline]
    pub fn get(self) -> Option<SharedStr> {
        SharedStr::of_number(self.0)
    }
}

impl From<SharedStr> for TextNumber {
    fn from(text: SharedStr) -> Self {
        TextNumber(text.number())
    }
}

impl fmt::Debug for TextNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.get() {
            Some(text) => text.fmt(f),
            None => write!(f, "TextNumber({})", self.0),
        }
    }
}

// SAFETY: 1: a number; 2: four bytes.
unsafe impl Element for SharedStr {
    type Row = TextNumber;
    const KIND: RowKind = RowKind::Shared(Sharing(&OfProcess));
    fn into_row(self) -> TextNumber {
        self.into()
    }
    fn from_row(row: TextNumber) -> Option<Self> {
        row.get()
    }
}

// SAFETY: as for an `Option` of a number.
unsafe impl Element for Option<SharedStr> {
    type Row = Nullable<TextNumber>;
    const KIND: RowKind = RowKind::Optional(&<SharedStr as Element>::KIND);
    fn into_row(self) -> Self::Row {
        // SAFETY: a `TextNumber` is a number.
        unsafe { Nullable::new(self.map(TextNumber::from)) }
    }
    fn from_row(row: Self::Row) -> Option<Self> {
        row.get().map_or(Some(None), |text| text.get().map(Some))
    }
}

/// The texts of a field, for whoever has the field's kind.
#[derive(Clone, Copy)]
pub struct Sharing(pub(super) &'static dyn SharedTexts);

impl PartialEq for Sharing {
    /// There is one.
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Sharing {}

impl fmt::Debug for Sharing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SharedStr")
    }
}

/// What is done with numbers of texts.
pub(super) trait SharedTexts: Sync {
    /// The text of a number.
    fn text(&self, number: u32) -> Option<&'static str>;
    /// The number of a text.
    fn number(&self, text: &str) -> Result<u32, SharedStrError>;
    /// The text of a number, for Python.
    fn object<'py>(&self, py: Python<'py>, number: u32) -> PyResult<Option<Bound<'py, PyAny>>>;
    /// The ranks of the texts of some numbers, each once, by the numbers. What is no number of a text has none.
    fn ranks(&self, numbers: &mut dyn Iterator<Item = u32>) -> Vec<(u32, u64)>;
    /// Numbers from 0 on, for Arrow.
    fn numbering(&self) -> Box<dyn Numbers>;
    /// For rows that leave.
    fn leaving(&self, table: &'static RowTable, renumber: bool) -> Box<dyn Leave>;
    /// The texts of an array's rows, which are in one piece, for a pickle.
    ///
    /// # Errors
    /// `ValueError` where foreign code wrote what is no number of a text; `BufferError`.
    fn of_rows<'py>(&self, py: Python<'py>, array: &Core) -> PyResult<Bound<'py, PyBytes>>;
    /// Rows that came with their texts, with this process's numbers of these.
    ///
    /// # Errors
    /// `ValueError` where the texts are not as they were written, or a row has a number without a text; `MemoryError`.
    fn arrived(
        &self,
        py: Python<'_>,
        table: &'static RowTable,
        texts: &[u8],
        block: Block,
        what: &str,
    ) -> PyResult<Block>;
}

/// Texts in the order in which they were met.
pub(super) trait Numbers: Send {
    /// The index of the text of that number; `None` for what is no number of a text.
    fn index(&mut self, number: u32) -> Option<u32>;
    /// All of them.
    fn texts(&self) -> Vec<&'static str>;
}

/// The texts of rows that leave.
pub(super) trait Leave: Send + Sync {
    /// Looks at a row.
    ///
    /// # Safety
    /// A row of the table, anyhow aligned. If it is to be renumbered, it may be written to.
    unsafe fn row(&mut self, row: *mut u8) -> Result<(), Strange>;
    /// The texts met so far, with their numbers.
    fn texts(&self) -> Vec<u8>;
}

/// The texts of [`SharedStr`].
struct OfProcess;

impl SharedTexts for OfProcess {
    fn text(&self, number: u32) -> Option<&'static str> {
        SharedStr::text_of(number)
    }
    fn number(&self, text: &str) -> Result<u32, SharedStrError> {
        SharedStr::new(text).map(SharedStr::number)
    }
    fn object<'py>(&self, py: Python<'py>, number: u32) -> PyResult<Option<Bound<'py, PyAny>>> {
        let object = SharedStr::object_of(py, number)?;
        Ok(object.map(Bound::into_any))
    }
    fn ranks(&self, numbers: &mut dyn Iterator<Item = u32>) -> Vec<(u32, u64)> {
        ranks(numbers)
    }
    fn numbering(&self) -> Box<dyn Numbers> {
        Box::new(Numbering::default())
    }
    fn leaving(&self, table: &'static RowTable, renumber: bool) -> Box<dyn Leave> {
        Box::new(Leaving::new(table, renumber))
    }
    fn of_rows<'py>(&self, py: Python<'py>, array: &Core) -> PyResult<Bound<'py, PyBytes>> {
        of_rows(py, array)
    }
    fn arrived(
        &self,
        py: Python<'_>,
        table: &'static RowTable,
        texts: &[u8],
        block: Block,
        what: &str,
    ) -> PyResult<Block> {
        // What keeps the memory of others goes while attached.
        let adopted = py.detach(|| adopt(table, texts, &block));
        let adopted = adopted.map_err(|refused| refused.error(table, what))?;
        Ok(adopted.unwrap_or(block))
    }
}

impl RowTable {
    /// What is done with numbers of texts, where any field has such.
    pub(super) fn shared(&self) -> Option<&'static dyn SharedTexts> {
        self.fields.iter().find_map(|field| field.kind.shared())
    }

    /// The first field with shared texts, for messages.
    pub(super) fn shared_field(&self) -> Option<&'static str> {
        let mut fields = self.fields.iter();
        fields
            .find(|field| field.kind.shared().is_some())
            .map(|field| field.name)
    }
}
