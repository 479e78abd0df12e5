//! Pretty printers: `__rich_repr__` of rich, `_repr_pretty_` of IPython.
//!
//! Both are in the way of a `__repr__` that the user wrote, so a class with one has neither. IPython goes through the
//! classes and takes what it finds first, so `_repr_pretty_` stands beside `__repr__`. rich asks the object: a descriptor
//! answers, so that a Python subclass with a `__repr__` is heard, too.

use super::is_ours;
use crate::ffi::{self, PyObject};
use crate::methods::{Definitions, method};
use crate::trampoline::enter_attached;
use pyo3::exceptions::PyAttributeError;
use pyo3::ffi as py_ffi;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyTuple, PyType};

/// Names and values of what `repr` shows.
fn shown<'py>(record: &Bound<'py, PyAny>) -> PyResult<Vec<(Bound<'py, PyAny>, Bound<'py, PyAny>)>> {
    let fields = record.getattr("__dataclass_fields__")?;
    let mut all = Vec::new();
    for (name, field) in fields.cast::<PyDict>()? {
        if !field.getattr("repr")?.is_truthy()? {
            continue;
        }
        // One that was deleted is not there to be shown.
        if let Some(value) = record.getattr_opt(name.cast::<pyo3::types::PyString>()?)? {
            all.push((name, value));
        }
    }
    Ok(all)
}

/// Pairs of name and value, as rich wants them.
#[pyfunction]
#[pyo3(signature = (record, /), text_signature = "(self, /)")]
pub(super) fn rich_items<'py>(
    record: &Bound<'py, PyAny>,
) -> PyResult<Vec<(Bound<'py, PyAny>, Bound<'py, PyAny>)>> {
    shown(record)
}

/// Prints a record with IPython's printer: over several lines where it is too long for one.
#[pyfunction]
#[pyo3(signature = (record, printer, cycle, /), text_signature = "(self, printer, cycle, /)")]
pub(super) fn pretty(
    record: &Bound<'_, PyAny>,
    printer: &Bound<'_, PyAny>,
    cycle: bool,
) -> PyResult<()> {
    if !record.hasattr("__dataclass_fields__")? {
        // Its fields have no names.
        printer.call_method1("text", (record.repr()?,))?;
        return Ok(());
    }
    let name: String = record.get_type().qualname()?.extract()?;
    if cycle {
        printer.call_method1("text", (format!("{name}(...)"),))?;
        return Ok(());
    }
    let indent = name.chars().count() + 1;
    printer.call_method1("begin_group", (indent, format!("{name}(")))?;
    for (index, (name, value)) in shown(record)?.into_iter().enumerate() {
        if index > 0 {
            printer.call_method1("text", (",",))?;
            printer.call_method0("breakable")?;
        }
        printer.call_method1("text", (format!("{name}="),))?;
        printer.call_method1("pretty", (value,))?;
    }
    printer.call_method1("end_group", (indent, ")"))?;
    Ok(())
}

/// `_repr_pretty_`, for the classes' own dicts.
pub(crate) static PRETTY: Definitions<1> = Definitions([method(
    c"_repr_pretty_",
    c"_repr_pretty_($self, printer, cycle, /)\n--\n\nFor IPython: prints the record.",
    py_ffi::METH_VARARGS,
    repr_pretty,
)]);

unsafe extern "C" fn repr_pretty(object: *mut PyObject, args: *mut PyObject) -> *mut PyObject {
    // SAFETY: a METH_VARARGS method: CPython has checked that `object` is a record; a tuple.
    unsafe {
        enter_attached(|py| {
            let args = Borrowed::from_ptr(py, args).cast_unchecked::<PyTuple>();
            let (printer, cycle): (Bound<'_, PyAny>, bool) = args.extract()?;
            pretty(&Borrowed::from_ptr(py, object), &printer, cycle)?;
            Ok(py.None().into_ptr())
        })
    }
}

/// The descriptor `__rich_repr__`.
#[pyclass(frozen, module = "recordclass")]
pub(super) struct Rich;

static RICH: Definitions<1> = Definitions([method(
    c"__rich_repr__",
    c"For rich: pairs of name and value.",
    py_ffi::METH_NOARGS,
    rich_repr,
)]);

unsafe extern "C" fn rich_repr(object: *mut PyObject, _none: *mut PyObject) -> *mut PyObject {
    // SAFETY: a METH_NOARGS function; its self is the record that it was made for.
    unsafe {
        enter_attached(|py| {
            let items = shown(&Borrowed::from_ptr(py, object))?;
            Ok(items.into_pyobject(py)?.into_any().into_ptr())
        })
    }
}

#[pymethods]
impl Rich {
    fn __get__<'py>(
        slf: &Bound<'py, Self>,
        instance: &Bound<'py, PyAny>,
        owner: &Bound<'py, PyType>,
    ) -> PyResult<Bound<'py, PyAny>> {
        // SAFETY: reading the struct of a live type.
        let repr = unsafe { (*owner.as_type_ptr()).tp_repr };
        if !repr.is_some_and(is_ours) {
            return Err(PyAttributeError::new_err("__rich_repr__"));
        }
        if instance.is_none() {
            return Ok(slf.clone().into_any());
        }
        // SAFETY: the function takes any object with `__dataclass_fields__`.
        unsafe { ffi::bound_function(instance, &RICH.all()[0]) }
    }
}
