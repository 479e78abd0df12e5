//! Between a [`FixedStr`] and a `str`.

use super::FixedStr;
use crate::errors::raise;
use crate::ffi::new;
use crate::gc::{Traverse, Visit};
use crate::hint::{Hint, Hinted};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::PyString;
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
