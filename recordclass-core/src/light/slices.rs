//! A `litelist` in square brackets.
//!
//! A slice's bounds are read, and what is to be assigned is gathered, before the length is looked at: both may run
//! code that changes the list.

use super::array::{Array, NoMemory, new_reference};
use super::gather::{Source, gather_or};
use super::in_place;
use super::index::{Slice, Span, index, out_of_range, quick, within};
use super::layout::{list_get, list_with, new_list};
use super::sequence::{List, Sequence};
use crate::errors::raise;
use crate::ffi::PyObject;
use crate::trampoline::{enter, enter_done};
use pyo3::exceptions::PyValueError;
use pyo3::ffi as py_ffi;
use pyo3::prelude::*;
use std::ffi::c_int;

/// `mp_subscript`. A slice is a `litelist`, also where the list is of a subclass.
pub(super) unsafe extern "C" fn subscript(
    object: *mut PyObject,
    key: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: CPython calls this with a list of ours and any key, both held by the caller, so the thread is attached.
    unsafe {
        let list = Borrowed::from_ptr(Python::assume_attached(), object);
        match quick(key).and_then(|index| at(&list, index)) {
            Some(item) => item.into_ptr(),
            None => subscript_any(object, key),
        }
    }
}

/// [`subscript`], for what is not simply the index of an item.
///
/// # Safety
/// As [`subscript`].
#[inline(never)]
unsafe fn subscript_any(object: *mut PyObject, key: *mut PyObject) -> *mut PyObject {
    // SAFETY: as the caller says.
    unsafe {
        enter(|py| {
            let list = Borrowed::from_ptr(py, object);
            if Slice::is(key) {
                let items = cut(&list, Slice::read(py, key)?)?;
                return new_list(py, items).map(Bound::into_ptr);
            }
            at(&list, index(py, key, List::NAME)?)
                .map(Bound::into_ptr)
                .ok_or_else(|| out_of_range(List::NAME, "index"))
        })
    }
}

/// The item at an index, which may be negative.
///
/// # Safety
/// A list of ours.
#[inline]
unsafe fn at<'py>(list: &Bound<'py, PyAny>, index: isize) -> Option<Bound<'py, PyAny>> {
    // SAFETY: as the caller says; the item is held before the array can change.
    unsafe {
        list_with(list, |array| {
            let item = array.as_slice().get(within(index, array.len())?)?;
            Bound::from_borrowed_ptr_or_opt(list.py(), *item)
        })
    }
}

/// # Safety
/// A list of ours.
unsafe fn cut(list: &Bound<'_, PyAny>, slice: Slice) -> Result<Array, NoMemory> {
    // SAFETY: as the caller says; taking references runs no code.
    unsafe {
        list_with(list, |array| {
            let span = slice.of(array.len());
            if span.step == 1 {
                return array.copy(span.start..span.stop);
            }
            let mut items = Array::with_capacity(span.count)?;
            for index in span.indices() {
                items.push_within(new_reference(array.as_slice()[index]));
            }
            Ok(items)
        })
    }
}

/// `sq_item`: CPython has added the length to a negative index already.
pub(super) unsafe extern "C" fn item(
    object: *mut PyObject,
    index: py_ffi::Py_ssize_t,
) -> *mut PyObject {
    // SAFETY: as `subscript`.
    unsafe {
        enter(|py| {
            let list = Borrowed::from_ptr(py, object);
            usize::try_from(index)
                .ok()
                .and_then(|index| list_get(&list, index))
                .map(Bound::into_ptr)
                .ok_or_else(|| out_of_range(List::NAME, "index"))
        })
    }
}

/// `sq_ass_item`.
pub(super) unsafe extern "C" fn assign_item(
    object: *mut PyObject,
    index: py_ffi::Py_ssize_t,
    new: *mut PyObject,
) -> c_int {
    // SAFETY: as `subscript`; `new` is NULL to delete.
    unsafe {
        enter_done(|py| {
            let new = Borrowed::from_ptr_or_opt(py, new);
            set(&Borrowed::from_ptr(py, object), new, |length| {
                usize::try_from(index).ok().filter(|&index| index < length)
            })
        })
    }
}

/// `mp_ass_subscript`.
pub(super) unsafe extern "C" fn assign_subscript(
    object: *mut PyObject,
    key: *mut PyObject,
    new: *mut PyObject,
) -> c_int {
    // SAFETY: as `subscript`; `new` is NULL to delete.
    unsafe {
        enter_done(|py| {
            let list = Borrowed::from_ptr(py, object);
            let new = Borrowed::from_ptr_or_opt(py, new);
            let index = match quick(key) {
                Some(index) => index,
                None if Slice::is(key) => return assign_slice(&list, key, new),
                None => index(py, key, List::NAME)?,
            };
            set(&list, new, |length| within(index, length))
        })
    }
}

