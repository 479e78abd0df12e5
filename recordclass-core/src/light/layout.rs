//! How the containers lie in memory: the one place that knows.
//!
//! ```text
//! litetuple, mutabletuple    object head, length, items           24 + 8 n bytes
//! litelist                   object head, an Array                40 bytes, and 8 for each item there is room for
//! ```
//!
//! (The head is 16 bytes, and 32 on free-threaded builds.) The length is where CPython looks for it in an object
//! of variable size, so that subclasses find their `__dict__` behind the items. There is no GC header,
//! but in front of instances of Python subclasses that need one.
//!
//! # What must hold
//! 1. An object given to `tuple_*` is an instance of one of the two tuple types or of a subclass; to `list_*`,
//!    of `litelist` or of a subclass.
//! 2. The length of a tuple never changes. Its items are owned references and never NULL, except before the
//!    new object was given to anybody but the collector.
//! 3. The items of a `mutabletuple`, and the array of a list, change only inside the object's critical
//!    section, in which no Python code runs: no reference is released there, nothing is called. Those of a
//!    `litetuple` never change.
//! 4. Each instance owns a reference to its type.

use super::array::{Array, NoMemory, new_reference, share};
use super::types;
use crate::dealloc::release_slots;
use crate::ffi::{self, HEAD, PyObject, PyTypeObject};
use pyo3::ffi as py_ffi;
use pyo3::prelude::*;
use pyo3::sync::critical_section::with_critical_section;
use std::mem::offset_of;
use std::ops::Range;
use std::ptr;

#[repr(C)]
pub(super) struct Tuple {
    head: py_ffi::PyVarObject,
    items: [*mut PyObject; 0],
}

#[repr(C)]
pub(super) struct List {
    head: PyObject,
    array: Array,
}

const _: () = assert!(size_of::<Tuple>() == HEAD + size_of::<isize>());
const _: () = assert!(offset_of!(Tuple, items) == size_of::<Tuple>());
const _: () = assert!(size_of::<List>() == HEAD + 3 * size_of::<*mut PyObject>());

/// How many items a tuple has.
///
/// # Safety
/// Module invariant 1.
#[inline]
pub(super) unsafe fn tuple_len(tuple: *mut PyObject) -> usize {
    // SAFETY: invariants 1 and 2.
    unsafe { (*tuple.cast::<Tuple>()).head.ob_size as usize }
}

/// Where the items of a tuple are.
///
/// # Safety
/// Module invariant 1.
#[inline]
pub(super) unsafe fn tuple_items(tuple: *mut PyObject) -> *mut *mut PyObject {
    // SAFETY: invariant 1.
    unsafe { (&raw mut (*tuple.cast::<Tuple>()).items).cast() }
}

/// The item at an index, new; `None` past the end.
///
/// # Safety
/// Module invariant 1.
#[inline]
pub(super) unsafe fn tuple_get<'py>(
    tuple: &Bound<'py, PyAny>,
    index: usize,
) -> Option<Bound<'py, PyAny>> {
    // SAFETY: invariants 1 to 3.
    unsafe {
        if index >= tuple_len(tuple.as_ptr()) {
            return None;
        }
        Some(with_critical_section(tuple, || {
            Bound::from_borrowed_ptr(tuple.py(), *tuple_items(tuple.as_ptr()).add(index))
        }))
    }
}

/// Where the item at an index is, for comparing addresses: it may be gone already. NULL past the end.
///
/// # Safety
/// Module invariant 1.
#[inline]
pub(super) unsafe fn tuple_peek(tuple: &Bound<'_, PyAny>, index: usize) -> *mut PyObject {
    // SAFETY: invariants 1 to 3.
    unsafe {
        if index >= tuple_len(tuple.as_ptr()) {
            return ptr::null_mut();
        }
        with_critical_section(tuple, || *tuple_items(tuple.as_ptr()).add(index))
    }
}

/// Puts an item in, and gives back the one that was there.
///
/// # Safety
/// Module invariant 1; it is a `mutabletuple`, and the index is not past the end.
#[inline]
pub(super) unsafe fn tuple_swap<'py>(
    tuple: &Bound<'py, PyAny>,
    index: usize,
    new: Bound<'py, PyAny>,
) -> Bound<'py, PyAny> {
    // SAFETY: invariants 1 to 3: one reference goes in, one comes out.
    unsafe {
        let old = with_critical_section(tuple, || {
            tuple_items(tuple.as_ptr())
                .add(index)
                .replace(new.into_ptr())
        });
        Bound::from_owned_ptr(tuple.py(), old)
    }
}

