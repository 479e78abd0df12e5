//! The methods that a list has: `append`, `extend`, `insert`, `pop`, ... and `reserve`.

use super::access::find;
use super::call::{Arguments, arguments, no_arguments, one_argument};
use super::core::{Core, out_of_range};
use super::gather::rows_of;
use super::make::record_of;
use super::scratch::Scratch;
use super::transfer::row_of;
use crate::errors::raise;
use crate::light::index;
use crate::methods::{Definitions, method, with_keywords};
use pyo3::exceptions::{PyIndexError, PyTypeError, PyValueError};
use pyo3::ffi::{METH_NOARGS, METH_O};
use pyo3::prelude::*;
use std::ptr;

type Answer<'py> = PyResult<Bound<'py, PyAny>>;

fn none(py: Python<'_>) -> Answer<'_> {
    Ok(py.None().into_bound(py))
}

pub(super) static METHODS: Definitions<13> = Definitions([
    method(
        c"append",
        c"append($self, row, /)\n--\n\nPut a record, or a tuple of its values, at the end.",
        METH_O,
        one_argument!(append),
    ),
    with_keywords(
        c"extend",
        c"extend($self, rows, /, *, progress=None)\n--\n\nPut the rows of an iterable at the end: all of them, or, if one is wrong, none.\nprogress is called with the number of rows done since it was called last.",
        arguments!(extend),
    ),
    with_keywords(
        c"insert",
        c"insert($self, index, row, /)\n--\n\nPut a row in before an index.",
        arguments!(insert),
    ),
    with_keywords(
        c"pop",
        c"pop($self, index=-1, /)\n--\n\nTake a row out, and return it as a record.",
        arguments!(pop),
    ),
    method(
        c"remove",
        c"remove($self, record, /)\n--\n\nTake the first row out that equals a record.",
        METH_O,
        one_argument!(remove),
    ),
    with_keywords(
        c"index",
        c"index($self, record, start=0, stop=9223372036854775807, /)\n--\n\nThe index of the first row that equals a record.",
        arguments!(index_of),
    ),
    method(
        c"count",
        c"count($self, record, /)\n--\n\nThe number of rows that equal a record.",
        METH_O,
        one_argument!(count),
    ),
    method(
        c"reverse",
        c"reverse($self, /)\n--\n\nReverse the order of the rows in place.",
        METH_NOARGS,
        no_arguments!(reverse),
    ),
    method(
        c"clear",
        c"clear($self, /)\n--\n\nTake all rows out, and give their memory back.",
        METH_NOARGS,
        no_arguments!(clear),
    ),
    method(
        c"reserve",
        c"reserve($self, count, /)\n--\n\nMake room for so many more rows, and no slack.",
        METH_O,
        one_argument!(reserve),
    ),
    method(
        c"copy",
        c"copy($self, /)\n--\n\nA new array with memory of its own.",
        METH_NOARGS,
        no_arguments!(copy),
    ),
    method(
        c"__copy__",
        c"__copy__($self, /)\n--\n\nA new array with memory of its own.",
        METH_NOARGS,
        no_arguments!(copy),
    ),
    method(
        c"__deepcopy__",
        c"__deepcopy__($self, memo, /)\n--\n\nA new array with memory of its own.",
        METH_O,
        one_argument!(deepcopy),
    ),
]);

fn append<'py>(py: Python<'py>, array: &Core, row: &Bound<'py, PyAny>) -> Answer<'py> {
    put_in(py, array, None, row)?;
    none(py)
}

fn put_in(
    py: Python<'_>,
    array: &Core,
    index: Option<isize>,
    row: &Bound<'_, PyAny>,
) -> PyResult<()> {
    let mut scratch = Scratch::new(array.table.size);
    row_of(array.table, row, &mut scratch)?;
    array.resize(py, |block| {
        let len = block.len();
        let at = match index {
            None => len,
            Some(index) if index < 0 => len.saturating_add_signed(index).min(len),
            Some(index) => (index as usize).min(len),
        };
        // SAFETY: one row, not in the block.
        unsafe { block.insert(at, scratch.bytes(), 1) }
    })
}

fn extend<'py>(py: Python<'py>, array: &Core, arguments: &Arguments<'py>) -> Answer<'py> {
    let [rows, progress] = arguments.take("extend", 1, ["_rows", "progress"])?;
    let rows = required("extend", rows)?;
    let rows = rows_of(py, array.table, &rows, progress.as_ref())?;
    array.put_in(py, rows)?;
    none(py)
}

fn insert<'py>(py: Python<'py>, array: &Core, arguments: &Arguments<'py>) -> Answer<'py> {
    let [at, row] = arguments.take("insert", 2, ["_index", "_row"])?;
    let at = index_in(&required("insert", at)?, array)?;
    put_in(py, array, Some(at), &required("insert", row)?)?;
    none(py)
}

fn pop<'py>(py: Python<'py>, array: &Core, arguments: &Arguments<'py>) -> Answer<'py> {
    let [index] = arguments.take("pop", 1, ["_index"])?;
    let index = index.map_or(Ok(-1), |index| index_in(&index, array))?;
    let size = array.table.size;
    let mut row = Scratch::new(size);
    let taken = array.resize(py, |block| {
        let position = index::within(index, block.len());
        if let Some(position) = position {
            // SAFETY: a row of the block, and room for one.
            unsafe { ptr::copy_nonoverlapping(block.row(position), row.bytes(), size) };
            block.remove(position, 1);
        }
        Ok((position, block.len()))
    })?;
    match taken {
        (Some(position), _) => record_of(py, array.table, (position, &mut row)),
        (None, 0) => Err(raise::<PyIndexError>(format!(
            "pop from empty {}",
            array.table.name
        ))),
        (None, _) => Err(out_of_range(array.table.name)),
    }
}

fn remove<'py>(py: Python<'py>, array: &Core, record: &Bound<'py, PyAny>) -> Answer<'py> {
    let Some(index) = find(py, array, record, 0, isize::MAX)? else {
        return Err(absent(array));
    };
    array.resize(py, |block| {
        if index < block.len() {
            block.remove(index, 1);
        }
        Ok(())
    })?;
    none(py)
}

fn index_of<'py>(py: Python<'py>, array: &Core, arguments: &Arguments<'py>) -> Answer<'py> {
    let [record, start, stop] = arguments.take("index", 3, ["_record", "_start", "_stop"])?;
    let record = required("index", record)?;
    let bound = |value: Option<Bound<'py, PyAny>>, default| {
        // SAFETY: a live object.
        value.map_or(Ok(default), |value| unsafe {
            index::bound(py, value.as_ptr())
        })
    };
    let (start, stop) = (bound(start, 0)?, bound(stop, isize::MAX)?);
    match find(py, array, &record, start, stop)? {
        Some(index) => Ok(index.into_pyobject(py)?.into_any()),
        None => Err(absent(array)),
    }
}

