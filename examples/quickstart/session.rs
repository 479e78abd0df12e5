//! Runs the Python session of README.md, and shows what comes out: so the README tells the truth.

use crate::airport::Airport;
use pyo3::ffi::c_str;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList};

const README: &str = include_str!("../../README.md");

/// Echoes each statement and its result, as a terminal would.
///
/// # Errors
/// What a statement raises; `AssertionError` where the README shows another result.
pub(crate) fn show(py: Python<'_>, airports: Bound<'_, PyList>) -> PyResult<()> {
    let names = PyDict::new(py);
    names.set_item("Airport", py.get_type::<Airport>())?;
    names.set_item("airports", airports)?;
    let session = README
        .split("```")
        .find(|block| block.starts_with("pycon\n"));
    PyModule::from_code(
        py,
        c_str!(include_str!("session.py")),
        c"session.py",
        c"session",
    )?
    .call_method1("show", (session.unwrap_or_default(), names))?;
    Ok(())
}
