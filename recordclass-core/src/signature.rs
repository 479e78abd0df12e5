//! What `inspect.signature` and `help` show: `Point(x, y, z=0.0)`.

use crate::errors::raise;
use crate::field::{Field, Made};
use crate::record::Table;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyBytes, PyFloat, PyInt, PyString};
use std::ffi::CString;
use std::mem::MaybeUninit;

/// The signature, as a call would be written.
pub(crate) fn call(py: Python<'_>, table: &Table) -> String {
    let mut parts = Vec::new();
    let (by_position, keywords): (Vec<_>, Vec<_>) =
        table.fields.iter().partition(|field| !field.role.kw_only);
    parts.extend(by_position.iter().map(|field| parameter(py, table, field)));
    if !keywords.is_empty() {
        parts.push("*".to_owned());
        parts.extend(keywords.iter().map(|field| parameter(py, table, field)));
    }
    format!("{}({})", table.name, parts.join(", "))
}

/// The text that CPython's `tp_doc` wants: signature, a marker line, the doc.
///
/// # Errors
/// If the doc comment is not text, which the compiler has excluded.
pub(crate) fn with_doc(signature: &str, doc: &str) -> PyResult<CString> {
    CString::new(format!("{signature}\n--\n\n{doc}"))
        .map_err(|_| raise::<PyValueError>("the doc comment holds a NUL character"))
}

fn parameter(py: Python<'_>, table: &Table, field: &Field) -> String {
    match default(py, table, field) {
        Some(default) => format!("{}={default}", field.name()),
        None => field.name().to_owned(),
    }
}

/// The default as source text; `...` where it is not a literal, which is all that `inspect` reads.
fn default(py: Python<'_>, table: &Table, field: &Field) -> Option<String> {
    field.default?;
    let shown = literal_default(py, table, field).and_then(|value| ascii(&value).ok());
    Some(shown.unwrap_or_else(|| "...".to_owned()))
}

/// The default, if it is the same in each record, and can be written down.
pub(crate) fn literal_default<'py>(
    py: Python<'py>,
    table: &Table,
    field: &Field,
) -> Option<Bound<'py, PyAny>> {
    let literal = |value: &Bound<'_, PyAny>| {
        value.is_none()
            || value.is_exact_instance_of::<PyInt>()
            || value.is_exact_instance_of::<PyBool>()
            || value.is_exact_instance_of::<PyString>()
            || value.is_exact_instance_of::<PyBytes>()
            || value
                .cast_exact::<PyFloat>()
                .is_ok_and(|float| float.value().is_finite())
    };
    if field.made == Made::ByCall {
        return None;
    }
    new_default(py, table, field)?.ok()?.filter(literal)
}

/// A new default, as a record would hold it; `None` if there is none.
pub(crate) fn new_default<'py>(
    py: Python<'py>,
    table: &Table,
    field: &Field,
) -> Option<PyResult<Option<Bound<'py, PyAny>>>> {
    let write = field.default?;
    // No field is larger than the struct.
    let mut room =
        vec![MaybeUninit::<u128>::uninit(); table.layout.size().div_ceil(size_of::<u128>()) + 1];
    let at = room.as_mut_ptr().cast::<u8>();
    // SAFETY: Ops 1 and 2: room for the field, aligned for it (to 16, which no field exceeds). The
    // memory is in no record, and no other thread knows it: any object will do as the owner.
    Some(unsafe {
        write(py, at);
        let value = (field.ops.get)(py.None().bind(py), at);
        (field.ops.drop)(at);
        value
    })
}

/// `repr` with other characters escaped: `inspect` reads ASCII only.
fn ascii(value: &Bound<'_, PyAny>) -> PyResult<String> {
    // SAFETY: attached, a live object; the result is new or an error.
    let text = unsafe {
        Bound::from_owned_ptr_or_err(value.py(), pyo3::ffi::PyObject_ASCII(value.as_ptr()))?
    };
    text.extract()
}
