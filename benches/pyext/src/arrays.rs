//! A record with a packed array, and what Rust does with one, for the group `arrays`: what a user would write, without tricks.

use pyo3::prelude::*;
use pyo3::types::PyList;
use recordclass::array::{Array, ArrayMethods};
use recordclass::recordclass;

/// No method of its own, as a row of a table has none.
#[recordclass(array)]
pub(crate) struct Point {
    x: f64,
    y: f64,
    z: f64,
}

/// The values of the row with that number: no two rows are equal.
#[allow(clippy::cast_precision_loss, reason = "far fewer than 2^52 rows")]
fn values(index: usize) -> (f64, f64, f64) {
    let x = index as f64 + 0.5;
    (x, -x, x * 2.0)
}

#[pyfunction]
fn points(count: usize) -> Array<Point> {
    let rows = (0..count).map(values);
    rows.map(|(x, y, z)| PointRow::new(x, y, z)).collect()
}

/// The same as a list of records.
#[pyfunction]
fn point_list(py: Python<'_>, count: usize) -> PyResult<Bound<'_, PyList>> {
    let records = (0..count).map(values);
    let records: PyResult<Vec<_>> = records
        .map(|(x, y, z)| Bound::new(py, Point::new(x, y, z)))
        .collect();
    PyList::new(py, records?)
}

#[pyfunction]
fn total_x(points: &Bound<'_, PointArray>) -> PyResult<f64> {
    let rows = points.rows()?;
    Ok(points
        .py()
        .detach(|| rows.iter().map(|row| row.x).sum::<f64>()))
}

pub(super) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_class::<Point>()?;
    module.add_class::<PointArray>()?;
    module.add_function(wrap_pyfunction!(points, module)?)?;
    module.add_function(wrap_pyfunction!(point_list, module)?)?;
    module.add_function(wrap_pyfunction!(total_x, module)?)
}
