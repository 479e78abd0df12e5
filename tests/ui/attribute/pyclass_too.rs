//! The attribute writes `#[pyclass]` itself.
use pyo3::prelude::*;
use recordclass::recordclass;

#[recordclass]
#[pyclass(frozen)]
struct Shape {
    x: f64,
}

#[pymethods]
impl Shape {
    fn touch(slf: &Bound<'_, Self>) -> usize {
        slf.as_ptr() as usize
    }
}

#[pyfunction]
fn same<'py>(shape: Bound<'py, Shape>, _other: &Shape) -> Bound<'py, Shape> {
    shape
}

#[pymodule]
mod shapes {
    #[pymodule_export]
    use super::{Shape, same};
}

fn main() {
    Python::attach(|py| Py::new(py, Shape::new(1.0)).unwrap());
}
