//! Small objects around a Rust value: iterators, columns, views of rows. They refer to storages, never to Python
//! objects, so the collector need not know them.

use crate::errors::raise;
use crate::ffi::{PyObject, PyTypeObject};
use crate::light::types::Spec;
use pyo3::exceptions::PySystemError;
use pyo3::ffi as py_ffi;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use std::ffi::{CStr, c_int, c_void};
use std::ptr::{self, NonNull};

/// A value that has a Python type.
///
/// # Safety
/// The slots and methods are made for objects of this type, and fit.
pub(crate) unsafe trait Held: Send + Sync + Sized + 'static {
    const NAME: &'static CStr;
    const DOC: &'static CStr;
    fn slots() -> Vec<(c_int, *mut c_void)>;
    fn methods() -> Vec<py_ffi::PyMethodDef>;
    /// The place of the type.
    fn class() -> &'static Class;
}

/// A type that is made when it is first needed, and lives for ever.
pub(crate) struct Class(PyOnceLock<Made>);

struct Made(NonNull<PyTypeObject>);
// SAFETY: a pointer to an object that never dies; it is used only while attached.
unsafe impl Send for Made {}
// SAFETY: as above.
unsafe impl Sync for Made {}

impl Class {
    pub(crate) const fn new() -> Self {
        Class(PyOnceLock::new())
    }
}

#[repr(C)]
struct Object<T> {
    head: PyObject,
    value: T,
}

fn class<T: Held>(py: Python<'_>) -> PyResult<*mut PyTypeObject> {
    let made = T::class().0.get_or_try_init(py, || {
        let mut slots = T::slots();
        slots.push((py_ffi::Py_tp_dealloc, dealloc::<T> as *mut c_void));
        let spec = Spec {
            name: T::NAME,
            doc: T::DOC,
            size: size_of::<Object<T>>(),
            item_size: 0,
            flags: py_ffi::Py_TPFLAGS_IMMUTABLETYPE | py_ffi::Py_TPFLAGS_DISALLOW_INSTANTIATION,
            slots,
            methods: T::methods(),
            metaclass: None,
            base: None,
            vectorcall: None,
        };
        // SAFETY: as `Held` says.
        unsafe { spec.make(py) }.map(Made)
    })?;
    Ok(made.0.as_ptr())
}

/// A new object around a value.
///
/// # Errors
/// `MemoryError`.
pub(crate) fn wrap<T: Held>(py: Python<'_>, value: T) -> PyResult<Bound<'_, PyAny>> {
    const { assert!(align_of::<T>() <= 16) };
    let tp = class::<T>(py)?;
    // SAFETY: a type of ours with objects of that size; the value is written before anything can run.
    unsafe {
        let object = crate::ffi::allocate_plain(tp, size_of::<Object<T>>());
        if object.is_null() {
            return Err(PyErr::fetch(py));
        }
        (&raw mut (*object.cast::<Object<T>>()).value).write(value);
        Ok(Bound::from_owned_ptr(py, object))
    }
}

unsafe extern "C" fn dealloc<T: Held>(object: *mut PyObject) {
    // SAFETY: CPython calls this once, with a dead object of the type, which each instance holds.
    unsafe {
        ptr::drop_in_place(&raw mut (*object.cast::<Object<T>>()).value);
        let tp = py_ffi::Py_TYPE(object);
        crate::ffi::free_plain(object, size_of::<Object<T>>());
        py_ffi::Py_DECREF(tp.cast());
    }
}

/// The value in an object.
///
/// # Safety
/// `object` is one of the type of `T`, alive for `'a`.
#[inline]
pub(crate) unsafe fn held<'a, T: Held>(object: *mut PyObject) -> &'a T {
    // SAFETY: as the caller says; only shared borrows are ever given.
    unsafe { &(*object.cast::<Object<T>>()).value }
}

/// The value in an object, if it is of the type of `T`.
pub(crate) fn held_in<'a, T: Held>(object: &'a Bound<'_, PyAny>) -> Option<&'a T> {
    let made = T::class().0.get(object.py())?;
    // SAFETY: a live object; of just that type then.
    unsafe { (py_ffi::Py_TYPE(object.as_ptr()) == made.0.as_ptr()).then(|| held(object.as_ptr())) }
}

/// What says that a thing of ours is not as it should be.
#[cold]
pub(crate) fn broken(what: &str) -> PyErr {
    raise::<PySystemError>(format!("recordclass: {what}"))
}
