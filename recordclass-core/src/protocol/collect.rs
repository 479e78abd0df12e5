//! `tp_traverse` and `tp_clear`.
//!
//! Both are on every record class. Without the GC flag the collector never calls them on the class's
//! own instances; they are for Python subclasses, whose instances are tracked. The type is visited too:
//! each instance that the collector knows owns a reference to its heap type.

use crate::ffi::{self, PyObject};
use crate::field::Kind;
use crate::gc::Visit;
use crate::record::Table;
use crate::trampoline::enter_attached;
use pyo3::ffi as py_ffi;
use pyo3::prelude::*;
use std::ffi::{c_int, c_void};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// `tp_traverse` of a record class.
pub(crate) unsafe extern "C" fn traverse(
    table: &'static Table,
    object: *mut PyObject,
    visit: py_ffi::visitproc,
    arg: *mut c_void,
) -> c_int {
    let visit = Visit::new(visit, arg);
    // A user's `Traverse` that panics shows nothing more: what is not visited counts as reachable
    // from outside, and stays.
    let walk = AssertUnwindSafe(|| {
        for field in table.fields {
            // SAFETY: the collector gives a record of our class, whole (or zeroed memory: see
            // `construct::place`); Ops 2.
            let answer = unsafe {
                let at = table.at(object, field);
                match (&field.tracing, field.ops.kind) {
                    (Some(tracing), _) => (tracing.traverse)(at, &visit),
                    (None, Kind::Object | Kind::NullableObject) => {
                        visit.pointer(*at.cast::<*mut PyObject>())
                    }
                    (None, _) => 0,
                }
            };
            if answer != 0 {
                return answer;
            }
        }
        for hidden in table.hidden {
            // SAFETY: as above.
            let answer = unsafe {
                let at = object
                    .cast::<u8>()
                    .add(table.layout.contents() + hidden.offset);
                hidden.traverse.map_or(0, |traverse| traverse(at, &visit))
            };
            if answer != 0 {
                return answer;
            }
        }
        // SAFETY: as above; the slot owns the dict.
        unsafe { ffi::dict_slot(object, table).map_or(0, |slot| visit.pointer(*slot)) }
    });
    match catch_unwind(walk).unwrap_or(0) {
        // SAFETY: the reference that the object owns to its type.
        0 => unsafe { visit.pointer(py_ffi::Py_TYPE(object).cast()) },
        answer => answer,
    }
}

/// `tp_clear` of a record class: frozen fields stay, as a tuple's items do.
pub(crate) unsafe extern "C" fn clear(table: &'static Table, object: *mut PyObject) -> c_int {
    // SAFETY: the collector gives a record of our class, and holds it meanwhile.
    unsafe {
        enter_attached(|py| {
            let record = Borrowed::from_ptr(py, object);
            for field in table.fields {
                let at = table.at(object, field);
                match (&field.tracing, field.ops.delete) {
                    (Some(tracing), _) => {
                        if let Some(clear) = tracing.clear {
                            clear(&record, at);
                        }
                    }
                    (None, Some(delete)) => {
                        delete(&record, at);
                    }
                    (None, None) => {}
                }
            }
            if let Some(slot) = ffi::dict_slot(object, table) {
                let dict = slot.replace(std::ptr::null_mut());
                py_ffi::Py_XDECREF(dict);
            }
            Ok(0)
        })
    }
}
