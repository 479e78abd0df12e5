//! `char`: a `str` of one character.

use super::{Native, in_atomic, sealed::Sealed};
use crate::errors::Mismatch;
use crate::trampoline::attached;
use pyo3::prelude::*;
use pyo3::types::PyString;
use std::cmp::Ordering;
use std::sync::atomic::AtomicU32;

impl Sealed for char {}
impl Native for char {
    // Only ever written from a `char`, so the way back cannot fail; the fallback is what Rust's
    // own lossy conversions use.
    in_atomic!(AtomicU32, u32::from, |bits| char::from_u32(bits)
        .unwrap_or(char::REPLACEMENT_CHARACTER));

    fn to_python(self, py: Python<'_>) -> PyResult<Bound<'_, PyAny>> {
        let mut buffer = [0; 4];
        Ok(PyString::new(py, self.encode_utf8(&mut buffer)).into_any())
    }

    fn from_python(value: &Bound<'_, PyAny>) -> Result<Self, Mismatch> {
        const WANT: &str = "a str of one character";
        let text = value.cast::<PyString>().map_err(|_| Mismatch::Type(WANT))?;
        let Ok(text) = attached(value.py(), || text.to_cow().map_err(drop)) else {
            return Err(Mismatch::Value("a Unicode scalar value, not a surrogate"));
        };
        let mut chars = text.chars();
        match (chars.next(), chars.next()) {
            (Some(one), None) => Ok(one),
            _ => Err(Mismatch::Value(WANT)),
        }
    }

    fn compare(self, other: Self) -> Option<Ordering> {
        Some(self.cmp(&other))
    }
}
