//! What `inspect.signature` and `help` show: `Point(x, y, z=0.0)`.

use crate::errors::raise;
use crate::field::Field;
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
    const OPAQUE: &str = "...";
    let write = field.default?;
    if field.default_is_call {
        return Some(OPAQUE.to_owned());
    }
    // No field is larger than the struct.
    let mut room = vec![MaybeUninit::<u128>::uninit(); table.size.div_ceil(size_of::<u128>()) + 1];
    let at = room.as_mut_ptr().cast::<u8>();
    // SAFETY: Ops 1 and 2: room for the field, aligned for it (to 16, which no field exceeds). The
    // memory is in no record, and no other thread knows it: any object will do as the owner.
    let value = unsafe {
        write(py, at);
        let value = (field.ops.get)(py.None().bind(py), at);
        (field.ops.drop)(at);
        value
    };
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
    let shown = match value {
        Ok(Some(value)) if literal(&value) => ascii(&value).ok(),
        _ => None,
    };
    Some(shown.unwrap_or_else(|| OPAQUE.to_owned()))
}

/// `repr` with other characters escaped: `inspect` reads ASCII only.
fn ascii(value: &Bound<'_, PyAny>) -> PyResult<String> {
    // SAFETY: attached, a live object; the result is new or an error.
    let text = unsafe {
        Bound::from_owned_ptr_or_err(value.py(), pyo3::ffi::PyObject_ASCII(value.as_ptr()))?
    };
    text.extract()
}
