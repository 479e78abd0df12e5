//! Pretty printers: `__rich_repr__` of rich, `_repr_pretty_` of IPython.
//!
//! Both are in the way of a `__repr__` that the user wrote, so a class with one has neither. IPython goes through the
//! classes and takes what it finds first, so `_repr_pretty_` stands beside `__repr__`. rich asks the object: a descriptor
//! answers, so that a Python subclass with a `__repr__` is heard, too.

use super::{glue, is_ours};
use crate::ffi::{self, PyObject};
use crate::methods::{Definitions, method};
use pyo3::exceptions::PyAttributeError;
use pyo3::ffi as py_ffi;
use pyo3::prelude::*;
use pyo3::types::PyType;

/// `_repr_pretty_`, for the classes' own dicts.
pub(crate) static PRETTY: Definitions<1> = Definitions([method(
    c"_repr_pretty_",
    c"_repr_pretty_($self, printer, cycle, /)\n--\n\nFor IPython: prints the record.",
    py_ffi::METH_VARARGS,
    repr_pretty,
)]);

unsafe extern "C" fn repr_pretty(object: *mut PyObject, args: *mut PyObject) -> *mut PyObject {
    // SAFETY: a METH_VARARGS method: a record and a tuple.
    unsafe { glue::call("pretty", object, args) }
}

static RICH: Definitions<1> = Definitions([method(
    c"__rich_repr__",
    c"For rich: pairs of name and value.",
    py_ffi::METH_NOARGS,
    rich_repr,
)]);

unsafe extern "C" fn rich_repr(object: *mut PyObject, none: *mut PyObject) -> *mut PyObject {
    // SAFETY: a METH_NOARGS function; its self is the record that it was made for.
    unsafe { glue::call("rich_items", object, none) }
}

/// The hook `__rich_repr__`.
pub(super) fn rich<'py>(
    instance: &Bound<'py, PyAny>,
    owner: &Bound<'py, PyType>,
) -> PyResult<Option<Bound<'py, PyAny>>> {
    // SAFETY: reading the struct of a live type.
    let repr = unsafe { (*owner.as_type_ptr()).tp_repr };
    if !repr.is_some_and(is_ours) {
        return Err(PyAttributeError::new_err("__rich_repr__"));
    }
    if instance.is_none() {
        return Ok(None);
    }
    // SAFETY: the function takes any object with `__dataclass_fields__`.
    unsafe { ffi::bound_function(instance, &RICH.all()[0]) }.map(Some)
}

/// Prints a record with IPython's printer: over several lines where it is too long for one.
#[pyfunction]
#[pyo3(signature = (record, printer, cycle, /), text_signature = "(self, printer, cycle, /)")]
pub(super) fn pretty<'py>(
    record: Bound<'py, PyAny>,
    printer: Bound<'py, PyAny>,
    cycle: bool,
) -> PyResult<Bound<'py, PyAny>> {
    glue::function(record.py(), "pretty")?.call1((record, printer, cycle))
}

/// Pairs of name and value, as rich wants them.
#[pyfunction]
#[pyo3(signature = (record, /), text_signature = "(self, /)")]
pub(super) fn rich_items(record: Bound<'_, PyAny>) -> PyResult<Bound<'_, PyAny>> {
    glue::function(record.py(), "rich_items")?.call1((record,))
}
