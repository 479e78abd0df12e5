//! From a type to its table: for C functions, each of which serves all classes.
//!
//! CPython calls a slot or a method with an object, not with a table. The table of a class that the attribute made is
//! one load away from its type: `tp_members` leads there. CPython itself reads that slot only while it makes a type,
//! for the descriptors of its members, and PyO3's are there by then; who looks later, a tool that walks over types say,
//! finds an array of members that ends where it begins.
//!
//! # What must hold
//! 1. A type whose `tp_dealloc` is [`shims::dealloc`] is a record class of the attribute's, and `tp_members` points to
//!    `Table::no_members` of its table. Neither ever changes or dies. A type derived from it, in Python or in C, has
//!    another `tp_dealloc`: CPython gives a heap type its own where it is not told one.
//! 2. `tp_members` is set before `tp_dealloc`, and both before anybody else knows the type.

use crate::ffi::{PyObject, PyTypeObject, same_function};
use crate::record::Table;
use crate::shims;
use pyo3::ffi::PyMemberDef;
use std::mem::offset_of;
use std::ptr;

/// Enters a class. It counts as entered when it has its `tp_dealloc`.
///
/// # Safety
/// `tp` is the class of the table, being initialised.
pub(crate) unsafe fn enter(tp: *mut PyTypeObject, table: &'static Table) {
    let no_members = ptr::from_ref(table).wrapping_byte_add(offset_of!(Table, no_members));
    // SAFETY: as the caller says. Nobody writes there.
    unsafe { (*tp).tp_members = no_members.cast::<PyMemberDef>().cast_mut() };
}

/// The table of that very type.
///
/// # Safety
/// `tp` is a record class of the attribute's.
#[inline]
pub(crate) unsafe fn table_of_exact(tp: *mut PyTypeObject) -> &'static Table {
    // SAFETY: as the caller says; invariant 1.
    unsafe {
        let no_members = (*tp).tp_members.cast::<Table>();
        &*no_members.byte_sub(offset_of!(Table, no_members))
    }
}

/// The same, if the attribute made the type.
///
/// # Safety
/// `tp` is a live type.
#[inline]
pub(crate) unsafe fn own(tp: *mut PyTypeObject) -> Option<&'static Table> {
    // SAFETY: as the caller says; invariant 1.
    unsafe {
        let ours = same_function((*tp).tp_dealloc, Some(shims::dealloc));
        ours.then(|| table_of_exact(tp))
    }
}

/// The table of the first record class among a type and its bases.
///
/// # Safety
/// `tp` is a live type: a record class of the attribute's, or derived from one.
#[inline]
pub(crate) unsafe fn table_of(tp: *mut PyTypeObject) -> &'static Table {
    // SAFETY: as the caller says.
    unsafe { table_where(tp, |_| true) }
}

/// The same, of those whose table is of that kind; the first, if there is none.
///
/// # Safety
/// As [`table_of`].
#[inline]
pub(crate) unsafe fn table_where(
    tp: *mut PyTypeObject,
    wanted: impl Fn(&Table) -> bool,
) -> &'static Table {
    // SAFETY: a type keeps its bases alive.
    unsafe {
        match own(tp) {
            Some(table) if wanted(table) => return table,
            _ => {}
        }
        let mut base = (*tp).tp_base;
        while !base.is_null() {
            match own(base) {
                Some(table) if wanted(table) => return table,
                _ => base = (*base).tp_base,
            }
        }
        beside(tp)
    }
}

/// [`table_of`], where it is not that easy. A record without fields takes no room, so that CPython may choose another class
/// for the base of one that is derived from both, and the record is among its bases in the method resolution order only. Its
/// table tells of no place in the object, and so is right for it.
///
/// # Safety
/// As [`table_of`].
#[cold]
#[inline(never)]
unsafe fn beside(tp: *mut PyTypeObject) -> &'static Table {
    // SAFETY: as the caller says; the order of a type that is ready is a tuple of types.
    unsafe {
        if let Some(table) = find(tp) {
            return table;
        }
        let order = (*tp).tp_mro;
        for index in 0..pyo3::ffi::PyTuple_GET_SIZE(order) {
            match own(pyo3::ffi::PyTuple_GET_ITEM(order, index).cast()) {
                Some(table) if table.is_bare() => return table,
                _ => {}
            }
        }
    }
    // To go on would be to write anywhere.
    eprintln!(
        "recordclass: an object of a class that is laid out as none of its records; please report it"
    );
    std::process::abort()
}

/// The same of any type; `None` if there is no record class among its bases.
///
/// # Safety
/// `tp` is a live type.
pub(crate) unsafe fn find(mut tp: *mut PyTypeObject) -> Option<&'static Table> {
    // SAFETY: a type keeps its bases alive.
    unsafe {
        while !tp.is_null() {
            if let Some(table) = own(tp) {
                return Some(table);
            }
            tp = (*tp).tp_base;
        }
        None
    }
}

/// The table of an object's class.
///
/// # Safety
/// `object` is a record of a class of the attribute's.
#[inline]
pub(crate) unsafe fn table_of_object(object: *mut PyObject) -> &'static Table {
    // SAFETY: as the caller says.
    unsafe { table_of(pyo3::ffi::Py_TYPE(object)) }
}