/// A new tuple, its head and length set, its items not: new; `None` with an exception set.
///
/// # Safety
/// `tp` is one of the tuple types or a subclass. The caller fills the items before any Python code runs, those of
/// a subclass with [`ptr::write`] over NULL: the collector may know it already.
#[inline]
pub(super) unsafe fn tuple_allocate(
    py: Python<'_>,
    tp: *mut PyTypeObject,
    length: usize,
) -> Option<Bound<'_, PyAny>> {
    // SAFETY: as the caller says; a subclass has its own way of allocation.
    unsafe {
        if types::get(py).is_tuple_exact(tp) {
            return tuple_allocate_exact(py, tp, length);
        }
        if length > LONGEST {
            py_ffi::PyErr_NoMemory();
            return None;
        }
        let allocate = (*tp).tp_alloc.unwrap_unchecked();
        Bound::from_owned_ptr_or_opt(py, allocate(tp, length as isize))
    }
}

/// More items would not fit into the address space.
const LONGEST: usize = (isize::MAX as usize - size_of::<Tuple>()) / size_of::<*mut PyObject>();

/// As [`tuple_allocate`], for the types themselves.
///
/// # Safety
/// `tp` is one of the two. The caller fills the items before any Python code runs.
#[inline]
pub(super) unsafe fn tuple_allocate_exact(
    py: Python<'_>,
    tp: *mut PyTypeObject,
    length: usize,
) -> Option<Bound<'_, PyAny>> {
    // SAFETY: memory for as many items, which `tuple_bury` frees in the same way; the head is set, and the type's
    // reference taken (invariant 4).
    unsafe {
        if length > LONGEST {
            py_ffi::PyErr_NoMemory();
            return None;
        }
        let tuple = ffi::allocate_plain(tp, tuple_size(length));
        if !tuple.is_null() {
            (*tuple.cast::<Tuple>()).head.ob_size = length as isize;
        }
        Bound::from_owned_ptr_or_opt(py, tuple)
    }
}

/// Of an instance of one of the types themselves.
const fn tuple_size(length: usize) -> usize {
    size_of::<Tuple>() + length * size_of::<*mut PyObject>()
}

/// A new tuple of these items, borrowed.
///
/// # Safety
/// `tp` is one of the tuple types or a subclass; the items are live objects.
#[inline]
pub(super) unsafe fn tuple_of<'py>(
    py: Python<'py>,
    tp: *mut PyTypeObject,
    items: &[*mut PyObject],
) -> PyResult<Bound<'py, PyAny>> {
    // SAFETY: as the caller says; filled at once.
    unsafe {
        let tuple = tuple_allocate(py, tp, items.len()).ok_or_else(|| PyErr::fetch(py))?;
        share(items.as_ptr(), items.len(), tuple_items(tuple.as_ptr()));
        Ok(tuple)
    }
}

/// A new tuple that takes the items of an array over.
///
/// # Safety
/// `tp` is one of the tuple types or a subclass.
pub(super) unsafe fn tuple_from(
    py: Python<'_>,
    tp: *mut PyTypeObject,
    mut array: Array,
) -> PyResult<Bound<'_, PyAny>> {
    // SAFETY: as the caller says; filled at once.
    unsafe {
        let tuple = tuple_allocate(py, tp, array.len()).ok_or_else(|| PyErr::fetch(py))?;
        let mut to = tuple_items(tuple.as_ptr());
        array.drain(|item| {
            to.write(item);
            to = to.add(1);
        });
        Ok(tuple)
    }
}

/// Copies `count` items, from `start` on by `step`, to a new place, as references of its own.
///
/// # Safety
/// Module invariant 1; the indices are inside the tuple; `to` has room.
#[inline]
pub(super) unsafe fn tuple_copy_items(
    tuple: &Bound<'_, PyAny>,
    start: isize,
    step: isize,
    count: usize,
    to: *mut *mut PyObject,
) {
    // SAFETY: as the caller says; invariants 1 to 3.
    with_critical_section(tuple, || unsafe {
        let mut from = tuple_items(tuple.as_ptr()).wrapping_offset(start);
        if step == 1 {
            return share(from, count, to);
        }
        for index in 0..count {
            to.add(index).write(new_reference(*from));
            from = from.wrapping_offset(step);
        }
    });
}

/// The items at this moment, as references of their own.
///
/// # Safety
/// Module invariant 1.
pub(super) unsafe fn tuple_snapshot(tuple: &Bound<'_, PyAny>) -> Result<Array, NoMemory> {
    // SAFETY: invariants 1 to 3; there is room for all.
    unsafe {
        let length = tuple_len(tuple.as_ptr());
        let mut copy = Array::with_capacity(length)?;
        with_critical_section(tuple, || {
            for index in 0..length {
                copy.push_within(new_reference(*tuple_items(tuple.as_ptr()).add(index)));
            }
        });
        Ok(copy)
    }
}

