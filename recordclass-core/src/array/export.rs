//! The buffer protocol: a view of rows or of a column, that keeps the rows where they are until it is released.

use super::core::Core;
use super::storage::Pin;
use crate::errors::raise;
use crate::ffi::PyObject;
use pyo3::exceptions::PyBufferError;
use pyo3::ffi as py_ffi;
use pyo3::prelude::*;
use std::ffi::{CString, c_int};
use std::ptr;

/// What is exported of each row.
pub(crate) struct Part {
    /// Bytes from the row's start.
    pub(crate) offset: usize,
    /// Bytes of one item.
    pub(crate) size: usize,
    /// The lengths of arrays of items in the row, outermost first.
    pub(crate) inner: Vec<usize>,
    /// The struct format of an item.
    pub(crate) format: String,
}

/// What a view owns.
struct Export {
    _pin: Pin,
    shape: Vec<isize>,
    strides: Vec<isize>,
    format: CString,
}

/// `bf_getbuffer`.
///
/// # Errors
/// `BufferError` where the request cannot be met, or Rust code borrows the rows.
///
/// # Safety
/// CPython's `bf_getbuffer` protocol: `view` is to be filled; `owner` is the exporter.
pub(crate) unsafe fn get(
    py: Python<'_>,
    owner: *mut PyObject,
    array: &Core,
    part: Part,
    view: *mut py_ffi::Py_buffer,
    flags: c_int,
) -> PyResult<()> {
    if view.is_null() {
        return Err(raise::<PyBufferError>("no view to fill"));
    }
    // SAFETY: as the caller says.
    unsafe { (*view).obj = ptr::null_mut() };
    let read_only = array.storage.about(py, |block| block.read_only);
    if read_only && flags & py_ffi::PyBUF_WRITABLE != 0 {
        let name = array.table.name;
        return Err(raise::<PyBufferError>(format!("this {name} is read-only")));
    }
    let (pin, window) = array.export(py, read_only)?;
    let row = array.table.size as isize;
    let mut shape = vec![window.len as isize];
    let mut strides = vec![row.wrapping_mul(window.step)];
    let mut stride = part.size as isize;
    let mut inner = Vec::new();
    for &count in part.inner.iter().rev() {
        inner.push((count as isize, stride));
        stride *= count as isize;
    }
    for (count, stride) in inner.into_iter().rev() {
        shape.push(count);
        strides.push(stride);
    }
    let items: isize = shape.iter().product();
    let bytes = items * part.size as isize;
    let contiguous = is_contiguous(&shape, &strides, part.size as isize);
    check_request(&shape, contiguous, flags)?;
    let first = if window.len == 0 { 0 } else { window.start };
    // SAFETY: the window's rows are there: `Core::pin`.
    let start = unsafe { pin.start.add(first * array.table.size + part.offset) };
    let format = CString::new(part.format).unwrap_or_default();
    let mut export = Box::new(Export {
        _pin: pin,
        shape,
        strides,
        format,
    });
    let asked = |flag: c_int| flags & flag == flag;
    // SAFETY: as the caller says; what the pointers lead to is in the box, which `release` frees.
    unsafe {
        (*view).buf = start.cast();
        (*view).len = bytes;
        (*view).itemsize = part.size as isize;
        (*view).readonly = c_int::from(read_only);
        (*view).ndim = export.shape.len() as c_int;
        (*view).format = if asked(py_ffi::PyBUF_FORMAT) {
            export.format.as_ptr().cast_mut()
        } else {
            ptr::null_mut()
        };
        (*view).shape = if asked(py_ffi::PyBUF_ND) {
            export.shape.as_mut_ptr()
        } else {
            ptr::null_mut()
        };
        (*view).strides = if asked(py_ffi::PyBUF_STRIDES) {
            export.strides.as_mut_ptr()
        } else {
            ptr::null_mut()
        };
        (*view).suboffsets = ptr::null_mut();
        (*view).internal = Box::into_raw(export).cast();
        py_ffi::Py_INCREF(owner);
        (*view).obj = owner;
    }
    Ok(())
}

/// `bf_releasebuffer`.
pub(crate) unsafe extern "C" fn release(_owner: *mut PyObject, view: *mut py_ffi::Py_buffer) {
    // SAFETY: CPython calls this once with a view that `get` filled. Dropping a pin runs nothing of Python's.
    unsafe {
        let export = std::mem::replace(&mut (*view).internal, ptr::null_mut());
        if !export.is_null() {
            drop(Box::from_raw(export.cast::<Export>()));
        }
    }
}

/// Whether items lie one behind the other, the last index first.
fn is_contiguous(shape: &[isize], strides: &[isize], size: isize) -> bool {
    let mut want = size;
    if shape.contains(&0) {
        return true;
    }
    for (&count, &stride) in shape.iter().zip(strides).rev() {
        if count > 1 && stride != want {
            return false;
        }
        want *= count;
    }
    true
}

fn check_request(shape: &[isize], contiguous: bool, flags: c_int) -> PyResult<()> {
    let asked = |flag: c_int| flags & flag == flag;
    let refused = |what: &str| Err(raise::<PyBufferError>(what));
    if !contiguous
        && (!asked(py_ffi::PyBUF_STRIDES)
            || asked(py_ffi::PyBUF_C_CONTIGUOUS)
            || asked(py_ffi::PyBUF_F_CONTIGUOUS)
            || asked(py_ffi::PyBUF_ANY_CONTIGUOUS))
    {
        return refused("the values do not lie one behind the other: take a view with strides");
    }
    let one_dimension = shape.iter().filter(|&&count| count != 1).count() <= 1;
    if !one_dimension && asked(py_ffi::PyBUF_F_CONTIGUOUS) && !asked(py_ffi::PyBUF_ANY_CONTIGUOUS) {
        return refused("the values do not lie in Fortran's order");
    }
    Ok(())
}

/// The part that is the whole row.
pub(crate) fn whole(array: &Core) -> Part {
    Part {
        offset: 0,
        size: array.table.size,
        inner: Vec::new(),
        format: array.table.format(),
    }
}

/// `bf_getbuffer` of an array.
pub(super) unsafe extern "C" fn get_of_array(
    object: *mut PyObject,
    view: *mut py_ffi::Py_buffer,
    flags: c_int,
) -> c_int {
    // SAFETY: CPython calls this with an array and a view to fill.
    unsafe {
        crate::trampoline::enter_done(|py| {
            crate::trampoline::attached(py, || {
                let array = Core::of(object);
                get(py, object, array, whole(array), view, flags)
            })
        })
    }
}
