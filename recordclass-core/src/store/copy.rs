//! Slots of other `Copy` types (`i128`, `Option<f64>`, a small enum): the value itself, read and
//! written whole inside the record's critical section.

use super::convert::by_value;
use super::lone::Lone;
use super::{COPY, FromPython, Storage, Store, Trace, never};
use crate::errors::Site;
use crate::field::{Kind, Ops, Tracing};
use crate::trampoline::attached;
use pyo3::prelude::*;
use pyo3::sync::critical_section::with_critical_section;
use std::cell::UnsafeCell;

/// A slot's memory.
///
/// # What must hold
/// It is read and written only while attached and inside the record's critical section, or read as [`lone`](super::lone)
/// says, by a `memcpy` that calls nothing: so no reference to the value ever meets a write.
#[repr(transparent)]
pub struct CopyCell<T>(UnsafeCell<T>);

// SAFETY: see "What must hold"; the value itself may travel.
unsafe impl<T: Send + Sync> Sync for CopyCell<T> {}

impl<T: Copy> CopyCell<T> {
    pub(crate) fn read(&self, owner: &Bound<'_, PyAny>) -> T {
        // SAFETY: inside the critical section nobody writes.
        with_critical_section(owner, || unsafe { *self.0.get() })
    }

    pub(crate) fn write(&self, owner: &Bound<'_, PyAny>, value: T) {
        with_critical_section(owner, || {
            let _lone = Lone::lock(self);
            // SAFETY: nobody reads now, with the owner or without; a `Copy` type has no drop to run.
            unsafe { *self.0.get() = value };
        });
    }

    /// The value, without the owner; `None` while the interpreter shuts down.
    #[cfg(feature = "serde")]
    pub(crate) fn read_alone(&self) -> Option<T> {
        // SAFETY: `lone` 2: nobody writes.
        super::lone::without_owner(self, || unsafe { *self.0.get() })
    }
}

impl<T> Store<T> for Storage<COPY>
where
    T: Copy + FromPython + for<'py> IntoPyObject<'py> + Send + Sync + 'static,
{
    type Cell = CopyCell<T>;
    const OPS: &'static Ops = &Ops {
        kind: Kind::Inert,
        any_object: false,
        takes: never,
        init: init::<T>,
        get: get::<T>,
        set: Some(set::<T>),
        delete: None,
        copy: Some(copy::<T>),
        drop: |_| {},
        compare: None,
    };
    fn cell(value: T) -> CopyCell<T> {
        CopyCell(UnsafeCell::new(value))
    }
}

/// `Copy` excludes `Py`: nothing to visit.
impl<T> Trace<T> for Storage<COPY> {
    const TRACING: Option<Tracing> = None;
}

/// # Safety
/// [`Ops`] 2; the borrow ends before the record does.
unsafe fn cell<'a, T>(at: *const u8) -> &'a CopyCell<T> {
    // SAFETY: as the caller says; a cell has only shared borrows.
    unsafe { &*at.cast::<CopyCell<T>>() }
}

unsafe fn init<T: FromPython>(
    site: Site<'_>,
    value: Borrowed<'_, '_, PyAny>,
    dst: *mut u8,
) -> PyResult<()> {
    let value = T::from_python(site, value)?;
    // SAFETY: Ops 2: room for a cell.
    unsafe {
        dst.cast::<CopyCell<T>>()
            .write(CopyCell(UnsafeCell::new(value)))
    };
    Ok(())
}

unsafe fn get<'py, T: Copy + for<'any> IntoPyObject<'any>>(
    owner: &Bound<'py, PyAny>,
    src: *const u8,
) -> PyResult<Option<Bound<'py, PyAny>>> {
    // SAFETY: Ops 2 and 3.
    let value = unsafe { cell::<T>(src) }.read(owner);
    attached(owner.py(), || by_value(owner.py(), value).map(Some))
}

unsafe fn set<T: Copy + FromPython>(
    site: Site<'_>,
    owner: &Bound<'_, PyAny>,
    dst: *mut u8,
    value: &Bound<'_, PyAny>,
) -> PyResult<()> {
    let value = T::from_python(site, value.as_borrowed())?;
    // SAFETY: Ops 2 and 3.
    unsafe { cell::<T>(dst) }.write(owner, value);
    Ok(())
}

unsafe fn copy<T: Copy>(owner: &Bound<'_, PyAny>, src: *const u8, dst: *mut u8) {
    // SAFETY: Ops 2, for both.
    unsafe {
        let value = cell::<T>(src).read(owner);
        dst.cast::<CopyCell<T>>()
            .write(CopyCell(UnsafeCell::new(value)));
    }
}
