//! Records in records in records: `RecursionError` instead of an overflown stack.
//!
//! CPython guards `repr` and comparison itself, by a count of nested calls, and `hash` not at all. On 3.12 and
//! 3.13 the count allows for 10,000 calls of some 800 bytes of stack: enough for our optimised code, but for `repr`
//! with its room for a text, and not for the large frames of a debug build. There each of our levels counts for
//! several. Before that the limit was 1,000 calls; since 3.14 CPython looks at the stack itself. All that holds for
//! the stack of a main thread. For smaller ones each level asks, before 3.14, how much is left ([`stack`]).

mod stack;

use crate::errors::raise;
use pyo3::exceptions::PyRecursionError;
use pyo3::ffi;
use pyo3::prelude::*;

/// Whether CPython's count of nested calls is all that limits the stack, and is so high.
const COUNTED: bool = cfg!(all(Py_3_12, not(Py_3_14)));

/// What a level costs beyond CPython's own count.
const EXTRA: u32 = if COUNTED && cfg!(debug_assertions) {
    7
} else {
    0
};

/// What a level of `repr` does: 1,200 bytes in optimised code.
const EXTRA_OF_REPR: u32 = if COUNTED && EXTRA == 0 { 1 } else { EXTRA };

/// Some levels deeper in CPython's count of nested calls, until dropped.
pub(crate) struct Deeper<'py> {
    _attached: Python<'py>,
    levels: u32,
}

impl<'py> Deeper<'py> {
    /// In a method whose callers CPython guards, in whatever language they are.
    #[inline]
    pub(crate) fn counted(py: Python<'py>) -> PyResult<Self> {
        Self::by(py, 0)
    }

    /// In a protocol that CPython guards.
    #[inline]
    pub(crate) fn guarded(py: Python<'py>) -> PyResult<Self> {
        Self::by(py, EXTRA)
    }

    /// In `repr`, which CPython guards.
    #[inline]
    pub(crate) fn in_repr(py: Python<'py>) -> PyResult<Self> {
        Self::by(py, EXTRA_OF_REPR)
    }

    /// In a protocol that CPython does not guard.
    #[inline]
    pub(crate) fn unguarded(py: Python<'py>) -> PyResult<Self> {
        Self::by(py, EXTRA + 1)
    }

    #[inline]
    fn by(py: Python<'py>, levels: u32) -> PyResult<Self> {
        if !stack::has_room() {
            return Err(too_deep());
        }
        let mut deeper = Deeper {
            _attached: py,
            levels: 0,
        };
        while deeper.levels < levels {
            // SAFETY: attached; each 0 is matched by a leave in `drop`.
            if unsafe { ffi::Py_EnterRecursiveCall(c" in a record".as_ptr()) } != 0 {
                return Err(PyErr::fetch(py));
            }
            deeper.levels += 1;
        }
        Ok(deeper)
    }
}

#[cold]
fn too_deep() -> PyErr {
    raise::<PyRecursionError>("records are nested too deeply for this thread's stack".to_owned())
}

impl Drop for Deeper<'_> {
    fn drop(&mut self) {
        for _ in 0..self.levels {
            // SAFETY: attached; matches an enter.
            unsafe { ffi::Py_LeaveRecursiveCall() };
        }
    }
}
