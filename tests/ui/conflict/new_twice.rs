//! A Rust constructor of one's own takes the place of the generated one with `new = false`.
//!
//! The attribute does not see the block of methods. The second error is about what PyO3 writes for `#[new]`: a call of
//! `Point::new`, of which there are two.
use pyo3::prelude::*;
use recordclass::recordclass;

#[recordclass]
struct Point {
    x: f64,
}

#[pymethods]
impl Point {
    #[new]
    fn new() -> Self {
        Point { x: 0.0.into() }
    }
}

fn main() {}
