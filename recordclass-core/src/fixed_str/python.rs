//! Between a [`FixedStr`] and a `str`.

use super::FixedStr;
use crate::errors::raise;
use crate::ffi::new;
use crate::gc::{Traverse, Visit};
use crate::hint::{Hint, Hinted};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::PyString;
use std::borrow::Cow;
use std::ffi::c_int;

impl<'py, const N: usize> IntoPyObject<'py> for FixedStr<N> {
    type Target = PyString;
    type Output = Bound<'py, PyString>;
    type Error = PyErr;
    fn into_pyobject(self, py: Python<'py>) -> PyResult<Bound<'py, PyString>> {
        new::text(py, &self)
    }
}

impl<'py, const N: usize> IntoPyObject<'py> for &FixedStr<N> {
    type Target = PyString;
    type Output = Bound<'py, PyString>;
    type Error = PyErr;
    fn into_pyobject(self, py: Python<'py>) -> PyResult<Bound<'py, PyString>> {
        new::text(py, self)
    }
}

/// The text of a `str`.
///
/// # Errors
/// `TypeError` for anything else; `ValueError` for a text that has no UTF-8.
pub(crate) fn utf8_of<'a>(object: &'a Bound<'_, PyAny>) -> PyResult<Cow<'a, str>> {
    let text = object.cast::<PyString>()?;
    text.to_cow()
        .map_err(|_| raise::<PyValueError>("text with lone surrogates has no UTF-8"))
}

impl<'py, const N: usize> FromPyObject<'_, 'py> for FixedStr<N> {
    type Error = PyErr;
    fn extract(object: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        Self::new(&utf8_of(&object)?).map_err(|error| raise::<PyValueError>(error.to_string()))
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
