//! [`Core`]: what every array object holds, whatever its class: the rows it shows of a storage, which slices share.

use super::block::Block;
use super::scratch::Scratch;
use super::storage::{Pin, Storage, Use};
use super::table::{ArrayClass, RowField, RowTable};
use crate::errors::raise;
use crate::ffi::{HEAD, PyObject};
use pyo3::exceptions::{PyBufferError, PyIndexError};
use pyo3::prelude::*;
use std::ptr;
use std::sync::Arc;

/// The inside of an array object.
pub struct Core {
    pub(crate) table: &'static RowTable,
    pub(crate) storage: Arc<Storage>,
    /// `None`: all rows, however many there are.
    pub(crate) window: Option<Window>,
}

/// The rows that a slice shows. They are counted again each time, for the array may have become shorter since.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Window {
    pub(crate) start: usize,
    pub(crate) step: isize,
    pub(crate) len: usize,
}

impl Window {
    /// The row of the storage that is the window's row `index`, which is in range.
    #[inline]
    pub(crate) fn row(&self, index: usize) -> usize {
        // In range of a storage, so no overflow.
        self.start
            .wrapping_add_signed(self.step.wrapping_mul(index as isize))
    }

    /// Whether a storage of so many rows has all of the window's.
    #[inline]
    pub(crate) fn fits(&self, rows: usize) -> bool {
        self.len == 0 || (self.start < rows && self.row(self.len - 1) < rows)
    }

    /// A slice of the window.
    pub(crate) fn of(&self, start: usize, step: isize, len: usize) -> Self {
        Window {
            start: if len == 0 {
                self.start
            } else {
                self.row(start)
            },
            step: self.step.wrapping_mul(step),
            len,
        }
    }
}

/// The slice lies, in part, beyond the end of its array.
struct Gone;

impl Core {
    pub(crate) fn new(table: &'static RowTable, block: Block) -> Self {
        Core {
            table,
            storage: Storage::new(table.name, block),
            window: None,
        }
    }

    /// An array of no rows.
    pub(crate) fn empty(table: &'static RowTable) -> Self {
        Core::new(table, Block::new(table.size, table.align))
    }

    /// # Safety
    /// `object` is an instance of an [`ArrayClass`], alive for `'a`.
    #[inline]
    pub(crate) unsafe fn of<'a>(object: *mut PyObject) -> &'a Core {
        // SAFETY: ArrayClass 1: behind the head lies the core; `finish_array` has checked the size. A frozen class
        // has shared borrows only.
        unsafe { &*object.cast::<u8>().add(HEAD).cast::<Core>() }
    }

    /// The number of rows.
    #[inline]
    pub(crate) fn len(&self, py: Python<'_>) -> usize {
        match &self.window {
            None => self.storage.len(py),
            Some(window) => window.len,
        }
    }

    /// The position for an index as Python gives it.
    ///
    /// # Errors
    /// `IndexError`.
    #[inline]
    pub(crate) fn position(&self, py: Python<'_>, index: isize) -> PyResult<usize> {
        let len = self.len(py);
        let from_start = if index < 0 {
            index.wrapping_add_unsigned(len)
        } else {
            index
        };
        match usize::try_from(from_start) {
            Ok(position) if position < len => Ok(position),
            _ => Err(out_of_range(self.table.name)),
        }
    }

    /// The row of the block, if it is still there.
    #[inline]
    fn place(&self, block: &Block, index: usize) -> Option<usize> {
        self.place_in(block.len(), index)
    }

    #[inline]
    fn place_in(&self, rows: usize, index: usize) -> Option<usize> {
        match &self.window {
            None => (index < rows).then_some(index),
            Some(window) => (index < window.len && window.fits(rows)).then(|| window.row(index)),
        }
    }

    /// Copies a row out.
    ///
    /// # Errors
    /// `IndexError` where there is no such row; `BufferError`.
    #[inline]
    pub(crate) fn load(&self, py: Python<'_>, index: usize, row: &mut Scratch) -> PyResult<()> {
        let size = self.table.size;
        let found = self.storage.read(py, |block| {
            let place = self.place(block, index)?;
            // SAFETY: a row of the block, and a scratch of the same table.
            unsafe { ptr::copy_nonoverlapping(block.row(place), row.bytes(), size) };
            Some(())
        })?;
        found.ok_or_else(|| self.missing(py))
    }

