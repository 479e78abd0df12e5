//! The end of a record: contents dropped, memory freed, at any depth.
//!
//! A chain of a million records, each the only owner of the next, must not recurse a million deep.
//! CPython's own remedy works through the GC header, which our objects do not have. So
//! ([`nested`]): past a depth of [`DEEP`] a dead record, or another object of ours, waits on a per-thread
//! list, linked through its first word, and the outermost deallocation works the list off.
//!
//! # What must hold
//! 1. An object on the list is dead and untracked, its contents are whole, and nobody else knows it.
//! 2. Its first word (the reference count; the owning thread's id on free-threaded builds) is the
//!    link, with the lowest bit set where the object is an instance of a Python subclass.

use crate::ffi::{self, PyObject};
use crate::field::Kind;
#[cfg(not(Py_GIL_DISABLED))]
use crate::freelist::Pool;
#[cfg(not(Py_GIL_DISABLED))]
use crate::leaf;
use crate::planted;
use crate::record::Table;
use crate::trampoline::enter_silently;
use pyo3::ffi as py_ffi;
use pyo3::prelude::*;
use std::cell::Cell;
use std::ptr;

/// Nested deallocations of one thread before records begin to wait.
const DEEP: u32 = 40;

thread_local! {
    static DEPTH: Cell<u32> = const { Cell::new(0) };
    static WAITING: Cell<*mut PyObject> = const { Cell::new(ptr::null_mut()) };
    static CALLED: Cell<*mut PyObject> = const { Cell::new(ptr::null_mut()) };
}

/// Whether a deallocation is the second of its object, which had to wait: its `__del__` has run.
pub(crate) fn has_waited(object: *mut PyObject) -> bool {
    CALLED.replace(ptr::null_mut()) == object
}

/// `tp_dealloc` of a record class. `MORTAL`: made at run time.
///
/// A list of a million is freed as fast as memory comes in, and the more records the processor can look at in advance, the
/// better: so there is little on this way, and nothing put on the stack. What is not on it is called last, and cannot unwind.
#[inline]
pub(crate) unsafe fn dealloc<const MORTAL: bool>(table: &'static Table, object: *mut PyObject) {
    // SAFETY: CPython calls this once, with a dead instance of our class or of a subclass. A light record has as many slots
    // as `quick` says.
    unsafe {
        #[cfg(not(Py_GIL_DISABLED))]
        if let Some(pool) = table.light {
            let slots = ffi::behind_head(object);
            let count = table.quick.unwrap_unchecked() as usize;
            // Written out for the first ones: the processor foresees which count an instruction will find in its way best
            // where it is always the same field's.
            macro_rules! release {
                ($index:expr) => {
                    if count == $index {
                        return bury_light::<MORTAL>(pool, object);
                    }
                    let value = *slots.add($index);
                    if !value.is_null() && !ffi::release_shared(value) {
                        return light_last::<MORTAL>(table, object, $index);
                    }
                };
            }
            release!(0);
            release!(1);
            release!(2);
            release!(3);
            let mut index = 4;
            loop {
                release!(index);
                index += 1;
            }
        }
        any(table, object);
    }
}

/// [`dealloc`] of a `light` record from a slot on with a value that nobody else holds.
///
/// # Safety
/// As [`dealloc`]; the slots before own nothing any more.
#[cfg(not(Py_GIL_DISABLED))]
#[inline(never)]
unsafe extern "C" fn light_last<const MORTAL: bool>(
    table: &'static Table,
    object: *mut PyObject,
    first: usize,
) {
    // SAFETY: as the caller says.
    unsafe {
        let slots = ffi::behind_head(object);
        let left = table.quick.unwrap_unchecked() as usize - first;
        match table.light {
            Some(pool) if release_slots(slots.add(first), left) => {
                bury_light::<MORTAL>(pool, object);
            }
            _ => {
                empty(slots, first);
                general(table, object, is_exact(object, table));
            }
        }
    }
}

