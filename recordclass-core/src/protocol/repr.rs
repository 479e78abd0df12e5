//! `repr`: `Point(x=1.0, y=2.0)`, as a dataclass writes it.

use crate::errors::type_name;
use crate::ffi::PyObject;
use crate::record::{Record, Table};
use crate::trampoline::enter;
use crate::values::value;
use pyo3::ffi as py_ffi;
use pyo3::prelude::*;
use pyo3::types::PyString;

/// `tp_repr` of a record class.
pub(crate) unsafe extern "C" fn repr<T: Record>(object: *mut PyObject) -> *mut PyObject {
    // SAFETY: CPython calls this with a record of our class or a subclass.
    unsafe { enter(|py| text(T::table(), &Borrowed::from_ptr(py, object)).map(Bound::into_ptr)) }
}

/// # Safety
/// `record` is a record of the class of `table`.
unsafe fn text<'py>(table: &Table, record: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyString>> {
    let py = record.py();
    let Some(_guard) = Entered::enter(record)? else {
        return Ok(PyString::new(py, "..."));
    };
    // Built as a Python str: a value's repr may hold what is not UTF-8 (lone surrogates).
    let mut parts = vec![
        PyString::new(py, &type_name(record)),
        PyString::new(py, "("),
    ];
    let mut first = true;
    for field in table.fields.iter().filter(|field| field.role.repr) {
        let separator = if first { "" } else { ", " };
        first = false;
        parts.push(PyString::new(py, &format!("{separator}{}=", field.name())));
        // SAFETY: as the caller says.
        parts.push(unsafe { value(table, field, record) }?.repr()?);
    }
    parts.push(PyString::new(py, ")"));
    let joined = PyString::new(py, "").call_method1("join", (parts,))?;
    Ok(joined.cast_into()?)
}

/// A record whose repr is being written on this thread: inside itself it shows as `...`.
struct Entered<'a, 'py>(&'a Bound<'py, PyAny>);

impl<'a, 'py> Entered<'a, 'py> {
    fn enter(record: &'a Bound<'py, PyAny>) -> PyResult<Option<Self>> {
        // SAFETY: a live object; every 0 is matched by the leave in `drop`.
        match unsafe { py_ffi::Py_ReprEnter(record.as_ptr()) } {
            0 => Ok(Some(Entered(record))),
            1.. => Ok(None),
            _ => Err(PyErr::fetch(record.py())),
        }
    }
}

impl Drop for Entered<'_, '_> {
    fn drop(&mut self) {
        // SAFETY: matches the enter; it keeps a pending exception.
        unsafe { py_ffi::Py_ReprLeave(self.0.as_ptr()) };
    }
}