    /// Copies a row in.
    ///
    /// # Errors
    /// As [`Core::load`]; `TypeError` where the memory is read-only.
    #[inline]
    pub(crate) fn store(&self, py: Python<'_>, index: usize, row: &mut Scratch) -> PyResult<()> {
        let size = self.table.size;
        let found = self.storage.write(py, |block| {
            let place = self.place(block, index)?;
            // SAFETY: as in `load`.
            unsafe { ptr::copy_nonoverlapping(row.bytes(), block.row(place), size) };
            Some(())
        })?;
        found.ok_or_else(|| self.missing(py))
    }

    /// Copies a field of a row out.
    ///
    /// # Errors
    /// As [`Core::load`].
    #[inline]
    pub(crate) fn load_field(
        &self,
        py: Python<'_>,
        index: usize,
        field: &RowField,
        value: &mut Scratch,
    ) -> PyResult<()> {
        let found = self.storage.read(py, |block| {
            let place = self.place(block, index)?;
            // SAFETY: the field in a row of the block, and room for it.
            unsafe {
                let at = block.row(place).add(field.offset);
                ptr::copy_nonoverlapping(at, value.bytes(), field.kind.size());
            }
            Some(())
        })?;
        found.ok_or_else(|| self.missing(py))
    }

    /// Copies a field of a row in.
    ///
    /// # Errors
    /// As [`Core::store`].
    pub(crate) fn store_field(
        &self,
        py: Python<'_>,
        index: usize,
        field: &RowField,
        value: &mut Scratch,
    ) -> PyResult<()> {
        let found = self.storage.write(py, |block| {
            let place = self.place(block, index)?;
            // SAFETY: as in `load_field`.
            unsafe {
                let at = block.row(place).add(field.offset);
                ptr::copy_nonoverlapping(value.bytes(), at, field.kind.size());
            }
            Some(())
        })?;
        found.ok_or_else(|| self.missing(py))
    }

    /// Writes rows in place: `f` is given the block and where each of our rows lies in it, and says whether all that
    /// it wanted were there. It calls nothing of Python's.
    ///
    /// # Errors
    /// As [`Core::store`].
    pub(crate) fn store_all(
        &self,
        py: Python<'_>,
        f: impl FnOnce(&mut Block, &dyn Fn(usize) -> Option<usize>) -> bool,
    ) -> PyResult<()> {
        let done = self.storage.write(py, |block| {
            let len = block.len();
            f(block, &|index| self.place_in(len, index))
        })?;
        if done { Ok(()) } else { Err(self.missing(py)) }
    }

    /// The first row in a range that `f` says yes to, which calls nothing of Python's. Signals are looked for now and
    /// then.
    ///
    /// # Errors
    /// `BufferError`; what a signal raises.
    pub(crate) fn search(
        &self,
        py: Python<'_>,
        range: std::ops::Range<usize>,
        mut f: impl FnMut(*const u8) -> bool,
    ) -> PyResult<Option<usize>> {
        let mut next = range.start;
        while next < range.end {
            let part = next..range.end.min(next + super::gather::STEP);
            next = part.end;
            self.check(py)?;
            let found = self.storage.read(py, |block| {
                for index in part {
                    if f(block.row(self.place_in(block.len(), index)?)) {
                        return Some(index);
                    }
                }
                None
            })?;
            if found.is_some() {
                return Ok(found);
            }
            py.check_signals()?;
        }
        Ok(None)
    }

    /// What is said where a row that was there is no more.
    #[cold]
    fn missing(&self, py: Python<'_>) -> PyErr {
        match self.check(py) {
            Ok(()) => out_of_range(self.table.name),
            Err(error) => error,
        }
    }

    /// Whether all rows of a slice are still there.
    ///
    /// # Errors
    /// `BufferError`.
    pub(crate) fn check(&self, py: Python<'_>) -> PyResult<()> {
        self.storage
            .about(py, |block| self.whole(block))
            .map_err(|Gone| self.gone())
    }

