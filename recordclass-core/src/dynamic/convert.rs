//! A record as a dict or a tuple of Python's: `asdict`, `_asdict`, `astuple`.
//!
//! Neither reads a value in a way that runs code: a field is a slot that takes any object. But before 3.12 a new dict or
//! tuple may start the collector, so the class is asked anew once there is one, or held.

use super::class::Class;
use super::metatype::class_of;
use super::shims;
use crate::errors::{raise, type_name};
use crate::ffi::PyObject;
use crate::field::Field;
use crate::protocol::dict as protocol;
use crate::record::Table;
use crate::trampoline::enter;
use crate::values::tuple;
use pyo3::exceptions::PyTypeError;
use pyo3::ffi as py_ffi;
use pyo3::prelude::*;
use std::ptr;

/// The class of an argument that must be a record.
///
/// # Errors
/// `TypeError` if it is none.
#[inline]
pub(super) fn record(function: &str, object: &Bound<'_, PyAny>) -> PyResult<&'static Class> {
    // SAFETY: a live object.
    let class = unsafe { class_of(object.as_ptr()) };
    class.ok_or_else(|| no_record(function, object))
}

#[cold]
fn no_record(function: &str, object: &Bound<'_, PyAny>) -> PyErr {
    let got = type_name(object);
    raise::<PyTypeError>(format!("{function}() wants a record, not {got}"))
}

/// `asdict(record)`.
pub(super) unsafe extern "C" fn asdict(
    _module: *mut PyObject,
    object: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: a METH_O function: any object as argument, and the thread is attached.
    unsafe {
        if let Some(class) = class_of(object) {
            return dict(class, object);
        }
        enter(|py| Err(no_record("asdict", &Borrowed::from_ptr(py, object))))
    }
}

/// `_asdict()`.
pub(super) unsafe extern "C" fn asdict_method(
    object: *mut PyObject,
    _none: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: a METH_NOARGS function: CPython has checked that `object` is of a class of ours.
    unsafe { dict(Class::of_instance(object), object) }
}

/// The dict of a record's values: new, or NULL with an exception.
///
/// # Safety
/// `object` is a record of the class, and the thread is attached.
#[inline]
unsafe fn dict(class: &'static Class, object: *mut PyObject) -> *mut PyObject {
    // SAFETY: as the caller says. What goes wrong on the quick way shows again on the other.
    unsafe {
        let dict = quick_dict(class, object);
        if dict.is_null() {
            return any_dict(object);
        }
        dict
    }
}

/// [`dict`] of slots one after the other that all have values; NULL for all else, without an exception.
///
/// # Safety
/// As [`dict`].
#[inline]
unsafe fn quick_dict(class: &'static Class, object: *mut PyObject) -> *mut PyObject {
    // SAFETY: as the caller says. The class is held while memory is taken, and asked anew afterwards.
    unsafe {
        let count = class.table.fields.len();
        let dict = {
            let _held = shims::Held::while_allocating(py_ffi::Py_TYPE(object));
            protocol::quick(&class.table)
        };
        let table = &now(class, object).table;
        let simple = has_names(table) && table.packed && table.fields.len() == count;
        if simple && protocol::fill(table, object, dict) {
            return dict;
        }
        give_up(dict)
    }
}

/// Whether the fields have names: a slot of an array has a number.
#[inline]
fn has_names(table: &Table) -> bool {
    table.fields.first().is_none_or(Field::is_named)
}

/// The class of a record for which memory was taken: before 3.12 that may have run code which gave it another.
///
/// # Safety
/// The class was that of the record before.
#[inline]
unsafe fn now(class: &'static Class, object: *mut PyObject) -> &'static Class {
    if cfg!(Py_3_12) {
        class
    } else {
        // SAFETY: a class of ours is only exchanged for another of ours.
        unsafe { Class::of_instance(object) }
    }
}

/// Leaves what was begun to the slow way.
///
/// # Safety
/// An owned object or NULL.
#[cold]
unsafe fn give_up(begun: *mut PyObject) -> *mut PyObject {
    // SAFETY: as the caller says.
    unsafe { protocol::give_up(begun) };
    ptr::null_mut()
}

/// [`dict`] of any record.
///
/// # Safety
/// A record of ours, and the thread is attached.
#[inline(never)]
unsafe fn any_dict(object: *mut PyObject) -> *mut PyObject {
    // SAFETY: as the caller says.
    unsafe {
        let _held = shims::Held::new(py_ffi::Py_TYPE(object));
        let table = &Class::of_instance(object).table;
        enter(|py| {
            if !has_names(table) {
                let text = format!("the fields of '{}' have no names", table.name);
                return Err(raise::<PyTypeError>(text));
            }
            protocol::any(table, &Borrowed::from_ptr(py, object))
        })
    }
}

/// `astuple(record)`.
pub(super) unsafe extern "C" fn astuple(
    _module: *mut PyObject,
    object: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: a METH_O function: any object as argument, and the thread is attached.
    unsafe {
        let Some(class) = class_of(object) else {
            return enter(|py| Err(no_record("astuple", &Borrowed::from_ptr(py, object))));
        };
        let values = quick_tuple(class, object);
        if values.is_null() {
            return any_tuple(object);
        }
        values
    }
}

/// The values of slots one after the other that all have one, as a new tuple; NULL for all else, without an exception.
///
/// # Safety
/// `object` is a record of the class, and the thread is attached.
#[inline]
unsafe fn quick_tuple(class: &'static Class, object: *mut PyObject) -> *mut PyObject {
    // SAFETY: as the caller says. The collector knows the tuple from birth, and nothing runs before its items are set.
    unsafe {
        let count = class.table.fields.len();
        let values = py_ffi::PyTuple_New(count as py_ffi::Py_ssize_t);
        let table = &now(class, object).table;
        let simple = table.packed && table.fields.len() == count;
        if cfg!(Py_GIL_DISABLED) || !simple || values.is_null() {
            return give_up(values);
        }
        let slots = table.slots(object);
        for index in 0..count {
            let value = *slots.add(index);
            if value.is_null() {
                return give_up(values);
            }
            py_ffi::Py_INCREF(value);
            py_ffi::PyTuple_SET_ITEM(values, index as py_ffi::Py_ssize_t, value);
        }
        values
    }
}

/// The values of any record, as a new tuple; NULL with an exception.
///
/// # Safety
/// A record of ours, and the thread is attached.
#[inline(never)]
unsafe fn any_tuple(object: *mut PyObject) -> *mut PyObject {
    // SAFETY: as the caller says.
    unsafe {
        let _held = shims::Held::new(py_ffi::Py_TYPE(object));
        let table = &Class::of_instance(object).table;
        enter(|py| tuple(table, &Borrowed::from_ptr(py, object)).map(|it| it.into_any().into_ptr()))
    }
}
