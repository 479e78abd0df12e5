//! Objects that are made once, when they are first asked for.

use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;

/// The object in the cell. `make` runs with the cell locked, so once; after an error, the next who asks tries again.
///
/// Compiled once for all makers: what keeps threads from waiting for each other is a kilobyte of code.
///
/// # Errors
/// Those of `make`.
pub(crate) fn object<'a, 'py>(
    py: Python<'py>,
    cell: &'a PyOnceLock<Py<PyAny>>,
    make: &dyn Fn() -> PyResult<Bound<'py, PyAny>>,
) -> PyResult<&'a Bound<'py, PyAny>> {
    if let Some(object) = cell.get(py) {
        return Ok(object.bind(py));
    }
    made(py, cell, make)
}

#[cold]
#[inline(never)]
fn made<'a, 'py>(
    py: Python<'py>,
    cell: &'a PyOnceLock<Py<PyAny>>,
    make: &dyn Fn() -> PyResult<Bound<'py, PyAny>>,
) -> PyResult<&'a Bound<'py, PyAny>> {
    let object = cell.get_or_try_init(py, || make().map(Bound::unbind))?;
    Ok(object.bind(py))
}