#[cold]
fn absent(array: &Core) -> PyErr {
    let (record, array) = ((array.table.record)().name, array.table.name);
    raise::<PyValueError>(format!("no row of this {array} equals that {record}"))
}

fn count<'py>(py: Python<'py>, array: &Core, record: &Bound<'py, PyAny>) -> Answer<'py> {
    let (mut count, mut start) = (0_usize, 0);
    while let Some(index) = find(py, array, record, start, isize::MAX)? {
        count += 1;
        start = index as isize + 1;
    }
    Ok(count.into_pyobject(py)?.into_any())
}

fn reverse<'py>(py: Python<'py>, array: &Core) -> Answer<'py> {
    let (size, len) = (array.table.size, array.len(py));
    array.store_all(py, |block, place| {
        for index in 0..len / 2 {
            let (Some(a), Some(b)) = (place(index), place(len - 1 - index)) else {
                return false;
            };
            // SAFETY: two different rows of the block.
            unsafe { ptr::swap_nonoverlapping(block.row(a), block.row(b), size) };
        }
        true
    })?;
    none(py)
}

fn clear<'py>(py: Python<'py>, array: &Core) -> Answer<'py> {
    array.resize(py, |block| {
        block.clear();
        Ok(())
    })?;
    none(py)
}

fn reserve<'py>(py: Python<'py>, array: &Core, count: &Bound<'py, PyAny>) -> Answer<'py> {
    let count = index_in(count, array)?;
    let count = usize::try_from(count).map_err(|_| {
        raise::<PyValueError>(format!("reserve() takes a number of rows, not {count}"))
    })?;
    array.resize(py, |block| block.reserve_exact(count))?;
    none(py)
}

fn copy<'py>(py: Python<'py>, array: &Core) -> Answer<'py> {
    Core::new(array.table, array.copied(py)?).into_object(py)
}

fn deepcopy<'py>(py: Python<'py>, array: &Core, _memo: &Bound<'py, PyAny>) -> Answer<'py> {
    copy(py, array)
}

/// An argument that must be given.
pub(super) fn required<'py>(
    function: &str,
    value: Option<Bound<'py, PyAny>>,
) -> PyResult<Bound<'py, PyAny>> {
    value
        .ok_or_else(|| raise::<PyTypeError>(format!("{function}() is missing a required argument")))
}

fn index_in(value: &Bound<'_, PyAny>, array: &Core) -> PyResult<isize> {
    // SAFETY: a live object.
    unsafe { index::index(value.py(), value.as_ptr(), array.table.name) }
}
