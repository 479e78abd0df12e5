//! Bugs on purpose, to see that the tests find them: `cargo xtask torture --only planted`.
//!
//! Each is what a slip in this crate would be. They are compiled in by `--cfg recordclass_planted` alone, all of them, so that one
//! build serves; the variable `RECORDCLASS_PLANTED` names the one that is on. In any other build the functions here are empty.

use crate::ffi::{PyObject, PyTypeObject};
use pyo3::ffi;

/// Whether this bug is on.
#[cfg(recordclass_planted)]
fn on(bug: &str) -> bool {
    use std::sync::LazyLock;
    static CHOSEN: LazyLock<Option<String>> =
        LazyLock::new(|| std::env::var("RECORDCLASS_PLANTED").ok());
    CHOSEN.as_deref() == Some(bug)
}

#[cfg(not(recordclass_planted))]
#[inline(always)]
const fn on(_: &str) -> bool {
    false
}

/// Bytes by which PyO3 lays objects out differently from what is expected, as another version of it might: `layout`.
pub(crate) fn astray() -> usize {
    if on("layout") { 8 } else { 0 }
}

/// The value of a slot of a dead record loses its reference: `slot_kept` forgets it, `slot_twice` does it once too often.
///
/// # Safety
/// A live object, and a reference to it that the caller owns and gives up.
#[inline]
pub(crate) unsafe fn release(value: *mut PyObject) {
    // SAFETY: as the caller says, but for the bug.
    unsafe {
        if !on("slot_kept") {
            ffi::Py_DECREF(value);
        }
        if on("slot_twice") {
            ffi::Py_DECREF(value);
        }
    }
}

/// A dead record's type loses its reference: `type_kept` forgets it.
///
/// # Safety
/// As [`release`].
#[inline]
pub(crate) unsafe fn release_type(tp: *mut PyTypeObject) {
    if !on("type_kept") {
        // SAFETY: as the caller says.
        unsafe { ffi::Py_DECREF(tp.cast()) };
    }
}

/// A record was freed: `after_free` writes to its first slot.
#[inline]
pub(crate) fn freed(object: *mut PyObject) {
    if on("after_free") {
        // SAFETY: none, it is the bug.
        unsafe { object.add(1).cast::<usize>().write_volatile(7) };
    }
}

/// A record begins: `past_end` writes behind its last slot.
#[inline]
pub(crate) fn begun(object: *mut PyObject, tp: *mut PyTypeObject) {
    if on("past_end") {
        // SAFETY: none, it is the bug.
        unsafe {
            let end = object.cast::<u8>().offset((*tp).tp_basicsize);
            end.cast::<usize>().write_unaligned(7);
        }
    }
}

/// Runs `body` inside the critical section of `owner`: `unlocked` takes no lock, and lets other threads in between.
#[inline]
pub(crate) fn locked<R>(owner: &pyo3::Bound<'_, pyo3::PyAny>, body: impl FnOnce(fn()) -> R) -> R {
    if on("unlocked") {
        return body(|| std::thread::sleep(std::time::Duration::from_micros(1)));
    }
    pyo3::sync::critical_section::with_critical_section(owner, || body(|| ()))
}
