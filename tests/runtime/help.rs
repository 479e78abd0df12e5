//! Small things that several modules need.

use pyo3::ffi;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyType};
use pyo3::{PyErr, PyTypeInfo};
use std::ffi::CString;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Runs Python code that sees some variables under their names; the code asserts.
macro_rules! python {
    ($py:expr, $($name:ident)+, $code:expr) => {{
        let globals = pyo3::types::PyDict::new($py);
        $(globals.set_item(stringify!($name), &$name).unwrap();)+
        crate::help::run(&globals, $code);
    }};
}
pub(crate) use python;

/// Panics with the traceback of what is raised.
pub(crate) fn run(globals: &Bound<'_, PyDict>, code: &str) {
    let py = globals.py();
    if let Err(error) = py.run(&dedented(code), Some(globals), None) {
        let traceback = error.traceback(py).map(|trace| trace.format().unwrap());
        panic!("{}{error}\n{code}", traceback.unwrap_or_default());
    }
}

/// The code, moved to the left by the indent of its first line.
fn dedented(code: &str) -> CString {
    let code = code.trim_start_matches('\n');
    let indent = code.len() - code.trim_start().len();
    let lines = code
        .lines()
        .map(|line| line.get(indent..).unwrap_or_default());
    CString::new(lines.collect::<Vec<_>>().join("\n")).unwrap()
}

/// `tp_basicsize` of a class.
pub(crate) fn basic_size<T: PyTypeInfo>(py: Python<'_>) -> usize {
    let class = py.get_type::<T>();
    let size: usize = class.getattr("__basicsize__").unwrap().extract().unwrap();
    size
}

/// Whether instances of a class take part in cyclic garbage collection.
pub(crate) fn has_gc(class: &Bound<'_, PyType>) -> bool {
    let flags: u64 = class.getattr("__flags__").unwrap().extract().unwrap();
    flags & u64::from(ffi::Py_TPFLAGS_HAVE_GC as u32) != 0
}

/// The reference count of a live object.
pub(crate) fn references(object: *mut ffi::PyObject) -> isize {
    // SAFETY: the callers hold the object, and are attached.
    unsafe { ffi::Py_REFCNT(object) as isize }
}

/// The text of a panic.
pub(crate) fn panic_of(act: impl FnOnce()) -> String {
    let payload = catch_unwind(AssertUnwindSafe(act)).expect_err("it should have panicked");
    payload
        .downcast_ref::<&str>()
        .map(|text| (*text).to_owned())
        .or_else(|| payload.downcast_ref::<String>().cloned())
        .unwrap_or_default()
}

/// `TypeError: must be ..`.
pub(crate) fn text(py: Python<'_>, error: &PyErr) -> String {
    let kind = error.get_type(py);
    format!("{}: {}", kind.name().unwrap(), error.value(py))
}