/// Gives back the memory of a `light` record, and its reference to its class.
///
/// # Safety
/// As [`give_back`].
#[cfg(not(Py_GIL_DISABLED))]
#[inline]
unsafe fn bury_light<const MORTAL: bool>(pool: Pool, object: *mut PyObject) {
    // SAFETY: the caller gives the object up. Only classes made at run time are counted, as `Table::counted` says.
    unsafe {
        let tp = py_ffi::Py_TYPE(object);
        if !pool.keep(object) {
            py_ffi::PyObject_Free(object.cast());
            planted::freed(object);
        }
        if MORTAL || !ffi::PLAIN {
            planted::release_type(tp);
        }
    }
}

/// [`dealloc`] of all others.
///
/// # Safety
/// As [`dealloc`].
#[inline(never)]
unsafe extern "C" fn any(table: &'static Table, object: *mut PyObject) {
    // SAFETY: as the caller says.
    unsafe {
        match (table.quick, table.kept()) {
            (Some(count), Some(list)) => {
                if table.options.gc {
                    ffi::untrack(object);
                }
                if !release_slots(table.slots(object), count as usize) {
                    return general(table, object, is_exact(object, table));
                }
                let tp = py_ffi::Py_TYPE(object);
                if !list.keep(object) {
                    give_back(table, object);
                }
                if table.counted {
                    planted::release_type(tp);
                }
            }
            _ => general(table, object, is_exact(object, table)),
        }
    }
}

/// Gives memory that no list keeps back to the allocator. Not inlined: the way past it needs no room on the stack.
///
/// # Safety
/// `object` is dead and untracked, its contents are gone.
#[inline(never)]
unsafe fn give_back(table: &Table, object: *mut PyObject) {
    // SAFETY: the caller gives the memory up, which came from the same allocator.
    unsafe {
        if table.options.gc {
            py_ffi::PyObject_GC_Del(object.cast());
        } else {
            py_ffi::PyObject_Free(object.cast());
        }
    }
    planted::freed(object);
}

/// [`dealloc`] of an instance of a Python subclass which the table does not know of.
#[cold]
pub(crate) unsafe fn of_subclass(table: &'static Table, object: *mut PyObject) {
    // Nobody asks whether it has waited: its `__del__` is the affair of the subclass.
    CALLED.set(ptr::null_mut());
    // SAFETY: as the caller says.
    unsafe { general(table, object, false) };
}

/// [`dealloc`], where there is more to an object than slots, or they hold what may nest.
#[inline(never)]
unsafe fn general(table: &'static Table, object: *mut PyObject, exact: bool) {
    // SAFETY: CPython calls this once, with a dead instance of our class or of a subclass. A
    // tracked object has a GC header; untracking one that is not tracked does nothing.
    unsafe {
        if table.options.gc || ffi::is_tracked_without_gc(object) {
            py_ffi::PyObject_GC_UnTrack(object.cast());
        }
        // While the object is whole: a callback may look, and nobody may find it afterwards.
        if table.layout.weaklist_at().is_some() {
            py_ffi::PyObject_ClearWeakRefs(object);
        }
    }
    // SAFETY: the contents are given up; what is left of them is dropped below.
    let empty = !table.needs_drop || unsafe { release_leaves(table, object) };
    if empty && table.layout.dict_at().is_none() {
        // SAFETY: there are no contents to drop.
        return unsafe { ffi::free(object, table, exact) };
    }
    // SAFETY: invariant 1: dead, untracked, whole.
    unsafe {
        nested(object, exact, || {
            drop_contents(table, object);
            if let Some(slot) = ffi::dict_slot(object, table) {
                let dict = slot.replace(ptr::null_mut());
                py_ffi::Py_XDECREF(dict);
            }
            ffi::free(object, table, exact);
        });
    }
}

/// Buries a dead object: at once, or where deallocations are nested deeply already, by and by.
///
/// `exact` says that the deallocator of its own type called this, not that of a Python subclass. An object
/// that has to wait is given to the same deallocator again.
///
/// # Safety
/// The caller is the deallocator of `object`, and invariant 1 holds. `bury` drops the contents and frees
/// the memory; after this the caller leaves the object alone.
#[inline]
pub(crate) unsafe fn nested(object: *mut PyObject, exact: bool, bury: impl FnOnce()) {
    DEPTH.with(|nesting| {
        let depth = nesting.get();
        if depth >= DEEP {
            // SAFETY: invariant 1; the caller gives the object up to the list.
            return unsafe { wait(object, exact) };
        }
        nesting.set(depth + 1);
        bury();
        if depth == 0 {
            // SAFETY: this is the outermost deallocation.
            unsafe { work_off() };
        }
        nesting.set(depth);
    });
}

