//! `+` and `*` of the tuples. Both make a new tuple of the left operand's base type. A record of `recordclass()` is as good as
//! a tuple on the right.

use super::array::{NoMemory, share};
use super::layout::{tuple_allocate_exact, tuple_copy_items, tuple_items, tuple_len};
use super::sequence::{Sequence, Tuple};
use super::types::{self, type_of};
use crate::dynamic;
use crate::errors::{raise, type_name};
use crate::ffi::{self, PyObject};
use crate::trampoline::enter;
use pyo3::exceptions::PyTypeError;
use pyo3::ffi as py_ffi;
use pyo3::prelude::*;
use pyo3::types::PyTuple;

/// `sq_concat`: with a tuple, of ours or of Python's.
pub(super) unsafe extern "C" fn concat<const MUTABLE: bool>(
    left: *mut PyObject,
    right: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: CPython calls this with a tuple of ours on the left and any object on the right. The lengths do
    // not change, and the new tuple is nobody else's until it is full.
    unsafe {
        enter(|py| {
            let (left, right) = (Borrowed::from_ptr(py, left), Borrowed::from_ptr(py, right));
            let types = types::get(py);
            let ours = types.is_tuple(type_of(&right));
            let values = dynamic::values_of_named_tuple(&right)?;
            let pythons = right
                .cast::<PyTuple>()
                .ok()
                .or(values.as_ref().map(Bound::as_borrowed));
            if !ours && pythons.is_none() {
                let (name, got) = (Tuple::<MUTABLE>::NAME, type_name(&right));
                return Err(raise::<PyTypeError>(format!(
                    "can only concatenate tuples (not \"{got}\") to {name}"
                )));
            }
            let first = tuple_len(left.as_ptr());
            let second = pythons.map_or_else(|| tuple_len(right.as_ptr()), |tuple| tuple.len());
            if !MUTABLE && second == 0 && types::is_exact(&left) {
                return Ok(left.to_owned().into_ptr());
            }
            let length = first.checked_add(second).ok_or(NoMemory)?;
            let sum = tuple_allocate_exact(py, types.tuple(MUTABLE), length)
                .ok_or_else(|| PyErr::fetch(py))?;
            let to = tuple_items(sum.as_ptr());
            tuple_copy_items(&left, 0, 1, first, to);
            let to = to.add(first);
            match pythons {
                Some(tuple) => {
                    let (items, count) = ffi::tuple_items(tuple.as_ptr());
                    share(items, count, to);
                }
                None => tuple_copy_items(&right, 0, 1, second, to),
            }
            Ok(sum.into_ptr())
        })
    }
}

/// `sq_repeat`.
pub(super) unsafe extern "C" fn repeat<const MUTABLE: bool>(
    object: *mut PyObject,
    times: py_ffi::Py_ssize_t,
) -> *mut PyObject {
    // SAFETY: CPython calls this with a tuple of ours and any number.
    unsafe {
        enter(|py| {
            let tuple = Borrowed::from_ptr(py, object);
            let once = tuple_len(object);
            let times = usize::try_from(times).unwrap_or(0);
            if !MUTABLE && (times == 1 || once == 0) && types::is_exact(&tuple) {
                return Ok(tuple.to_owned().into_ptr());
            }
            let length = once.checked_mul(times).ok_or(NoMemory)?;
            let product = tuple_allocate_exact(py, types::get(py).tuple(MUTABLE), length)
                .ok_or_else(|| PyErr::fetch(py))?;
            if length > 0 {
                let to = tuple_items(product.as_ptr());
                tuple_copy_items(&tuple, 0, 1, once, to);
                for round in 1..times {
                    share(to, once, to.add(round * once));
                }
            }
            Ok(product.into_ptr())
        })
    }
}
