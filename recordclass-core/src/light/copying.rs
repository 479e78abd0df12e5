//! `copy.copy` and `copy.deepcopy`. Neither calls a constructor: the copy of a subclass's instance is of the same
//! class, and has what the original has.

use super::array::Array;
use super::layout::{
    list_from, list_get, list_snapshot, list_with, tuple_allocate, tuple_copy_items, tuple_from,
    tuple_get, tuple_items, tuple_len, tuple_snapshot, tuple_swap,
};
use super::state;
use super::types::{self, type_of};
use crate::ffi::{PyObject, new};
use crate::nesting::Deeper;
use crate::trampoline::enter_attached;
use pyo3::intern;
use pyo3::prelude::*;

/// `__copy__()` of the tuples.
pub(super) unsafe extern "C" fn copy_tuple(
    object: *mut PyObject,
    _none: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: a METH_NOARGS method: CPython has checked that `object` is of the type.
    unsafe {
        crate::trampoline::enter(|py| {
            let tuple = Borrowed::from_ptr(py, object);
            let tp = type_of(&tuple);
            if tp == types::get(py).litetuple.as_ptr() {
                return Ok(tuple.to_owned().into_ptr());
            }
            let copy = shallow(&tuple)?;
            if !types::is_exact(&tuple) {
                crate::trampoline::attached(py, || state::carry_over(&tuple, &copy, Ok))?;
            }
            Ok(copy.into_ptr())
        })
    }
}

/// # Safety
/// A tuple of ours.
unsafe fn shallow<'py>(tuple: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
    // SAFETY: as the caller says; filled at once.
    unsafe {
        let length = tuple_len(tuple.as_ptr());
        let py = tuple.py();
        let copy = tuple_allocate(py, type_of(tuple), length).ok_or_else(|| PyErr::fetch(py))?;
        let to = tuple_items(copy.as_ptr());
        tuple_copy_items(tuple, 0, 1, length, to);
        Ok(copy)
    }
}

/// `__copy__()` of `litelist`.
pub(super) unsafe extern "C" fn copy_list(
    object: *mut PyObject,
    _none: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: as `copy_tuple`.
    unsafe {
        crate::trampoline::enter(|py| {
            let list = Borrowed::from_ptr(py, object);
            let items = list_snapshot(&list, |length| 0..length)?;
            let copy = list_from(py, type_of(&list), items)?;
            if !types::is_exact(&list) {
                crate::trampoline::attached(py, || state::carry_over(&list, &copy, Ok))?;
            }
            Ok(copy.into_ptr())
        })
    }
}

/// `__deepcopy__(memo)` of `mutabletuple`.
///
/// The copy starts with the items of the original and is entered in the memo, so that whatever leads back to the
/// original finds it; then one item after the other is replaced by its deep copy.
pub(super) unsafe extern "C" fn deepcopy_mutable(
    object: *mut PyObject,
    memo: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: a METH_O method: CPython has checked that `object` is of the type.
    unsafe {
        enter_attached(|py| {
            let _deeper = Deeper::counted(py)?;
            let tuple = Borrowed::from_ptr(py, object);
            let deep = Deep::new(py, memo)?;
            let copy = shallow(&tuple)?;
            deep.remember(&tuple, &copy)?;
            for index in 0..tuple_len(object) {
                let Some(item) = tuple_get(&copy, index) else {
                    break;
                };
                drop(tuple_swap(&copy, index, deep.of(item)?));
            }
            state::carry_over(&tuple, &copy, |state| deep.of(state))?;
            Ok(copy.into_ptr())
        })
    }
}

/// `__deepcopy__(memo)` of `litetuple`: the tuple itself, where nothing in it had to be copied.
pub(super) unsafe extern "C" fn deepcopy_immutable(
    object: *mut PyObject,
    memo: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: as above.
    unsafe {
        enter_attached(|py| {
            let _deeper = Deeper::counted(py)?;
            let tuple = Borrowed::from_ptr(py, object);
            let deep = Deep::new(py, memo)?;
            let mut items = tuple_snapshot(&tuple)?;
            let mut same = true;
            for index in 0..items.len() {
                let old = Bound::from_borrowed_ptr(py, items.as_slice()[index]);
                let new = deep.of(old.clone())?;
                same &= new.is(&old);
                items.as_mut_slice()[index] = new.into_ptr();
                // The reference that the array had.
                drop(Bound::from_owned_ptr(py, old.as_ptr()));
            }
            if let Some(known) = deep.known(&tuple)? {
                // An item led back to the tuple, and that round made its copy.
                return Ok(known.into_ptr());
            }
            if same && types::is_exact(&tuple) {
                return Ok(tuple.to_owned().into_ptr());
            }
            let copy = tuple_from(py, type_of(&tuple), items)?;
            deep.remember(&tuple, &copy)?;
            state::carry_over(&tuple, &copy, |state| deep.of(state))?;
            Ok(copy.into_ptr())
        })
    }
}

/// `__deepcopy__(memo)` of `litelist`.
pub(super) unsafe extern "C" fn deepcopy_list(
    object: *mut PyObject,
    memo: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: as above.
    unsafe {
        enter_attached(|py| {
            let _deeper = Deeper::counted(py)?;
            let list = Borrowed::from_ptr(py, object);
            let deep = Deep::new(py, memo)?;
            let copy = list_from(py, type_of(&list), Array::new())?;
            deep.remember(&list, &copy)?;
            let mut index = 0;
            while let Some(item) = list_get(&list, index) {
                let item = deep.of(item)?;
                list_with(&copy, |array| array.push(&item))?;
                index += 1;
            }
            state::carry_over(&list, &copy, |state| deep.of(state))?;
            Ok(copy.into_ptr())
        })
    }
}

/// One deep copy under way.
struct Deep<'py> {
    copier: Bound<'py, PyAny>,
    memo: Bound<'py, PyAny>,
}

impl<'py> Deep<'py> {
    /// # Safety
    /// `memo` is a live object.
    unsafe fn new(py: Python<'py>, memo: *mut PyObject) -> PyResult<Self> {
        // SAFETY: as the caller says.
        let memo = unsafe { Bound::from_borrowed_ptr(py, memo) };
        Ok(Deep {
            copier: py
                .import(intern!(py, "copy"))?
                .getattr(intern!(py, "deepcopy"))?,
            memo: if memo.is_none() {
                new::dict(py)?.into_any()
            } else {
                memo
            },
        })
    }

    fn of(&self, value: Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        self.copier.call1((value, &self.memo))
    }

    fn remember(&self, original: &Bound<'py, PyAny>, copy: &Bound<'py, PyAny>) -> PyResult<()> {
        let id = new::int(copy.py(), original.as_ptr() as usize)?;
        self.memo.set_item(id, copy)
    }

    fn known(&self, original: &Bound<'py, PyAny>) -> PyResult<Option<Bound<'py, PyAny>>> {
        let py = original.py();
        let id = new::int(py, original.as_ptr() as usize)?;
        let known = self.memo.call_method1(intern!(py, "get"), (&id,))?;
        Ok(Some(known).filter(|known| !known.is_none()))
    }
}