/// Lets go of values whose end cannot nest: those that others hold, too, numbers and strings. Most records
/// hold nothing else, and need no counting of depths. Tells whether nothing is left.
///
/// # Safety
/// `object` is dead, its contents are whole, and given up. They are whole afterwards.
#[cfg(not(Py_GIL_DISABLED))]
#[inline]
unsafe fn release_leaves(table: &Table, object: *mut PyObject) -> bool {
    if table.drop.is_some() || !table.hidden.is_empty() {
        return false;
    }
    let mut empty = true;
    for field in table.fields {
        match field.ops.kind {
            // SAFETY: the slot is the object's.
            Kind::Object | Kind::NullableObject => unsafe {
                empty &= release_leaf(table.at(object, field).cast());
            },
            Kind::Other => empty = false,
            Kind::F64 | Kind::I64 | Kind::Native | Kind::Inert => {}
        }
    }
    empty
}

/// Lets go of values as long as their end cannot nest; `false` if there is one whose end can.
///
/// # Safety
/// The slots are those of a dead object. Where the answer is `true` they are not looked at again; otherwise they
/// are whole, those of the released values NULL.
#[cfg(not(Py_GIL_DISABLED))]
#[inline]
pub(crate) unsafe fn release_slots(slots: *mut *mut PyObject, count: usize) -> bool {
    for index in 0..count {
        // SAFETY: as the caller says.
        unsafe {
            let value = *slots.add(index);
            if value.is_null() {
                continue;
            }
            if !ffi::release_shared(value) {
                return release_last(slots, index, count);
            }
        }
    }
    true
}

/// [`release_slots`] from a value on that nobody else holds. Not inlined: the way past it needs no room on the stack.
///
/// # Safety
/// As [`release_slots`]; the slots before the first own nothing any more.
#[cfg(not(Py_GIL_DISABLED))]
#[inline(never)]
unsafe fn release_last(slots: *mut *mut PyObject, first: usize, count: usize) -> bool {
    for index in first..count {
        // SAFETY: as the caller says. The end of a leaf runs no code, so nobody sees the slots meanwhile.
        unsafe {
            let value = *slots.add(index);
            if value.is_null() {
                continue;
            }
            if !is_leaf(value) {
                empty(slots, index);
                return false;
            }
            py_ffi::Py_DECREF(value);
        }
    }
    true
}

/// Makes slots NULL.
///
/// # Safety
/// So many slots, which own nothing.
#[cfg(not(Py_GIL_DISABLED))]
#[cold]
unsafe fn empty(slots: *mut *mut PyObject, count: usize) {
    // SAFETY: as the caller says.
    unsafe { ptr::write_bytes(slots, 0, count) };
}

/// Whether letting go of a value cannot nest: others hold it, too, or it holds nothing.
///
/// # Safety
/// A live object.
#[cfg(not(Py_GIL_DISABLED))]
#[inline]
unsafe fn is_leaf(value: *mut PyObject) -> bool {
    // SAFETY: as the caller says.
    unsafe { py_ffi::Py_REFCNT(value) > 1 || leaf::kind(value).is_some() }
}

/// Empties one slot, if that cannot nest; `false` if it still holds something.
///
/// # Safety
/// The slot owns its value, and nobody else looks at it.
#[cfg(not(Py_GIL_DISABLED))]
#[inline]
unsafe fn release_leaf(slot: *mut *mut PyObject) -> bool {
    // SAFETY: as the caller says; the slot is NULL before the reference is given back.
    unsafe {
        let value = *slot;
        if value.is_null() {
            return true;
        }
        let leaf = is_leaf(value);
        if leaf {
            slot.write(ptr::null_mut());
            planted::release(value);
        }
        leaf
    }
}

