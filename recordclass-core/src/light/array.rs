//! An array that owns its items: what a `litelist` holds, and what others gather items in.
//!
//! Nothing here runs Python code but the end of an [`Array`], which releases its items. So whoever works on
//! the array of a list carries what he takes out of it away, and lets it die when the list is whole
//! again: a `__del__` may do anything to the list.
//!
//! # What must hold
//! 1. `items` is memory of `PyMem_Malloc` with room for `capacity` pointers, or NULL where there is none.
//! 2. The first `length` of them are owned references, none of them NULL.
//! 3. `capacity` is not negative, but for [`AWAY`], which only a list has: its items are being sorted.
//! 4. The thread is attached, here and wherever an array is dropped.

use crate::dealloc::release_slots;
use crate::ffi::PyObject;
use pyo3::exceptions::PyMemoryError;
use pyo3::ffi as py_ffi;
use pyo3::prelude::*;
use std::mem::MaybeUninit;
use std::ops::Range;
use std::ptr;

/// The capacity of a list whose items are away: any other number says that it was changed meanwhile.
const AWAY: isize = -1;

/// The three words of a list, or a value by itself.
#[repr(C)]
pub(super) struct Array {
    length: isize,
    items: *mut *mut PyObject,
    capacity: isize,
}

/// There is not so much memory.
#[derive(Debug)]
pub(super) struct NoMemory;

impl From<NoMemory> for PyErr {
    fn from(_: NoMemory) -> PyErr {
        PyErr::new::<PyMemoryError, _>(())
    }
}

impl Array {
    pub(super) const fn new() -> Self {
        Array {
            length: 0,
            items: ptr::null_mut(),
            capacity: 0,
        }
    }

    #[inline]
    pub(super) fn with_capacity(count: usize) -> Result<Self, NoMemory> {
        let mut array = Array::new();
        if count > 0 {
            // SAFETY: invariants 1 and 4.
            array.items = unsafe { py_ffi::PyMem_Malloc(bytes(count)?).cast() };
            if array.items.is_null() {
                return Err(NoMemory);
            }
            array.capacity = count as isize;
        }
        Ok(array)
    }

    /// A list whose items are [`AWAY`].
    pub(super) const fn away() -> Self {
        Array {
            length: 0,
            items: ptr::null_mut(),
            capacity: AWAY,
        }
    }

    pub(super) fn is_away(&self) -> bool {
        self.capacity == AWAY
    }

    pub(super) fn len(&self) -> usize {
        self.length as usize
    }

    /// How many items there is room for.
    pub(super) fn capacity(&self) -> usize {
        usize::try_from(self.capacity).unwrap_or(0)
    }

    /// The items, borrowed.
    #[inline]
    pub(super) fn as_slice(&self) -> &[*mut PyObject] {
        match self.length {
            0 => &[],
            // SAFETY: invariants 1 and 2.
            length => unsafe { std::slice::from_raw_parts(self.items, length as usize) },
        }
    }

    /// The items, for exchanging one owned reference for another.
    #[inline]
    pub(super) fn as_mut_slice(&mut self) -> &mut [*mut PyObject] {
        match self.length {
            0 => &mut [],
            // SAFETY: invariants 1 and 2.
            length => unsafe { std::slice::from_raw_parts_mut(self.items, length as usize) },
        }
    }

    /// Makes room for that many more.
    pub(super) fn reserve(&mut self, more: usize) -> Result<(), NoMemory> {
        let count = self.len().checked_add(more).ok_or(NoMemory)?;
        if count <= self.capacity() {
            return Ok(());
        }
        // An eighth more, so that appending takes constant time on average: the growth of CPython's list.
        let roomy = count.saturating_add(count >> 3).saturating_add(6) & !3;
        let roomy = if more > roomy - count {
            count.saturating_add(3) & !3
        } else {
            roomy
        };
        self.resize(roomy)
    }

