//! Fields that are read and written where they lie, with nothing to convert, to ask or to refuse: what descriptors and
//! names try first.

use crate::by_name::exchange;
use crate::ffi::{PyObject, small_int};
use crate::field::{Field, Kind};
#[cfg(target_pointer_width = "64")]
use crate::native::{read, write};
use crate::record::Table;
use pyo3::ffi as py_ffi;

/// The value of a field of 64 bits: new, or NULL with an exception. `None` for any other field.
///
/// # Safety
/// A record of the class of `table`.
#[inline]
#[cfg(target_pointer_width = "64")]
pub(crate) unsafe fn number(
    table: &Table,
    field: &Field,
    object: *mut PyObject,
) -> Option<*mut PyObject> {
    // SAFETY: as the caller says; the field is what its `Kind` describes.
    unsafe {
        let at = table.at(object, field);
        match field.ops.kind {
            Kind::F64 => Some(py_ffi::PyFloat_FromDouble(read::<f64>(at))),
            Kind::I64 => Some(py_ffi::PyLong_FromLongLong(read::<i64>(at))),
            _ => None,
        }
    }
}

/// Where atomics of 64 bits may be something else than numbers.
#[inline]
#[cfg(not(target_pointer_width = "64"))]
pub(crate) unsafe fn number(_: &Table, _: &Field, _: *mut PyObject) -> Option<*mut PyObject> {
    None
}

/// Puts a value into a field, if there is nothing to convert, to ask or to refuse. Tells whether it did.
///
/// # Safety
/// A record of the class of `table`; `new` is a live object, or NULL to delete.
#[inline]
pub(crate) unsafe fn put(
    table: &Table,
    field: &Field,
    object: *mut PyObject,
    new: *mut PyObject,
) -> bool {
    if new.is_null() || field.guarded(&table.options) {
        return false;
    }
    // SAFETY: as the caller says; the field is what its `Kind` describes.
    unsafe {
        let at = table.at(object, field);
        match field.ops.kind {
            #[cfg(target_pointer_width = "64")]
            Kind::F64 if py_ffi::Py_TYPE(new) == &raw mut py_ffi::PyFloat_Type => {
                write::<f64>(at, py_ffi::PyFloat_AS_DOUBLE(new));
                true
            }
            #[cfg(target_pointer_width = "64")]
            Kind::I64 if py_ffi::Py_TYPE(new) == &raw mut py_ffi::PyLong_Type => {
                let value = small_int(new);
                if let Some(value) = value {
                    write::<i64>(at, value);
                }
                value.is_some()
            }
            // With the GIL no lock is needed.
            Kind::Object if !cfg!(Py_GIL_DISABLED) && stored_as_it_is(field, new) => {
                exchange(at.cast(), object, new);
                true
            }
            _ => false,
        }
    }
}

/// Whether an object slot may store this very value, which nothing that could panic has to tell.
///
/// # Safety
/// The field is an object slot, and the value a live object; the thread is attached.
#[inline]
pub(crate) unsafe fn stored_as_it_is(field: &Field, value: *mut PyObject) -> bool {
    // SAFETY: as the caller says.
    field.ops.any_object || unsafe { (field.ops.takes)(value) }
}
