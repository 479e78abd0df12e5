//! A Python object cannot borrow.
use pyo3::prelude::*;
use recordclass::recordclass;

#[recordclass]
struct Line<'a> {
    text: &'a str,
}

#[pymodule]
mod lines {
    #[pymodule_export]
    use super::Line;
}

fn main() {
    Python::attach(|py| Py::new(py, Line::new("text")).unwrap());
}
