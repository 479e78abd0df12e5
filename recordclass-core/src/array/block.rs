//! [`Block`]: the memory of rows: aligned, growable, laid out as the buffer of a `Vec`, so that one can become
//! the other without a copy. It knows sizes, and nothing of fields.
//!
//! # Invariants
//! 1. `start` points to `capacity * size` bytes, aligned to `align`; it dangles where the capacity is 0. They are
//!    of the global allocator, with the layout of an array of so many rows, or `keeper` keeps them.
//! 2. The first `len` rows are initialised but for padding, which is initialised too unless `loose` is set.
//! 3. `capacity * size` is at most `isize::MAX`.

use std::alloc::{Layout, alloc, dealloc, realloc};
use std::any::Any;
use std::ptr::{self, NonNull};

/// No memory, or more than there can be.
#[derive(Debug)]
pub(crate) struct NoMemory;

/// Rows in one piece of memory.
pub(crate) struct Block {
    start: NonNull<u8>,
    len: usize,
    capacity: usize,
    size: usize,
    align: usize,
    /// Whether rows came whole from Rust code, so that padding may be uninitialised.
    pub(crate) loose: bool,
    /// Whether nobody may write.
    pub(crate) read_only: bool,
    /// Whether memory that is not ours may be given up for a copy, where rows are to be written, or their number is to
    /// change.
    pub(crate) may_leave: bool,
    /// What keeps memory that is not ours.
    keeper: Option<Box<dyn Any + Send + Sync>>,
}

// SAFETY: the memory belongs to the block, or to the keeper, which may travel; who may use it when is for
// `storage` to say.
unsafe impl Send for Block {}
// SAFETY: as above.
unsafe impl Sync for Block {}

impl Block {
    /// No rows.
    pub(crate) fn new(size: usize, align: usize) -> Self {
        Block {
            start: dangling(align),
            len: 0,
            capacity: 0,
            size,
            align,
            loose: false,
            read_only: false,
            may_leave: false,
            keeper: None,
        }
    }

    /// So many rows of zeros.
    pub(crate) fn zeros(size: usize, align: usize, count: usize) -> Result<Self, NoMemory> {
        let mut block = Block::new(size, align);
        block.reserve_exact(count)?;
        // SAFETY: room for so many rows.
        unsafe { ptr::write_bytes(block.start(), 0, count * size) };
        block.len = count;
        Ok(block)
    }

