//! The hooks' work, which is a script: see there why.

use crate::ffi::PyObject;
use crate::once;
use crate::trampoline::enter_attached;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyDict, PyTuple};
use std::ffi::CStr;

const SOURCE: &CStr =
    match CStr::from_bytes_with_nul(concat!(include_str!("glue.py"), "\0").as_bytes()) {
        Ok(source) => source,
        Err(_) => panic!("a NUL in glue.py"),
    };

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
