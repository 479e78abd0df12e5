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

use crate::ffi::PyObject;
use crate::in_place::number;
use crate::record::{State, Table};
use pyo3::ffi as py_ffi;
use pyo3::prelude::*;

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
