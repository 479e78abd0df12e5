//! [`Storage`]: a block that Python objects share, and who may do what with it when.
//!
//! # What must hold
//! 1. The block is used inside of [`Storage::read`], [`write`](Storage::write) and [`resize`](Storage::resize)
//!    only, or through a [`Pin`]. What runs inside calls nothing of Python's, so it is not entered again: with the
//!    GIL that is a lock already, and on free-threaded builds there is one.
//! 2. While there is any pin the memory stays where it is, with as many rows.
//! 3. While there is a pin of Rust code that writes, nobody else reads or writes. While there is one that reads,
//!    nobody writes, and no pin lets foreign code write.
//!
//! Pins are counted, and may be dropped on any thread, attached or not.

use super::block::{Block, NoMemory};
use crate::errors::raise;
use pyo3::exceptions::{PyBufferError, PyMemoryError, PyTypeError};
use pyo3::prelude::*;
use std::cell::UnsafeCell;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::Acquire, Ordering::Relaxed, Ordering::Release};

/// Rows, and the counts of those who hold pointers to them.
pub(crate) struct Storage {
    /// Python name of the class, for messages.
    name: &'static str,
    #[cfg(Py_GIL_DISABLED)]
    lock: std::sync::Mutex<()>,
    block: UnsafeCell<Block>,
    /// Pins by their kind.
    pins: [AtomicUsize; 4],
}

// SAFETY: invariants 1 to 3.
unsafe impl Send for Storage {}
// SAFETY: invariants 1 to 3.
unsafe impl Sync for Storage {}

/// What the holder of a pin does with the rows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Use {
    /// Foreign code reads: a buffer that is read-only.
    Export = 0,
    /// Foreign code may write: a writable buffer.
    WritableExport = 1,
    /// Rust code reads.
    Shared = 2,
    /// Rust code writes.
    Exclusive = 3,
}

impl Storage {
    pub(crate) fn new(name: &'static str, block: Block) -> Arc<Self> {
        Arc::new(Storage {
            name,
            #[cfg(Py_GIL_DISABLED)]
            lock: std::sync::Mutex::new(()),
            block: UnsafeCell::new(block),
            pins: [const { AtomicUsize::new(0) }; 4],
        })
    }

    fn pinned(&self, uses: &[Use]) -> usize {
        let counts = uses
            .iter()
            .map(|&used| self.pins[used as usize].load(Acquire));
        counts.sum()
    }

    /// `f` calls nothing of Python's.
    #[inline]
    fn locked<R>(&self, _py: Python<'_>, f: impl FnOnce(*mut Block) -> R) -> R {
        // A panic in `f` leaves a block that is whole: its functions assert before they change anything.
        #[cfg(Py_GIL_DISABLED)]
        let _guard = self
            .lock
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        f(self.block.get())
    }

    /// Reads the rows.
    ///
    /// # Errors
    /// `BufferError` while Rust code writes.
    #[inline]
    pub(crate) fn read<R>(&self, py: Python<'_>, f: impl FnOnce(&Block) -> R) -> PyResult<R> {
        self.locked(py, |block| {
            if self.pins[Use::Exclusive as usize].load(Acquire) > 0 {
                return Err(());
            }
            // SAFETY: invariant 1.
            Ok(f(unsafe { &*block }))
        })
        .map_err(|()| self.busy("read"))
    }

    /// The first row and their number; `None` while Rust code writes.
    ///
    /// # Safety
    /// The thread is attached, and the pointer is used before anything else can run.
    #[cfg(not(Py_GIL_DISABLED))]
    #[inline]
    pub(crate) unsafe fn peek(&self) -> Option<(*mut u8, usize)> {
        if self.pins[Use::Exclusive as usize].load(Acquire) > 0 {
            return None;
        }
        // SAFETY: invariant 1: as the caller says.
        let block = unsafe { &*self.block.get() };
        Some((block.start(), block.len()))
    }

