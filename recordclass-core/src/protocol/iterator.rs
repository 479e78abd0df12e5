//! The iterator of a record: light, as the record is, and made in memory of the pool.
//!
//! It reads each field when it comes to it, as a list's iterator does. The iterator of a `gc` record is seen by the
//! collector, too: it may close a cycle that the record alone would not.
//!
//! # What must hold
//! 1. The table is that of the record's class, if that lives for ever. One made at run time is looked up each
//!    time: the record keeps it, and may be given another.
//! 2. `record` is owned, or NULL once the end was seen. It changes only in `next` and in the deallocator; on
//!    free-threaded builds only inside the iterator's critical section.

use crate::dynamic;
use crate::errors::raise;
use crate::ffi::{self, HEAD, PyObject, PyTypeObject, new, type_slot};
use crate::gc::Visit;
use crate::once;
#[cfg(not(Py_GIL_DISABLED))]
use crate::protocol::sequence::quick_value;
use crate::record::Table;
use crate::trampoline::{enter, enter_attached};
use crate::values::value;
use pyo3::exceptions::PySystemError;
use pyo3::ffi as py_ffi;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::sync::critical_section::with_critical_section;
use std::ffi::{c_int, c_void};
use std::ptr;
use std::sync::atomic::{AtomicPtr, Ordering::Relaxed};

#[repr(C)]
struct Iterator {
    head: PyObject,
    record: *mut PyObject,
    table: Option<&'static Table>,
    next: usize,
}

/// The types, once there are any; they live for ever. The second one is for `gc` records.
static TYPES: [AtomicPtr<PyTypeObject>; 2] = [const { AtomicPtr::new(ptr::null_mut()) }; 2];

struct Methods([py_ffi::PyMethodDef; 3]);
// SAFETY: static texts and functions, which are only read.
unsafe impl Sync for Methods {}

static METHODS: Methods = Methods([
    py_ffi::PyMethodDef {
        ml_name: c"__length_hint__".as_ptr(),
        ml_meth: py_ffi::PyMethodDefPointer {
            PyCFunction: length_hint,
        },
        ml_flags: py_ffi::METH_NOARGS,
        ml_doc: c"How many values are left.".as_ptr(),
    },
    py_ffi::PyMethodDef {
        ml_name: c"__reduce__".as_ptr(),
        ml_meth: py_ffi::PyMethodDefPointer {
            PyCFunction: reduce,
        },
        ml_flags: py_ffi::METH_NOARGS,
        ml_doc: c"For pickle: an iterator of the values that are left.".as_ptr(),
    },
    py_ffi::PyMethodDef::zeroed(),
]);

/// Makes the types, once in a process: before any class of iterable records is finished.
///
/// # Errors
/// `MemoryError`.
pub(crate) fn prepare(py: Python<'_>) -> PyResult<()> {
    static MADE: [PyOnceLock<Py<PyAny>>; 2] = [const { PyOnceLock::new() }; 2];
    for ((made, place), gc) in MADE.iter().zip(&TYPES).zip([false, true]) {
        let tp = once::object(py, made, &|| new_type(py, gc))?;
        place.store(tp.as_ptr().cast(), Relaxed);
    }
    Ok(())
}

