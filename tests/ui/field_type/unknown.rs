//! A type that does not exist.
//!
//! The compiler tells of such a name wherever it stands, here in the struct and in the table of its fields, and shows
//! texts that are alike once. That of the struct has a hint about type parameters, which a table cannot have.
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