/// Lets go of the items of a dead tuple as long as their end cannot nest; `true` if none is left, and it is to be given
/// to [`tuple_free`], else to [`tuple_bury`].
///
/// # Safety
/// Module invariant 1; the tuple is dead, untracked, and given up.
#[inline]
pub(super) unsafe fn tuple_release(tuple: *mut PyObject) -> bool {
    // SAFETY: as the caller says; from now on items may be NULL, or gone.
    unsafe { release_slots(tuple_items(tuple), tuple_len(tuple)) }
}

/// Releases the items of a dead tuple that are left, and frees it.
///
/// # Safety
/// Module invariant 1; the tuple is dead, untracked, and given up.
#[inline]
pub(super) unsafe fn tuple_bury(tuple: *mut PyObject, exact: bool) {
    // SAFETY: as the caller says; what is NULL was released already, or never there.
    unsafe {
        let items = tuple_items(tuple);
        for index in (0..tuple_len(tuple)).rev() {
            py_ffi::Py_XDECREF(*items.add(index));
        }
        tuple_free(tuple, exact);
    }
}

/// Frees a dead tuple without items.
///
/// # Safety
/// As [`tuple_bury`].
#[inline]
pub(super) unsafe fn tuple_free(tuple: *mut PyObject, exact: bool) {
    // SAFETY: as the caller says; invariant 4.
    unsafe {
        let tp = py_ffi::Py_TYPE(tuple);
        if exact {
            ffi::free_plain(tuple, tuple_size(tuple_len(tuple)));
        } else {
            free(tuple, tp);
        }
        py_ffi::Py_DECREF(tp.cast());
    }
}

unsafe fn free(object: *mut PyObject, tp: *mut PyTypeObject) {
    // SAFETY: the caller gives a dead object up; `tp_free` of its own type matches the allocation.
    unsafe { (*tp).tp_free.unwrap_unchecked()(object.cast()) };
}

/// A new list that takes an array over: new.
///
/// # Safety
/// `tp` is `litelist` or a subclass.
#[inline(always)]
pub(super) unsafe fn list_from(
    py: Python<'_>,
    tp: *mut PyTypeObject,
    array: Array,
) -> PyResult<Bound<'_, PyAny>> {
    // SAFETY: as the caller says.
    unsafe {
        if tp == types::get(py).litelist.as_ptr() {
            new_list(py, array)
        } else {
            list_of_subclass(py, tp, array)
        }
    }
}

/// # Safety
/// `tp` is a subclass of `litelist`.
#[cold]
unsafe fn list_of_subclass(
    py: Python<'_>,
    tp: *mut PyTypeObject,
    array: Array,
) -> PyResult<Bound<'_, PyAny>> {
    // SAFETY: `PyType_GenericAlloc` and its like give zeroed memory, which is an empty array, the head set and
    // the type's reference taken (invariant 4); ours is written at once.
    unsafe {
        let allocate = (*tp).tp_alloc.unwrap_unchecked();
        let list = Bound::from_owned_ptr_or_err(py, allocate(tp, 0))?;
        list_array(list.as_ptr()).write(array);
        Ok(list)
    }
}

/// A new `litelist` that takes an array over: new.
///
/// Always inlined, so that the array goes from registers to its place. On the way through memory the processor would have to
/// wait for words just written, to read them as one.
///
/// # Safety
/// The types have been made.
#[inline(always)]
pub(super) unsafe fn new_list(py: Python<'_>, array: Array) -> PyResult<Bound<'_, PyAny>> {
    // SAFETY: as the caller says; the array is written at once.
    unsafe {
        let tp = types::get(py).litelist.as_ptr();
        let list = ffi::allocate_plain(tp, size_of::<List>());
        if list.is_null() {
            return Err(PyErr::fetch(py));
        }
        list_array(list).write(array);
        Ok(Bound::from_owned_ptr(py, list))
    }
}

/// # Safety
/// Module invariant 1.
#[inline]
unsafe fn list_array(list: *mut PyObject) -> *mut Array {
    // SAFETY: invariant 1.
    unsafe { &raw mut (*list.cast::<List>()).array }
}

/// Works on the array of a list, alone.
///
/// # Safety
/// Module invariants 1 and 3: `work` runs no Python code. What it takes out it returns.
#[inline]
pub(super) unsafe fn list_with<R>(
    list: &Bound<'_, PyAny>,
    work: impl FnOnce(&mut Array) -> R,
) -> R {
    // SAFETY: invariants 1 and 3: nobody else is at the array until `work` returns.
    with_critical_section(list, || work(unsafe { &mut *list_array(list.as_ptr()) }))
}

/// How many items a list has.
///
/// # Safety
/// Module invariant 1.
#[inline]
pub(super) unsafe fn list_len(list: &Bound<'_, PyAny>) -> usize {
    // SAFETY: as the caller says.
    unsafe { list_with(list, |array| array.len()) }
}

/// The item at an index, new; `None` past the end.
///
/// # Safety
/// Module invariant 1.
#[inline]
pub(super) unsafe fn list_get<'py>(
    list: &Bound<'py, PyAny>,
    index: usize,
) -> Option<Bound<'py, PyAny>> {
    let py = list.py();
    // SAFETY: as the caller says; the item is borrowed from the array and becomes ours before that can change.
    unsafe {
        list_with(list, |array| {
            let item = *array.as_slice().get(index)?;
            Some(Bound::from_borrowed_ptr(py, item))
        })
    }
}

