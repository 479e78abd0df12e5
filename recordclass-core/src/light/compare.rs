//! The six comparisons, item by item: the first pair that differs decides, else the length.
//!
//! The two tuple types compare with each other, lists with lists; subclasses count as what they are derived from.
//! An `__eq__` may change the containers. Each step reads them anew, as CPython's list does.

use super::sequence::{List, Sequence, Tuple};
use super::types::{self, Types, type_of};
use crate::ffi::{PyObject, PyTypeObject};
use crate::leaf;
use crate::nesting::Deeper;
use crate::protocol::compare::decide;
use crate::trampoline::enter;
use pyo3::ffi as py_ffi;
use pyo3::prelude::*;
use std::cmp::Ordering;
use std::ffi::c_int;

/// `tp_richcompare` of the tuples.
pub(super) unsafe extern "C" fn tuples(
    left: *mut PyObject,
    right: *mut PyObject,
    op: c_int,
) -> *mut PyObject {
    // SAFETY: `tp_richcompare` of the types that the test is for.
    unsafe { richcompare::<Tuple<true>>(left, right, op, Types::is_tuple) }
}

/// `tp_richcompare` of `litelist`.
pub(super) unsafe extern "C" fn lists(
    left: *mut PyObject,
    right: *mut PyObject,
    op: c_int,
) -> *mut PyObject {
    // SAFETY: `tp_richcompare` of the type that the test is for.
    unsafe { richcompare::<List>(left, right, op, Types::is_list) }
}

/// # Safety
/// CPython calls this with two objects, the first of type `S`; what `is_kin` holds for can be read as `S`.
#[inline]
unsafe fn richcompare<S: Sequence>(
    left: *mut PyObject,
    right: *mut PyObject,
    op: c_int,
    is_kin: fn(&Types, *mut PyTypeObject) -> bool,
) -> *mut PyObject {
    // SAFETY: as the caller says.
    unsafe {
        enter(|py| {
            let (left, right) = (Borrowed::from_ptr(py, left), Borrowed::from_ptr(py, right));
            let types = types::get(py);
            // `type.__lt__` as a function may be given anything on the left, too.
            if !is_kin(types, type_of(&right)) || !is_kin(types, type_of(&left)) {
                return Ok(py.NotImplemented().into_ptr());
            }
            compare::<S>(&left, &right, op)
        })
    }
}

/// # Safety
/// Both can be read as `S`.
unsafe fn compare<S: Sequence>(
    left: &Bound<'_, PyAny>,
    right: &Bound<'_, PyAny>,
    op: c_int,
) -> PyResult<*mut PyObject> {
    let py = left.py();
    let equality = op == py_ffi::Py_EQ || op == py_ffi::Py_NE;
    // SAFETY: as the caller says.
    unsafe {
        if equality && S::len(left) != S::len(right) {
            return Ok(truth(py, op == py_ffi::Py_NE));
        }
        // Only an item that is asked can lead back here.
        let mut deeper = None;
        let mut at = 0;
        loop {
            // Most items need not be held: the same are equal, and comparing leaves runs no code.
            match simply::<S>(left, right, at) {
                Some(Some(Ordering::Equal)) => {
                    at += 1;
                    continue;
                }
                Some(order) => return Ok(truth(py, decide(order, op))),
                None => {}
            }
            let (Some(a), Some(b)) = (S::get(left, at), S::get(right, at)) else {
                break;
            };
            if deeper.is_none() {
                deeper = Some(Deeper::guarded(py)?);
            }
            // Both are held, whatever their `__eq__` does to the containers.
            match py_ffi::PyObject_RichCompareBool(a.as_ptr(), b.as_ptr(), py_ffi::Py_EQ) {
                0 => break,
                1.. => at += 1,
                _ => return Err(PyErr::fetch(py)),
            }
        }
        // Read again, as lists do: what differed may be something else by now.
        let (Some(a), Some(b)) = (S::get(left, at), S::get(right, at)) else {
            let (a, b) = (S::len(left), S::len(right));
            return Ok(truth(py, by_length(a, b, op)));
        };
        if equality {
            return Ok(truth(py, op == py_ffi::Py_NE));
        }
        let answer = py_ffi::PyObject_RichCompare(a.as_ptr(), b.as_ptr(), op);
        Bound::from_owned_ptr_or_err(py, answer).map(Bound::into_ptr)
    }
}

/// How two items compare, where that needs no code of anybody's; `None` also where one is missing.
///
/// # Safety
/// Both can be read as `S`.
#[inline]
unsafe fn simply<S: Sequence>(
    left: &Bound<'_, PyAny>,
    right: &Bound<'_, PyAny>,
    at: usize,
) -> Option<Option<Ordering>> {
    // SAFETY: as the caller says. With the GIL the items stay where they are meanwhile; without it only their
    // addresses may be looked at.
    unsafe {
        let (left, right) = (S::peek(left, at), S::peek(right, at));
        if left.is_null() || right.is_null() {
            return None;
        }
        if left == right {
            return Some(Some(Ordering::Equal));
        }
        if cfg!(Py_GIL_DISABLED) {
            return None;
        }
        leaf::compare(left, right)
    }
}

fn by_length(a: usize, b: usize, op: c_int) -> bool {
    match op {
        py_ffi::Py_EQ => a == b,
        py_ffi::Py_NE => a != b,
        py_ffi::Py_LT => a < b,
        py_ffi::Py_LE => a <= b,
        py_ffi::Py_GT => a > b,
        _ => a >= b,
    }
}

fn truth(py: Python<'_>, truth: bool) -> *mut PyObject {
    pyo3::types::PyBool::new(py, truth)
        .to_owned()
        .into_any()
        .into_ptr()
}
