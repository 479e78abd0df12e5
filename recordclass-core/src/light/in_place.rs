//! Assignment of a few new items to a slice that has as many: in place, with nothing gathered and no memory taken.

use super::index::Slice;
use super::layout::{list_with, tuple_items, tuple_len};
use super::types;
use crate::ffi::{self, PyObject};
use pyo3::ffi as py_ffi;
use pyo3::prelude::*;
use std::mem::MaybeUninit;

/// Up to so many items.
const FEW: usize = 32;

/// Puts the items of an exact list or tuple, or of one of our containers, in the place of those of a slice. Tells whether it
/// did; otherwise nothing has been done, and nothing has run.
///
/// # Safety
/// `target` is a `mutabletuple` or a `litelist` with its items at `items`, `length` of them; `key` and `new` are live.
pub(super) unsafe fn assign(
    target: &Bound<'_, PyAny>,
    items: *mut *mut PyObject,
    length: usize,
    key: *mut PyObject,
    new: &Bound<'_, PyAny>,
) -> bool {
    if cfg!(Py_GIL_DISABLED) || target.is(new) {
        return false;
    }
    // SAFETY: as the caller says. With the GIL, and while nothing runs, neither container changes; they are two, so their
    // items lie apart. Each item goes in by a reference of its own, and the old ones are released when all stand.
    unsafe {
        let Some(span) = Slice::quick(key).map(|slice| slice.of(length)) else {
            return false;
        };
        let Some((from, count)) = items_of(new) else {
            return false;
        };
        if count != span.count || count > FEW {
            return false;
        }
        let mut old = [const { MaybeUninit::<*mut PyObject>::uninit() }; FEW];
        for (index, old) in old.iter_mut().enumerate().take(count) {
            let value = *from.add(index);
            py_ffi::Py_INCREF(value);
            old.write(items.add(span.start + index).replace(value));
        }
        // From the last to the first, as a list does.
        for old in old.iter().take(count).rev() {
            py_ffi::Py_DECREF(old.assume_init());
        }
        true
    }
}

/// Where the items of a container are that can be read without running code, and how many.
///
/// # Safety
/// Called for one of our types, so they are made.
unsafe fn items_of(container: &Bound<'_, PyAny>) -> Option<(*const *mut PyObject, usize)> {
    // SAFETY: the type shows what it is.
    unsafe {
        let (object, tp) = (container.as_ptr(), types::type_of(container));
        if tp == &raw mut py_ffi::PyTuple_Type {
            return Some(ffi::tuple_items(object));
        }
        #[cfg(not(Py_GIL_DISABLED))]
        if tp == &raw mut py_ffi::PyList_Type {
            return Some(ffi::list_items(object));
        }
        let types = types::get(container.py());
        if types.is_tuple_exact(tp) {
            Some((tuple_items(object).cast_const(), tuple_len(object)))
        } else if tp == types.litelist.as_ptr() {
            list_with(container, |array| {
                Some((array.as_slice().as_ptr(), array.len()))
            })
        } else {
            None
        }
    }
}