    /// [`peek`](Storage::peek), to write; `None` also where that is not as simple.
    ///
    /// # Safety
    /// As for `peek`.
    #[cfg(not(Py_GIL_DISABLED))]
    #[inline]
    pub(crate) unsafe fn poke(&self) -> Option<(*mut u8, usize)> {
        if self.pins[Use::Shared as usize].load(Acquire) > 0 {
            return None;
        }
        // SAFETY: as the caller says.
        unsafe {
            let found = self.peek()?;
            (!(*self.block.get()).read_only).then_some(found)
        }
    }

    /// The number of rows, which nobody can change while it is borrowed.
    #[inline]
    pub(crate) fn len(&self, py: Python<'_>) -> usize {
        // SAFETY: invariant 1.
        self.locked(py, |block| unsafe { (*block).len() })
    }

    /// Something about the block, but not of what is in its rows.
    pub(crate) fn about<R>(&self, py: Python<'_>, f: impl FnOnce(&Block) -> R) -> R {
        // SAFETY: invariant 1.
        self.locked(py, |block| f(unsafe { &*block }))
    }

    /// Writes rows, as many as there are.
    ///
    /// # Errors
    /// `BufferError` while Rust code borrows the rows; `TypeError` where the memory is read-only.
    #[inline]
    pub(crate) fn write<R>(&self, py: Python<'_>, f: impl FnOnce(&mut Block) -> R) -> PyResult<R> {
        // What keeps the memory that was left may run anything when it goes: not before the lock is free.
        let mut left = None;
        let outcome = self.locked(py, |block| {
            if self.pinned(&[Use::Shared, Use::Exclusive]) > 0 {
                return Err(Refusal::Busy);
            }
            // SAFETY: invariant 1.
            let block = unsafe { &mut *block };
            if block.read_only {
                if !block.may_leave || self.pinned(&ALL) > 0 {
                    return Err(Refusal::ReadOnly);
                }
                let copy = block.own().map_err(|NoMemory| Refusal::NoMemory)?;
                left = Some(std::mem::replace(block, copy));
            }
            Ok(f(block))
        });
        drop(left);
        outcome.map_err(|why| match why {
            Refusal::Busy => self.busy("written to"),
            Refusal::ReadOnly => self.read_only(),
            Refusal::NoMemory => PyMemoryError::new_err(()),
        })
    }

    /// Changes the number of rows, or where they lie.
    ///
    /// # Errors
    /// `BufferError` while anybody holds a pointer to the rows, or where the memory is somebody else's; `MemoryError`.
    pub(crate) fn resize<R>(
        &self,
        py: Python<'_>,
        f: impl FnOnce(&mut Block) -> Result<R, NoMemory>,
    ) -> PyResult<R> {
        let mut left = None;
        let outcome = self.locked(py, |block| {
            let pins = self.pinned(&ALL);
            // SAFETY: invariant 1.
            let block = unsafe { &mut *block };
            if pins > 0 || (block.is_foreign() && !block.may_leave) {
                return Err(pins);
            }
            if block.is_foreign() {
                match block.own() {
                    Ok(copy) => left = Some(std::mem::replace(block, copy)),
                    Err(NoMemory) => return Ok(Err(NoMemory)),
                }
            }
            Ok(f(block))
        });
        drop(left);
        match outcome {
            Ok(Ok(value)) => Ok(value),
            Ok(Err(NoMemory)) => Err(PyMemoryError::new_err(())),
            Err(pins) => Err(self.fixed(pins)),
        }
    }

