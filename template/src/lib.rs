use pyo3::prelude::*;
use recordclass::recordclass;

/// A point in space.
#[recordclass(order)]
struct Point {
    x: f64,
    y: f64,
    #[record(default = 0.0)]
    z: f64,
}

#[pymethods]
impl Point {
    /// The way from the origin.
    fn length(&self) -> f64 {
        self.x.get().hypot(self.y.get()).hypot(self.z.get())
    }
}

/// The point in the middle of many.
#[pyfunction]
fn centre(points: Vec<Py<Point>>) -> Point {
    let mean = |of: fn(&Point) -> f64| {
        points.iter().map(|point| of(point.get())).sum::<f64>() / points.len().max(1) as f64
    };
    Point::new(
        mean(|point| point.x.get()),
        mean(|point| point.y.get()),
        mean(|point| point.z.get()),
    )
}

#[pymodule]
mod {{crate_name}} {
    #[pymodule_export]
    use super::{Point, centre};
}
