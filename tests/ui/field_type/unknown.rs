//! A type that does not exist.
use pyo3::prelude::*;
use recordclass::recordclass;

#[recordclass]
struct Job {
    state: Sate,
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

fn main() {}
