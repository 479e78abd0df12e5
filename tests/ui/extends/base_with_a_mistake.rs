//! What is wrong with the base is told there.
use pyo3::prelude::*;
use recordclass::recordclass;

#[recordclass(subclass, odrer)]
struct Point {
    x: f64,
}

#[recordclass(extends = Point)]
struct Solid {
    z: f64,
}

fn main() {
    Python::attach(|py| Py::new(py, Solid::new(Point::new(1.0), 2.0)).unwrap());
}
