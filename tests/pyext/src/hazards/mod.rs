//! Classes for the tests of what can go wrong in hand-built types: `tests/python/test_hazards_*.py`.

use pyo3::prelude::*;

mod drops;
mod early;
mod nasty;
mod plain;
mod threads;

pub(crate) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    plain::register(module)?;
    drops::register(module)?;
    nasty::register(module)?;
    early::register(module)?;
    threads::register(module)
}