    /// Keeps the rows where they are. Padding that others will see is washed: `gaps` is where there is some.
    ///
    /// # Errors
    /// `BufferError` where another pin forbids it; `TypeError` to write where the memory is read-only.
    pub(crate) fn pin(
        self: &Arc<Self>,
        py: Python<'_>,
        used: Use,
        gaps: &[(usize, usize)],
    ) -> PyResult<Pin> {
        let excluding: &[Use] = match used {
            Use::Export => &[Use::Exclusive],
            Use::WritableExport => &[Use::Shared, Use::Exclusive],
            Use::Shared => &[Use::WritableExport, Use::Exclusive],
            Use::Exclusive => &ALL,
        };
        let writes = matches!(used, Use::WritableExport | Use::Exclusive);
        let borrows = matches!(used, Use::Shared | Use::Exclusive);
        let mut left = None;
        let outcome = self.locked(py, |block| {
            // SAFETY: invariant 1.
            let block = unsafe { &mut *block };
            if borrows && block.is_foreign() && block.may_leave && self.pinned(&ALL) == 0 {
                let copy = block.own().map_err(|NoMemory| Refusal::NoMemory)?;
                left = Some(std::mem::replace(block, copy));
            }
            if block.read_only && writes {
                return Err(Refusal::ReadOnly);
            }
            if self.pinned(excluding) > 0 || (borrows && block.is_foreign()) {
                return Err(Refusal::Busy);
            }
            if !borrows && block.loose && !gaps.is_empty() {
                // Padding belongs to what Rust code borrows.
                if self.pinned(&[Use::Shared]) > 0 {
                    return Err(Refusal::Busy);
                }
                block.wash(gaps);
            }
            self.pins[used as usize].fetch_add(1, Relaxed);
            if used == Use::Exclusive {
                block.loose = true;
            }
            Ok((block.start(), block.len()))
        });
        drop(left);
        match outcome {
            Ok((start, len)) => Ok(Pin {
                storage: Arc::clone(self),
                used,
                start,
                len,
            }),
            Err(Refusal::ReadOnly) => Err(self.read_only()),
            Err(Refusal::NoMemory) => Err(PyMemoryError::new_err(())),
            Err(Refusal::Busy) if borrows => Err(raise::<PyBufferError>(format!(
                "the rows of this {} cannot be borrowed: other code holds a buffer or a borrow of them, and may \
                 write; release it, or borrow a copy",
                self.name
            ))),
            Err(Refusal::Busy) => Err(self.busy("exported")),
        }
    }

    #[cold]
    fn busy(&self, what: &str) -> PyErr {
        raise::<PyBufferError>(format!(
            "this {} cannot be {what} while Rust code borrows its rows",
            self.name
        ))
    }

    #[cold]
    fn read_only(&self) -> PyErr {
        raise::<PyTypeError>(format!(
            "this {} is read-only, as the memory it was made of: change a copy",
            self.name
        ))
    }

    #[cold]
    fn fixed(&self, pins: usize) -> PyErr {
        let name = self.name;
        raise::<PyBufferError>(match pins {
            0 => format!(
                "this {name} cannot be resized: its memory belongs to another object; change a copy"
            ),
            1 => format!(
                "this {name} cannot be resized while a buffer or borrow of its rows exists: release it first"
            ),
            _ => format!(
                "this {name} cannot be resized while {pins} buffers and borrows of its rows exist: release them first"
            ),
        })
    }
}

const ALL: [Use; 4] = [
    Use::Export,
    Use::WritableExport,
    Use::Shared,
    Use::Exclusive,
];

enum Refusal {
    Busy,
    ReadOnly,
    NoMemory,
}

/// A pointer to the rows, that stays right as long as this lives.
pub(crate) struct Pin {
    storage: Arc<Storage>,
    used: Use,
    /// The first row.
    pub(crate) start: *mut u8,
    /// The number of rows.
    pub(crate) len: usize,
}

// SAFETY: what the pointer may be used for is the same on any thread: invariants 2 and 3.
unsafe impl Send for Pin {}
// SAFETY: as above.
unsafe impl Sync for Pin {}

impl Drop for Pin {
    fn drop(&mut self) {
        self.storage.pins[self.used as usize].fetch_sub(1, Release);
    }
}
