//! The three structs of the Arrow C data interface and C stream interface, and [`Owned`]: one that is ours to release.
//!
//! # Invariants
//! 1. A struct whose `release` is set is alive: it may be read, and somebody calls `release` once, with a pointer to
//!    wherever the struct lies then.
//! 2. To move one is to copy it and to set `release` of the source to NULL.
//! 3. Children and dictionaries belong to their parent, until they are moved out.

use std::ffi::{CStr, c_char, c_int, c_void};
use std::ptr;

/// `struct ArrowSchema`: a type, and a name.
#[repr(C)]
pub(crate) struct Schema {
    pub(super) format: *const c_char,
    pub(super) name: *const c_char,
    pub(super) metadata: *const c_char,
    pub(super) flags: i64,
    pub(super) n_children: i64,
    pub(super) children: *mut *mut Schema,
    pub(super) dictionary: *mut Schema,
    pub(super) release: Option<Release<Schema>>,
    pub(super) private_data: *mut c_void,
}

/// `struct ArrowArray`: values of a type that is known otherwise.
#[repr(C)]
pub(crate) struct Array {
    pub(super) length: i64,
    pub(super) null_count: i64,
    pub(super) offset: i64,
    pub(super) n_buffers: i64,
    pub(super) n_children: i64,
    pub(super) buffers: *mut *const c_void,
    pub(super) children: *mut *mut Array,
    pub(super) dictionary: *mut Array,
    pub(super) release: Option<Release<Array>>,
    pub(super) private_data: *mut c_void,
}

/// `struct ArrowArrayStream`: arrays of one type, one after the other.
#[repr(C)]
pub(crate) struct Stream {
    pub(super) get_schema: Option<unsafe extern "C" fn(*mut Stream, *mut Schema) -> c_int>,
    pub(super) get_next: Option<unsafe extern "C" fn(*mut Stream, *mut Array) -> c_int>,
    pub(super) get_last_error: Option<unsafe extern "C" fn(*mut Stream) -> *const c_char>,
    pub(super) release: Option<Release<Stream>>,
    pub(super) private_data: *mut c_void,
}

/// A release callback.
pub(super) type Release<T> = unsafe extern "C" fn(*mut T);

/// The flag of a type whose values may be null.
pub(super) const NULLABLE: i64 = 2;

/// What a stream may return instead of 0: numbers of `errno` that are the same everywhere.
pub(super) const EIO: c_int = 5;
pub(super) const ENOMEM: c_int = 12;
pub(super) const EINVAL: c_int = 22;

/// One of the three.
///
/// # Safety
/// `release` is the struct's own, and all zeros are a struct that is released.
pub(super) unsafe trait Struct: Sized {
    /// The name of capsules with one.
    const CAPSULE: &'static CStr;
    fn release(&mut self) -> &mut Option<Release<Self>>;
}

macro_rules! structs {
    ($($type:ty: $name:literal)*) => {$(
        // SAFETY: pointers, numbers, and functions that may be NULL.
        unsafe impl Struct for $type {
            const CAPSULE: &'static CStr = $name;
            fn release(&mut self) -> &mut Option<Release<Self>> {
                &mut self.release
            }
        }
        // SAFETY: the interface has no threads: what is moved may be used and released on any, one at a time.
        unsafe impl Send for $type {}
    )*};
}
structs! {
    Schema: c"arrow_schema"
    Array: c"arrow_array"
    Stream: c"arrow_array_stream"
}

/// A struct that is released when this is dropped, unless it is moved on.
#[repr(transparent)]
pub(super) struct Owned<T: Struct>(T);

impl<T: Struct> Owned<T> {
    /// # Safety
    /// Invariant 1, and the struct was moved here.
    pub(super) unsafe fn new(moved: T) -> Self {
        Owned(moved)
    }

    /// A place for a producer to put a struct in.
    pub(super) fn empty() -> Self {
        // SAFETY: `Struct`.
        Owned(unsafe { std::mem::zeroed() })
    }

    pub(super) fn is_released(&mut self) -> bool {
        self.0.release().is_none()
    }

    pub(super) fn get(&self) -> &T {
        &self.0
    }

    pub(super) fn as_ptr(&mut self) -> *mut T {
        &raw mut self.0
    }

    /// Moves the struct on.
    pub(super) fn into_inner(self) -> T {
        let owned = std::mem::ManuallyDrop::new(self);
        // SAFETY: read once, for what is around it is forgotten.
        unsafe { ptr::read(&raw const owned.0) }
    }
}

impl<T: Struct> Drop for Owned<T> {
    fn drop(&mut self) {
        if let Some(release) = *self.0.release() {
            // SAFETY: invariant 1.
            unsafe { release(&raw mut self.0) };
        }
    }
}

/// Releases and frees children that lie in boxes of ours.
///
/// # Safety
/// Each is a box that nobody uses any more, released or alive.
pub(super) unsafe fn free_children<T: Struct>(children: &[*mut T]) {
    for &child in children {
        // SAFETY: as the caller says; invariant 3: one that was moved out has no `release` here.
        unsafe { drop(Owned(*Box::from_raw(child))) };
    }
}
