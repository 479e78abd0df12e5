//! [`Choice`]: rows that a mask or a list of indices names, read from numpy, `array.array` or any sequence.

use super::table::RowTable;
use crate::errors::{raise, type_name};
use crate::light::index;
use pyo3::buffer::PyUntypedBuffer;
use pyo3::exceptions::{PyIndexError, PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyBytes, PyInt, PyString};

/// What was written in the brackets: a truth value for each row, or indices.
pub(super) enum Choice {
    Mask(Vec<bool>),
    Indices(Vec<isize>),
}

impl Choice {
    /// Whether there are such rows among so many.
    pub(super) fn fits(&self, len: usize) -> bool {
        match self {
            Choice::Mask(mask) => mask.len() == len,
            Choice::Indices(indices) => {
                let mut indices = indices.iter();
                indices.all(|&index| index::within(index, len).is_some())
            }
        }
    }

    /// How many rows are chosen; one that is named twice counts twice.
    pub(super) fn count(&self) -> usize {
        match self {
            Choice::Mask(mask) => mask.iter().filter(|&&chosen| chosen).count(),
            Choice::Indices(indices) => indices.len(),
        }
    }

    /// Calls `f` with the position of each row that is chosen among so many, in order.
    ///
    /// # Errors
    /// The first one of `f`.
    pub(super) fn each<E>(
        &self,
        len: usize,
        f: impl FnMut(usize) -> Result<(), E>,
    ) -> Result<(), E> {
        match self {
            Choice::Mask(mask) => {
                let chosen = mask.iter().enumerate().filter(|(_, chosen)| **chosen);
                chosen.map(|(index, _)| index).try_for_each(f)
            }
            Choice::Indices(indices) => {
                let indices = indices.iter();
                let positions = indices.filter_map(|&index| index::within(index, len));
                { positions }.try_for_each(f)
            }
        }
    }

    /// What is said where it does not fit so many rows.
    #[cold]
    pub(super) fn misfit(&self, table: &RowTable, len: usize) -> PyErr {
        let name = table.name;
        match self {
            Choice::Mask(mask) => {
                let given = mask.len();
                raise::<PyValueError>(format!(
                    "{name}: a mask of {given} truth values does not fit {len} rows"
                ))
            }
            Choice::Indices(indices) => {
                let mut indices = indices.iter();
                let wrong = indices.find(|&&index| index::within(index, len).is_none());
                let wrong = wrong.copied().unwrap_or_default();
                raise::<PyIndexError>(format!("{name} index {wrong} out of range of {len} rows"))
            }
        }
    }
}

/// Whether a key that has `__index__` is an array all the same, as numpy's are of any shape.
pub(super) fn is_array(key: &Bound<'_, PyAny>) -> bool {
    // SAFETY: a live object.
    let (int, buffer) = unsafe {
        let object = key.as_ptr();
        (
            pyo3::ffi::PyLong_Check(object) != 0,
            pyo3::ffi::PyObject_CheckBuffer(object) != 0,
        )
    };
    !int && buffer && PyUntypedBuffer::get(key).is_ok_and(|buffer| buffer.dimensions() > 0)
}

/// What a key chooses.
///
/// # Errors
/// `TypeError` for a key that chooses nothing; what its items raise.
pub(super) fn read(table: &RowTable, key: &Bound<'_, PyAny>) -> PyResult<Choice> {
    if let Some(choice) = of_buffer(table, key)? {
        return Ok(choice);
    }
    // SAFETY: a live object.
    let sequence = unsafe { pyo3::ffi::PySequence_Check(key.as_ptr()) } != 0;
    let text = key.is_instance_of::<PyString>() || key.is_instance_of::<PyBytes>();
    if !sequence || text {
        let (name, got) = (table.name, type_name(key));
        return Err(raise::<PyTypeError>(format!(
            "{name} indices must be integers or slices, or sequences of integers or truth values, not {got}"
        )));
    }
    let (mut mask, mut indices) = (Vec::new(), Vec::new());
    for item in key.try_iter()? {
        let item = item?;
        if let Ok(answer) = item.cast::<PyBool>() {
            mask.push(answer.is_true());
        } else if !item.is_instance_of::<PyInt>() && item.extract::<bool>().is_ok() {
            // numpy's, as pandas gives them.
            mask.push(item.extract()?);
        } else {
            // SAFETY: a live object.
            indices.push(unsafe { index::index(item.py(), item.as_ptr(), table.name)? });
        }
    }
    match (mask.is_empty(), indices.is_empty()) {
        (_, true) if !mask.is_empty() => Ok(Choice::Mask(mask)),
        (true, _) => Ok(Choice::Indices(indices)),
        _ => Err(raise::<PyTypeError>(format!(
            "rows of {} are chosen by truth values or by integers, not by both",
            table.name
        ))),
    }
}

/// What numpy and `array.array` hold, without an object for each value.
fn of_buffer(table: &RowTable, key: &Bound<'_, PyAny>) -> PyResult<Option<Choice>> {
    if key.is_instance_of::<PyBytes>() {
        return Ok(None);
    }
    let Ok(buffer) = PyUntypedBuffer::get(key) else {
        return Ok(None);
    };
    let format = buffer.format().to_bytes();
    let letter = match format {
        [b'@' | b'=', letter] => *letter,
        [b'<', letter] if cfg!(target_endian = "little") => *letter,
        [b'>' | b'!', letter] if cfg!(target_endian = "big") => *letter,
        [letter] => *letter,
        _ => 0,
    };
    let size = buffer.item_size();
    let known = letter == b'?' || b"bBhHiIlLqQnN".contains(&letter);
    if buffer.dimensions() != 1
        || !known
        || !matches!(size, 1 | 2 | 4 | 8)
        || buffer.suboffsets().is_some()
    {
        return Err(raise::<PyTypeError>(format!(
            "rows of {} are chosen by one dimension of truth values or of native integers",
            table.name
        )));
    }
    let (count, stride) = (buffer.item_count(), buffer.strides()[0]);
    let at = |nth: usize| {
        let start = buffer.buf_ptr().cast::<u8>().cast_const();
        // SAFETY: an item of the buffer, which is held.
        unsafe { start.offset(nth as isize * stride) }
    };
    if letter == b'?' {
        // SAFETY: an item of one byte at least.
        let mask = (0..count).map(|nth| unsafe { at(nth).read() } != 0);
        return Ok(Some(Choice::Mask(mask.collect())));
    }
    let signed = letter.is_ascii_lowercase();
    let index = |nth: usize| {
        let at = at(nth);
        // SAFETY: an item of that size.
        let number = unsafe {
            match (size, signed) {
                (1, true) => i64::from(at.cast::<i8>().read()),
                (1, false) => i64::from(at.read()),
                (2, true) => i64::from(at.cast::<i16>().read_unaligned()),
                (2, false) => i64::from(at.cast::<u16>().read_unaligned()),
                (4, true) => i64::from(at.cast::<i32>().read_unaligned()),
                (4, false) => i64::from(at.cast::<u32>().read_unaligned()),
                (_, true) => at.cast::<i64>().read_unaligned(),
                // What does not fit is out of range, too.
                (_, false) => i64::try_from(at.cast::<u64>().read_unaligned()).unwrap_or(i64::MAX),
            }
        };
        isize::try_from(number).unwrap_or(isize::MAX)
    };
    Ok(Some(Choice::Indices((0..count).map(index).collect())))
}
