//! Traits that a slot does not have.
use pyo3::prelude::*;
use recordclass::recordclass;

#[recordclass]
#[derive(Clone, std::fmt::Debug, Default, PartialEq)]
struct Point {
    x: f64,
    /// What it is called.
    name: String,
    next: Option<Py<PyAny>>,
}

fn main() {
    Python::attach(|py| Py::new(py, Point::default()).unwrap());
}
