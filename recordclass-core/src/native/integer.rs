//! The integers of up to 64 bits: exact, or an `OverflowError` that names the range.

use super::{Native, in_atomic, sealed::Sealed};
use crate::errors::Mismatch;
use crate::field::Kind;
use crate::trampoline::attached;
use pyo3::exceptions::{PyOverflowError, PyTypeError};
use pyo3::ffi;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyInt};
use std::cmp::Ordering;
use std::sync::atomic::{
    AtomicBool, AtomicI8, AtomicI16, AtomicI32, AtomicI64, AtomicIsize, AtomicU8, AtomicU16,
    AtomicU32, AtomicU64, AtomicUsize,
};

macro_rules! integer {
    ($($int:ty, $atomic:ty, $wide:ty, $read:path, $write:path, $kind:expr;)*) => {$(
        impl Sealed for $int {}
        impl Native for $int {
            const KIND: Kind = $kind;
            in_atomic!($atomic, std::convert::identity, std::convert::identity);

            #[inline]
            fn to_python(self, py: Python<'_>) -> PyResult<Bound<'_, PyAny>> {
                // SAFETY: new or an error: PyO3's own constructor panics where there is no memory.
                unsafe { Bound::from_owned_ptr_or_err(py, $write(self as $wide)) }
            }

            fn from_python(value: &Bound<'_, PyAny>) -> Result<Self, Mismatch> {
                let out_of_range = |value: &Bound<'_, PyAny>| {
                    let shown = value.str().map_or_else(|_| "?".to_owned(), |text| text.to_string());
                    let (min, max) = (<$int>::MIN, <$int>::MAX);
                    Mismatch::Range(format!("in {min}..={max}, not {shown}"))
                };
                let py = value.py();
                let int = as_int(value)?;
                match $read(&int)?.map(<$int>::try_from) {
                    Some(Ok(fits)) => Ok(fits),
                    _ => Err(attached(py, || out_of_range(&int))),
                }
            }

            #[inline]
            fn compare(self, other: Self) -> Option<Ordering> {
                Some(self.cmp(&other))
            }
        }
    )*};
}

integer! {
    i8, AtomicI8, i64, signed, ffi::PyLong_FromLongLong, Kind::Native;
    i16, AtomicI16, i64, signed, ffi::PyLong_FromLongLong, Kind::Native;
    i32, AtomicI32, i64, signed, ffi::PyLong_FromLongLong, Kind::Native;
    i64, AtomicI64, i64, signed, ffi::PyLong_FromLongLong, Kind::I64;
    isize, AtomicIsize, i64, signed, ffi::PyLong_FromLongLong, Kind::Native;
    u8, AtomicU8, i64, signed, ffi::PyLong_FromLongLong, Kind::Native;
    u16, AtomicU16, i64, signed, ffi::PyLong_FromLongLong, Kind::Native;
    u32, AtomicU32, i64, signed, ffi::PyLong_FromLongLong, Kind::Native;
    u64, AtomicU64, u64, unsigned, ffi::PyLong_FromUnsignedLongLong, Kind::Native;
    usize, AtomicUsize, u64, unsigned, ffi::PyLong_FromUnsignedLongLong, Kind::Native;
}

/// The value as an exact or derived `int`, through `__index__` where it is none.
fn as_int<'py>(value: &Bound<'py, PyAny>) -> Result<Bound<'py, PyAny>, Mismatch> {
    if value.is_instance_of::<PyInt>() {
        return Ok(value.clone());
    }
    let py = value.py();
    // SAFETY: a live object; the result is new or an error.
    let index = unsafe { Bound::from_owned_ptr_or_err(py, ffi::PyNumber_Index(value.as_ptr())) };
    let why = |error: PyErr| {
        let own = value
            .hasattr(intern!(value.py(), "__index__"))
            .unwrap_or(true);
        if error.is_instance_of::<PyTypeError>(py) && !own {
            return Mismatch::Type("an integer");
        }
        Mismatch::Raised(error)
    };
    index.map_err(|error| attached(py, || why(error)))
}

/// The `int` as `i64`; `None` where it does not fit.
fn signed(int: &Bound<'_, PyAny>) -> Result<Option<i64>, Mismatch> {
    let mut overflow = 0;
    // SAFETY: an `int`; overflow is told by the flag, and leaves no exception.
    let wide = unsafe { ffi::PyLong_AsLongLongAndOverflow(int.as_ptr(), &raw mut overflow) };
    if overflow != 0 {
        return Ok(None);
    }
    if wide == -1 {
        if let Some(error) = PyErr::take(int.py()) {
            return Err(Mismatch::Raised(error));
        }
    }
    Ok(Some(wide))
}

/// The `int` as `u64`; `None` where it does not fit.
fn unsigned(int: &Bound<'_, PyAny>) -> Result<Option<u64>, Mismatch> {
    // SAFETY: an `int`; u64::MAX may be an error, which is then set.
    let wide = unsafe { ffi::PyLong_AsUnsignedLongLong(int.as_ptr()) };
    if wide == u64::MAX {
        if let Some(error) = PyErr::take(int.py()) {
            if error.is_instance_of::<PyOverflowError>(int.py()) {
                attached(int.py(), || drop(error));
                return Ok(None);
            }
            return Err(Mismatch::Raised(error));
        }
    }
    Ok(Some(wide))
}

impl Sealed for bool {}
impl Native for bool {
    in_atomic!(AtomicBool, std::convert::identity, std::convert::identity);

    #[inline]
    fn to_python(self, py: Python<'_>) -> PyResult<Bound<'_, PyAny>> {
        Ok(PyBool::new(py, self).to_owned().into_any())
    }

    /// `True` or `False`, nothing that merely has a truth value.
    fn from_python(value: &Bound<'_, PyAny>) -> Result<Self, Mismatch> {
        if let Ok(exact) = value.cast::<PyBool>() {
            return Ok(exact.is_true());
        }
        // PyO3 takes numpy's too.
        attached(value.py(), || {
            value
                .extract::<bool>()
                .map_err(|_| Mismatch::Type("a bool"))
        })
    }

    #[inline]
    fn compare(self, other: Self) -> Option<Ordering> {
        Some(self.cmp(&other))
    }
}
