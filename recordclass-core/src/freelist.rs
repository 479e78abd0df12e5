//! `freelist = N`: dead objects of a class, kept for the next ones.
//!
//! # What must hold
//! 1. An object on the list is dead and untracked, exactly of the list's class, its contents dropped, its
//!    reference to the type given back; its first word is the link.
//! 2. The list is touched only with the GIL held. Without one there is no list: a lock would cost what
//!    the list saves.

use crate::ffi::PyObject;
use std::cell::Cell;
use std::ptr;

/// The list of one class.
pub(crate) struct Freelist {
    first: Cell<*mut PyObject>,
    count: Cell<u32>,
}

// SAFETY: invariant 2.
unsafe impl Sync for Freelist {}
// SAFETY: the objects are memory of the interpreter's allocator, which any thread may use.
unsafe impl Send for Freelist {}

impl Freelist {
    pub(crate) const fn new() -> Self {
        Freelist {
            first: Cell::new(ptr::null_mut()),
            count: Cell::new(0),
        }
    }

    /// Memory of a dead object, with what precedes its head; `None` where there is none.
    ///
    /// # Safety
    /// The caller is attached.
    #[inline]
    pub(crate) unsafe fn take(&self) -> Option<ptr::NonNull<PyObject>> {
        if cfg!(Py_GIL_DISABLED) {
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
    pub(crate) unsafe fn keep(&self, object: *mut PyObject, most: u32) -> bool {
        if cfg!(Py_GIL_DISABLED) || self.count.get() >= most {
            return false;
        }
        // SAFETY: the caller gives the object up: its memory is ours.
        unsafe { object.cast::<*mut PyObject>().write(self.first.get()) };
        self.first.set(object);
        self.count.set(self.count.get() + 1);
        true
    }
}
