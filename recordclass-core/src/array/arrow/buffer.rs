//! [`Buffer`]: memory for one buffer of an Arrow array, aligned and padded as the format recommends.

use crate::array::block::NoMemory;
use std::alloc::{Layout, alloc, alloc_zeroed, dealloc};
use std::ptr::NonNull;

/// Alignment, and what sizes are multiples of.
const ALIGN: usize = 64;

/// Some bytes, at least one, which nobody moves.
pub(super) struct Buffer {
    start: NonNull<u8>,
    layout: Layout,
}

// SAFETY: memory that the buffer owns; only its owner writes.
unsafe impl Send for Buffer {}
// SAFETY: as above.
unsafe impl Sync for Buffer {}

impl Buffer {
    /// Room for so many items. What is behind them, up to a multiple of 64 bytes, is zeros.
    pub(super) fn new(items: usize, size: usize) -> Result<Self, NoMemory> {
        let bytes = items.checked_mul(size).ok_or(NoMemory)?;
        let layout = layout(bytes)?;
        // SAFETY: the size is not 0; the last 64 bytes are of the buffer.
        unsafe {
            let start = NonNull::new(alloc(layout)).ok_or(NoMemory)?;
            let last = layout.size() - ALIGN;
            start.add(last).write_bytes(0, ALIGN);
            crate::array::block::advise(start.as_ptr(), layout.size());
            Ok(Buffer { start, layout })
        }
    }

    /// Room for so many bits, all zeros.
    pub(super) fn bits(count: usize) -> Result<Self, NoMemory> {
        let layout = layout(count.div_ceil(8))?;
        // SAFETY: the size is not 0.
        let start = NonNull::new(unsafe { alloc_zeroed(layout) }).ok_or(NoMemory)?;
        Ok(Buffer { start, layout })
    }

    pub(super) fn start(&self) -> *mut u8 {
        self.start.as_ptr()
    }
}

fn layout(bytes: usize) -> Result<Layout, NoMemory> {
    let padded = bytes
        .max(1)
        .checked_next_multiple_of(ALIGN)
        .ok_or(NoMemory)?;
    Layout::from_size_align(padded, ALIGN).map_err(|_| NoMemory)
}

impl Drop for Buffer {
    fn drop(&mut self) {
        // SAFETY: so it was asked for.
        unsafe { dealloc(self.start.as_ptr(), self.layout) };
    }
}
