//! The items of the tuples: `t[0]`, `t[-1]`, `t[1:]`, and assignment to those of a `mutabletuple`.

use super::gather::gather_or;
use super::in_place;
use super::index::{Slice, index, out_of_range, quick, within};
use super::layout::{
    tuple_allocate_exact, tuple_copy_items, tuple_get, tuple_items, tuple_len, tuple_swap,
};
use super::sequence::{Sequence, Tuple};
use super::types;
use crate::errors::raise;
use crate::ffi::PyObject;
use crate::trampoline::{enter, enter_done};
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::ffi as py_ffi;
use pyo3::prelude::*;
use pyo3::sync::critical_section::with_critical_section;
use std::ffi::c_int;

const MUTABLE: &str = Tuple::<true>::NAME;

/// `mp_subscript`. A slice is of the base type, also where the tuple is of a subclass.
pub(super) unsafe extern "C" fn subscript<const MUTABLE: bool>(
    object: *mut PyObject,
    key: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: CPython calls this with a tuple of ours and any key, both held by the caller, so the thread is attached.
    unsafe {
        let tuple = Borrowed::from_ptr(Python::assume_attached(), object);
        let item = quick(key)
            .and_then(|index| within(index, tuple_len(object)))
            .and_then(|index| tuple_get(&tuple, index));
        match item {
            Some(item) => item.into_ptr(),
            None => subscript_any::<MUTABLE>(object, key),
        }
    }
}

/// [`subscript`], for what is not simply the index of an item.
///
/// # Safety
/// As [`subscript`].
#[inline(never)]
unsafe fn subscript_any<const MUTABLE: bool>(
    object: *mut PyObject,
    key: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: as the caller says.
    unsafe {
        enter(|py| {
            let tuple = Borrowed::from_ptr(py, object);
            if Slice::is(key) {
                let slice = Slice::read(py, key)?;
                return cut::<MUTABLE>(&tuple, slice).map(Bound::into_ptr);
            }
            let name = Tuple::<MUTABLE>::NAME;
            within(index(py, key, name)?, tuple_len(object))
                .and_then(|index| tuple_get(&tuple, index))
                .map(Bound::into_ptr)
                .ok_or_else(|| out_of_range(name, "index"))
        })
    }
}

/// # Safety
/// A tuple of ours.
unsafe fn cut<'py, const MUTABLE: bool>(
    tuple: &Bound<'py, PyAny>,
    slice: Slice,
) -> PyResult<Bound<'py, PyAny>> {
    let py = tuple.py();
    // SAFETY: as the caller says; `Span` gives indices within the length.
    unsafe {
        let length = tuple_len(tuple.as_ptr());
        let span = slice.of(length);
        if !MUTABLE && span.count == length && span.step == 1 && types::is_exact(tuple) {
            return Ok(tuple.clone());
        }
        let part = tuple_allocate_exact(py, types::get(py).tuple(MUTABLE), span.count)
            .ok_or_else(|| PyErr::fetch(py))?;
        let to = tuple_items(part.as_ptr());
        tuple_copy_items(tuple, span.start as isize, span.step, span.count, to);
        Ok(part)
    }
}

/// `sq_item`: CPython has added the length to a negative index already.
pub(super) unsafe extern "C" fn item<const MUTABLE: bool>(
    object: *mut PyObject,
    index: py_ffi::Py_ssize_t,
) -> *mut PyObject {
    // SAFETY: as `subscript`.
    unsafe {
        enter(|py| {
            let tuple = Borrowed::from_ptr(py, object);
            usize::try_from(index)
                .ok()
                .and_then(|index| tuple_get(&tuple, index))
                .map(Bound::into_ptr)
                .ok_or_else(|| out_of_range(Tuple::<MUTABLE>::NAME, "index"))
        })
    }
}

/// `sq_ass_item` of `mutabletuple`.
pub(super) unsafe extern "C" fn assign_item(
    object: *mut PyObject,
    index: py_ffi::Py_ssize_t,
    new: *mut PyObject,
) -> c_int {
    // SAFETY: as `subscript`; `new` is NULL to delete.
    unsafe {
        enter_done(|py| {
            let tuple = Borrowed::from_ptr(py, object);
            let new = Bound::from_borrowed_ptr_or_opt(py, new);
            let new = new.ok_or_else(|| no_deletion(&tuple))?;
            let index = usize::try_from(index)
                .ok()
                .filter(|&index| index < tuple_len(object))
                .ok_or_else(|| out_of_range(MUTABLE, "assignment index"))?;
            drop(tuple_swap(&tuple, index, new));
            Ok(())
        })
    }
}

/// `mp_ass_subscript` of `mutabletuple`: an item, or as many new items as the slice has.
pub(super) unsafe extern "C" fn assign_subscript(
    object: *mut PyObject,
    key: *mut PyObject,
    new: *mut PyObject,
) -> c_int {
    // SAFETY: as `subscript`; `new` is NULL to delete.
    unsafe {
        enter_done(|py| {
            let tuple = Borrowed::from_ptr(py, object);
            if let Some(new) = Bound::from_borrowed_ptr_or_opt(py, new) {
                let index = quick(key).and_then(|index| within(index, tuple_len(object)));
                match index {
                    // The old item dies here, last.
                    Some(index) => drop(tuple_swap(&tuple, index, new)),
                    None => assign_any(&tuple, key, new)?,
                }
                return Ok(());
            }
            Err(no_deletion(&tuple))
        })
    }
}

/// # Safety
/// A `mutabletuple` and any objects.
#[inline(never)]
unsafe fn assign_any(
    tuple: &Bound<'_, PyAny>,
    key: *mut PyObject,
    new: Bound<'_, PyAny>,
) -> PyResult<()> {
    // SAFETY: as the caller says.
    unsafe {
        if Slice::is(key) {
            let object = tuple.as_ptr();
            if in_place::assign(tuple, tuple_items(object), tuple_len(object), key, &new) {
                return Ok(());
            }
            return replace(tuple, Slice::read(tuple.py(), key)?, &new);
        }
        let index = within(index(tuple.py(), key, MUTABLE)?, tuple_len(tuple.as_ptr()))
            .ok_or_else(|| out_of_range(MUTABLE, "assignment index"))?;
        // The old item dies here, last.
        drop(tuple_swap(tuple, index, new));
        Ok(())
    }
}

/// # Safety
/// A `mutabletuple`.
unsafe fn replace(tuple: &Bound<'_, PyAny>, slice: Slice, new: &Bound<'_, PyAny>) -> PyResult<()> {
    let mut new = gather_or(new, "can only assign an iterable")?;
    // SAFETY: as the caller says. Old and new items change places within the critical section; the old ones die with
    // the array, after it.
    unsafe {
        let length = tuple_len(tuple.as_ptr());
        let span = slice.of(length);
        let (given, count) = (new.len(), span.count);
        if given != count {
            return Err(raise::<PyValueError>(format!(
                "attempt to assign sequence of size {given} to slice of size {count} of a {MUTABLE}"
            )));
        }
        with_critical_section(tuple, || {
            let items = tuple_items(tuple.as_ptr());
            for (index, other) in span.indices().zip(new.as_mut_slice()) {
                std::ptr::swap(items.add(index), other);
            }
        });
    }
    Ok(())
}

#[cold]
fn no_deletion(tuple: &Bound<'_, PyAny>) -> PyErr {
    let name = crate::errors::type_name(tuple);
    raise::<PyTypeError>(format!("'{name}' object doesn't support item deletion"))
}
