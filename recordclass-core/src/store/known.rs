//! Types that CPython marks by a bit in the flags of a class, or that have no subclasses to speak of: whether an object is of
//! one takes two loads, and nothing in it can panic.
//!
//! What PyO3 asks of any type it may ask by Python code, or make the type first; so a write that goes that way has to be
//! ready for an error and for a panic. Types are told apart by their `TypeId`, which the compiler knows: for each type
//! one comparison is left, or none.

use crate::ffi::PyObject;
use pyo3::ffi;
use pyo3::types::{
    PyBool, PyByteArray, PyBytes, PyDict, PyFloat, PyInt, PyList, PyString, PyTuple, PyType,
};
use std::any::TypeId;

/// Whether the object is known to be an instance of `T`. `false` says nothing.
///
/// # Safety
/// A live object; the thread is attached.
#[inline]
pub(super) unsafe fn is<T: 'static>(object: *mut PyObject) -> bool {
    let wanted = TypeId::of::<T>();
    macro_rules! one_of {
        ($($type:ident: $check:ident,)*) => {
            $(if wanted == TypeId::of::<$type>() {
                // SAFETY: as the caller says.
                return unsafe { ffi::$check(object) } != 0;
            })*
        };
    }
    one_of! {
        PyInt: PyLong_Check,
        PyString: PyUnicode_Check,
        PyFloat: PyFloat_CheckExact,
        PyBool: PyBool_Check,
        PyBytes: PyBytes_Check,
        PyByteArray: PyByteArray_CheckExact,
        PyList: PyList_Check,
        PyTuple: PyTuple_Check,
        PyDict: PyDict_Check,
        PyType: PyType_Check,
    }
    false
}
