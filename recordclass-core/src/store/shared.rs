//! Slots of all other types (`String`, `Vec<f64>`, ...): one pointer to a value that never changes.
//!
//! An assignment puts a new pointer in. Whoever reads takes a share of the old value with it, so
//! the conversion to Python, which may run anything, never meets a value that is being replaced.
//! A plain `String` in the slot would need a borrow flag for that, or a copy at each read.
//!
//! # What must hold
//! 1. The pointer is taken, cloned and replaced only while attached, inside the record's critical
//!    section, without calling anything; a replaced value is dropped outside of it. Or it is cloned as [`lone`](super::lone) says.
//! 2. The collector visits the value only while the slot is its sole owner: a second owner's share
//!    is not counted in the objects' reference counts.

use super::convert::ToPython;
use super::lone::Lone;
use super::{BY_CLONE, BY_REF, FromPython, Storage, Store, Trace, never};
use crate::errors::Site;
use crate::field::{Kind, Ops, Tracing};
use crate::gc::{Traverse, Visit};
use crate::trampoline::attached;
use pyo3::prelude::*;
use pyo3::sync::critical_section::with_critical_section;
use std::cell::UnsafeCell;
use std::ffi::c_int;
use std::mem;
use std::ptr;
use std::sync::Arc;

/// A slot's memory. `None` only after the collector cleared it.
pub struct SharedCell<T>(UnsafeCell<Option<Arc<T>>>);

// SAFETY: invariant 1; the value itself may be shared and may travel.
unsafe impl<T: Send + Sync> Sync for SharedCell<T> {}

impl<T> SharedCell<T> {
    fn new(value: Option<Arc<T>>) -> Self {
        SharedCell(UnsafeCell::new(value))
    }

    pub(crate) fn read(&self, owner: &Bound<'_, PyAny>) -> Option<Arc<T>> {
        // SAFETY: invariant 1: cloning an `Arc` calls nothing.
        with_critical_section(owner, || unsafe { (*self.0.get()).clone() })
    }

    pub(crate) fn swap(&self, owner: &Bound<'_, PyAny>, new: Option<Arc<T>>) -> Option<Arc<T>> {
        with_critical_section(owner, || {
            let _lone = Lone::lock(self);
            // SAFETY: invariant 1: `replace` moves two pointers.
            unsafe { mem::replace(&mut *self.0.get(), new) }
        })
    }

    /// The value, without the owner; the outer `None` while the interpreter shuts down.
    #[cfg(feature = "serde")]
    pub(crate) fn read_alone(&self) -> Option<Option<Arc<T>>> {
        // SAFETY: `lone` 2: nobody writes; cloning an `Arc` calls nothing.
        super::lone::without_owner(self, || unsafe { (*self.0.get()).clone() })
    }
}

macro_rules! shared_store {
    ($($kind:ident)*) => {$(
        impl<T> Store<T> for Storage<$kind>
        where
            T: FromPython + Send + Sync + 'static,
            Storage<$kind>: ToPython<T>,
        {
            type Cell = SharedCell<T>;
            const OPS: &'static Ops = &Ops {
                kind: Kind::Other,
                any_object: false,
                takes: never,
                init: init::<T>,
                get: get::<T, $kind>,
                set: Some(set::<T>),
                delete: None,
                copy: Some(copy::<T>),
                drop: drop_cell::<T>,
                compare: None,
            };
            fn cell(value: T) -> SharedCell<T> {
                SharedCell::new(Some(Arc::new(value)))
            }
        }

        impl<T: Traverse> Trace<T> for Storage<$kind> {
            const TRACING: Option<Tracing> =
                Some(Tracing { traverse: traverse::<T>, clear: Some(clear::<T>) });
        }
    )*};
}
shared_store!(BY_REF BY_CLONE);

/// # Safety
/// [`Ops`] 2; the borrow ends before the record does.
unsafe fn cell<'a, T>(at: *const u8) -> &'a SharedCell<T> {
    // SAFETY: as the caller says; a cell has only shared borrows.
    unsafe { &*at.cast::<SharedCell<T>>() }
}

unsafe fn init<T: FromPython>(
    site: Site<'_>,
    value: Borrowed<'_, '_, PyAny>,
    dst: *mut u8,
) -> PyResult<()> {
    let value = T::from_python(site, value)?;
    // SAFETY: Ops 2: room for a cell.
    unsafe {
        dst.cast::<SharedCell<T>>()
            .write(SharedCell::new(Some(Arc::new(value))))
    };
    Ok(())
}

unsafe fn get<'py, T, const KIND: u8>(
    owner: &Bound<'py, PyAny>,
    src: *const u8,
) -> PyResult<Option<Bound<'py, PyAny>>>
where
    Storage<KIND>: ToPython<T>,
{
    // SAFETY: Ops 2 and 3.
    match unsafe { cell::<T>(src) }.read(owner) {
        Some(value) => attached(owner.py(), move || {
            // The share may be the last one: it goes while PyO3 knows that we are attached.
            let value = value;
            Storage::<KIND>::to_python(owner.py(), &value).map(Some)
        }),
        None => Ok(None),
    }
}

unsafe fn set<T: FromPython>(
    site: Site<'_>,
    owner: &Bound<'_, PyAny>,
    dst: *mut u8,
    value: &Bound<'_, PyAny>,
) -> PyResult<()> {
    let value = T::from_python(site, value.as_borrowed())?;
    // SAFETY: Ops 2 and 3. The old value dies here, last.
    let old = unsafe { cell::<T>(dst) }.swap(owner, Some(Arc::new(value)));
    attached(owner.py(), || drop(old));
    Ok(())
}

/// A copied record shares the value until either is assigned to.
unsafe fn copy<T>(owner: &Bound<'_, PyAny>, src: *const u8, dst: *mut u8) {
    // SAFETY: Ops 2, for both.
    unsafe {
        let value = cell::<T>(src).read(owner);
        dst.cast::<SharedCell<T>>().write(SharedCell::new(value));
    }
}

unsafe fn drop_cell<T>(dst: *mut u8) {
    // SAFETY: Ops 2: initialised, and given up.
    unsafe { ptr::drop_in_place(dst.cast::<SharedCell<T>>()) };
}

unsafe fn traverse<T: Traverse>(src: *const u8, visit: &Visit) -> c_int {
    // SAFETY: Ops 2; the collector has stopped whoever could write.
    match unsafe { &*cell::<T>(src).0.get() } {
        Some(value) if Arc::strong_count(value) == 1 => value.traverse(visit), // invariant 2
        _ => 0,
    }
}

unsafe fn clear<T>(owner: &Bound<'_, PyAny>, dst: *mut u8) {
    // SAFETY: Ops 2 and 3.
    drop(unsafe { cell::<T>(dst) }.swap(owner, None));
}
