//! To Python, and not back.
use pyo3::prelude::*;
use recordclass::recordclass;

#[derive(IntoPyObject, Clone)]
struct Shown {
    x: f64,
}

#[recordclass]
struct Job {
    state: Shown,
}

fn main() {}
