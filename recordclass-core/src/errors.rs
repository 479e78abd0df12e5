//! Python exceptions, worded like CPython's own, that name the class and the field.

use pyo3::exceptions::{PyAttributeError, PyOverflowError, PyTypeError, PyValueError};
use pyo3::ffi;
use pyo3::prelude::*;
use pyo3::types::{PyString, PyType};
use pyo3::{PyErrArguments, PyTypeInfo};

/// Where a value was headed: a field of a class. For messages only.
#[derive(Clone, Copy)]
pub struct Site<'a> {
    /// Python name of the class.
    pub class: &'a str,
    /// Python name of the field.
    pub field: &'a str,
}

/// Why a Python value does not fit a native field.
pub enum Mismatch {
    /// It is of another type; the text says what was wanted: `a real number`.
    Type(&'static str),
    /// It is of the right type and does not fit; the text says what would.
    Range(String),
    /// It is of the right type, of the wrong value; the text says which value is wanted.
    Value(&'static str),
    /// Code of the value's own raised.
    Raised(PyErr),
}

impl Site<'_> {
    /// `Point.x must be a real number, not str`.
    pub(crate) fn mismatch(self, why: Mismatch, value: &Bound<'_, PyAny>) -> PyErr {
        let Site { class, field } = self;
        match why {
            Mismatch::Type(want) => {
                let got = type_name(value);
                raise::<PyTypeError>(format!("{class}.{field} must be {want}, not {got}"))
            }
            Mismatch::Range(want) => {
                raise::<PyOverflowError>(format!("{class}.{field} must be {want}"))
            }
            Mismatch::Value(want) => {
                raise::<PyValueError>(format!("{class}.{field} must be {want}"))
            }
            Mismatch::Raised(error) => error,
        }
    }

    /// Puts `Point.x: ` before the message of an error that a conversion gave.
    ///
    /// Only where the error is exactly one of the three that conversions raise: any other may
    /// carry more than a message, and is passed on as it is.
    pub(crate) fn conversion(self, py: Python<'_>, error: PyErr) -> PyErr {
        let kind = error.get_type(py);
        let plain = [
            py.get_type::<PyTypeError>(),
            py.get_type::<PyValueError>(),
            py.get_type::<PyOverflowError>(),
        ];
        if !plain.iter().any(|known| kind.is(known)) {
            return error;
        }
        let Site { class, field } = self;
        let text = format!("{class}.{field}: {}", error.value(py));
        let named = PyErr::from_type(kind, (text,));
        named.set_cause(py, error.cause(py));
        named
    }

    /// The field was deleted, and nothing has been assigned since.
    #[cold]
    pub(crate) fn unset(self) -> PyErr {
        let Site { class, field } = self;
        raise::<PyAttributeError>(format!("'{class}' object has no value for field '{field}'"))
    }

    /// Assignment to a frozen field.
    #[cold]
    pub(crate) fn frozen(self) -> PyErr {
        let Site { class, field } = self;
        raise::<PyAttributeError>(format!(
            "cannot assign to field '{field}' of '{class}': it is frozen"
        ))
    }

    /// Deletion of a frozen field.
    #[cold]
    pub(crate) fn frozen_delete(self) -> PyErr {
        let Site { class, field } = self;
        raise::<PyAttributeError>(format!(
            "cannot delete field '{field}' of '{class}': it is frozen"
        ))
    }

    /// Deletion of a field that always has a value.
    #[cold]
    pub(crate) fn undeletable(self) -> PyErr {
        let Site { class, field } = self;
        raise::<PyAttributeError>(format!(
            "cannot delete field '{field}' of '{class}': it is stored unboxed and always has a value"
        ))
    }
}

/// An exception with that message.
///
/// PyO3's own `new_err` panics where there is no memory for the text; then ours has none.
pub(crate) fn raise<E: PyTypeInfo>(text: impl Into<String>) -> PyErr {
    PyErr::new::<E, _>(Message(text.into()))
}

struct Message(String);

impl PyErrArguments for Message {
    fn arguments(self, py: Python<'_>) -> Py<PyAny> {
        let Message(text) = self;
        // A `String` is never longer than an isize.
        let length = text.len() as ffi::Py_ssize_t;
        // SAFETY: attached; UTF-8 of that length; the result is new, or NULL with an exception set.
        unsafe {
            let text = ffi::PyUnicode_FromStringAndSize(text.as_ptr().cast(), length);
            Bound::from_owned_ptr_or_opt(py, text).map_or_else(
                || {
                    ffi::PyErr_Clear();
                    py.None()
                },
                Bound::unbind,
            )
        }
    }
}

/// The name of a value's type, as CPython's messages give it.
pub(crate) fn type_name(value: &Bound<'_, PyAny>) -> String {
    name_of(&value.get_type())
}

/// The `__qualname__` of a type.
pub(crate) fn name_of(tp: &Bound<'_, PyType>) -> String {
    tp.qualname()
        .map(|name: Bound<'_, PyString>| name.to_string_lossy().into_owned())
        .unwrap_or_else(|_| "?".to_owned())
}
