//! `__get_pydantic_core_schema__`: how pydantic validates and writes a record.
//!
//! Left to itself it would take a record for a dataclass, make an empty one and assign to it. So it is told: a record
//! of the class passes as it is; anything else is read as a dict of the fields, and the class is called with them. It
//! is written as such a dict. pydantic calls the hook, so it is there to be imported.

use crate::ffi::PyObject;
use crate::methods::{Definitions, method};
use crate::trampoline::enter_attached;
use pyo3::exceptions::{PyOverflowError, PyTypeError, PyValueError};
use pyo3::ffi as py_ffi;
use pyo3::prelude::*;
use pyo3::types::{PyCFunction, PyDict, PyTuple, PyType};
use std::cell::RefCell;

/// The method, for the root's dict.
pub(super) static SCHEMA: Definitions<1> = Definitions([method(
    c"__get_pydantic_core_schema__",
    c"__get_pydantic_core_schema__($type, source, handler, /)\n--\n\nFor pydantic: how to validate and to write a record.",
    py_ffi::METH_VARARGS | py_ffi::METH_CLASS,
    schema_method,
)]);

unsafe extern "C" fn schema_method(class: *mut PyObject, args: *mut PyObject) -> *mut PyObject {
    // SAFETY: a METH_VARARGS class method: a class and a tuple.
    unsafe {
        enter_attached(|py| {
            let class = Borrowed::from_ptr(py, class);
            let args = Borrowed::from_ptr(py, args).cast_unchecked::<PyTuple>();
            let (_source, handler): (Bound<'_, PyAny>, Bound<'_, PyAny>) = args.extract()?;
            let class = class.cast::<PyType>()?;
            pydantic_schema(&class, &handler).map(Bound::into_ptr)
        })
    }
}

thread_local! {
    /// The classes whose schema is being made on this thread: a field may lead back to one.
    static UNDER_WAY: RefCell<Vec<usize>> = const { RefCell::new(Vec::new()) };
}

/// Takes the class off the list, also after an error.
struct UnderWay;

impl Drop for UnderWay {
    fn drop(&mut self) {
        UNDER_WAY.with_borrow_mut(Vec::pop);
    }
}

/// pydantic_schema(cls, handler, /)
///
/// The core schema of a record class, or of any class with `__dataclass_fields__` that is called with its fields.
#[pyfunction]
#[pyo3(signature = (cls, handler, /))]
pub(super) fn pydantic_schema<'py>(
    cls: &Bound<'py, PyType>,
    handler: &Bound<'py, PyAny>,
) -> PyResult<Bound<'py, PyAny>> {
    let py = cls.py();
    let core = py.import("pydantic_core")?.getattr("core_schema")?;
    let address = cls.as_ptr().addr();
    // The form in which pydantic names a class.
    let name = cls.fully_qualified_name()?;
    let reference = format!("{name}:{address}");
    if UNDER_WAY.with_borrow(|classes| classes.contains(&address)) {
        return core.call_method1("definition_reference_schema", (reference,));
    }
    UNDER_WAY.with_borrow_mut(|classes| classes.push(address));
    let _guard = UnderWay;

    let fields = as_dict(cls, handler, &core)?;
    let read = PyCFunction::new_closure(py, Some(c"read_record"), None, {
        let cls = cls.clone().unbind();
        move |args, _| read(cls.bind(args.py()), args).map(Bound::unbind)
    })?;
    let write = PyCFunction::new_closure(py, Some(c"write_record"), None, |args, _| {
        write(args).map(Bound::unbind)
    })?;
    let said = PyDict::new(py);
    said.set_item("schema", &fields)?;
    let write = core.call_method("wrap_serializer_function_ser_schema", (write,), Some(&said))?;
    said.set_item("ref", reference)?;
    said.set_item("serialization", write)?;
    core.call_method("no_info_wrap_validator_function", (read,), Some(&said))
}

/// The schema of a dict of the fields.
fn as_dict<'py>(
    cls: &Bound<'py, PyType>,
    handler: &Bound<'py, PyAny>,
    core: &Bound<'py, PyAny>,
) -> PyResult<Bound<'py, PyAny>> {
    let py = cls.py();
    let dataclasses = py.import("dataclasses")?;
    let missing = dataclasses.getattr("MISSING")?;
    let typing = py.import("typing")?;
    let all = dataclasses.call_method1("fields", (cls,))?;
    let hints = typing.call_method1("get_type_hints", (cls,))?;
    let any = typing.getattr("Any")?;
    let fields = PyDict::new(py);
    for field in all.try_iter()? {
        let field = field?;
        let name = field.getattr("name")?;
        let hint = hints.get_item(&name).unwrap_or_else(|_| any.clone());
        let mut schema = handler.call_method1("generate_schema", (hint,))?;
        let default = field.getattr("default")?;
        let optional = !default.is(&missing) || !field.getattr("default_factory")?.is(&missing);
        if !default.is(&missing) {
            let said = PyDict::new(py);
            said.set_item("default", default)?;
            schema = core.call_method("with_default_schema", (schema,), Some(&said))?;
        }
        // A default that must be made is left to the class.
        let said = PyDict::new(py);
        said.set_item("required", !optional)?;
        fields.set_item(
            &name,
            core.call_method("typed_dict_field", (schema,), Some(&said))?,
        )?;
    }
    let said = PyDict::new(py);
    said.set_item("cls", cls)?;
    core.call_method("typed_dict_schema", (fields,), Some(&said))
}

/// `(value, read the dict)`: a record.
fn read<'py>(cls: &Bound<'py, PyType>, args: &Bound<'py, PyTuple>) -> PyResult<Bound<'py, PyAny>> {
    let py = cls.py();
    let (value, inner): (Bound<'_, PyAny>, Bound<'_, PyAny>) = args.extract()?;
    if value.is_instance(cls)? {
        return Ok(value);
    }
    let fields = inner.call1((value,))?;
    cls.call((), Some(fields.cast::<PyDict>()?))
        .map_err(|error| {
            // What the class says of a value is for pydantic to report.
            let said = error.is_instance_of::<PyTypeError>(py)
                || error.is_instance_of::<PyOverflowError>(py);
            if said {
                PyValueError::new_err(error.value(py).to_string())
            } else {
                error
            }
        })
}

/// `(record, write a dict)`: whatever that writes.
fn write<'py>(args: &Bound<'py, PyTuple>) -> PyResult<Bound<'py, PyAny>> {
    let py = args.py();
    let (record, inner): (Bound<'_, PyAny>, Bound<'_, PyAny>) = args.extract()?;
    let values = PyDict::new(py);
    let fields = py
        .import("dataclasses")?
        .call_method1("fields", (&record,))?;
    for field in fields.try_iter()? {
        let name = field?
            .getattr("name")?
            .cast_into::<pyo3::types::PyString>()?;
        if let Some(value) = record.getattr_opt(&name)? {
            values.set_item(&name, value)?;
        }
    }
    inner.call1((values,))
}
