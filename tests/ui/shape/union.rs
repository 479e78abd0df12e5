//! A union does not know what it holds.
use pyo3::prelude::*;
use recordclass::recordclass;

#[recordclass]
union Shape {
    #[record(default = 0.0)]
    float: f64,
    int: i64,
}

fn main() {
    Python::attach(|py| Py::new(py, Shape { int: 1 }).unwrap());
}
