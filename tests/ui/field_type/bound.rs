//! `Bound` belongs to one call; a record keeps `Py`.
use recordclass::recordclass;

#[recordclass]
struct Node {
    next: pyo3::Bound<'static, pyo3::PyAny>,
}

fn main() {}