fn new_type(py: Python<'_>, gc: bool) -> PyResult<Bound<'_, PyAny>> {
    let mut slots = vec![
        type_slot(
            py_ffi::Py_tp_iter,
            py_ffi::PyObject_SelfIter as *const c_void,
        ),
        type_slot(py_ffi::Py_tp_iternext, next as *const c_void),
        type_slot(py_ffi::Py_tp_methods, METHODS.0.as_ptr().cast()),
    ];
    let mut flags = py_ffi::Py_TPFLAGS_DEFAULT
        | py_ffi::Py_TPFLAGS_IMMUTABLETYPE
        | py_ffi::Py_TPFLAGS_DISALLOW_INSTANTIATION;
    if gc {
        flags |= py_ffi::Py_TPFLAGS_HAVE_GC;
        slots.push(type_slot(
            py_ffi::Py_tp_dealloc,
            dealloc_tracked as *const c_void,
        ));
        slots.push(type_slot(py_ffi::Py_tp_traverse, traverse as *const c_void));
    } else {
        slots.push(type_slot(py_ffi::Py_tp_dealloc, dealloc as *const c_void));
    }
    slots.push(ffi::LAST_SLOT);
    let mut spec = py_ffi::PyType_Spec {
        name: c"recordclass.record_iterator".as_ptr(),
        basicsize: size_of::<Iterator>() as c_int,
        itemsize: 0,
        flags: flags as u32,
        slots: slots.as_mut_ptr(),
    };
    // SAFETY: the spec is whole, its functions fit their slots, its texts are static; the result is
    // new or an error.
    unsafe { Bound::from_owned_ptr_or_err(py, py_ffi::PyType_FromSpec(&raw mut spec)) }
}

/// A new iterator over the fields of a record: new.
///
/// # Errors
/// `MemoryError`.
///
/// # Safety
/// `record` is a record of the class of `table`.
pub(super) unsafe fn of(
    py: Python<'_>,
    table: &'static Table,
    record: *mut PyObject,
) -> PyResult<*mut PyObject> {
    let gc = table.options.gc;
    // Taking memory may start the collector before 3.12, and so run code that gives the record another class.
    let kept = (!table.mortal).then_some(table);
    let tp = TYPES[usize::from(gc)].load(Relaxed);
    if tp.is_null() {
        return Err(raise::<PySystemError>("recordclass is not initialised"));
    }
    // SAFETY: the contents are written before anything can run; both references are new.
    unsafe {
        let size = size_of::<Iterator>();
        let object = if gc {
            ffi::allocate_traced(tp, size)
        } else {
            ffi::allocate_plain(tp, size)
        };
        if object.is_null() {
            return Err(PyErr::fetch(py));
        }
        let iterator = object.cast::<Iterator>();
        py_ffi::Py_INCREF(record);
        (*iterator).record = record;
        (*iterator).table = kept;
        (*iterator).next = 0;
        if gc {
            py_ffi::PyObject_GC_Track(object.cast());
        }
        Ok(object)
    }
}

/// `tp_iternext`.
unsafe extern "C" fn next(object: *mut PyObject) -> *mut PyObject {
    // SAFETY: CPython calls this with an iterator of ours; invariants 1 and 2. With the GIL a slot keeps its value
    // until we have a reference.
    #[cfg(not(Py_GIL_DISABLED))]
    unsafe {
        let iterator = object.cast::<Iterator>();
        let (record, index) = ((*iterator).record, (*iterator).next);
        if record.is_null() {
            return ptr::null_mut();
        }
        let table = match (*iterator).table {
            Some(table) => table,
            None => match dynamic::finished_table_of(record) {
                Some(table) => table,
                None => return any_next(object),
            },
        };
        if index >= table.fields.len() {
            return end(object);
        }
        if table.packed {
            let value = *table.slots(record).add(index);
            if !value.is_null() {
                py_ffi::Py_INCREF(value);
                (*iterator).next = index + 1;
                return value;
            }
        }
    }
    // SAFETY: as above.
    unsafe { any_next(object) }
}

/// Lets go of the record at the end, for good.
///
/// # Safety
/// An iterator of ours that has a record.
#[cfg(not(Py_GIL_DISABLED))]
#[inline(never)]
unsafe fn end(object: *mut PyObject) -> *mut PyObject {
    // SAFETY: as the caller says; invariant 2.
    unsafe {
        let iterator = object.cast::<Iterator>();
        let record = (&raw mut (*iterator).record).replace(ptr::null_mut());
        py_ffi::Py_DECREF(record);
    }
    ptr::null_mut()
}

/// [`next`] of any record. Not inlined: the quick way needs no room on the stack.
///
/// # Safety
/// As [`next`].
#[inline(never)]
unsafe fn any_next(object: *mut PyObject) -> *mut PyObject {
    let iterator = object.cast::<Iterator>();
    #[cfg(not(Py_GIL_DISABLED))]
    // SAFETY: as the caller says; invariants 1 and 2.
    unsafe {
        let (record, index) = ((*iterator).record, (*iterator).next);
        let table = table_of(iterator, record);
        if index < table.fields.len() {
            if let Some(value) = quick_value(table, record, index) {
                (*iterator).next = index + 1;
                return value;
            }
        }
    }
    // SAFETY: as the caller says; invariants 1 and 2. The record is held over the reading, which may run code that
    // comes here again.
    unsafe {
        enter(|py| {
            let owner = Borrowed::from_ptr(py, object);
            let (record, index) = with_critical_section(&owner, || {
                let record = Bound::from_borrowed_ptr_or_opt(py, (*iterator).record);
                let index = (*iterator).next;
                (*iterator).next += 1;
                (record, index)
            });
            let Some(record) = record else {
                return Ok(ptr::null_mut());
            };
            // Reading may run code, and that may give the record another class.
            let _class = record.get_type();
            let table = table_of(iterator, record.as_ptr());
            if let Some(field) = table.fields.get(index) {
                return value(table, field, &record).map(Bound::into_ptr);
            }
            let own = with_critical_section(&owner, || {
                std::mem::replace(&mut (*iterator).record, ptr::null_mut())
            });
            drop(Bound::from_owned_ptr_or_opt(py, own));
            Ok(ptr::null_mut())
        })
    }
}

/// The table of the record: invariant 1.
///
/// # Safety
/// An iterator of ours, and its record, held by the caller.
#[inline]
unsafe fn table_of(iterator: *mut Iterator, record: *mut PyObject) -> &'static Table {
    // SAFETY: as the caller says.
    unsafe {
        (*iterator)
            .table
            .unwrap_or_else(|| dynamic::table_of(record))
    }
}

