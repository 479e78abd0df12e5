//! Rows that come in with their texts: what they were written with is looked at, and this process's numbers come in place
//! of those that they came with.

use super::lookup::Lookup;
use super::places::{Places, number_at};
use crate::array::block::{Block, NoMemory};
use crate::array::table::{RowField, RowTable};
use crate::errors::raise;
use crate::shared_str::{SharedStr, SharedStrError};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

/// Why rows cannot come in.
pub(super) enum Refused {
    /// The texts are not as they are written.
    Texts(&'static str),
    /// A row has a number without a text.
    Row(usize, &'static RowField),
    /// There is no room for the texts.
    Full(SharedStrError),
}

impl Refused {
    #[cold]
    pub(super) fn error(self, table: &RowTable, what: &str) -> PyErr {
        match self {
            Refused::Texts(why) => raise::<PyValueError>(format!(
                "the texts of {} in this {what} are damaged: {why}",
                table.name
            )),
            Refused::Row(row, field) => {
                let (record, name) = ((table.record)().name, field.name);
                raise::<PyValueError>(format!(
                    "{record}.{name}: this {what} has no text for the number in row {row}"
                ))
            }
            Refused::Full(error) => error.into(),
        }
    }
}

impl From<NoMemory> for Refused {
    fn from(NoMemory: NoMemory) -> Self {
        Refused::Full(SharedStrError::NoMemory)
    }
}

/// What [`Leaving`](super::leave::Leaving) wrote. Nothing of it is kept before it is known to be right, and a row has it.
struct Arriving<'a> {
    /// Where a text is, by the number that rows have for it.
    entries: Lookup,
    texts: Vec<(u32, &'a str)>,
}

impl<'a> Arriving<'a> {
    fn read(bytes: &'a [u8]) -> Result<Self, Refused> {
        let cut = || Refused::Texts("they are cut off");
        let (count, rest) = bytes.split_first_chunk().ok_or_else(cut)?;
        let head = usize::try_from(u64::from_le_bytes(*count)).ok();
        let head = head.and_then(|count| count.checked_mul(8));
        let (head, mut texts) = head
            .and_then(|head| rest.split_at_checked(head))
            .ok_or_else(cut)?;
        let mut arriving = Arriving {
            entries: Lookup::default(),
            texts: Vec::new(),
        };
        arriving.put(0, "")?;
        for entry in head.chunks_exact(8) {
            let number = |at: usize| {
                let bytes = [entry[at], entry[at + 1], entry[at + 2], entry[at + 3]];
                u32::from_le_bytes(bytes)
            };
            let (text, rest) = texts.split_at_checked(number(4) as usize).ok_or_else(cut)?;
            texts = rest;
            let text = std::str::from_utf8(text);
            let text = text.map_err(|_| Refused::Texts("one of them is no UTF-8"))?;
            arriving.put(number(0), text)?;
        }
        if texts.is_empty() {
            Ok(arriving)
        } else {
            Err(Refused::Texts("there is more than they say"))
        }
    }

    fn put(&mut self, number: u32, text: &'a str) -> Result<(), Refused> {
        if self.entries.get(number).is_some() {
            return Err(Refused::Texts("two of them have one number"));
        }
        // There are fewer than numbers, since no two have one.
        self.entries.insert(number, self.texts.len() as u32);
        self.texts.push((number, text));
        Ok(())
    }

    /// Which text the number of a row is of.
    fn entry(&self, row: usize, field: &'static RowField, number: u32) -> Result<usize, Refused> {
        let entry = self.entries.get(number).ok_or(Refused::Row(row, field))?;
        Ok(entry as usize)
    }
}

/// The block, or a copy of it, with this process's numbers in place of those that it came with; `None` where the block is as it is.
pub(super) fn adopt(
    table: &'static RowTable,
    texts: &[u8],
    block: &Block,
) -> Result<Option<Block>, Refused> {
    let arriving = Arriving::read(texts)?;
    let places = Places::of(table);
    let mut used = vec![false; arriving.texts.len()];
    for row in 0..block.len() {
        // SAFETY: a row of the block.
        for (place, at) in unsafe { places.filled(block.row(row)) } {
            // SAFETY: so it is.
            let number = unsafe { number_at(at) };
            used[arriving.entry(row, place.field, number)?] = true;
        }
    }
    let mut numbers = vec![None; arriving.texts.len()];
    let mut same = true;
    for (index, (given, text)) in arriving.texts.iter().enumerate() {
        if used[index] {
            let number = SharedStr::new(text).map_err(Refused::Full)?.number();
            same &= number == *given;
            numbers[index] = Some(number);
        }
    }
    if same {
        return Ok(None);
    }
    let copy = block.is_foreign().then(|| block.own()).transpose()?;
    let rows = copy.as_ref().unwrap_or(block);
    for row in 0..rows.len() {
        // SAFETY: a row of a block that is ours alone.
        for (place, at) in unsafe { places.filled(rows.row(row)) } {
            // SAFETY: so it is. Before it was copied, others may have written to it.
            unsafe {
                let entry = arriving.entry(row, place.field, number_at(at))?;
                let number = numbers[entry].ok_or(Refused::Row(row, place.field))?;
                at.cast::<u32>().write_unaligned(number);
            }
        }
    }
    Ok(copy)
}