    /// Gives memory back where less than half of it is used.
    #[inline]
    pub(super) fn shrink(&mut self) {
        if self.length < self.capacity >> 1 {
            self.shrink_now();
        }
    }

    #[cold]
    fn shrink_now(&mut self) {
        {
            let count = self.len();
            let roomy = if count == 0 {
                0
            } else {
                (count + (count >> 3) + 6) & !3
            };
            // If it cannot be made smaller it stays as it is.
            let _ = self.resize(roomy);
        }
    }

    /// Gives all the memory back that is not used.
    pub(super) fn fit(&mut self) {
        if self.len() < self.capacity() {
            let _ = self.resize(self.len());
        }
    }

    /// `capacity` is not less than the length.
    fn resize(&mut self, capacity: usize) -> Result<(), NoMemory> {
        let bytes = bytes(capacity)?;
        // SAFETY: invariants 1 and 4; `PyMem_Realloc` takes NULL, and leaves the memory alone where it fails.
        unsafe {
            if bytes == 0 {
                py_ffi::PyMem_Free(self.items.cast());
                self.items = ptr::null_mut();
            } else {
                let items = py_ffi::PyMem_Realloc(self.items.cast(), bytes);
                if items.is_null() {
                    return Err(NoMemory);
                }
                self.items = items.cast();
            }
        }
        self.capacity = capacity as isize;
        Ok(())
    }

    /// Appends an item.
    ///
    /// # Safety
    /// There is room for it; the reference is stolen.
    #[inline]
    pub(super) unsafe fn push_within(&mut self, item: *mut PyObject) {
        debug_assert!(self.length < self.capacity);
        // SAFETY: the caller has made room.
        unsafe { self.items.add(self.len()).write(item) };
        self.length += 1;
    }

    /// Appends an item, by a reference of its own.
    #[inline]
    pub(super) fn push(&mut self, item: &Bound<'_, PyAny>) -> Result<(), NoMemory> {
        if self.length >= self.capacity {
            self.reserve(1)?;
        }
        // SAFETY: there is room now; the object is live.
        unsafe { self.push_within(new_reference(item.as_ptr())) };
        Ok(())
    }

    /// Puts an item at an index that is not past the end, by a reference of its own.
    pub(super) fn insert(&mut self, index: usize, item: &Bound<'_, PyAny>) -> Result<(), NoMemory> {
        self.push(item)?;
        let items = self.as_mut_slice();
        if let [after @ .., last] = &mut items[index..] {
            let new = *last;
            let count = after.len();
            items.copy_within(index..index + count, index + 1);
            items[index] = new;
        }
        Ok(())
    }

