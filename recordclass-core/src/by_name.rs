//! Attributes of exactly our classes, found by their interned names, before CPython looks anything up.
//!
//! For a number there is no descriptor that the interpreter reads by itself: a getset descriptor costs a look-up in the
//! class and its bases, checks, and an indirect call, more than the reading. A `tp_getattro` or `tp_setattro` of the
//! class's own compares the name with those of the fields, one pointer each, and is done. It has a price: the interpreter
//! does not specialise attributes of such a class, so that methods are called, and object slots read or written, in its
//! general way. So a class has one only where that is not felt: see [`Shape::reads_by_name`] and
//! [`Shape::writes_by_name`].
//!
//! [`Shape::reads_by_name`]: crate::shape::Shape::reads_by_name
//! [`Shape::writes_by_name`]: crate::shape::Shape::writes_by_name

use crate::ffi::{self, PyObject, small_int};
use crate::field::{Field, Kind};
use crate::record::{State, Table};
use pyo3::ffi as py_ffi;
use pyo3::prelude::*;
#[cfg(target_pointer_width = "64")]
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering::Relaxed};

/// The row of the field that a name means, if the object is exactly of the class and the name interned.
///
/// # Safety
/// A live object and a live str.
#[inline]
pub(crate) unsafe fn row(
    state: &State,
    object: *mut PyObject,
    name: *mut PyObject,
) -> Option<usize> {
    // SAFETY: as the caller says.
    if unsafe { py_ffi::Py_TYPE(object) } != state.tp.as_ptr() {
        return None;
    }
    let row = state
        .names
        .iter()
        .position(|known| known.as_ptr() == name)?;
    // Where the user's own entry stands, the name means that.
    state.descriptors[row].map(|_| row)
}

/// `tp_getattro` of classes of nothing but numbers.
pub(crate) unsafe extern "C" fn getattr(
    table: &'static Table,
    object: *mut PyObject,
    name: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: CPython's `tp_getattro` protocol: a record and a str.
    unsafe {
        let py = Python::assume_attached();
        let row = table
            .state
            .get(py)
            .and_then(|state| row(state, object, name));
        if let Some(row) = row {
            if let Some(value) = number(table, &table.fields[row], object) {
                return value;
            }
        }
        py_ffi::PyObject_GenericGetAttr(object, name)
    }
}

/// The value of a field of 64 bits: new, or NULL with an exception. `None` for any other field.
///
/// # Safety
/// A record of the class of `table`.
#[inline]
#[cfg(target_pointer_width = "64")]
unsafe fn number(table: &Table, field: &Field, object: *mut PyObject) -> Option<*mut PyObject> {
    // SAFETY: as the caller says; the field is what its `Kind` describes.
    unsafe {
        let at = table.at(object, field);
        match field.ops.kind {
            Kind::F64 => {
                let bits = (*at.cast::<AtomicU64>()).load(Relaxed);
                Some(py_ffi::PyFloat_FromDouble(f64::from_bits(bits)))
            }
            Kind::I64 => {
                let value = (*at.cast::<AtomicI64>()).load(Relaxed);
                Some(py_ffi::PyLong_FromLongLong(value))
            }
            _ => None,
        }
    }
}

/// Where atomics of 64 bits may be something else than numbers.
#[inline]
#[cfg(not(target_pointer_width = "64"))]
unsafe fn number(_: &Table, _: &Field, _: *mut PyObject) -> Option<*mut PyObject> {
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
                let bits = py_ffi::PyFloat_AS_DOUBLE(new).to_bits();
                (*at.cast::<AtomicU64>()).store(bits, Relaxed);
                true
            }
            #[cfg(target_pointer_width = "64")]
            Kind::I64 if py_ffi::Py_TYPE(new) == &raw mut py_ffi::PyLong_Type => {
                let value = small_int(new);
                if let Some(value) = value {
                    (*at.cast::<AtomicI64>()).store(value, Relaxed);
                }
                value.is_some()
            }
            // With the GIL no lock is needed. The old value goes last: its `__del__` may run anything.
            Kind::Object if field.ops.any_object && !cfg!(Py_GIL_DISABLED) => {
                let slot = at.cast::<*mut PyObject>();
                let old = *slot;
                py_ffi::Py_INCREF(new);
                slot.write(new);
                ffi::track_with(object, new);
                py_ffi::Py_XDECREF(old);
                true
            }
            _ => false,
        }
    }
}
