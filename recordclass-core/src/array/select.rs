//! `a[mask]`, `a[indices]`, `a.filter(mask)`: new arrays of some rows.

use super::block::Block;
use super::core::Core;
use super::order::no_memory;
use super::scratch::Scratch;
use super::transfer::record_of;
use crate::errors::{raise, type_name};
use crate::light::index;
use pyo3::buffer::PyUntypedBuffer;
use pyo3::exceptions::{PyIndexError, PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyBytes, PyString};

/// What was written in the brackets: a truth value for each row, or indices.
enum Choice {
    Mask(Vec<bool>),
    Indices(Vec<isize>),
}

/// `a[key]`, where the key is neither an index nor a slice.
///
/// # Errors
/// `TypeError`, `IndexError`.
pub(super) fn by_key<'py>(
    py: Python<'py>,
    array: &Core,
    key: &Bound<'py, PyAny>,
) -> PyResult<Bound<'py, PyAny>> {
    let choice = read(array, key)?;
    chosen(py, array, choice)
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

/// `filter(mask)`: truth values, or a function that tells of a record.
pub(super) fn filter<'py>(
    py: Python<'py>,
    array: &Core,
    mask: &Bound<'py, PyAny>,
) -> PyResult<Bound<'py, PyAny>> {
    if mask.is_callable() {
        let mut answers = Vec::new();
        let mut index = 0;
        while index < array.len(py) {
            let mut row = Scratch::new(array.table.size);
            array.load(py, index, &mut row)?;
            let record = record_of(py, array.table, &mut row)?;
            answers.push(mask.call1((record,))?.is_truthy()?);
            index += 1;
        }
        return chosen(py, array, Choice::Mask(answers));
    }
    match read(array, mask)? {
        Choice::Indices(indices) if !indices.is_empty() => Err(raise::<PyTypeError>(
            "filter() takes a truth value for each row, or a function of a record: write a[indices] to take rows by index",
        )),
        Choice::Indices(_) => chosen(py, array, Choice::Mask(Vec::new())),
        choice @ Choice::Mask(_) => chosen(py, array, choice),
    }
}

fn read(array: &Core, key: &Bound<'_, PyAny>) -> PyResult<Choice> {
    if let Some(choice) = of_buffer(key)? {
        return Ok(choice);
    }
    // SAFETY: a live object.
    let sequence = unsafe { pyo3::ffi::PySequence_Check(key.as_ptr()) } != 0;
    let text = key.is_instance_of::<PyString>() || key.is_instance_of::<PyBytes>();
    if !sequence || text {
        let (name, got) = (array.table.name, type_name(key));
        return Err(raise::<PyTypeError>(format!(
            "{name} indices must be integers or slices, or sequences of integers or truth values, not {got}"
        )));
    }
    let (mut mask, mut indices) = (Vec::new(), Vec::new());
    for item in key.try_iter()? {
        let item = item?;
        if let Ok(answer) = item.cast::<PyBool>() {
            mask.push(answer.is_true());
        } else {
            // SAFETY: a live object.
            indices.push(unsafe { index::index(item.py(), item.as_ptr(), array.table.name)? });
        }
    }
    match (mask.is_empty(), indices.is_empty()) {
        (_, true) if !mask.is_empty() => Ok(Choice::Mask(mask)),
        (true, _) => Ok(Choice::Indices(indices)),
        _ => Err(raise::<PyTypeError>(
            "rows are chosen by truth values or by integers, not by both",
        )),
    }
}

/// What numpy and `array.array` hold, without an object for each value.
fn of_buffer(key: &Bound<'_, PyAny>) -> PyResult<Option<Choice>> {
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
        return Err(raise::<PyTypeError>(
            "rows are chosen by one dimension of truth values or of native integers",
        ));
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

/// A new array of the rows that were chosen.
fn chosen<'py>(py: Python<'py>, array: &Core, choice: Choice) -> PyResult<Bound<'py, PyAny>> {
    enum Outcome {
        Wrong(usize),
        Gone,
        NoMemory,
    }
    let table = array.table;
    let mut rows = Block::new(table.size, table.align);
    let result = array.storage.read(py, |block| {
        let window = array.shown(block.len());
        if !window.fits(block.len()) {
            return Err(Outcome::Gone);
        }
        rows.loose = block.loose;
        let mut take = |index: usize| {
            // SAFETY: a row of the block, which is not the new one.
            unsafe { rows.insert(rows.len(), block.row(window.row(index)), 1) }
                .map_err(|_| Outcome::NoMemory)
        };
        match &choice {
            Choice::Mask(mask) if mask.len() != window.len => {
                return Err(Outcome::Wrong(window.len));
            }
            Choice::Mask(mask) => {
                let kept = mask.iter().enumerate().filter(|(_, keep)| **keep);
                kept.map(|(index, _)| index).try_for_each(&mut take)?;
            }
            Choice::Indices(indices) => {
                for &index in indices {
                    let index = index::within(index, window.len);
                    take(index.ok_or(Outcome::Wrong(window.len))?)?;
                }
            }
        }
        Ok(())
    })?;
    match (result, &choice) {
        (Ok(()), _) => {
            rows.shrink();
            Core::new(table, rows).into_object(py)
        }
        (Err(Outcome::Gone), _) => {
            array.check(py)?;
            Err(no_memory())
        }
        (Err(Outcome::NoMemory), _) => Err(no_memory()),
        (Err(Outcome::Wrong(len)), Choice::Mask(mask)) => {
            let given = mask.len();
            Err(raise::<PyValueError>(format!(
                "a mask of {given} truth values does not fit {len} rows"
            )))
        }
        (Err(Outcome::Wrong(len)), Choice::Indices(indices)) => {
            let wrong = indices
                .iter()
                .find(|&&one| index::within(one, len).is_none());
            let (name, wrong) = (table.name, wrong.copied().unwrap_or_default());
            Err(raise::<PyIndexError>(format!(
                "{name} index {wrong} out of range of {len} rows"
            )))
        }
    }
}