/// Without the GIL a count says nothing of other threads.
///
/// # Safety
/// None.
#[cfg(Py_GIL_DISABLED)]
unsafe fn release_leaves(_: &Table, _: *mut PyObject) -> bool {
    false
}

/// As [`release_leaves`].
///
/// # Safety
/// None.
#[cfg(Py_GIL_DISABLED)]
pub(crate) unsafe fn release_slots(_: *mut *mut PyObject, _: usize) -> bool {
    false
}

/// Drops the structs: field by field, or one after the other, the class's own first, where one of them wants to be
/// dropped whole.
///
/// # Safety
/// As [`drop_fields`].
unsafe fn drop_contents(mut table: &'static Table, object: *mut PyObject) {
    // SAFETY: the caller gives the contents up; Record 1: there is a struct at that place, and a base's before it.
    unsafe {
        while let Some(drop) = table.drop {
            let contents = object.cast::<u8>().add(table.layout.own());
            enter_silently(|_| drop(contents));
            let Some(base) = table.base else { return };
            table = base();
        }
        drop_fields(table, object);
    }
}

/// Drops each field in place.
///
/// # Safety
/// `object` is dead, its contents are whole, and it is given up.
unsafe fn drop_fields(table: &Table, object: *mut PyObject) {
    for field in table.fields {
        // SAFETY: the caller gives the contents up; Ops 1 and 2 hold.
        unsafe {
            let at = table.at(object, field);
            match field.ops.kind {
                Kind::Object | Kind::NullableObject => {
                    let value = *at.cast::<*mut PyObject>();
                    if !value.is_null() {
                        planted::release(value);
                    }
                }
                Kind::Other => enter_silently(|_| (field.ops.drop)(at)),
                Kind::F64 | Kind::I64 | Kind::Native | Kind::Inert => {}
            }
        }
    }
    for hidden in table.hidden {
        if let Some(drop) = hidden.drop {
            // SAFETY: as above; the user's types, so PyO3 is told.
            unsafe {
                let at = object
                    .cast::<u8>()
                    .add(table.layout.contents() + hidden.offset);
                enter_silently(|_| drop(at));
            }
        }
    }
}

/// Whether the object is of the class itself, not of a Python subclass.
fn is_exact(object: *mut PyObject, table: &Table) -> bool {
    // SAFETY: called in a deallocation, so attached; the object's head is intact.
    let (py, tp) = unsafe { (Python::assume_attached(), py_ffi::Py_TYPE(object)) };
    !table.options.subclass
        || table
            .state
            .get(py)
            .is_some_and(|state| state.tp.as_ptr() == tp)
}

/// Puts a dead record on this thread's list.
///
/// # Safety
/// Invariant 1.
#[cold]
unsafe fn wait(object: *mut PyObject, exact: bool) {
    // SAFETY: invariant 2: the head of a dead object is ours to write; objects are aligned, so the
    // lowest bit is free.
    unsafe {
        let link = WAITING.get().map_addr(|next| next | usize::from(!exact));
        object.cast::<*mut PyObject>().write(link);
    }
    WAITING.set(object);
}

/// Buries all that waits on this thread's list, and what joins it meanwhile.
///
/// # Safety
/// In the outermost deallocation of this thread.
unsafe fn work_off() {
    loop {
        let object = WAITING.get();
        if object.is_null() {
            return;
        }
        // SAFETY: invariants 1 and 2. Of a subclass instance, CPython's `subtype_dealloc` has done
        // its part already; ours is that of the first base with another deallocator.
        unsafe {
            let link = object.cast::<*mut PyObject>().read();
            WAITING.set(link.map_addr(|next| next & !1));
            // The count of a dead object again: CPython clears weak references of no other.
            object.cast::<*mut PyObject>().write(ptr::null_mut());
            let mut tp = py_ffi::Py_TYPE(object);
            if link.addr() & 1 != 0 {
                let python = (*tp).tp_dealloc;
                while ffi::same_function(python, (*tp).tp_dealloc) {
                    tp = (*tp).tp_base;
                }
            }
            if let Some(dealloc) = (*tp).tp_dealloc {
                if (*tp).tp_finalize.is_some() {
                    CALLED.set(object);
                }
                dealloc(object);
            }
        }
    }
}
