//! Records that are objects and nothing else: made in place, without a draft.
//!
//! Where each field is a pointer that takes any object, nothing can fail and no code runs between
//! taking the memory and filling it. So there is nothing to prepare on the stack.

use crate::ffi::{self, PyObject, PyTypeObject};
use crate::record::Table;
use pyo3::ffi as py_ffi;
use pyo3::prelude::*;

/// A new record of those values; NULL leaves a field without one.
///
/// # Errors
/// `MemoryError`.
///
/// # Safety
/// The table is `objects_only`, and `tp` exactly its class, finished. There is a live object, borrowed, or
/// NULL for each field.
#[inline]
pub(crate) unsafe fn build(
    py: Python<'_>,
    table: &Table,
    tp: *mut PyTypeObject,
    values: &[*mut PyObject],
) -> PyResult<*mut PyObject> {
    // SAFETY: the contents are written before anything else can run: an untracked object that
    // nobody knows, and increments. Record 2: each field is one pointer.
    unsafe {
        let Some(object) = ffi::allocate(tp, table) else {
            return Err(PyErr::fetch(py));
        };
        let object = object.as_ptr();
        for (field, &value) in table.fields.iter().zip(values) {
            py_ffi::Py_XINCREF(value);
            table.at(object, field).cast::<*mut PyObject>().write(value);
        }
        ffi::clear_extra(object, table);
        if table.options.gc {
            py_ffi::PyObject_GC_Track(object.cast());
        }
        Ok(object)
    }
}
