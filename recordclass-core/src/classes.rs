//! From a type to its table: for C functions that serve all classes.
//!
//! CPython calls a slot or a method with an object. Where that is cheap beside the work to be done, the
//! function looks up the table here; where it is not, the class has a [shim](crate::shims) that knows its
//! table.
//!
//! # What must hold
//! 1. A type in the map is a record class, with its table. Neither ever dies, so that nothing is ever taken out.
//! 2. The map is written under the lock and read without one: a key is written after its value, and a larger map
//!    is published when it is filled. Maps that were outgrown are left to those who may still read them.

use crate::ffi::{PyObject, PyTypeObject};
use crate::record::Table;
use std::ptr;
use std::sync::atomic::{AtomicPtr, Ordering::Acquire, Ordering::Relaxed, Ordering::Release};
use std::sync::{Mutex, PoisonError};

/// A slot of the map: NULL keys are free.
struct Entry {
    tp: AtomicPtr<PyTypeObject>,
    table: AtomicPtr<Table>,
}

/// Open addressing; the number of slots is a power of two, and at most half of them are taken.
struct Map {
    slots: Box<[Entry]>,
}

static MAP: AtomicPtr<Map> = AtomicPtr::new(ptr::null_mut());
static WRITING: Mutex<usize> = Mutex::new(0);

impl Map {
    fn new(size: usize) -> Self {
        let free = || Entry {
            tp: AtomicPtr::new(ptr::null_mut()),
            table: AtomicPtr::new(ptr::null_mut()),
        };
        Map {
            slots: (0..size).map(|_| free()).collect(),
        }
    }

    /// The slot with that type, or the free one where it belongs.
    #[inline]
    fn find(&self, tp: *mut PyTypeObject) -> (&Entry, *mut PyTypeObject) {
        // Types are some hundred bytes in size, and lie at multiples of 16.
        let mixed = (tp.addr() >> 4).wrapping_mul(0x9E37_79B9);
        let mut index = mixed >> 8;
        loop {
            let entry = &self.slots[index & (self.slots.len() - 1)];
            let key = entry.tp.load(Acquire);
            if key == tp || key.is_null() {
                return (entry, key);
            }
            index += 1;
        }
    }

    fn put(&self, tp: *mut PyTypeObject, table: *mut Table) {
        let (entry, _) = self.find(tp);
        entry.table.store(table, Relaxed);
        entry.tp.store(tp, Release);
    }
}

/// Enters a class: before any function that looks here is in its type. Once is enough, and again does no harm.
pub(crate) fn enter(tp: *mut PyTypeObject, table: &'static Table) {
    // A panic in here leaves the map as it was.
    let mut count = WRITING.lock().unwrap_or_else(PoisonError::into_inner);
    // SAFETY: invariant 2: maps are never freed.
    let old = unsafe { MAP.load(Relaxed).as_ref() };
    let room = old.map_or(0, |map| map.slots.len());
    *count += 1;
    if *count * 2 > room {
        let larger = Map::new((room * 2).max(16));
        for entry in old.iter().flat_map(|map| &map.slots) {
            let tp = entry.tp.load(Relaxed);
            if !tp.is_null() {
                larger.put(tp, entry.table.load(Relaxed));
            }
        }
        larger.put(tp, ptr::from_ref(table).cast_mut());
        MAP.store(Box::into_raw(Box::new(larger)), Release);
    } else if let Some(map) = old {
        map.put(tp, ptr::from_ref(table).cast_mut());
    }
}

/// The table of the first record class among a type and its bases.
///
/// # Safety
/// `tp` is a live type: a record class, or derived from one.
#[inline]
pub(crate) unsafe fn table_of(tp: *mut PyTypeObject) -> &'static Table {
    // SAFETY: as the caller says.
    unsafe { table_where(tp, |_| true) }
}

/// The same, of those whose table is of that kind: there is one.
///
/// # Safety
/// As [`table_of`].
#[inline]
pub(crate) unsafe fn table_where(
    mut tp: *mut PyTypeObject,
    wanted: impl Fn(&Table) -> bool,
) -> &'static Table {
    // SAFETY: invariants 1 and 2; the chain of bases leads to a record class, which was entered before it had
    // an instance or a subclass.
    unsafe {
        let map = &*MAP.load(Acquire);
        loop {
            let (entry, key) = map.find(tp);
            if !key.is_null() {
                let table = &*entry.table.load(Relaxed);
                if wanted(table) {
                    return table;
                }
            }
            tp = (*tp).tp_base;
        }
    }
}

/// The same of any type; `None` if there is no record class among its bases.
///
/// # Safety
/// `tp` is a live type.
pub(crate) unsafe fn find(mut tp: *mut PyTypeObject) -> Option<&'static Table> {
    // SAFETY: invariants 1 and 2; a type keeps its bases alive.
    unsafe {
        let map = MAP.load(Acquire).as_ref()?;
        while !tp.is_null() {
            let (entry, key) = map.find(tp);
            if !key.is_null() {
                return Some(&*entry.table.load(Relaxed));
            }
            tp = (*tp).tp_base;
        }
        None
    }
}

/// The table of an object's class.
///
/// # Safety
/// `object` is a record.
#[inline]
pub(crate) unsafe fn table_of_object(object: *mut PyObject) -> &'static Table {
    // SAFETY: as the caller says.
    unsafe { table_of(pyo3::ffi::Py_TYPE(object)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_entered_is_found() {
        let map = Map::new(16);
        let types: Vec<*mut PyTypeObject> = (1..=8)
            .map(|number| ptr::without_provenance_mut(number * 1024))
            .collect();
        for &tp in &types {
            assert!(map.find(tp).1.is_null());
            map.put(tp, tp.cast());
        }
        for &tp in &types {
            let (entry, key) = map.find(tp);
            assert_eq!((entry.table.load(Relaxed), key), (tp.cast(), tp));
        }
        assert!(map.find(ptr::without_provenance_mut(16)).1.is_null());
    }
}
