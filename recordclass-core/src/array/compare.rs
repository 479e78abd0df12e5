//! `a == b`: of two arrays of one class, row by row, as their records compare.

use super::cell::rows_equal;
use super::core::Core;
use super::gather::{STEP, of_class};
use crate::ffi::PyObject;
use crate::trampoline::enter_attached;
use pyo3::ffi as py_ffi;
use pyo3::prelude::*;
use std::ffi::c_int;

/// `tp_richcompare`.
pub(super) unsafe extern "C" fn richcompare(
    left: *mut PyObject,
    right: *mut PyObject,
    op: c_int,
) -> *mut PyObject {
    // SAFETY: CPython calls this with an array on the left and any object on the right.
    unsafe {
        enter_attached(|py| {
            let array = Core::of(left);
            let other = Borrowed::from_ptr(py, right);
            let other = of_class(array.table, &other);
            let (Some(other), py_ffi::Py_EQ | py_ffi::Py_NE) = (other, op) else {
                return Ok(py.NotImplemented().into_ptr());
            };
            let answer = equal(py, array, other)? == (op == py_ffi::Py_EQ);
            Ok(answer.into_pyobject(py)?.to_owned().into_any().into_ptr())
        })
    }
}

fn equal(py: Python<'_>, left: &Core, right: &Core) -> PyResult<bool> {
    let (len, table) = (left.len(py), left.table);
    if len != right.len(py) {
        return Ok(false);
    }
    // One storage is read at a time: two locks could meet those of another comparison. So rows of the one are
    // copied in pieces.
    let mut done = 0;
    while done < len {
        let part = left.slice(py, done, 1, STEP.min(len - done)).copied(py)?;
        let range = done..done + part.len();
        let mut nth = 0;
        let differs = right.search(py, range, |row| {
            // SAFETY: two rows of the table.
            let same = unsafe { rows_equal(table, part.row(nth), row) };
            nth += 1;
            !same
        })?;
        if differs.is_some() {
            return Ok(false);
        }
        // A part that became shorter meanwhile.
        if nth < part.len() {
            return Ok(false);
        }
        done += part.len();
    }
    Ok(true)
}