/// `tp_dealloc`.
unsafe extern "C" fn dealloc(object: *mut PyObject) {
    // SAFETY: CPython calls this once, with a dead iterator; invariants 1 and 2. Its own type lives for
    // ever, but each of its instances is counted.
    unsafe {
        let iterator = object.cast::<Iterator>();
        py_ffi::Py_XDECREF((*iterator).record);
        let tp = py_ffi::Py_TYPE(object);
        ffi::free_plain(object, size_of::<Iterator>());
        py_ffi::Py_DECREF(tp.cast());
    }
}

/// `tp_dealloc` of the type for `gc` records.
unsafe extern "C" fn dealloc_tracked(object: *mut PyObject) {
    // SAFETY: as `dealloc`; the memory has a GC header.
    unsafe {
        py_ffi::PyObject_GC_UnTrack(object.cast());
        py_ffi::Py_XDECREF((*object.cast::<Iterator>()).record);
        let tp = py_ffi::Py_TYPE(object);
        ffi::free_traced(object, size_of::<Iterator>());
        py_ffi::Py_DECREF(tp.cast());
    }
}

/// `tp_traverse` of the type for `gc` records.
unsafe extern "C" fn traverse(
    object: *mut PyObject,
    visit: py_ffi::visitproc,
    arg: *mut c_void,
) -> c_int {
    // SAFETY: the collector gives an iterator; both references are owned.
    unsafe {
        let visit = Visit::new(visit, arg);
        match visit.pointer((*object.cast::<Iterator>()).record) {
            0 => visit.pointer(py_ffi::Py_TYPE(object).cast()),
            answer => answer,
        }
    }
}

/// The rows that are left, and the record, held.
///
/// # Safety
/// `object` is an iterator of ours.
unsafe fn left<'py>(
    py: Python<'py>,
    object: *mut PyObject,
) -> Option<(Bound<'py, PyAny>, std::ops::Range<usize>)> {
    let iterator = object.cast::<Iterator>();
    // SAFETY: as the caller says; invariant 2.
    unsafe {
        let owner = Borrowed::from_ptr(py, object);
        with_critical_section(&owner, || {
            let record = Bound::from_borrowed_ptr_or_opt(py, (*iterator).record)?;
            let count = table_of(iterator, record.as_ptr()).fields.len();
            Some((record, (*iterator).next.min(count)..count))
        })
    }
}

/// `__length_hint__()`.
unsafe extern "C" fn length_hint(object: *mut PyObject, _: *mut PyObject) -> *mut PyObject {
    // SAFETY: a METH_NOARGS function of the type.
    unsafe {
        enter_attached(|py| {
            let count = left(py, object).map_or(0, |(_, rows)| rows.len());
            Ok(new::int(py, count)?.into_ptr())
        })
    }
}

/// `__reduce__()`.
unsafe extern "C" fn reduce(object: *mut PyObject, _: *mut PyObject) -> *mut PyObject {
    // SAFETY: a METH_NOARGS function of the type; invariant 1.
    unsafe {
        enter_attached(|py| {
            let values = match left(py, object) {
                Some((record, rows)) => {
                    let _class = record.get_type();
                    let table = table_of(object.cast(), record.as_ptr());
                    let fields = table.fields[rows].iter();
                    fields
                        .map(|field| value(table, field, &record))
                        .collect::<PyResult<Vec<_>>>()?
                }
                None => Vec::new(),
            };
            let iter = py
                .import(intern!(py, "builtins"))?
                .getattr(intern!(py, "iter"))?;
            let values = new::tuple(py, values)?.into_any();
            let args = new::tuple(py, [values])?.into_any();
            Ok(new::tuple(py, [iter, args])?.into_ptr())
        })
    }
}

const _: () = assert!(size_of::<Iterator>() == HEAD + 3 * size_of::<usize>());