/// Where the item at an index is, for comparing addresses: it may be gone already. NULL past the end.
///
/// # Safety
/// Module invariant 1.
#[inline]
pub(super) unsafe fn list_peek(list: &Bound<'_, PyAny>, index: usize) -> *mut PyObject {
    // SAFETY: as the caller says.
    unsafe {
        list_with(list, |array| {
            array
                .as_slice()
                .get(index)
                .copied()
                .unwrap_or(ptr::null_mut())
        })
    }
}

/// Some of the items at this moment, as references of their own.
///
/// # Safety
/// Module invariant 1; `range` gives a range within the length that it is told.
pub(super) unsafe fn list_snapshot(
    list: &Bound<'_, PyAny>,
    range: impl FnOnce(usize) -> Range<usize>,
) -> Result<Array, NoMemory> {
    // SAFETY: as the caller says; taking references runs no code.
    unsafe { list_with(list, |array| array.copy(range(array.len()))) }
}

/// Puts another array into a list, and gives back the one that was there.
///
/// # Safety
/// Module invariant 1.
pub(super) unsafe fn list_swap(list: &Bound<'_, PyAny>, new: Array) -> Array {
    // SAFETY: as the caller says; moving arrays runs no code.
    unsafe { list_with(list, |array| std::mem::replace(array, new)) }
}

/// Lets go of the items of a short dead list, if the end of none can nest, and frees it; `false` if it is to be given to
/// [`list_bury`].
///
/// # Safety
/// Module invariant 1; the list is dead, untracked, given up, and a `litelist` itself.
#[inline]
pub(super) unsafe fn list_release(list: *mut PyObject) -> bool {
    // SAFETY: as the caller says; from now on items may be NULL, or gone.
    unsafe {
        let array = list_array(list);
        if (*array).len() > SHORT || !(*array).release() {
            return false;
        }
        let tp = py_ffi::Py_TYPE(list);
        ffi::free_plain(list, size_of::<List>());
        py_ffi::Py_DECREF(tp.cast());
        true
    }
}

/// Where it costs less to look at each item than to count how deep deallocations are nested.
const SHORT: usize = 8;

/// Releases the items of a dead list and frees it.
///
/// # Safety
/// Module invariant 1; the list is dead, untracked, and given up.
#[inline]
pub(super) unsafe fn list_bury(list: *mut PyObject, exact: bool) {
    // SAFETY: as the caller says; invariant 4.
    unsafe {
        ptr::drop_in_place(list_array(list));
        let tp = py_ffi::Py_TYPE(list);
        if exact {
            ffi::free_plain(list, size_of::<List>());
        } else {
            free(list, tp);
        }
        py_ffi::Py_DECREF(tp.cast());
    }
}

/// Shows the items of a tuple, and its type, to the collector.
///
/// # Safety
/// In a traversal of a tuple: module invariant 1.
pub(super) unsafe fn tuple_traverse(
    tuple: *mut PyObject,
    visit: &crate::gc::Visit,
) -> std::ffi::c_int {
    // SAFETY: invariants 2 and 4; `pointer` passes NULL over.
    unsafe {
        for index in 0..tuple_len(tuple) {
            let answer = visit.pointer(*tuple_items(tuple).add(index));
            if answer != 0 {
                return answer;
            }
        }
        visit.pointer(py_ffi::Py_TYPE(tuple).cast())
    }
}

/// Shows the items of a list, and its type, to the collector.
///
/// # Safety
/// In a traversal of a list: module invariant 1.
pub(super) unsafe fn list_traverse(
    list: *mut PyObject,
    visit: &crate::gc::Visit,
) -> std::ffi::c_int {
    // SAFETY: as the caller says; the collector has stopped whoever could write.
    unsafe {
        match (*list_array(list)).traverse(visit) {
            0 => visit.pointer(py_ffi::Py_TYPE(list).cast()),
            answer => answer,
        }
    }
}
