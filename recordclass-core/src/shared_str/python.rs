//! Between a [`SharedStr`] and a `str`: the text of a number is always the same object.

use super::texts::TEXTS;
use super::{SharedStr, SharedStrError};
use crate::errors::raise;
use crate::fixed_str::utf8_of;
use crate::gc::{Traverse, Visit};
use crate::hint::{Hint, Hinted};
use pyo3::exceptions::{PyMemoryError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::PyString;
use std::ffi::c_int;

impl SharedStr {
    /// The text of a number, if there is one, as a `str`.
    pub(crate) fn object_of(py: Python<'_>, number: u32) -> PyResult<Option<Bound<'_, PyString>>> {
        TEXTS.object(py, number)
    }
}

impl<'py> IntoPyObject<'py> for SharedStr {
    type Target = PyString;
    type Output = Bound<'py, PyString>;
    type Error = PyErr;
    fn into_pyobject(self, py: Python<'py>) -> PyResult<Bound<'py, PyString>> {
        let object = TEXTS.object(py, self.number())?;
        Ok(object.unwrap_or_else(|| unreachable!("invariant 1")))
    }
}

impl<'py> IntoPyObject<'py> for &SharedStr {
    type Target = PyString;
    type Output = Bound<'py, PyString>;
    type Error = PyErr;
    fn into_pyobject(self, py: Python<'py>) -> PyResult<Bound<'py, PyString>> {
        (*self).into_pyobject(py)
    }
}

impl<'py> FromPyObject<'_, 'py> for SharedStr {
    type Error = PyErr;
    fn extract(object: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        Ok(Self::new(&utf8_of(&object)?)?)
    }
}

impl From<SharedStrError> for PyErr {
    fn from(error: SharedStrError) -> PyErr {
        match error {
            SharedStrError::NoMemory => raise::<PyMemoryError>(error.to_string()),
            _ => raise::<PyValueError>(error.to_string()),
        }
    }
}

impl Hinted for SharedStr {
    const HINT: &'static Hint = String::HINT;
}

// SAFETY: it owns no references, so there is nothing to visit.
unsafe impl Traverse for SharedStr {
    fn traverse(&self, _visit: &Visit) -> c_int {
        0
    }
}
