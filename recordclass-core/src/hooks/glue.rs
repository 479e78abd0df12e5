//! The hooks' work, which is a script: see there why.

use crate::ffi::PyObject;
use crate::once;
use crate::trampoline::enter_attached;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyDict, PyTuple};
use std::ffi::CStr;

const SOURCE: &CStr = {
    const FULL: &[u8] = include_bytes!("glue.py");
    const LENGTH: usize = shorten::<{ FULL.len() + 1 }>(FULL).1;
    const SHORT: [u8; LENGTH] = shorten(FULL).0;
    match CStr::from_bytes_with_nul(&SHORT) {
        Ok(source) => source,
        Err(_) => panic!("a NUL in glue.py"),
    }
};

/// The script without its comments, and indented by one for four, since every library has it; and its length, with the NUL.
/// The lines stay, so that their numbers are right in a traceback.
const fn shorten<const N: usize>(full: &[u8]) -> ([u8; N], usize) {
    let (mut short, mut length) = ([0; N], 0);
    let mut at = 0;
    while at < full.len() {
        let begin = at;
        while full[at] == b' ' {
            at += 1;
        }
        let mut indent = (at - begin) / 4;
        if full[at] == b'#' {
            indent = 0;
            while full[at] != b'\n' {
                at += 1;
            }
        }
        while indent > 0 {
            short[length] = b' ';
            (length, indent) = (length + 1, indent - 1);
        }
        while full[at] != b'\n' {
            short[length] = full[at];
            (length, at) = (length + 1, at + 1);
        }
        short[length] = b'\n';
        (length, at) = (length + 1, at + 1);
    }
    (short, length + 1)
}

/// A function of the script, which runs when it is first asked for one.
///
/// # Errors
/// Memory errors, and what else may go wrong on the first import of modules of Python's own.
pub(super) fn function<'py>(py: Python<'py>, name: &str) -> PyResult<Bound<'py, PyAny>> {
    static SCRIPT: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    let script = once::object(py, &SCRIPT, &|| {
        let globals = PyDict::new(py);
        globals.set_item("__name__", "recordclass")?;
        py.run(SOURCE, Some(&globals), None)?;
        Ok(globals.into_any())
    })?;
    script.get_item(name)
}

/// Ends a C function: calls that of the script. New, or NULL with an exception.
///
/// # Safety
/// CPython called the function that calls this, with `first` and, unless that is NULL, the tuple `rest`.
pub(super) unsafe fn call(name: &str, first: *mut PyObject, rest: *mut PyObject) -> *mut PyObject {
    // SAFETY: as the caller says.
    unsafe {
        enter_attached(|py| {
            let mut args = vec![Bound::from_borrowed_ptr(py, first)];
            if let Some(rest) = Bound::from_borrowed_ptr_or_opt(py, rest) {
                args.extend(rest.cast_into_unchecked::<PyTuple>().iter());
            }
            let args = PyTuple::new(py, args)?;
            function(py, name)?.call1(args).map(Bound::into_ptr)
        })
    }
}
