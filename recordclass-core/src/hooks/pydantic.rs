//! `__get_pydantic_core_schema__`: how pydantic validates and writes a record.
//!
//! Left to itself it would take a record for a dataclass, make an empty one and assign to it. So it is told. pydantic
//! calls the hook, so it is there to be imported.

use super::glue;
use crate::ffi::PyObject;
use crate::methods::{Definitions, method};
use pyo3::ffi as py_ffi;
use pyo3::prelude::*;

/// The method, for the root's dict.
pub(super) static SCHEMA: Definitions<1> = Definitions([method(
    c"__get_pydantic_core_schema__",
    c"__get_pydantic_core_schema__($type, source, handler, /)\n--\n\nFor pydantic: how to validate and to write a record.",
    py_ffi::METH_VARARGS | py_ffi::METH_CLASS,
    schema_method,
)]);

unsafe extern "C" fn schema_method(class: *mut PyObject, args: *mut PyObject) -> *mut PyObject {
    // SAFETY: a METH_VARARGS class method: a class and a tuple.
    unsafe { glue::call("core_schema", class, args) }
}

/// pydantic_schema(cls, handler, /)
///
/// The core schema of a record class, or of any class with `__dataclass_fields__` that is called with its fields.
#[pyfunction]
#[pyo3(signature = (cls, handler, /))]
pub(super) fn pydantic_schema<'py>(
    cls: Bound<'py, PyAny>,
    handler: Bound<'py, PyAny>,
) -> PyResult<Bound<'py, PyAny>> {
    glue::function(cls.py(), "pydantic_schema")?.call1((cls, handler))
}
