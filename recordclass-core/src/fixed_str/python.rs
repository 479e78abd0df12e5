//! Between a [`FixedStr`] and a `str`.

use super::FixedStr;
use crate::errors::raise;
use crate::gc::{Traverse, Visit};
use crate::hint::{Hint, Hinted};
use pyo3::exceptions::PyValueError;
use pyo3::ffi;
use pyo3::prelude::*;
use pyo3::types::PyString;
use std::ffi::c_int;

/// A new `str`.
///
/// # Errors
/// `MemoryError`, where PyO3's own constructor panics.
pub(crate) fn to_str<'py>(py: Python<'py>, text: &str) -> PyResult<Bound<'py, PyString>> {
    // A `str` is never longer than an isize.
    let length = text.len() as ffi::Py_ssize_t;
    // SAFETY: UTF-8 of that length; the result is a new `str` or an error.
    unsafe {
        let object = ffi::PyUnicode_FromStringAndSize(text.as_ptr().cast(), length);
        Bound::from_owned_ptr_or_err(py, object).map(|object| object.cast_into_unchecked())
    }
}

impl<'py, const N: usize> IntoPyObject<'py> for FixedStr<N> {
    type Target = PyString;
    type Output = Bound<'py, PyString>;
    type Error = PyErr;
    fn into_pyobject(self, py: Python<'py>) -> PyResult<Bound<'py, PyString>> {
        to_str(py, &self)
    }
}

impl<'py, const N: usize> IntoPyObject<'py> for &FixedStr<N> {
    type Target = PyString;
    type Output = Bound<'py, PyString>;
    type Error = PyErr;
    fn into_pyobject(self, py: Python<'py>) -> PyResult<Bound<'py, PyString>> {
        to_str(py, self)
    }
}

impl<'py, const N: usize> FromPyObject<'_, 'py> for FixedStr<N> {
    type Error = PyErr;
    fn extract(object: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        let text = object.cast::<PyString>()?;
        let Ok(text) = text.to_cow() else {
            return Err(raise::<PyValueError>(
                "text with lone surrogates has no UTF-8",
            ));
        };
        Self::new(&text).map_err(|error| raise::<PyValueError>(error.to_string()))
    }
}

impl<const N: usize> Hinted for FixedStr<N> {
    const HINT: &'static Hint = String::HINT;
}

// SAFETY: it owns no references, so there is nothing to visit.
unsafe impl<const N: usize> Traverse for FixedStr<N> {
    fn traverse(&self, _visit: &Visit) -> c_int {
        0
    }
}
