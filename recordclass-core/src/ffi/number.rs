//! The value of a small `int`, read in place.
//!
//! CPython documents this form since 3.12 (`PyUnstable_Long_IsCompact`, `PyUnstable_Long_CompactValue`, "Include/cpython/
//! longintrepr.h"), for inlining; before that the same struct holds the count of digits with the sign. [`check`]
//! tries it on known numbers, so a Python that stores them in another way is refused, not misread.

use crate::errors::raise;
use crate::ffi::PyObject;
use pyo3::exceptions::PyImportError;
use pyo3::prelude::*;

/// The beginning of an `int`: sign and size, then digits of 30 bits (15 on some 32-bit builds).
#[repr(C)]
struct Long {
    head: PyObject,
    tag: usize,
    digit: u32,
}

/// The value of an int of at most one digit.
///
/// # Safety
/// `object` is a live `int`, not of a subclass; [`check`] was passed.
#[inline]
#[cfg(all(target_pointer_width = "64", not(any(PyPy, GraalPy))))]
pub(crate) unsafe fn small_int(object: *mut PyObject) -> Option<i64> {
    // SAFETY: as the caller says. A zero has no digit, but room for one.
    let (tag, digit) = unsafe {
        let long = object.cast::<Long>();
        ((*long).tag, i64::from((*long).digit))
    };
    #[cfg(Py_3_12)]
    {
        // The two lowest bits: 0 positive, 1 zero, 2 negative; the count of digits begins at the fourth.
        (tag < (2 << 3)).then(|| (1 - (tag & 3) as i64) * digit)
    }
    #[cfg(not(Py_3_12))]
    {
        // The count of digits, negative for a negative number.
        match tag as isize {
            0 => Some(0),
            1 => Some(digit),
            -1 => Some(-digit),
            _ => None,
        }
    }
}

/// Without 64 bits nothing is read in place.
///
/// # Safety
/// None.
#[cfg(not(all(target_pointer_width = "64", not(any(PyPy, GraalPy)))))]
pub(crate) unsafe fn small_int(_: *mut PyObject) -> Option<i64> {
    None
}

/// Whether [`small_int`] reads this Python's numbers.
///
/// # Errors
/// `ImportError` if not.
pub(crate) fn check(py: Python<'_>) -> PyResult<()> {
    for (number, small) in [
        (0_i64, true),
        (1, true),
        (-1, true),
        (300, true),
        (-70_000, true),
        ((1 << 30) - 1, true),
        (1 << 30, false),
        (-(1 << 40), false),
    ] {
        // SAFETY: attached; new, or NULL with an exception.
        let object = unsafe {
            let object = pyo3::ffi::PyLong_FromLongLong(number);
            Bound::from_owned_ptr_or_err(py, object)?
        };
        // SAFETY: a live int; a wrong reading stays within the object, and is what this is to find.
        let read = unsafe { small_int(object.as_ptr()) };
        let right = read.is_none() || read == Some(number);
        if !right || (read.is_some() && !small) {
            return Err(raise::<PyImportError>(
                "recordclass: this Python stores int objects in an unknown way; \
                 this version of recordclass does not fit this version of Python",
            ));
        }
    }
    Ok(())
}
