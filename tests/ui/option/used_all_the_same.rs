//! One mistake, one message: what uses the class is not at fault.
use pyo3::prelude::*;
use recordclass::recordclass;

#[recordclass(odrer)]
struct Point {
    x: f64,
    next: Option<Py<PyAny>>,
    name: String,
}

#[pymethods]
impl Point {
    fn touch(slf: &Bound<'_, Self>) -> PyResult<f64> {
        let point = slf.get();
        point.next.set(slf, None);
        point.name.set(slf, point.name.get(slf)?.to_uppercase());
        Ok(point.x.get())
    }
}

#[pyfunction]
fn same<'py>(point: Bound<'py, Point>, _other: &Point) -> Bound<'py, Point> {
    point
}

#[pymodule]
mod points {
    #[pymodule_export]
    use super::{Point, same};
}

fn main() {
    Python::attach(|py| Py::new(py, Point::new(1.0, None, String::new())).unwrap());
}
