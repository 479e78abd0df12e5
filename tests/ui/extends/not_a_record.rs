//! A base that is a class of PyO3's, and no record.
use pyo3::prelude::*;
use recordclass::recordclass;

#[pyclass(frozen, subclass)]
struct Point {}

#[recordclass(extends = Point)]
struct Solid {
    z: f64,
}

fn main() {
    let _ = Solid::new(Point {}, 2.0);
}
