//! `default` alone asks the type.
use pyo3::prelude::*;
use recordclass::recordclass;

#[recordclass]
struct Node {
    #[record(default)]
    next: Py<PyAny>,
}

fn main() {}
