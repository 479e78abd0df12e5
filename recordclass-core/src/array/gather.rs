//! Rows out of any iterable, and the progress of that.

use super::block::Block;
use super::core::Core;
use super::scratch::Scratch;
use super::table::RowTable;
use super::transfer::row_of;
use pyo3::exceptions::PyMemoryError;
use pyo3::ffi as py_ffi;
use pyo3::prelude::*;

/// How many rows are made between two calls of the callback.
pub(crate) const STEP: usize = 1 << 16;

/// A callable that is told how many more rows are done: `tqdm(...).update`, or `lambda n: progress.advance(task, n)`.
pub(crate) struct Progress<'a, 'py> {
    callback: Option<&'a Bound<'py, PyAny>>,
    untold: usize,
}

impl<'a, 'py> Progress<'a, 'py> {
    pub(crate) fn new(callback: Option<&'a Bound<'py, PyAny>>) -> Self {
        Progress {
            callback: callback.filter(|callback| !callback.is_none()),
            untold: 0,
        }
    }

    /// So many more rows are done.
    #[inline]
    pub(crate) fn add(&mut self, py: Python<'_>, rows: usize) -> PyResult<()> {
        self.untold += rows;
        if self.untold >= STEP {
            // Whoever waits may want to stop.
            py.check_signals()?;
            return self.tell();
        }
        Ok(())
    }

    /// Tells of what was not told yet.
    pub(crate) fn tell(&mut self) -> PyResult<()> {
        let rows = std::mem::take(&mut self.untold);
        if let Some(callback) = self.callback.filter(|_| rows > 0) {
            callback.call1((rows,))?;
        }
        Ok(())
    }
}

/// The rows of an iterable, in a block of their own: if one of them is wrong, nothing has changed.
///
/// # Errors
/// Whatever the iterable, the conversions or the callback raise; `MemoryError`.
pub(crate) fn rows_of(
    py: Python<'_>,
    table: &'static RowTable,
    rows: &Bound<'_, PyAny>,
    callback: Option<&Bound<'_, PyAny>>,
) -> PyResult<Block> {
    let mut progress = Progress::new(callback);
    if let Some(other) = of_class(table, rows) {
        let copy = other.copied(py)?;
        progress.add(py, copy.len())?;
        progress.tell()?;
        return Ok(copy);
    }
    let mut block = Block::new(table.size, table.align);
    let iterator = rows.try_iter()?;
    // SAFETY: a live object; -1 is an error.
    let hint = unsafe { py_ffi::PyObject_LengthHint(rows.as_ptr(), 0) };
    if hint < 0 {
        return Err(PyErr::fetch(py));
    }
    // A hint may be any number: it is worth a try.
    let _ = block.reserve_exact(hint as usize);
    let mut row = Scratch::new(table.size);
    for item in iterator {
        row_of(table, &item?, &mut row)?;
        // SAFETY: one row, not in the block.
        let done = unsafe { block.insert(block.len(), row.bytes(), 1) };
        done.map_err(|_| PyMemoryError::new_err(()))?;
        progress.add(py, 1)?;
    }
    progress.tell()?;
    Ok(block)
}

/// The core of an object of the table's array class, if it is one.
pub(crate) fn of_class<'a>(table: &RowTable, object: &'a Bound<'_, PyAny>) -> Option<&'a Core> {
    let tp = table.tp(object.py())?;
    // SAFETY: a live object, then exactly of the class.
    unsafe { (py_ffi::Py_TYPE(object.as_ptr()) == tp).then(|| Core::of(object.as_ptr())) }
}

impl Core {
    /// Puts rows at the end.
    ///
    /// # Errors
    /// `BufferError`, `MemoryError`.
    pub(crate) fn put_in(&self, py: Python<'_>, rows: Block) -> PyResult<()> {
        self.resize(py, |block| {
            if block.len() == 0 && block.capacity() < rows.len() {
                *block = rows;
                return Ok(());
            }
            block.loose |= rows.loose;
            // SAFETY: rows of another block, of the same table.
            unsafe { block.insert(block.len(), rows.start(), rows.len()) }
        })
    }
}