    /// Takes the item at an index out, new.
    pub(super) fn remove<'py>(
        &mut self,
        py: Python<'py>,
        index: usize,
    ) -> Option<Bound<'py, PyAny>> {
        let items = self.as_mut_slice();
        let item = *items.get(index)?;
        items.copy_within(index + 1.., index);
        if let Some(last) = items.last_mut() {
            *last = item;
        }
        self.pop(py)
    }

    /// Takes the last item, new.
    #[inline]
    pub(super) fn pop<'py>(&mut self, py: Python<'py>) -> Option<Bound<'py, PyAny>> {
        let item = *self.as_slice().last()?;
        self.length -= 1;
        self.shrink();
        // SAFETY: invariant 2: owned by the array so far, by the result from now on.
        Some(unsafe { Bound::from_owned_ptr(py, item) })
    }

    /// Puts new items, by references of its own, in the place of those of a range; gives these back.
    pub(super) fn replace(
        &mut self,
        range: Range<usize>,
        new: &[*mut PyObject],
    ) -> Result<Removed, NoMemory> {
        let (old, put) = (range.len(), new.len());
        if put > old {
            self.reserve(put - old)?;
        }
        let mut removed = Removed::room(old)?;
        let tail = self.len() - range.end;
        // SAFETY: there is room in both. Invariant 2 holds again when the lengths are set; nothing can fail in
        // between, and `new` lies elsewhere.
        unsafe {
            let at = self.items.wrapping_add(range.start);
            if old > 0 {
                removed.take(at, old);
            }
            if old != put && tail > 0 {
                ptr::copy(at.add(old), at.add(put), tail);
            }
            share(new.as_ptr(), put, at);
        }
        self.length = (range.start + put + tail) as isize;
        self.shrink();
        Ok(removed)
    }

    /// Takes `count` items out, from `start` on, each `step` after the one before.
    pub(super) fn take_every(
        &mut self,
        start: usize,
        step: usize,
        count: usize,
    ) -> Result<Array, NoMemory> {
        let mut taken = Array::with_capacity(count)?;
        let mut kept = start;
        for index in start..self.len() {
            let item = self.as_slice()[index];
            if (index - start) % step == 0 && taken.len() < count {
                // SAFETY: there is room for `count`; the reference moves over.
                unsafe { taken.push_within(item) };
            } else {
                self.as_mut_slice()[kept] = item;
                kept += 1;
            }
        }
        self.length = kept as isize;
        self.shrink();
        Ok(taken)
    }

    /// A copy that owns references of its own.
    pub(super) fn copy(&self, range: Range<usize>) -> Result<Array, NoMemory> {
        Array::of(&self.as_slice()[range])
    }

    /// An array of these items, by references of its own.
    #[inline]
    pub(super) fn of(items: &[*mut PyObject]) -> Result<Array, NoMemory> {
        let mut array = Array::with_capacity(items.len())?;
        // SAFETY: live objects (invariant 2), and there is room.
        unsafe { share(items.as_ptr(), items.len(), array.items) };
        array.length = items.len() as isize;
        Ok(array)
    }

    /// An array of the one items and then the others, by references of its own.
    pub(super) fn joined(
        first: &[*mut PyObject],
        second: &[*mut PyObject],
    ) -> Result<Array, NoMemory> {
        let length = first.len().checked_add(second.len()).ok_or(NoMemory)?;
        let mut array = Array::with_capacity(length)?;
        // SAFETY: live objects (invariant 2), and there is room.
        unsafe {
            share(first.as_ptr(), first.len(), array.items);
            share(
                second.as_ptr(),
                second.len(),
                array.items.wrapping_add(first.len()),
            );
        }
        array.length = length as isize;
        Ok(array)
    }

    /// An array of these items so many times, by references of its own.
    pub(super) fn repeated(items: &[*mut PyObject], times: usize) -> Result<Array, NoMemory> {
        let mut array = Array::with_capacity(items.len().checked_mul(times).ok_or(NoMemory)?)?;
        array.extend(items, times);
        Ok(array)
    }

    /// Makes it `times` as long.
    pub(super) fn repeat(&mut self, times: usize) -> Result<(), NoMemory> {
        let length = self.len().checked_mul(times).ok_or(NoMemory)?;
        if self.capacity() < length {
            self.resize(length)?;
        }
        let (items, count) = (self.items, self.len());
        if count > 0 {
            // SAFETY: invariant 2; what is appended lies behind them, and there is room.
            self.extend(
                unsafe { std::slice::from_raw_parts(items, count) },
                times - 1,
            );
        }
        Ok(())
    }

    /// Appends these items so many times. There is room for them.
    fn extend(&mut self, items: &[*mut PyObject], times: usize) {
        if items.is_empty() {
            // However often.
            return;
        }
        for _ in 0..times {
            debug_assert!(self.len() + items.len() <= self.capacity());
            // SAFETY: live objects (invariant 2); as the caller says.
            unsafe {
                share(
                    items.as_ptr(),
                    items.len(),
                    self.items.wrapping_add(self.len()),
                )
            };
            self.length += items.len() as isize;
        }
    }

    /// Lets go of all items and the memory, if the end of none can nest; `false` if they are left to the drop.
    ///
    /// # Safety
    /// The array is not used again if the answer is `true`. Otherwise some of its items may be gone, and NULL.
    #[inline]
    pub(super) unsafe fn release(&mut self) -> bool {
        // SAFETY: as the caller says; invariants 1 and 2.
        unsafe {
            let done = release_slots(self.items, self.len());
            if done {
                py_ffi::PyMem_Free(self.items.cast());
            }
            done
        }
    }

    /// Shows each item to the collector.
    pub(super) fn traverse(&self, visit: &crate::gc::Visit) -> std::ffi::c_int {
        for &item in self.as_slice() {
            // SAFETY: invariant 2.
            let answer = unsafe { visit.pointer(item) };
            if answer != 0 {
                return answer;
            }
        }
        0
    }

    /// Gives all the items away, and keeps the room.
    ///
    /// # Safety
    /// `take` takes each reference that it is given over, and runs no Python code.
    pub(super) unsafe fn drain(&mut self, mut take: impl FnMut(*mut PyObject)) {
        let length = std::mem::take(&mut self.length);
        for index in 0..length as usize {
            // SAFETY: invariant 2; the array counts itself empty already.
            take(unsafe { *self.items.add(index) });
        }
    }
}

