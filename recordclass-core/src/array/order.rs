//! `sort` and `argsort`: by the values of one field or several, or by a function of the records.
//!
//! A value becomes a number of the same order first, or, if it is text, several, or the rank of a shared one: so one sort
//! serves all kinds. NaN and None come last, also in reverse. Sorting is stable.

use super::block::Block;
use super::call::Arguments;
use super::core::{Core, Window};
use super::key::{Key, Ranks, key, parts};
use super::kind::RowKind;
use super::make::record_of;
use super::scratch::Scratch;
use super::storage::Use;
use super::table::RowField;
use crate::errors::{raise, type_name};
use pyo3::exceptions::{PyMemoryError, PyRuntimeError, PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyList, PyString};
use std::ptr;

/// What to sort by.
enum By<'py> {
    Fields(Vec<&'static RowField>),
    Function(Bound<'py, PyAny>),
}

/// `sort(key, *, reverse=False)`.
pub(super) fn sort<'py>(
    py: Python<'py>,
    array: &Core,
    arguments: &Arguments<'py>,
) -> PyResult<Bound<'py, PyAny>> {
    let (by, reverse) = read(array, "sort", arguments)?;
    match by {
        By::Function(function) => {
            let len = array.len(py);
            let order = by_function(py, array, &function, reverse)?;
            as_long_as(py, array, len, "sorted")?;
            array.store_all(py, |block, place| permute(block, place, order))?;
        }
        By::Fields(fields) => {
            // Without the interpreter, where nobody else has a pointer to the rows.
            if let Ok(pin) = array.pin(py, Use::Exclusive) {
                let rows = Rows {
                    start: pin.start,
                    size: array.table.size,
                    window: array.shown(pin.len),
                };
                py.detach(move || {
                    let rows = rows;
                    // SAFETY: the pin, which lives until the end, lets nobody else in.
                    unsafe { rows.permute(rows.order(&fields, reverse)) };
                    drop(pin);
                });
            } else {
                let len = array.len(py);
                array.store_all(py, |block, place| {
                    if len > 0 && place(len - 1).is_none() {
                        return false;
                    }
                    let rows = Rows {
                        start: block.start(),
                        size: array.table.size,
                        window: array.shown(block.len()),
                    };
                    // SAFETY: the rows of the block, which nobody else uses in here.
                    unsafe { rows.permute(rows.order(&fields, reverse)) };
                    true
                })?;
            }
        }
    }
    Ok(py.None().into_bound(py))
}

/// `argsort(key, *, reverse=False)`: an `array.array` of indices.
pub(super) fn argsort<'py>(
    py: Python<'py>,
    array: &Core,
    arguments: &Arguments<'py>,
) -> PyResult<Bound<'py, PyAny>> {
    let (by, reverse) = read(array, "argsort", arguments)?;
    let order = match by {
        By::Function(function) => by_function(py, array, &function, reverse)?,
        By::Fields(fields) => {
            array.check(py)?;
            array.storage.read(py, |block| {
                let rows = Rows {
                    start: block.start(),
                    size: array.table.size,
                    window: array.shown(block.len()),
                };
                if !rows.window.fits(block.len()) {
                    return Vec::new();
                }
                // SAFETY: the rows of the block.
                unsafe { rows.order(&fields, reverse) }
            })?
        }
    };
    // SAFETY: numbers are bytes; a `usize` is no longer than an `i64`, and an index no larger.
    let bytes = unsafe {
        let size = order.len() * size_of::<usize>();
        PyBytes::new(py, std::slice::from_raw_parts(order.as_ptr().cast(), size))
    };
    let code = if size_of::<usize>() == 8 { "q" } else { "l" };
    py.import("array")?.getattr("array")?.call1((code, bytes))
}

fn read<'py>(
    array: &Core,
    function: &str,
    arguments: &Arguments<'py>,
) -> PyResult<(By<'py>, bool)> {
    let [key, reverse] = arguments.take(function, 1, ["key", "reverse"])?;
    let reverse = reverse.is_some_and(|reverse| reverse.is_truthy().unwrap_or(false));
    let Some(key) = key else {
        return Err(raise::<PyTypeError>(format!(
            "{function}() takes the name of a field, several names, or a function of a record, as key"
        )));
    };
    if key.is_callable() {
        return Ok((By::Function(key), reverse));
    }
    let mut fields = Vec::new();
    if key.is_instance_of::<PyString>() {
        fields.push(field(array, function, &key)?);
    } else {
        for name in key.try_iter()? {
            fields.push(field(array, function, &name?)?);
        }
    }
    Ok((By::Fields(fields), reverse))
}

