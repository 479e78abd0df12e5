//! `repr`: `Point(x=1.0, y=2.0)`, as a dataclass writes it.

use crate::errors::type_name;
use crate::ffi::PyObject;
use crate::nesting::Deeper;
use crate::record::Table;
use crate::trampoline::{attached, enter};
use crate::values::value;
use pyo3::ffi as py_ffi;
use pyo3::prelude::*;
use pyo3::types::PyString;

/// `tp_repr` of a record class.
pub(crate) unsafe extern "C" fn repr(
    table: &'static Table,
    object: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: CPython calls this with a record of our class or a subclass.
    unsafe { enter(|py| text(table, &Borrowed::from_ptr(py, object)).map(Bound::into_ptr)) }
}

/// # Safety
/// `record` is a record of the class of `table`.
unsafe fn text<'py>(table: &Table, record: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyString>> {
    let py = record.py();
    let Some(_guard) = Entered::enter(record)? else {
        return Ok(PyString::new(py, "..."));
    };
    let _deeper = Deeper::guarded(py)?;
    // SAFETY: reading the type of a live object.
    let exact = unsafe { py_ffi::Py_TYPE(record.as_ptr()) } == table.state(py)?.tp.as_ptr();
    let name = if exact {
        table.name.to_owned()
    } else {
        type_name(record)
    };
    let mut text = Text {
        so_far: name,
        parts: Vec::new(),
    };
    text.so_far.push('(');
    let mut separator = "";
    for field in table.fields.iter().filter(|field| field.role.repr) {
        text.so_far.push_str(separator);
        text.so_far.push_str(field.name());
        text.so_far.push('=');
        separator = ", ";
        // SAFETY: as the caller says.
        text.push(unsafe { value(table, field, record) }?.repr()?);
    }
    text.so_far.push(')');
    text.finish(py)
}

/// Text that becomes a Python str. UTF-8 while it can be; a value's repr that cannot (lone surrogates)
/// is kept as the object it is.
struct Text<'py> {
    parts: Vec<Bound<'py, PyString>>,
    so_far: String,
}

impl<'py> Text<'py> {
    fn push(&mut self, part: Bound<'py, PyString>) {
        let py = part.py();
        let utf8 = attached(py, || {
            part.to_str().map(|utf8| self.so_far.push_str(utf8)).is_ok()
        });
        if !utf8 {
            self.parts.push(PyString::new(py, &self.so_far));
            self.so_far.clear();
            self.parts.push(part);
        }
    }

    fn finish(mut self, py: Python<'py>) -> PyResult<Bound<'py, PyString>> {
        let last = PyString::new(py, &self.so_far);
        if self.parts.is_empty() {
            return Ok(last);
        }
        self.parts.push(last);
        let joined = PyString::new(py, "").call_method1("join", (self.parts,))?;
        Ok(joined.cast_into()?)
    }
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
