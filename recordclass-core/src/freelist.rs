//! Memory of dead records, kept for the next ones: the allocator's pair of calls is the largest part of
//! making a small record and letting it go.
//!
//! Records share a pool for each size, those with a GC header another one. The option `freelist = N` gives a class a
//! list of its own, of N objects.
//!
//! # What must hold
//! 1. An object on the list is dead and untracked, its contents dropped, its reference to its type, if it had one, given back;
//!    its first word is the link. All on one list came from the same allocator and are of one size, with the
//!    same room in front of the head.
//! 2. The list is touched only with the GIL held. Without one there is no list: a lock would cost what
//!    the list saves.

use crate::ffi::PyObject;
use std::cell::Cell;
use std::num::NonZeroU8;
use std::ptr;

/// How many objects a pool keeps.
const KEPT: u32 = 128;

/// How many sizes have a pool: 0, 8, 16, ... bytes.
const SIZES: usize = 33;

/// Whether nothing is kept: without the GIL, and where a memory checker is to see each object die, as
/// `cargo xtask torture --only asan` asks for.
const NONE: bool = cfg!(any(Py_GIL_DISABLED, recordclass_no_pools));

/// A pool for each size, and then those for objects that have a GC header in front of them. Not of the sizes that the
/// allocator rounds up to: what PyO3 allocates has the size that was asked for, and a debugging allocator watches over
/// the bytes behind.
static POOLS: [Freelist; 2 * SIZES] = [const { Freelist::new(KEPT) }; 2 * SIZES];

/// One of the pools: a byte in a class's table, where a pointer would have to be relocated.
#[derive(Clone, Copy)]
pub(crate) struct Pool(NonZeroU8);

impl Pool {
    /// That for objects of a size, with a GC header or without. A debug build of Python has none: its
    /// allocator watches over freed memory, and should see all of it.
    pub(crate) const fn of(size: usize, gc: bool) -> Option<Self> {
        let index = if gc { SIZES } else { 0 } + size / 8;
        let fits = size % 8 == 0 && size / 8 < SIZES;
        if NONE || cfg!(py_sys_config = "Py_DEBUG") || !fits {
            return None;
        }
        match NonZeroU8::new(index as u8) {
            Some(index) => Some(Pool(index)),
            None => None,
        }
    }

    /// [`Freelist::keep`] of a pool.
    ///
    /// # Safety
    /// As that.
    #[cfg(not(Py_GIL_DISABLED))]
    #[inline]
    pub(crate) unsafe fn keep(self, object: *mut PyObject) -> bool {
        // SAFETY: as the caller says.
        unsafe { self.list().keep_most(object, KEPT) }
    }

    #[inline]
    pub(crate) fn list(self) -> &'static Freelist {
        let index = usize::from(self.0.get());
        // SAFETY: `of` gave no other.
        unsafe { POOLS.get_unchecked(index) }
    }
}

/// The list of one class, or of one size.
pub struct Freelist {
    first: Cell<*mut PyObject>,
    count: Cell<u32>,
    /// How many it keeps more than a pool does, modulo 2^32. Zero for a pool, so that all pools are zeros, and take no room in
    /// the library's file.
    more: u32,
}

// SAFETY: invariant 2.
unsafe impl Sync for Freelist {}
// SAFETY: the objects are memory of the interpreter's allocator, which any thread may use.
unsafe impl Send for Freelist {}

impl Freelist {
    /// A list of up to so many objects.
    #[must_use]
    pub const fn new(most: u32) -> Self {
        Freelist {
            first: Cell::new(ptr::null_mut()),
            count: Cell::new(0),
            more: most.wrapping_sub(KEPT),
        }
    }

    /// Memory of a dead object, with what precedes its head; `None` where there is none.
    ///
    /// # Safety
    /// The caller is attached.
    #[inline]
    pub(crate) unsafe fn take(&self) -> Option<ptr::NonNull<PyObject>> {
        if NONE {
            return None;
        }
        let object = ptr::NonNull::new(self.first.get())?;
        // SAFETY: invariant 1: the first word is the link.
        self.first
            .set(unsafe { object.cast::<*mut PyObject>().read() });
        self.count.set(self.count.get() - 1);
        Some(object)
    }

    /// Keeps a dead object, if there is room.
    ///
    /// # Safety
    /// The caller is attached, and gives the object up as invariant 1 wants it, if the answer is `true`.
    #[inline]
    pub(crate) unsafe fn keep(&self, object: *mut PyObject) -> bool {
        // SAFETY: as the caller says.
        unsafe { self.keep_most(object, KEPT.wrapping_add(self.more)) }
    }

    /// [`Freelist::keep`], if there are fewer than so many.
    ///
    /// # Safety
    /// As that.
    #[inline]
    unsafe fn keep_most(&self, object: *mut PyObject, most: u32) -> bool {
        if NONE || self.count.get() >= most {
            return false;
        }
        // SAFETY: the caller gives the object up: its memory is ours.
        unsafe { object.cast::<*mut PyObject>().write(self.first.get()) };
        self.first.set(object);
        self.count.set(self.count.get() + 1);
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_size_has_a_pool_of_its_own() {
        let there = !NONE && !cfg!(py_sys_config = "Py_DEBUG");
        let mut seen = Vec::new();
        for gc in [false, true] {
            for size in 1..=300 {
                let pool = Pool::of(size, gc);
                assert_eq!(pool.is_some(), there && size % 8 == 0 && size <= 256);
                seen.extend(pool.map(|pool| ptr::from_ref(pool.list()).addr()));
            }
        }
        let count = seen.len();
        seen.sort_unstable();
        seen.dedup();
        assert_eq!(seen.len(), count);
    }

    #[test]
    fn the_last_that_is_kept_is_the_first_that_is_taken() {
        let mut dead = [[7_usize; 3]; 3];
        let objects = dead.each_mut().map(|object| ptr::from_mut(object).cast());
        let list = Freelist::new(2);
        // SAFETY: memory of no object, which nobody else has; no thread but this one.
        unsafe {
            assert!(list.take().is_none());
            let kept = objects.map(|object| list.keep(object));
            if NONE {
                assert_eq!(kept, [false; 3]);
                return;
            }
            assert_eq!(kept, [true, true, false]);
            for object in [objects[1], objects[0]] {
                assert_eq!(list.take().map(ptr::NonNull::as_ptr), Some(object));
            }
            assert!(list.take().is_none() && list.keep(objects[2]));
        }
        // No word but the first is written.
        assert!(dead.iter().all(|object| object[1..] == [7, 7]));
    }
}
