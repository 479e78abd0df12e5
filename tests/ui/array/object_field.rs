//! Fields that a packed row cannot hold.
use pyo3::prelude::*;
use recordclass::recordclass;

#[recordclass(array)]
struct Named {
    id: u64,
    name: String,
}

#[recordclass(array)]
struct Node {
    id: u64,
    next: Option<Py<PyAny>>,
}

fn main() {}