/// How much memory that many pointers take.
#[inline]
fn bytes(count: usize) -> Result<usize, NoMemory> {
    count
        .checked_mul(size_of::<*mut PyObject>())
        .filter(|&bytes| isize::try_from(bytes).is_ok())
        .ok_or(NoMemory)
}

/// Another reference to a live object.
///
/// # Safety
/// The object is live, and the thread attached.
#[inline]
pub(super) unsafe fn new_reference(object: *mut PyObject) -> *mut PyObject {
    // SAFETY: as the caller says.
    unsafe { py_ffi::Py_INCREF(object) };
    object
}

/// Copies pointers to another place, as references of its own.
///
/// # Safety
/// `from` has so many live objects, `to` has room for them elsewhere, and the thread is attached.
#[inline]
pub(super) unsafe fn share(from: *const *mut PyObject, count: usize, to: *mut *mut PyObject) {
    for index in 0..count {
        // SAFETY: as the caller says.
        unsafe { to.add(index).write(new_reference(*from.add(index))) };
    }
}

impl Drop for Array {
    /// From the last to the first, as a list does. The array is nobody else's any more.
    fn drop(&mut self) {
        for index in (0..self.length as usize).rev() {
            // SAFETY: invariants 2 and 4; NULL after `release`.
            unsafe { py_ffi::Py_XDECREF(*self.items.add(index)) };
        }
        if !self.items.is_null() {
            // SAFETY: invariant 1.
            unsafe { py_ffi::PyMem_Free(self.items.cast()) };
        }
    }
}

/// As many items as need no memory from the heap.
const FEW: usize = 8;

/// Items that were taken out, to be released when the list is whole.
pub(super) struct Removed {
    few: [MaybeUninit<*mut PyObject>; FEW],
    count: usize,
    many: Array,
}

impl Removed {
    /// Room for so many.
    #[inline]
    fn room(count: usize) -> Result<Self, NoMemory> {
        Ok(Removed {
            few: [const { MaybeUninit::uninit() }; FEW],
            count: 0,
            many: Array::with_capacity(if count > FEW { count } else { 0 })?,
        })
    }

    /// # Safety
    /// It was made for so many items; these are owned, and given up.
    #[inline]
    unsafe fn take(&mut self, items: *const *mut PyObject, count: usize) {
        // SAFETY: as the caller says.
        unsafe {
            if count > FEW {
                ptr::copy_nonoverlapping(items, self.many.items, count);
                self.many.length = count as isize;
            } else {
                ptr::copy_nonoverlapping(items, self.few.as_mut_ptr().cast(), count);
                self.count = count;
            }
        }
    }
}

impl Drop for Removed {
    /// From the last to the first, as a list does.
    fn drop(&mut self) {
        for item in self.few.iter().take(self.count).rev() {
            // SAFETY: so many were written, and are owned; attached, as for any array.
            unsafe { py_ffi::Py_DECREF(item.assume_init()) };
        }
    }
}
