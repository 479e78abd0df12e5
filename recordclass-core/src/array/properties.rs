//! The properties of array classes: what memory they have, and a column for each field.

use super::core::Core;
use super::table::RowTable;
use super::{column, export, numpy};
use crate::ffi::{self, Definition, PyObject, PyTypeObject};
use crate::trampoline::enter_attached;
use pyo3::ffi as py_ffi;
use pyo3::prelude::*;
use std::ffi::{CStr, CString, c_void};

/// Gives a class its properties. Those of fields come last: a name that is taken stays what it is.
///
/// # Safety
/// Invariants 1 and 2 of [`ffi`] hold of `tp`, the array class of the table, which has its methods.
pub(super) unsafe fn put(py: Python<'_>, tp: *mut PyTypeObject, table: &RowTable) -> PyResult<()> {
    // SAFETY: as the caller says.
    unsafe {
        fixed(py, tp)?;
        columns(py, tp, table)
    }
}

/// # Safety
/// As [`put`].
unsafe fn fixed(py: Python<'_>, tp: *mut PyTypeObject) -> PyResult<()> {
    let properties = [
        (
            c"nbytes",
            c"Bytes of the rows, without room for more.",
            nbytes as py_ffi::getter,
        ),
        (c"itemsize", c"Bytes of a row.", itemsize),
        (
            c"capacity",
            c"The number of rows there is room for.",
            capacity,
        ),
        (
            c"__array_interface__",
            c"The memory, in the words of numpy.",
            array_interface,
        ),
    ];
    for (name, doc, get) in properties {
        let definition = py_ffi::PyGetSetDef {
            name: name.as_ptr(),
            get: Some(get),
            set: None,
            doc: doc.as_ptr(),
            closure: std::ptr::null_mut(),
        };
        // SAFETY: as the caller says; the texts are static.
        unsafe {
            let descriptor = ffi::descriptor(py, tp, Definition::GetSet(definition))?;
            ffi::put(tp, name, &descriptor)?;
        }
    }
    Ok(())
}

/// A property for each field, its column, unless the name is that of a method.
///
/// # Safety
/// As [`put`].
unsafe fn columns(py: Python<'_>, tp: *mut PyTypeObject, table: &RowTable) -> PyResult<()> {
    for (index, field) in table.fields.iter().enumerate() {
        // Leaked, as the definition: the class lives as long as the process.
        let name: &'static CStr = Box::leak(CString::new(field.name)?.into_boxed_c_str());
        // SAFETY: as the caller says.
        if unsafe { ffi::own_entry(py, tp, name) }?.is_some() {
            continue;
        }
        let definition = py_ffi::PyGetSetDef {
            name: name.as_ptr(),
            get: Some(column_at),
            set: None,
            doc: c"The values of this field of all rows, in the memory of the array.".as_ptr(),
            closure: std::ptr::without_provenance_mut(index),
        };
        // SAFETY: as the caller says.
        unsafe {
            let descriptor = ffi::descriptor(py, tp, Definition::GetSet(definition))?;
            ffi::put(tp, name, &descriptor)?;
        }
    }
    Ok(())
}

/// The column of the field whose number is the closure.
unsafe extern "C" fn column_at(object: *mut PyObject, field: *mut c_void) -> *mut PyObject {
    // SAFETY: a getter of the class.
    unsafe {
        enter_attached(|py| column::of(py, Core::of(object), field.addr()).map(Bound::into_ptr))
    }
}

/// `__array_interface__`.
unsafe extern "C" fn array_interface(object: *mut PyObject, _: *mut c_void) -> *mut PyObject {
    // SAFETY: a getter of the class.
    unsafe {
        enter_attached(|py| {
            let array = Core::of(object);
            let typestr = format!("|V{}", array.table.size);
            let descr = array.table.descr(py)?.into_any();
            numpy::interface(py, array, &export::whole(array), (typestr, descr))
                .map(Bound::into_ptr)
        })
    }
}

/// `nbytes`.
unsafe extern "C" fn nbytes(object: *mut PyObject, _: *mut c_void) -> *mut PyObject {
    // SAFETY: a getter of the class.
    unsafe { number(object, |py, array| array.len(py) * array.table.size) }
}

/// `itemsize`.
unsafe extern "C" fn itemsize(object: *mut PyObject, _: *mut c_void) -> *mut PyObject {
    // SAFETY: a getter of the class.
    unsafe { number(object, |_, array| array.table.size) }
}

/// `capacity`.
unsafe extern "C" fn capacity(object: *mut PyObject, _: *mut c_void) -> *mut PyObject {
    let get = |py: Python<'_>, array: &Core| match array.window {
        Some(window) => window.len,
        None => array.storage.about(py, super::block::Block::capacity),
    };
    // SAFETY: a getter of the class.
    unsafe { number(object, get) }
}

/// # Safety
/// `object` is an array, and the caller is attached.
unsafe fn number(
    object: *mut PyObject,
    get: impl FnOnce(Python<'_>, &Core) -> usize,
) -> *mut PyObject {
    // SAFETY: as the caller says.
    unsafe {
        enter_attached(|py| {
            let number = get(py, Core::of(object));
            Ok(number.into_pyobject(py)?.into_any().into_ptr())
        })
    }
}