    /// The rows of a vector, without a copy.
    pub(crate) fn from_vec<R: Copy + Send + Sync + 'static>(rows: Vec<R>) -> Self {
        let mut rows = std::mem::ManuallyDrop::new(rows);
        Block {
            // A vector's pointer is never NULL.
            start: NonNull::new(rows.as_mut_ptr().cast()).unwrap_or(dangling(align_of::<R>())),
            len: rows.len(),
            capacity: rows.capacity(),
            size: size_of::<R>(),
            align: align_of::<R>(),
            loose: true,
            read_only: false,
            may_leave: false,
            keeper: None,
        }
    }

    /// The rows as a vector, without a copy.
    ///
    /// # Safety
    /// `R` is what the rows are.
    pub(crate) unsafe fn into_vec<R: Copy>(self) -> Vec<R> {
        assert!(
            self.keeper.is_none() && self.size == size_of::<R>() && self.align == align_of::<R>()
        );
        let block = std::mem::ManuallyDrop::new(self);
        // SAFETY: invariants 1 and 2: the layout is that of a vector's buffer.
        unsafe { Vec::from_raw_parts(block.start.as_ptr().cast(), block.len, block.capacity) }
    }

    /// Memory of somebody else's.
    ///
    /// # Safety
    /// `len` rows that stay there, initialised, as long as the keeper lives; aligned. Writable unless `read_only`.
    pub(crate) unsafe fn foreign(
        start: NonNull<u8>,
        len: usize,
        (size, align): (usize, usize),
        read_only: bool,
        keeper: Box<dyn Any + Send + Sync>,
    ) -> Self {
        Block {
            start,
            len,
            capacity: len,
            size,
            align,
            loose: false,
            read_only,
            may_leave: false,
            keeper: Some(keeper),
        }
    }

    /// Bytes of a row.
    pub(crate) fn row_size(&self) -> usize {
        self.size
    }

    /// A copy in memory of our own.
    pub(crate) fn own(&self) -> Result<Block, NoMemory> {
        let mut copy = Block::new(self.size, self.align);
        copy.reserve_exact(self.len)?;
        // SAFETY: rows of this block, which is not the copy.
        unsafe { copy.insert(0, self.start(), self.len)? };
        copy.loose = self.loose;
        Ok(copy)
    }

    /// The number of rows.
    pub(crate) fn len(&self) -> usize {
        self.len
    }

    /// The number of rows that there is room for.
    pub(crate) fn capacity(&self) -> usize {
        self.capacity
    }

    /// Whether the memory is somebody else's, so that it cannot grow or shrink.
    pub(crate) fn is_foreign(&self) -> bool {
        self.keeper.is_some()
    }

    /// The first row.
    pub(crate) fn start(&self) -> *mut u8 {
        self.start.as_ptr()
    }

    /// The row at an index below `capacity`, or the end.
    ///
    /// # Panics
    /// If it lies beyond the end.
    #[inline]
    pub(crate) fn row(&self, index: usize) -> *mut u8 {
        assert!(index <= self.capacity, "no such row");
        // SAFETY: invariants 1 and 3.
        unsafe { self.start.as_ptr().add(index * self.size) }
    }

    fn layout(&self, rows: usize) -> Result<Layout, NoMemory> {
        let bytes = rows.checked_mul(self.size).ok_or(NoMemory)?;
        Layout::from_size_align(bytes, self.align).map_err(|_| NoMemory)
    }

    /// Room for exactly so many rows, at least as many as there are.
    fn set_capacity(&mut self, capacity: usize) -> Result<(), NoMemory> {
        assert!(self.keeper.is_none() && capacity >= self.len);
        if capacity == self.capacity {
            return Ok(());
        }
        let new = self.layout(capacity)?;
        let old = self.layout(self.capacity)?;
        // SAFETY: invariant 1: `old` is how the memory was asked for; sizes are not 0 where memory is asked for.
        let start = unsafe {
            if capacity == 0 {
                dealloc(self.start.as_ptr(), old);
                Some(dangling(self.align))
            } else if self.capacity == 0 {
                NonNull::new(alloc(new))
            } else {
                NonNull::new(realloc(self.start.as_ptr(), old, new.size()))
            }
        };
        self.start = start.ok_or(NoMemory)?;
        self.capacity = capacity;
        advise(self.start.as_ptr(), new.size());
        Ok(())
    }

    /// Room for so many more rows. Grows by an eighth at least, by half as long as it is small: the memory of a large
    /// block is moved by the system's tables, not by copying.
    pub(crate) fn reserve(&mut self, more: usize) -> Result<(), NoMemory> {
        let wanted = self.len.checked_add(more).ok_or(NoMemory)?;
        if wanted <= self.capacity {
            return Ok(());
        }
        let slack = if self.capacity < 1 << 16 { 2 } else { 8 };
        let grown = (self.capacity + self.capacity / slack).max(4);
        if grown > wanted && self.set_capacity(grown).is_ok() {
            return Ok(());
        }
        self.set_capacity(wanted)
    }

    /// Room for so many more rows, and no slack.
    pub(crate) fn reserve_exact(&mut self, more: usize) -> Result<(), NoMemory> {
        let wanted = self.len.checked_add(more).ok_or(NoMemory)?;
        if wanted <= self.capacity {
            return Ok(());
        }
        self.set_capacity(wanted)
    }

    /// Gives room back that holds no rows.
    pub(crate) fn shrink(&mut self) {
        // Where there is no memory to shrink with, the room stays.
        let _ = self.set_capacity(self.len);
    }

    /// Opens a gap of so many rows, and copies them there.
    ///
    /// # Safety
    /// `rows` are so many, initialised, and not in this block.
    pub(crate) unsafe fn insert(
        &mut self,
        index: usize,
        rows: *const u8,
        count: usize,
    ) -> Result<(), NoMemory> {
        assert!(index <= self.len);
        self.reserve(count)?;
        let (at, after) = (self.row(index), self.row(index + count));
        // SAFETY: both lie in the block, which has room for all; as the caller says.
        unsafe {
            ptr::copy(at, after, (self.len - index) * self.size);
            ptr::copy_nonoverlapping(rows, at, count * self.size);
        }
        self.len += count;
        Ok(())
    }

    /// Puts so many rows of zeros at the end.
    pub(crate) fn push_zeros(&mut self, count: usize) -> Result<(), NoMemory> {
        self.reserve(count)?;
        // SAFETY: room for so many rows.
        unsafe { ptr::write_bytes(self.row(self.len), 0, count * self.size) };
        self.len += count;
        Ok(())
    }

    /// Takes rows out.
    pub(crate) fn remove(&mut self, index: usize, count: usize) {
        assert!(index + count <= self.len);
        let (at, after) = (self.row(index), self.row(index + count));
        // SAFETY: both lie in the block.
        unsafe { ptr::copy(after, at, (self.len - index - count) * self.size) };
        self.len -= count;
        self.give_back();
    }

    /// Keeps the rows that are asked for, in order.
    pub(crate) fn retain(&mut self, mut keep: impl FnMut(usize) -> bool) {
        let mut kept = 0;
        for index in 0..self.len {
            if keep(index) {
                if kept != index {
                    // SAFETY: two rows of the block.
                    unsafe {
                        ptr::copy_nonoverlapping(self.row(index), self.row(kept), self.size);
                    }
                }
                kept += 1;
            }
        }
        self.len = kept;
        self.give_back();
    }

    /// As a list: what is half empty gives its memory back.
    fn give_back(&mut self) {
        if self.len < self.capacity / 2 {
            self.shrink();
        }
    }

    /// Takes all rows out, and gives the memory back.
    pub(crate) fn clear(&mut self) {
        self.len = 0;
        self.shrink();
    }

    /// Writes zeros into padding that Rust code may have left uninitialised.
    pub(crate) fn wash(&mut self, gaps: &[(usize, usize)]) {
        if !std::mem::replace(&mut self.loose, false) || gaps.is_empty() {
            return;
        }
        for index in 0..self.len {
            for &(at, count) in gaps {
                // SAFETY: gaps lie within a row.
                unsafe { ptr::write_bytes(self.row(index).add(at), 0, count) };
            }
        }
    }
}

