//! Native slots: an atomic in the record.

use super::{NATIVE, Storage, Store, Trace, never};
use crate::errors::Site;
use crate::field::{Ops, Tracing};
use crate::native::{Native, read, write};
use pyo3::prelude::*;
use std::cmp::Ordering;

impl<T: Native> Store<T> for Storage<NATIVE> {
    type Cell = T::Atomic;
    const OPS: &'static Ops = &Ops {
        kind: T::KIND,
        any_object: false,
        takes: never,
        init: init::<T>,
        get: get::<T>,
        set: Some(set::<T>),
        delete: None,
        copy: Some(copy::<T>),
        drop: |_| {},
        compare: Some(compare::<T>),
    };
    #[inline]
    fn cell(value: T) -> T::Atomic {
        value.atomic()
    }
}

impl<T: Native> Trace<T> for Storage<NATIVE> {
    const TRACING: Option<Tracing> = None;
}

pub(super) fn convert<T: Native>(site: Site<'_>, value: &Bound<'_, PyAny>) -> PyResult<T> {
    T::from_python(value).map_err(|why| site.mismatch(why, value))
}

unsafe fn init<T: Native>(
    site: Site<'_>,
    value: Borrowed<'_, '_, PyAny>,
    dst: *mut u8,
) -> PyResult<()> {
    let native: T = convert(site, &value)?;
    // SAFETY: Ops 2: room for a cell.
    unsafe { dst.cast::<T::Atomic>().write(native.atomic()) };
    Ok(())
}

unsafe fn get<'py, T: Native>(
    owner: &Bound<'py, PyAny>,
    src: *const u8,
) -> PyResult<Option<Bound<'py, PyAny>>> {
    // SAFETY: Ops 2.
    let native: T = unsafe { read(src) };
    native.to_python(owner.py()).map(Some)
}

unsafe fn set<T: Native>(
    site: Site<'_>,
    _owner: &Bound<'_, PyAny>,
    dst: *mut u8,
    value: &Bound<'_, PyAny>,
) -> PyResult<()> {
    let native: T = convert(site, value)?;
    // SAFETY: Ops 2: still a live cell, for the caller holds the owner (Ops 3).
    unsafe { write(dst, native) };
    Ok(())
}

unsafe fn copy<T: Native>(_owner: &Bound<'_, PyAny>, src: *const u8, dst: *mut u8) {
    // SAFETY: Ops 2, for both.
    unsafe { dst.cast::<T::Atomic>().write(read::<T>(src).atomic()) };
}

unsafe fn compare<T: Native>(a: *const u8, b: *const u8) -> Option<Ordering> {
    // SAFETY: Ops 2, for both.
    unsafe { read::<T>(a).compare(read::<T>(b)) }
}
