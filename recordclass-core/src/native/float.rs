//! `f64` and `f32`: what `float()` accepts without parsing text.

use super::{Native, in_atomic, sealed::Sealed};
use crate::errors::Mismatch;
use crate::field::Kind;
use crate::trampoline::attached;
use pyo3::exceptions::{PyOverflowError, PyTypeError};
use pyo3::ffi;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyFloat, PyInt};
use std::cmp::Ordering;
use std::sync::atomic::{AtomicU32, AtomicU64};

impl Sealed for f64 {}
impl Native for f64 {
    const KIND: Kind = Kind::F64;
    in_atomic!(AtomicU64, f64::to_bits, f64::from_bits);

    #[inline]
    fn to_python(self, py: Python<'_>) -> PyResult<Bound<'_, PyAny>> {
        // SAFETY: new or an error: PyO3's own constructor panics where there is no memory.
        unsafe { Bound::from_owned_ptr_or_err(py, ffi::PyFloat_FromDouble(self)) }
    }

    #[inline]
    fn from_python(value: &Bound<'_, PyAny>) -> Result<Self, Mismatch> {
        if let Ok(float) = value.cast_exact::<PyFloat>() {
            return Ok(float.value());
        }
        attached(value.py(), || general(value))
    }

    #[inline]
    fn compare(self, other: Self) -> Option<Ordering> {
        self.partial_cmp(&other)
    }
}

impl Sealed for f32 {}
impl Native for f32 {
    in_atomic!(AtomicU32, f32::to_bits, f32::from_bits);

    fn to_python(self, py: Python<'_>) -> PyResult<Bound<'_, PyAny>> {
        f64::from(self).to_python(py)
    }

    /// Rounds to the nearest `f32`; a finite value beyond its range is refused, as `struct` does.
    fn from_python(value: &Bound<'_, PyAny>) -> Result<Self, Mismatch> {
        let wide = f64::from_python(value)?;
        #[allow(
            clippy::cast_possible_truncation,
            reason = "rounding is what an f32 field is for"
        )]
        let narrow = wide as f32;
        if narrow.is_infinite() && wide.is_finite() {
            return Err(Mismatch::Range(format!(
                "within the range of f32, not {wide:e}"
            )));
        }
        Ok(narrow)
    }

    fn compare(self, other: Self) -> Option<Ordering> {
        self.partial_cmp(&other)
    }
}

/// Subclasses of `float`, and whatever has `__float__` or `__index__`.
#[cold]
fn general(value: &Bound<'_, PyAny>) -> Result<f64, Mismatch> {
    let py = value.py();
    // SAFETY: a live object; -1.0 may be an error, which is then set.
    let number = unsafe { ffi::PyFloat_AsDouble(value.as_ptr()) };
    if number == -1.0 {
        if let Some(error) = PyErr::take(py) {
            // CPython's "must be real number, not str" has no room for the field's name. An error
            // out of the value's own `__float__` is another thing, and passes.
            let own = value
                .hasattr(intern!(value.py(), "__float__"))
                .unwrap_or(true)
                || value
                    .hasattr(intern!(value.py(), "__index__"))
                    .unwrap_or(true);
            if error.is_instance_of::<PyTypeError>(py) && !own {
                return Err(Mismatch::Type("a real number"));
            }
            if error.is_instance_of::<PyOverflowError>(py) && value.is_instance_of::<PyInt>() {
                return Err(Mismatch::Range("within the range of f64".to_owned()));
            }
            return Err(Mismatch::Raised(error));
        }
    }
    Ok(number)
}