impl Drop for Block {
    fn drop(&mut self) {
        if self.keeper.is_none() {
            self.clear();
        }
    }
}

/// Asks for large pages, as numpy does for its arrays: a column of rows touches many small ones.
#[cfg(target_os = "linux")]
pub(crate) fn advise(start: *mut u8, bytes: usize) {
    const LARGE: usize = 1 << 22;
    const PAGE: usize = 1 << 12;
    if bytes < LARGE {
        return;
    }
    let skipped = start.addr().wrapping_neg() % PAGE;
    // SAFETY: advice on memory of the block, from a page's start on; whether it is taken does not matter.
    unsafe {
        libc::madvise(
            start.add(skipped).cast(),
            bytes - skipped,
            libc::MADV_HUGEPAGE,
        );
    }
}

#[cfg(not(target_os = "linux"))]
pub(crate) fn advise(_start: *mut u8, _bytes: usize) {}

fn dangling(align: usize) -> NonNull<u8> {
    NonNull::new(ptr::without_provenance_mut(align)).unwrap_or(NonNull::dangling())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(block: &Block) -> Vec<u32> {
        // SAFETY: rows of the tests are `u32`.
        (0..block.len())
            .map(|index| unsafe { block.row(index).cast::<u32>().read() })
            .collect()
    }

    fn of(values: &[u32]) -> Block {
        let mut block = Block::new(4, 4);
        // SAFETY: so many rows.
        unsafe { block.insert(0, values.as_ptr().cast(), values.len()) }.unwrap();
        block
    }

    #[test]
    fn rows_are_put_in_and_taken_out_anywhere() {
        let mut block = of(&[1, 2, 3]);
        // SAFETY: two rows.
        unsafe { block.insert(1, [8_u32, 9].as_ptr().cast(), 2) }.unwrap();
        assert_eq!(rows(&block), [1, 8, 9, 2, 3]);
        block.remove(0, 2);
        assert_eq!(rows(&block), [9, 2, 3]);
        block.retain(|index| index != 1);
        assert_eq!(rows(&block), [9, 3]);
        block.clear();
        assert_eq!((block.len(), block.capacity()), (0, 0));
    }

    #[test]
    fn a_vector_becomes_a_block_in_place() {
        let values = vec![1_u32, 2, 3];
        let at = values.as_ptr();
        let mut block = Block::from_vec(values);
        assert_eq!(block.start().cast_const().cast(), at);
        assert_eq!(rows(&block), [1, 2, 3]);
        block.shrink();
        assert_eq!(rows(&block), [1, 2, 3]);
    }

    #[test]
    fn more_rows_than_memory_can_have_are_refused() {
        let mut block = of(&[1]);
        assert!(block.reserve(usize::MAX).is_err());
        assert!(block.reserve_exact(usize::MAX / 8).is_err());
        assert_eq!(rows(&block), [1]);
    }

    #[test]
    fn washing_writes_zeros_into_padding_only() {
        let mut block = Block::from_vec(vec![u32::MAX; 2]);
        block.wash(&[(1, 2)]);
        assert_eq!(rows(&block), [u32::from_ne_bytes([255, 0, 0, 255]); 2]);
    }
}
