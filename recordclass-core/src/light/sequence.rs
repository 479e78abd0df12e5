//! What all the containers have in common, for the protocols that only read: a length, and items.
//!
//! A list may change between any two of these calls, and a `mutabletuple`'s items may: whoever reads on after running
//! other people's code reads anew.

use super::layout;
use crate::ffi::PyObject;
use pyo3::prelude::*;

/// # Safety
/// Implementors run no Python code.
pub(super) unsafe trait Sequence {
    /// How messages call it.
    const NAME: &'static str;

    /// # Safety
    /// `object` is of the implementor's type or a subclass.
    unsafe fn len(object: &Bound<'_, PyAny>) -> usize;

    /// The item, new; `None` past the end.
    ///
    /// # Safety
    /// As [`Sequence::len`].
    unsafe fn get<'py>(object: &Bound<'py, PyAny>, index: usize) -> Option<Bound<'py, PyAny>>;

    /// The address of the item, which may be gone already; NULL past the end.
    ///
    /// # Safety
    /// As [`Sequence::len`].
    unsafe fn peek(object: &Bound<'_, PyAny>, index: usize) -> *mut PyObject;
}

/// `mutabletuple`, `litetuple`. What is said of the mutable one holds for both where it only reads.
pub(super) struct Tuple<const MUTABLE: bool>;

/// `litelist`.
pub(super) struct List;

// SAFETY: `layout` runs no code here.
unsafe impl<const MUTABLE: bool> Sequence for Tuple<MUTABLE> {
    const NAME: &'static str = if MUTABLE { "mutabletuple" } else { "litetuple" };

    #[inline]
    unsafe fn len(object: &Bound<'_, PyAny>) -> usize {
        // SAFETY: as the caller says.
        unsafe { layout::tuple_len(object.as_ptr()) }
    }

    #[inline]
    unsafe fn get<'py>(object: &Bound<'py, PyAny>, index: usize) -> Option<Bound<'py, PyAny>> {
        // SAFETY: as the caller says.
        unsafe { layout::tuple_get(object, index) }
    }

    #[inline]
    unsafe fn peek(object: &Bound<'_, PyAny>, index: usize) -> *mut PyObject {
        // SAFETY: as the caller says.
        unsafe { layout::tuple_peek(object, index) }
    }
}

// SAFETY: as above.
unsafe impl Sequence for List {
    const NAME: &'static str = "litelist";

    #[inline]
    unsafe fn len(object: &Bound<'_, PyAny>) -> usize {
        // SAFETY: as the caller says.
        unsafe { layout::list_len(object) }
    }

    #[inline]
    unsafe fn get<'py>(object: &Bound<'py, PyAny>, index: usize) -> Option<Bound<'py, PyAny>> {
        // SAFETY: as the caller says.
        unsafe { layout::list_get(object, index) }
    }

    #[inline]
    unsafe fn peek(object: &Bound<'_, PyAny>, index: usize) -> *mut PyObject {
        // SAFETY: as the caller says.
        unsafe { layout::list_peek(object, index) }
    }
}
