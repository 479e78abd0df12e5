//! Objects that serde knows nothing of.

use pyo3::prelude::*;
use pyo3::types::{PyList, PyString};
use recordclass::recordclass;

#[recordclass(serde)]
struct City {
    name: Py<PyString>,
    parts: Option<Vec<Py<PyAny>>>,
    #[record(frozen)]
    rest: Py<pyo3::types::PyDict>,
    #[record(skip, default = PyList::empty(py).unbind())]
    cache: Py<PyList>,
}

fn main() {
    let _ = |city: &City| city.cache.to_string();
}