    fn whole(&self, block: &Block) -> Result<(), Gone> {
        match &self.window {
            Some(window) if !window.fits(block.len()) => Err(Gone),
            _ => Ok(()),
        }
    }

    #[cold]
    fn gone(&self) -> PyErr {
        raise::<PyBufferError>(format!(
            "this slice shows rows that its {} no longer has, since that became shorter",
            self.table.name
        ))
    }

    /// The rows in one piece: a copy, in a new block without slack.
    ///
    /// # Errors
    /// `BufferError`, `MemoryError`.
    pub(crate) fn copied(&self, py: Python<'_>) -> PyResult<Block> {
        let table = self.table;
        let mut copy = Block::new(table.size, table.align);
        let outcome = self.storage.read(py, |block| {
            self.whole(block).map_err(|Gone| true)?;
            if self.window.is_some_and(|window| window.len == 0) {
                return Ok(());
            }
            let window = self.shown(block.len());
            copy.reserve_exact(window.len).map_err(|_| false)?;
            copy.loose = block.loose;
            if window.step == 1 {
                // SAFETY: rows of the block, which is not the copy.
                let done = unsafe { copy.insert(0, block.row(window.start), window.len) };
                return done.map_err(|_| false);
            }
            for index in 0..window.len {
                // SAFETY: as above.
                let done = unsafe { copy.insert(index, block.row(window.row(index)), 1) };
                done.map_err(|_| false)?;
            }
            Ok(())
        })?;
        match outcome {
            Ok(()) => Ok(copy),
            Err(true) => Err(self.gone()),
            Err(false) => Err(pyo3::exceptions::PyMemoryError::new_err(())),
        }
    }

    /// Changes the number of rows.
    ///
    /// # Errors
    /// `BufferError` where this is a slice, and as [`Storage::resize`].
    pub(crate) fn resize<R>(
        &self,
        py: Python<'_>,
        f: impl FnOnce(&mut Block) -> Result<R, super::block::NoMemory>,
    ) -> PyResult<R> {
        if self.window.is_some() {
            let name = self.table.name;
            return Err(raise::<PyBufferError>(format!(
                "a slice of a {name} cannot be resized: change the {name}, or a copy of the slice"
            )));
        }
        self.storage.resize(py, f)
    }

    /// Keeps the rows where they are, all those of the storage.
    ///
    /// # Errors
    /// As [`Storage::pin`]; `BufferError` where rows of a slice are gone.
    pub(crate) fn pin(&self, py: Python<'_>, used: Use) -> PyResult<Pin> {
        let pin = self.storage.pin(py, used, self.table.padding(py))?;
        self.check(py)?;
        Ok(pin)
    }

    /// [`Core::pin`] for somebody outside, who may write unless the block is read-only; and which rows are ours.
    ///
    /// # Errors
    /// As [`Core::pin`].
    pub(crate) fn export(&self, py: Python<'_>, read_only: bool) -> PyResult<(Pin, Window)> {
        let used = if read_only {
            Use::Export
        } else {
            Use::WritableExport
        };
        let pin = self.pin(py, used)?;
        let window = self.shown(pin.len);
        Ok((pin, window))
    }

    /// The rows that are ours of a storage of so many.
    pub(crate) fn shown(&self, rows: usize) -> Window {
        self.window.unwrap_or(Window {
            start: 0,
            step: 1,
            len: rows,
        })
    }

    /// Another object that shows these rows of ours.
    pub(crate) fn slice(&self, py: Python<'_>, start: usize, step: isize, len: usize) -> Core {
        let all = self.shown(self.len(py));
        Core {
            table: self.table,
            storage: Arc::clone(&self.storage),
            window: Some(all.of(start, step, len)),
        }
    }

    /// The object around this.
    pub(crate) fn into_object(self, py: Python<'_>) -> PyResult<Bound<'_, PyAny>> {
        (self.table.make)(py, self)
    }
}

/// `list index out of range`, for an array.
#[cold]
pub(crate) fn out_of_range(name: &str) -> PyErr {
    raise::<PyIndexError>(format!("{name} index out of range"))
}

/// What must hold of a class for [`Core::of`].
pub(crate) const fn check_class<A: ArrayClass>() {
    assert!(size_of::<A>() == size_of::<Core>() && align_of::<A>() == align_of::<Core>());
}
