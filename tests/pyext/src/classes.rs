//! Classes for the tests of behaviour.

use pyo3::prelude::*;
use recordclass::recordclass;

/// A point in space.
#[recordclass(order)]
pub struct Point {
    /// Metres to the east.
    x: f64,
    /// Metres to the north.
    y: f64,
    #[record(default = 0.0)]
    z: f64,
}

pub(crate) fn register(_module: &Bound<'_, PyModule>) -> PyResult<()> {
    Ok(())
}
