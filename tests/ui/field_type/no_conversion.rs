//! A type that Python knows nothing of.
use pyo3::prelude::*;
use recordclass::recordclass;

#[derive(Clone)]
struct Opaque;

#[recordclass]
struct Job {
    id: u32,
    state: Opaque,
}

#[pymethods]
impl Job {
    fn touch(slf: &Bound<'_, Self>) -> usize {
        slf.as_ptr() as usize
    }
}

#[pyfunction]
fn same<'py>(job: Bound<'py, Job>, _other: &Job) -> Bound<'py, Job> {
    job
}

#[pymodule]
mod jobs {
    #[pymodule_export]
    use super::{Job, same};
}

fn main() {
    Python::attach(|py| Py::new(py, Job::new(1, Opaque)).unwrap());
}
