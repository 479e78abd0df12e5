//! Functions that take and give records.

use super::point::{FrozenPoint, Point};
use pyo3::prelude::*;

/// Moves a record in place.
#[pyfunction]
fn shift(point: &Bound<'_, Point>, by: f64) {
    let point = point.get();
    point.x.set(point.x.get() + by);
}

/// A record by value.
#[pyfunction]
fn doubled(point: Py<Point>) -> Point {
    let point = point.get();
    Point::new(
        point.x.get() * 2.0,
        point.y.get() * 2.0,
        point.z.get() * 2.0,
    )
}

/// The very object.
#[pyfunction]
fn same(point: Bound<'_, Point>) -> Bound<'_, Point> {
    point
}

/// Between two classes, through references to the structs.
#[pyfunction]
fn freeze(py: Python<'_>, point: PyRef<'_, Point>) -> PyResult<Py<FrozenPoint>> {
    Py::new(
        py,
        FrozenPoint::new(point.x.get(), point.y.get(), point.z.get()),
    )
}

#[pyfunction]
fn length(point: &FrozenPoint) -> f64 {
    (point.x * point.x + point.y * point.y + point.z * point.z).sqrt()
}

#[pyfunction]
fn grid(size: u32) -> Vec<FrozenPoint> {
    (0..size)
        .map(|i| FrozenPoint::new(f64::from(i), 0.0, 0.0))
        .collect()
}

#[pyfunction]
fn nothing(point: Option<Bound<'_, Point>>) -> bool {
    point.is_none()
}

pub(super) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_function(wrap_pyfunction!(shift, module)?)?;
    module.add_function(wrap_pyfunction!(doubled, module)?)?;
    module.add_function(wrap_pyfunction!(same, module)?)?;
    module.add_function(wrap_pyfunction!(freeze, module)?)?;
    module.add_function(wrap_pyfunction!(length, module)?)?;
    module.add_function(wrap_pyfunction!(grid, module)?)?;
    module.add_function(wrap_pyfunction!(nothing, module)?)
}