fn field(array: &Core, function: &str, name: &Bound<'_, PyAny>) -> PyResult<&'static RowField> {
    let Ok(text) = name.cast::<PyString>() else {
        let got = type_name(name);
        return Err(raise::<PyTypeError>(format!(
            "{function}() takes names of fields, not {got}"
        )));
    };
    let text = text.to_string_lossy();
    let table = array.table;
    let Some((_, field)) = table.field(&text) else {
        let known: Vec<_> = table.fields.iter().map(|field| field.name).collect();
        let (name, known) = (table.name, known.join(", "));
        return Err(raise::<PyValueError>(format!(
            "{name} has no field '{text}': the fields are {known}"
        )));
    };
    if matches!(field.kind, RowKind::Array(..)) {
        return Err(raise::<PyTypeError>(format!(
            "{function}() cannot order arrays, as in field '{text}': give a function of a record"
        )));
    }
    Ok(field)
}

/// The order of what a function makes of the records, as `list.sort` finds it.
fn by_function<'py>(
    py: Python<'py>,
    array: &Core,
    function: &Bound<'py, PyAny>,
    reverse: bool,
) -> PyResult<Vec<usize>> {
    let keys = PyList::empty(py);
    let len = array.len(py);
    for index in 0..len {
        let mut row = Scratch::new(array.table.size);
        array.load(py, index, &mut row)?;
        keys.append(function.call1((record_of(py, array.table, (index, &mut row))?,))?)?;
        // One that appends would be asked without end.
        as_long_as(py, array, len, "sorted")?;
    }
    let builtins = py.import("builtins")?;
    let options = pyo3::types::PyDict::new(py);
    options.set_item("key", keys.getattr("__getitem__")?)?;
    options.set_item("reverse", reverse)?;
    let range = builtins.getattr("range")?.call1((keys.len(),))?;
    let sorted = builtins.getattr("sorted")?.call((range,), Some(&options))?;
    sorted.extract()
}

/// What a function of the records must leave as it was.
pub(super) fn as_long_as(py: Python<'_>, array: &Core, len: usize, done: &str) -> PyResult<()> {
    if array.len(py) == len {
        return Ok(());
    }
    let name = array.table.name;
    Err(raise::<PyRuntimeError>(format!(
        "{name} changed its length while it was {done}"
    )))
}

/// Rows where they lie.
struct Rows {
    start: *mut u8,
    size: usize,
    window: Window,
}

// SAFETY: a pointer to rows, for whoever may use them.
unsafe impl Send for Rows {}

impl Rows {
    /// The indices in the order of some fields.
    ///
    /// # Safety
    /// All rows of the window are there, and nobody writes to them.
    unsafe fn order(&self, fields: &[&'static RowField], reverse: bool) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.window.len).collect();
        // The last one first: each sort keeps the order of equals.
        let parts = fields.iter().rev().flat_map(|field| {
            let parts = (0..parts(&field.kind)).rev();
            parts.map(move |part| (*field, part))
        });
        for (field, part) in parts {
            // SAFETY: as the caller says.
            let ranks = unsafe { self.ranks(field) };
            let (mut some, mut nan, mut none) =
                (Vec::with_capacity(order.len()), Vec::new(), Vec::new());
            for &index in &order {
                // SAFETY: as the caller says.
                let key = unsafe {
                    let row = self.start.add(self.window.row(index) * self.size);
                    key(&field.kind, part, row.add(field.offset), &ranks)
                };
                match key {
                    Key::Some(key) => some.push((if reverse { !key } else { key }, index)),
                    Key::NotANumber => nan.push(index),
                    Key::None => none.push(index),
                }
            }
            some.sort_by_key(|&(key, _)| key);
            order.clear();
            order.extend(some.into_iter().map(|(_, index)| index));
            order.extend(nan);
            order.extend(none);
        }
        order
    }

    /// The ranks of shared texts among those of all rows.
    ///
    /// # Safety
    /// As for [`order`](Rows::order).
    unsafe fn ranks(&self, field: &RowField) -> Ranks {
        let Some(texts) = field.kind.shared() else {
            return Ranks::new();
        };
        let mut numbers = (0..self.window.len).map(|index| {
            // SAFETY: as the caller says. Also where there is no text there is some number.
            unsafe {
                let row = self.start.add(self.window.row(index) * self.size);
                row.add(field.offset).cast::<u32>().read_unaligned()
            }
        });
        texts.ranks(&mut numbers)
    }

    /// Puts the rows into an order.
    ///
    /// # Safety
    /// All rows of the window are there, and nobody else uses them. The order has each index once.
    unsafe fn permute(&self, order: Vec<usize>) {
        let at = |index: usize| {
            // SAFETY: as the caller says.
            unsafe { self.start.add(self.window.row(index) * self.size) }
        };
        // SAFETY: as the caller says.
        unsafe { cycles(at, self.size, order) };
    }
}

/// Follows each cycle of a permutation with one row in hand.
///
/// # Safety
/// `at` gives different rows of that size; the order has each index once.
unsafe fn cycles(at: impl Fn(usize) -> *mut u8, size: usize, mut order: Vec<usize>) {
    let mut hand = Scratch::new(size);
    for first in 0..order.len() {
        if order[first] == first {
            continue;
        }
        // SAFETY: as the caller says; two rows, or a row and the hand, do not overlap.
        unsafe {
            ptr::copy_nonoverlapping(at(first), hand.bytes(), size);
            let mut to = first;
            loop {
                let from = std::mem::replace(&mut order[to], to);
                if from == first {
                    ptr::copy_nonoverlapping(hand.bytes(), at(to), size);
                    break;
                }
                ptr::copy_nonoverlapping(at(from), at(to), size);
                to = from;
            }
        }
    }
}

/// Puts the rows of a block into an order, if it is one.
fn permute(block: &mut Block, place: &dyn Fn(usize) -> Option<usize>, order: Vec<usize>) -> bool {
    let places: Option<Vec<usize>> = (0..order.len()).map(place).collect();
    let Some(places) = places else { return false };
    // SAFETY: `sorted` gave each index of a range once; rows of the block.
    unsafe {
        let size = block.row_size();
        cycles(|index| block.row(places[index]), size, order);
    }
    true
}

/// What `MemoryError` says.
pub(super) fn no_memory() -> PyErr {
    PyMemoryError::new_err(())
}
