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

use crate::attribute;
use crate::ffi::{self, PyObject, small_int};
use crate::field::{Field, Kind};
#[cfg(target_pointer_width = "64")]
use crate::native::{read, write};
use crate::record::{State, Table};
use pyo3::ffi as py_ffi;
use pyo3::prelude::*;
use std::ffi::c_int;
use std::ptr::NonNull;

/// What a name means in a record of exactly the class: enough to read and write most fields without their table.
pub(crate) struct Entry {
    name: NonNull<PyObject>,
    /// Bytes from the object's start.
    at: usize,
    /// Asked before an object is stored in a [`How::Typed`] slot.
    takes: unsafe fn(*mut PyObject) -> bool,
    how: How,
    writable: bool,
}

/// How a field is read and written in place.
#[derive(Clone, Copy, PartialEq, Eq)]
enum How {
    /// Not at all. Without the GIL that is so of every object slot.
    Never,
    #[cfg(target_pointer_width = "64")]
    F64,
    #[cfg(target_pointer_width = "64")]
    I64,
    Object,
    /// An object slot that takes some objects only.
    Typed,
}

impl How {
    fn of(field: &Field) -> Self {
        match field.ops.kind {
            #[cfg(target_pointer_width = "64")]
            Kind::F64 => How::F64,
            #[cfg(target_pointer_width = "64")]
            Kind::I64 => How::I64,
            Kind::Object if cfg!(Py_GIL_DISABLED) => How::Never,
            Kind::Object if field.ops.any_object => How::Object,
            Kind::Object => How::Typed,
            _ => How::Never,
        }
    }
}

impl Entry {
    /// The entries of a class, in the table's order; none where it looks up nothing by them. A name that means the user's
    /// own entry of the class, and no descriptor of ours, is found and means nothing here.
    pub(crate) fn all(
        table: &Table,
        names: &[NonNull<PyObject>],
        descriptors: &[Option<NonNull<PyObject>>],
    ) -> Box<[Self]> {
        if !table.writes_by_name && !table.reads_by_name {
            return Box::default();
        }
        let rows = table.fields.iter().zip(names).zip(descriptors);
        rows.map(|((field, &name), descriptor)| Entry {
            name,
            at: table.layout.contents() + field.offset,
            takes: field.ops.takes,
            how: descriptor.map_or(How::Never, |_| How::of(field)),
            writable: !field.guarded(&table.options),
        })
        .collect()
    }

    /// The entry of a name, if the object is exactly of the class and the name interned.
    ///
    /// # Safety
    /// A live object.
    #[inline]
    unsafe fn find(state: &State, object: *mut PyObject, name: *mut PyObject) -> Option<&Self> {
        // SAFETY: as the caller says.
        if unsafe { py_ffi::Py_TYPE(object) } != state.tp.as_ptr() {
            return None;
        }
        state
            .by_name
            .iter()
            .find(|entry| entry.name.as_ptr() == name)
    }

    /// The value of a number: new, or NULL with an exception. `None` for any other field.
    ///
    /// # Safety
    /// A record of the entry's class.
    #[inline]
    unsafe fn number(&self, object: *mut PyObject) -> Option<*mut PyObject> {
        // SAFETY: as the caller says; the field is what `how` says.
        unsafe {
            let at = object.cast::<u8>().add(self.at);
            match self.how {
                #[cfg(target_pointer_width = "64")]
                How::F64 => Some(py_ffi::PyFloat_FromDouble(read::<f64>(at))),
                #[cfg(target_pointer_width = "64")]
                How::I64 => Some(py_ffi::PyLong_FromLongLong(read::<i64>(at))),
                _ => None,
            }
        }
    }

    /// Puts a value in, if there is nothing to convert, to refuse, or to ask that could panic. Tells whether it did.
    ///
    /// # Safety
    /// A record of the entry's class; `new` is a live object, or NULL to delete.
    #[inline]
    unsafe fn put(&self, object: *mut PyObject, new: *mut PyObject) -> bool {
        if new.is_null() || !self.writable {
            return false;
        }
        // SAFETY: as the caller says; the field is what `how` says.
        unsafe {
            let at = object.cast::<u8>().add(self.at);
            match self.how {
                #[cfg(target_pointer_width = "64")]
                How::F64 if py_ffi::Py_TYPE(new) == &raw mut py_ffi::PyFloat_Type => {
                    write::<f64>(at, py_ffi::PyFloat_AS_DOUBLE(new));
                }
                #[cfg(target_pointer_width = "64")]
                How::I64 if py_ffi::Py_TYPE(new) == &raw mut py_ffi::PyLong_Type => {
                    let Some(value) = small_int(new) else {
                        return false;
                    };
                    write::<i64>(at, value);
                }
                How::Object => exchange(at.cast(), object, new),
                How::Typed if (self.takes)(new) => exchange(at.cast(), object, new),
                _ => return false,
            }
            true
        }
    }
}

/// Puts an object into a slot. The old one goes last: its `__del__` may run anything.
///
/// # Safety
/// The slot is one of the record, may hold the object, and with the GIL held is nobody else's to write.
#[inline]
pub(crate) unsafe fn exchange(slot: *mut *mut PyObject, record: *mut PyObject, new: *mut PyObject) {
    // SAFETY: as the caller says.
    unsafe {
        py_ffi::Py_INCREF(new);
        let old = slot.replace(new);
        ffi::track_with(record, new);
        py_ffi::Py_XDECREF(old);
    }
}

/// `tp_getattro` of classes of nothing but numbers.
pub(crate) unsafe extern "C" fn getattr(
    table: &'static Table,
    object: *mut PyObject,
    name: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: CPython's `tp_getattro` protocol: a record and a str.
    unsafe {
        let state = table.state.get(Python::assume_attached());
        let entry = state.and_then(|state| Entry::find(state, object, name));
        match entry.and_then(|entry| entry.number(object)) {
            Some(value) => value,
            None => py_ffi::PyObject_GenericGetAttr(object, name),
        }
    }
}

/// `tp_setattro` of classes with fields that the interpreter must not write itself.
pub(crate) unsafe extern "C" fn setattr(
    table: &'static Table,
    object: *mut PyObject,
    name: *mut PyObject,
    new: *mut PyObject,
) -> c_int {
    // SAFETY: CPython's `tp_setattro` protocol: a record, a str, and an object or NULL to delete.
    unsafe {
        let state = table.state.get(Python::assume_attached());
        let entry = state.and_then(|state| Entry::find(state, object, name));
        match entry {
            Some(entry) if entry.put(object, new) => 0,
            _ => attribute::setattr(table, object, name, new),
        }
    }
}
