//! `litelist.sort(key=None, reverse=False)`: CPython's own sort, on a list of its own.
//!
//! While it goes on the items are away, as those of a list are: the `litelist` is empty for whoever looks, and what
//! is done to it then is lost, with a ValueError.

use super::array::Array;
use super::layout::list_swap;
use crate::errors::raise;
use crate::ffi::PyObject;
use crate::trampoline::enter_attached;
use pyo3::exceptions::PyValueError;
use pyo3::ffi as py_ffi;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList, PyTuple};

/// `sort(key=None, reverse=False)`.
pub(super) unsafe extern "C" fn sort(
    object: *mut PyObject,
    args: *mut PyObject,
    kwargs: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: a METH_VARARGS | METH_KEYWORDS method: a list of ours; a tuple, and a dict or NULL.
    unsafe {
        enter_attached(|py| {
            let list = Borrowed::from_ptr(py, object);
            let args = Borrowed::from_ptr(py, args)
                .cast_unchecked::<PyTuple>()
                .to_owned();
            let kwargs = Borrowed::from_ptr_or_opt(py, kwargs);
            let kwargs = kwargs.map(|kwargs| kwargs.cast_unchecked::<PyDict>().to_owned());

            let mut items = list_swap(&list, Array::away());
            let sorted = sort_items(py, &mut items, &args, kwargs.as_ref());
            let meanwhile = list_swap(&list, items);
            let untouched = meanwhile.is_away();
            drop(meanwhile);
            sorted?;
            if !untouched {
                return Err(raise::<PyValueError>("litelist modified during sort"));
            }
            Ok(py.None().into_ptr())
        })
    }
}

/// Sorts the items of an array by way of a list. Whatever goes wrong, they are back afterwards.
fn sort_items(
    py: Python<'_>,
    items: &mut Array,
    args: &Bound<'_, PyTuple>,
    kwargs: Option<&Bound<'_, PyDict>>,
) -> PyResult<()> {
    let count = items.len() as py_ffi::Py_ssize_t;
    // SAFETY: the result is new or an error; it is filled, with the references of the array, before any code runs.
    let list = unsafe {
        let list = Bound::from_owned_ptr_or_err(py, py_ffi::PyList_New(count))?;
        let mut index = 0;
        items.drain(|item| {
            py_ffi::PyList_SET_ITEM(list.as_ptr(), index, item);
            index += 1;
        });
        list.cast_into_unchecked::<PyList>()
    };
    let sorted = list.call_method(intern!(py, "sort"), args, kwargs);
    // The array has room for them. More have come only if somebody found the list by way of the collector.
    for item in list.iter() {
        items.push(&item)?;
    }
    sorted.map(drop)
}
