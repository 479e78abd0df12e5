//! `repr`: `Point(x=1.0, y=2.0)`, as a dataclass writes it.

use crate::errors::type_name;
use crate::ffi::{PyObject, new};
use crate::field::{Field, Kind};
#[cfg(target_pointer_width = "64")]
use crate::native::read;
use crate::nesting::Deeper;
use crate::record::Table;
use crate::text::Text;
use crate::trampoline::enter;
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
    let mut text = Text::new();
    // SAFETY: reading the type of a live object.
    let exact = unsafe { py_ffi::Py_TYPE(record.as_ptr()) } == table.state(py)?.tp.as_ptr();
    if exact {
        text.push_str(table.name);
    } else {
        text.push_str(&type_name(record));
    }
    text.push_str("(");
    // Only a value that is asked for its repr can lead back here.
    let mut guard = None;
    let mut separator = "";
    for field in table.fields.iter().filter(|field| field.role.repr) {
        text.push_str(separator);
        if field.is_named() {
            // SAFETY: the name is an identifier, in UTF-8.
            text.push_str(unsafe { std::str::from_utf8_unchecked(field.name.to_bytes()) });
            text.push_str("=");
        }
        separator = ", ";
        // SAFETY: as the caller says.
        if unsafe { push_simple(&mut text, table, field, record) } {
            continue;
        }
        if guard.is_none() {
            let Some(entered) = Entered::enter(record)? else {
                return new::text(py, "...");
            };
            guard = Some((entered, Deeper::in_repr(py)?));
        }
        // SAFETY: as the caller says.
        text.push(unsafe { value(table, field, record) }?.repr()?);
    }
    text.push_str(")");
    text.finish(py)
}

/// Appends a value that can be written without code of anybody's; `false` if it is another.
///
/// # Safety
/// `record` is a record of the class of `table`, `field` a row of it.
#[inline]
unsafe fn push_simple(
    text: &mut Text<'_>,
    table: &Table,
    field: &Field,
    record: &Bound<'_, PyAny>,
) -> bool {
    // SAFETY: as the caller says; `Kind` says what lies there. With the GIL, and without running code, an object
    // slot keeps what it holds.
    unsafe {
        let at = table.at(record.as_ptr(), field);
        match field.ops.kind {
            #[cfg(target_pointer_width = "64")]
            Kind::F64 => {
                text.push_float(read::<f64>(at));
                true
            }
            #[cfg(target_pointer_width = "64")]
            Kind::I64 => {
                text.push_int(read::<i64>(at));
                true
            }
            #[cfg(not(Py_GIL_DISABLED))]
            Kind::Object => {
                let value = *at.cast::<*mut PyObject>();
                !value.is_null() && text.push_leaf(value)
            }
            _ => false,
        }
    }
}

/// A record whose repr is being written on this thread: inside itself it shows as `...`.
pub(crate) struct Entered<'a, 'py>(&'a Bound<'py, PyAny>);

impl<'a, 'py> Entered<'a, 'py> {
    pub(crate) fn enter(record: &'a Bound<'py, PyAny>) -> PyResult<Option<Self>> {
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
