//! A Python class is one type.
use pyo3::prelude::*;
use recordclass::recordclass;

#[recordclass(frozen)]
#[derive(Clone)]
struct Pair<T: Copy, const N: usize>
where
    T: Send,
{
    #[record(frozen)]
    all: [T; N],
}

impl<T: Copy + Send, const N: usize> Pair<T, N> {
    fn first(&self) -> T {
        self.all[0]
    }
}

fn main() {
    Python::attach(|py| Py::new(py, Pair::<f64, 2>::new([1.0, 2.0])).unwrap());
}
