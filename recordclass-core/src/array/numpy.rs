//! `__array_interface__` and `__array__`, of arrays and columns. Neither needs numpy to be there when this is built.

use super::call::Arguments;
use super::core::Core;
use super::export::{Part, get, release};
use super::helper::{Class, Held, held, wrap};
use super::iterator::same;
use super::storage::Pin;
use crate::errors::raise;
use crate::ffi::PyObject;
use crate::trampoline::{attached, enter_attached, enter_done};
use pyo3::exceptions::PyValueError;
use pyo3::ffi as py_ffi;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyTuple};
use std::ffi::{CStr, c_int, c_void};

/// All rows of a storage as bytes, kept where they are as long as this object lives: numpy gives the buffer of an
/// interface's `data` back at once, and relies on the object.
struct Kept {
    array: Core,
    _pin: Pin,
}

// SAFETY: the functions take objects of this type.
unsafe impl Held for Kept {
    const NAME: &'static CStr = c"recordclass.array_memory";
    const DOC: &'static CStr =
        c"The memory of an array, which cannot be resized while this exists.";
    fn slots() -> Vec<(c_int, *mut c_void)> {
        vec![
            (py_ffi::Py_bf_getbuffer, get_of_kept as *mut c_void),
            (py_ffi::Py_bf_releasebuffer, release as *mut c_void),
        ]
    }
    fn methods() -> Vec<py_ffi::PyMethodDef> {
        Vec::new()
    }
    fn class() -> &'static Class {
        static CLASS: Class = Class::new();
        &CLASS
    }
}

unsafe extern "C" fn get_of_kept(
    object: *mut PyObject,
    view: *mut py_ffi::Py_buffer,
    flags: c_int,
) -> c_int {
    // SAFETY: CPython calls this with an object of the type.
    unsafe {
        enter_done(|py| {
            attached(py, || {
                let array = &held::<Kept>(object).array;
                let part = Part {
                    offset: 0,
                    size: array.table.size,
                    inner: Vec::new(),
                    format: format!("{}s", array.table.size),
                };
                get(py, object, array, part, view, flags)
            })
        })
    }
}

/// `__array_interface__`.
///
/// # Errors
/// `BufferError` while Rust code borrows the rows.
pub(super) fn interface<'py>(
    py: Python<'py>,
    array: &Core,
    part: &Part,
    (typestr, descr): (String, Bound<'py, PyAny>),
) -> PyResult<Bound<'py, PyAny>> {
    let read_only = array.storage.about(py, |block| block.read_only);
    let (pin, window) = array.export(py, read_only)?;
    let all = Core {
        window: None,
        ..same(array)
    };
    let row = array.table.size as isize;
    let (mut shape, mut strides) = (vec![window.len], vec![row * window.step]);
    for (nth, &count) in part.inner.iter().enumerate() {
        shape.push(count);
        let within: usize = part.inner[nth + 1..].iter().product();
        strides.push((within * part.size) as isize);
    }
    let first = if window.len == 0 { 0 } else { window.start };
    let interface = PyDict::new(py);
    interface.set_item("version", 3)?;
    interface.set_item("shape", PyTuple::new(py, shape)?)?;
    interface.set_item("typestr", typestr)?;
    interface.set_item("descr", descr)?;
    interface.set_item("strides", PyTuple::new(py, strides)?)?;
    if window.len > 0 {
        interface.set_item("offset", first * array.table.size + part.offset)?;
    }
    let memory = wrap(
        py,
        Kept {
            array: all,
            _pin: pin,
        },
    )?;
    interface.set_item("data", memory)?;
    Ok(interface.into_any())
}

/// `__array__()` of arrays and of columns.
pub(super) unsafe extern "C" fn array_method(
    object: *mut PyObject,
    args: *mut PyObject,
    kwargs: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: a METH_VARARGS | METH_KEYWORDS method.
    unsafe {
        enter_attached(|py| {
            let arguments = Arguments::new(py, args, kwargs);
            array(&Borrowed::from_ptr(py, object), &arguments).map(Bound::into_ptr)
        })
    }
}

/// `__array__(dtype=None, *, copy=None)`, as numpy 2 calls it.
///
/// # Errors
/// `ModuleNotFoundError` without numpy; `ValueError` where another dtype is asked for, and no copy.
fn array<'py>(
    object: &Bound<'py, PyAny>,
    arguments: &Arguments<'py>,
) -> PyResult<Bound<'py, PyAny>> {
    let py = object.py();
    let [dtype, copy] = arguments.take("__array__", 1, ["dtype", "copy"])?;
    // SAFETY: a live object; the result is new or an error.
    let view = unsafe {
        Bound::from_owned_ptr_or_err(py, py_ffi::PyMemoryView_FromObject(object.as_ptr()))?
    };
    let made = py.import("numpy")?.call_method1("asarray", (view,))?;
    let copy = copy.filter(|copy| !copy.is_none());
    let copy = copy.map(|copy| copy.is_truthy()).transpose()?;
    if let Some(dtype) = dtype.filter(|dtype| !dtype.is_none()) {
        if !made.getattr("dtype")?.eq(&dtype)? {
            if copy == Some(false) {
                return Err(raise::<PyValueError>(
                    "another dtype needs a copy, and copy=False forbids one",
                ));
            }
            return made.call_method1("astype", (dtype,));
        }
    }
    if copy == Some(true) {
        return made.call_method0("copy");
    }
    Ok(made)
}
