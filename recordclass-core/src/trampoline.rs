//! From C into Rust: every slot function enters through here.
//!
//! Rust panics must not cross into C. And PyO3 counts for itself whether a thread is attached: while
//! it has not been told, dropping a `Py` (not a `Bound`) or a `PyErr` is put off. Telling it costs some
//! 20 ns, as much as reading a field. So the hot functions [`enter`] without telling, and drop neither;
//! whatever runs code of the user's, or may drop such a thing, is [`attached`] first.

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
/// CPython called the function that calls this, so the thread is attached. `body` drops no `Py` and
/// no `PyErr` but inside of [`attached`], or it would be put off.
#[inline]
pub(crate) unsafe fn enter<R: Sentinel>(body: impl FnOnce(Python<'_>) -> PyResult<R>) -> R {
    // SAFETY: the interpreter is running: it called us.
    let py = unsafe { Python::assume_attached() };
    match catch_unwind(AssertUnwindSafe(|| body(py))) {
        Ok(Ok(value)) => value,
        Ok(Err(error)) => failed(py, error),
        Err(panic) => failed(py, panicked(&*panic)),
    }
}

/// [`enter`], for what gives 0 where all is well.
///
/// A word of its own: out of a `c_int` the compiler makes half of one, and the processor waits for both halves
/// to arrive before it reads them as a whole.
///
/// # Safety
/// As [`enter`].
#[inline]
pub(crate) unsafe fn enter_done(body: impl FnOnce(Python<'_>) -> PyResult<()>) -> c_int {
    // SAFETY: as the caller says.
    let done = unsafe { enter(|py| body(py).map(|()| 0_isize)) };
    done as c_int
}

#[cold]
fn failed<R: Sentinel>(py: Python<'_>, error: PyErr) -> R {
    // Out of a `PyErr` that nobody has looked at yet, `restore` makes the exception. It drops `Py`s then,
    // and where no memory is left for it, PyO3 panics: that must not cross into C either.
    let restored = catch_unwind(AssertUnwindSafe(|| {
        attached(py, || error.restore(py));
    }));
    // SAFETY: attached; `PyErr_NoMemory` sets an exception that was made beforehand.
    unsafe {
        // Before 3.12 CPython may fail to make an exception and set none.
        if restored.is_err() || pyo3::ffi::PyErr_Occurred().is_null() {
            pyo3::ffi::PyErr_NoMemory();
        }
    }
    R::FAILED
}

/// [`enter`], and PyO3 is told: for what is not hot.
///
/// # Safety
/// CPython called the function that calls this, so the thread is attached.
pub(crate) unsafe fn enter_attached<R: Sentinel>(
    body: impl FnOnce(Python<'_>) -> PyResult<R>,
) -> R {
    // SAFETY: as the caller says.
    unsafe { enter(|py| attached(py, || body(py))) }
}

/// Runs `body` with PyO3 told that the thread is attached, as the token shows it is.
///
/// In another interpreter than the first PyO3 is not told: it would wait there for the lock that this very thread
/// holds. What `body` drops is put off until the first interpreter runs.
pub(crate) fn attached<R>(py: Python<'_>, body: impl FnOnce() -> R) -> R {
    if !crate::ffi::in_main_interpreter(py) {
        return body();
    }
    // SAFETY: attached already, so the interpreter is running.
    unsafe { Python::attach_unchecked(|_| body()) }
}

/// Runs `body` where no exception can be raised: a panic is reported and swallowed.
///
/// An exception that is under way is put aside meanwhile: a deallocation happens while one unwinds,
/// and neither the user's code nor the report of a panic must find it set, or lose it.
///
/// # Safety
/// As [`enter`].
pub(crate) unsafe fn enter_silently(body: impl FnOnce(Python<'_>)) {
    // SAFETY: as in `enter`.
    let py = unsafe { Python::assume_attached() };
    attached(py, || {
        let _under_way = crate::ffi::UnderWay::put_aside(py);
        if let Err(panic) = catch_unwind(AssertUnwindSafe(|| body(py))) {
            // The report itself may fail for want of memory, and there is nobody left to tell.
            let _ = catch_unwind(AssertUnwindSafe(|| {
                panicked(&*panic).write_unraisable(py, None);
            }));
        }
    });
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
