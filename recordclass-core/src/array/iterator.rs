//! The iterator of an array: a new record for each row, until there are no more, as that of a list.

use super::core::Core;
use super::helper::{Class, Held, held, wrap};
use super::make::record_of;
use super::quick;
use super::scratch::Scratch;
use crate::ffi::PyObject;
use crate::methods::method;
use crate::trampoline::{enter, enter_attached};
use pyo3::ffi as py_ffi;
use pyo3::prelude::*;
use std::ffi::{CStr, c_int, c_void};
use std::ptr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

/// Which row is next, or how far beyond the end it is.
struct Iterator {
    array: Core,
    next: AtomicUsize,
    backward: bool,
}

// SAFETY: the functions take iterators.
unsafe impl Held for Iterator {
    const NAME: &'static CStr = c"recordclass.array_iterator";
    const DOC: &'static CStr = c"An iterator over the rows of an array.";
    fn slots() -> Vec<(c_int, *mut c_void)> {
        vec![
            (py_ffi::Py_tp_iter, py_ffi::PyObject_SelfIter as *mut c_void),
            (py_ffi::Py_tp_iternext, next as *mut c_void),
        ]
    }
    fn methods() -> Vec<py_ffi::PyMethodDef> {
        vec![method(
            c"__length_hint__",
            c"__length_hint__($self, /)\n--\n\nHow many rows are left.",
            py_ffi::METH_NOARGS,
            length_hint,
        )]
    }
    fn class() -> &'static Class {
        static CLASS: Class = Class::new();
        &CLASS
    }
}

/// Another core of the same rows.
pub(super) fn same(array: &Core) -> Core {
    Core {
        table: array.table,
        storage: Arc::clone(&array.storage),
        window: array.window,
    }
}

/// `tp_iter`.
pub(super) unsafe extern "C" fn iter(object: *mut PyObject) -> *mut PyObject {
    // SAFETY: CPython calls this with an array.
    unsafe { enter_attached(|py| over(py, Core::of(object), false).map(Bound::into_ptr)) }
}

/// `reversed(a)`.
pub(super) fn reversed<'py>(py: Python<'py>, array: &Core) -> PyResult<Bound<'py, PyAny>> {
    over(py, array, true)
}

fn over<'py>(py: Python<'py>, array: &Core, backward: bool) -> PyResult<Bound<'py, PyAny>> {
    let next = AtomicUsize::new(if backward { array.len(py) } else { 0 });
    wrap(
        py,
        Iterator {
            array: same(array),
            next,
            backward,
        },
    )
}

/// `tp_iternext`.
unsafe extern "C" fn next(object: *mut PyObject) -> *mut PyObject {
    // SAFETY: CPython calls this with an iterator of ours.
    unsafe {
        let Iterator {
            array,
            next,
            backward: false,
        } = held::<Iterator>(object)
        else {
            return next_of_any(object);
        };
        let py = Python::assume_attached();
        let index = next.load(Relaxed);
        match isize::try_from(index).map(|index| quick::record(py, array, index)) {
            Ok(Some(record)) => {
                next.store(index + 1, Relaxed);
                record
            }
            _ => next_of_any(object),
        }
    }
}

/// # Safety
/// As [`next`].
unsafe fn next_of_any(object: *mut PyObject) -> *mut PyObject {
    // SAFETY: as the caller says.
    unsafe {
        enter(|py| {
            let Iterator {
                array,
                next,
                backward,
            } = held::<Iterator>(object);
            // Two threads may each get a row; none comes twice.
            let index = if *backward {
                let step = |next: usize| next.checked_sub(1);
                match next.fetch_update(Relaxed, Relaxed, step) {
                    Ok(next) => next - 1,
                    Err(_) => return Ok(ptr::null_mut()),
                }
            } else {
                // The end stays the end, also if rows are appended later.
                let len = array.len(py);
                let step = |next: usize| match next {
                    usize::MAX => None,
                    next if next >= len => Some(usize::MAX),
                    next => Some(next + 1),
                };
                match next.fetch_update(Relaxed, Relaxed, step) {
                    Ok(next) if next < len => next,
                    _ => return Ok(ptr::null_mut()),
                }
            };
            if index >= array.len(py) {
                next.store(if *backward { 0 } else { usize::MAX }, Relaxed);
                return Ok(ptr::null_mut());
            }
            let mut row = Scratch::new(array.table.size);
            array.load(py, index, &mut row)?;
            record_of(py, array.table, (index, &mut row)).map(Bound::into_ptr)
        })
    }
}

/// `__length_hint__()`.
unsafe extern "C" fn length_hint(object: *mut PyObject, _: *mut PyObject) -> *mut PyObject {
    // SAFETY: a METH_NOARGS function of the type.
    unsafe {
        enter_attached(|py| {
            let Iterator {
                array,
                next,
                backward,
            } = held::<Iterator>(object);
            let next = next.load(Relaxed);
            let left = if *backward {
                next
            } else {
                array.len(py).saturating_sub(next)
            };
            Ok(left.into_pyobject(py)?.into_any().into_ptr())
        })
    }
}
