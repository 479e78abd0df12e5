//! From C into Rust: every slot function enters through here.
//!
//! Rust panics must not cross into C, and PyO3 wants to be told that the thread is attached, or
//! dropping a `Py` inside would be put off.

use pyo3::panic::PanicException;
use pyo3::prelude::*;
use std::any::Any;
use std::ffi::c_int;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// What a C function returns to say that an exception is set.
pub(crate) trait Sentinel {
    const FAILED: Self;
}
impl Sentinel for *mut pyo3::ffi::PyObject {
    const FAILED: Self = std::ptr::null_mut();
}
impl Sentinel for c_int {
    const FAILED: Self = -1;
}
impl Sentinel for isize {
    const FAILED: Self = -1;
}

/// Runs `body`; an error or a panic becomes the set exception.
///
/// # Safety
/// CPython called the function that calls this, so the thread is attached.
#[inline]
pub(crate) unsafe fn enter<R: Sentinel>(body: impl FnOnce(Python<'_>) -> PyResult<R>) -> R {
    // SAFETY: the interpreter is running: it called us.
    unsafe {
        Python::attach_unchecked(|py| {
            let result = catch_unwind(AssertUnwindSafe(|| body(py)));
            let error = match result {
                Ok(Ok(value)) => return value,
                Ok(Err(error)) => error,
                Err(panic) => panicked(&*panic),
            };
            error.restore(py);
            R::FAILED
        })
    }
}

/// Runs `body` where no exception can be raised: a panic is reported and swallowed.
///
/// # Safety
/// As [`enter`].
pub(crate) unsafe fn enter_silently(body: impl FnOnce(Python<'_>)) {
    // SAFETY: as in `enter`.
    unsafe {
        Python::attach_unchecked(|py| {
            if let Err(panic) = catch_unwind(AssertUnwindSafe(|| body(py))) {
                panicked(&*panic).write_unraisable(py, None);
            }
        });
    }
}

#[cold]
fn panicked(payload: &(dyn Any + Send)) -> PyErr {
    let text = payload
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| payload.downcast_ref::<&str>().copied())
        .unwrap_or("panic from Rust code");
    PanicException::new_err((text.to_owned(),))
}