/// Replaces or deletes one item, at the index that `place` finds for the length.
///
/// # Safety
/// A list of ours.
#[inline]
unsafe fn set(
    list: &Bound<'_, PyAny>,
    new: Option<Borrowed<'_, '_, PyAny>>,
    place: impl FnOnce(usize) -> Option<usize>,
) -> PyResult<()> {
    let py = list.py();
    // SAFETY: as the caller says; one reference goes in, one comes out, and dies after the list is whole.
    let old = unsafe {
        list_with(list, |array| {
            let index = place(array.len())?;
            match new {
                None => array.remove(py, index),
                Some(new) => {
                    let slot = array.as_mut_slice().get_mut(index)?;
                    let old = std::mem::replace(slot, new_reference(new.as_ptr()));
                    Some(Bound::from_owned_ptr(py, old))
                }
            }
        })
    };
    match old {
        Some(_) => Ok(()),
        None => Err(out_of_range(List::NAME, "assignment index")),
    }
}

/// # Safety
/// A list of ours, and a slice.
unsafe fn assign_slice(
    list: &Bound<'_, PyAny>,
    key: *mut PyObject,
    new: Option<Borrowed<'_, '_, PyAny>>,
) -> PyResult<()> {
    // SAFETY: as the caller says.
    unsafe {
        if let Some(new) = &new {
            let (items, length) = list_with(list, |array| {
                (array.as_mut_slice().as_mut_ptr(), array.len())
            });
            if in_place::assign(list, items, length, key, new) {
                return Ok(());
            }
        }
        replace(list, Slice::read(list.py(), key)?, new)
    }
}

/// Replaces or deletes the items of a slice.
///
/// # Safety
/// A list of ours.
#[inline(never)]
unsafe fn replace(
    list: &Bound<'_, PyAny>,
    slice: Slice,
    new: Option<Borrowed<'_, '_, PyAny>>,
) -> PyResult<()> {
    if slice.step() != 1 {
        // SAFETY: as the caller says.
        return unsafe { replace_extended(list, slice, new) };
    }
    let new = match new {
        None => Source::NONE,
        Some(new) => Source::of(&new, list, "can only assign an iterable")?,
    };
    // SAFETY: as the caller says. What is taken out dies after the list is whole.
    unsafe {
        let removed = list_with(list, |array| {
            let span = slice.of(array.len());
            array.replace(span.start..span.stop, new.items())
        })?;
        drop(removed);
    }
    Ok(())
}

/// Why a slice was not replaced.
enum Failed {
    NoMemory(NoMemory),
    Size(Span),
}

impl From<NoMemory> for Failed {
    fn from(error: NoMemory) -> Self {
        Failed::NoMemory(error)
    }
}

/// [`replace`] with a step: for each item there is a new one, or none.
///
/// # Safety
/// A list of ours.
#[inline(never)]
unsafe fn replace_extended(
    list: &Bound<'_, PyAny>,
    slice: Slice,
    new: Option<Borrowed<'_, '_, PyAny>>,
) -> PyResult<()> {
    let mut items = match new {
        None => Array::new(),
        Some(new) => gather_or(&new, "must assign iterable to extended slice")?,
    };
    // SAFETY: as the caller says. What is taken out is in `items` then, and dies after the list is whole.
    let done = unsafe {
        list_with(list, |array| {
            let span = slice.of(array.len());
            if new.is_none() {
                items = delete(array, span)?;
            } else if items.len() == span.count {
                let old = array.as_mut_slice();
                for (index, new) in span.indices().zip(items.as_mut_slice()) {
                    std::mem::swap(&mut old[index], new);
                }
            } else {
                return Err(Failed::Size(span));
            }
            Ok(())
        })
    };
    match done {
        Ok(()) => Ok(()),
        Err(Failed::NoMemory(error)) => Err(error.into()),
        Err(Failed::Size(span)) => {
            let (given, count) = (items.len(), span.count);
            Err(raise::<PyValueError>(format!(
                "attempt to assign sequence of size {given} to extended slice of size {count}"
            )))
        }
    }
}

/// Takes the items of an extended slice out.
fn delete(array: &mut Array, span: Span) -> Result<Array, NoMemory> {
    let Some(last) = span.count.checked_sub(1) else {
        return Ok(Array::new());
    };
    let start = if span.step < 0 {
        span.start.wrapping_add_signed(last as isize * span.step)
    } else {
        span.start
    };
    array.take_every(start, span.step.unsigned_abs(), span.count)
}
