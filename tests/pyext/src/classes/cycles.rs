//! Records that can close a circle, with and without garbage collection.

use pyo3::prelude::*;
use pyo3::types::PyList;
use recordclass::recordclass;

/// Takes part in garbage collection.
#[recordclass(gc)]
struct Node {
    next: Py<PyAny>,
    witness: Py<PyAny>,
    weight: i64,
}

/// Does not.
#[recordclass]
struct PlainNode {
    next: Py<PyAny>,
    witness: Py<PyAny>,
    weight: i64,
}

/// References of every form.
#[recordclass(gc)]
struct Holder {
    #[record(default)]
    maybe: Option<Py<PyAny>>,
    #[record(default)]
    list: Option<Py<PyList>>,
    #[record(default)]
    many: Vec<Py<PyAny>>,
    #[record(default)]
    pairs: Vec<(String, Option<Py<PyAny>>)>,
    #[record(default)]
    witness: Option<Py<PyAny>>,
}

/// Refers to its own class by type.
#[recordclass(gc)]
struct Linked {
    #[record(default)]
    next: Option<Py<Linked>>,
    #[record(default)]
    siblings: Vec<Py<Linked>>,
    #[record(default)]
    witness: Option<Py<PyAny>>,
}

#[recordclass(gc, frozen)]
struct FrozenNode {
    next: Py<PyAny>,
    #[record(default)]
    maybe: Option<Py<PyAny>>,
    #[record(default)]
    many: Vec<Py<PyAny>>,
}

pub(super) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_class::<Node>()?;
    module.add_class::<PlainNode>()?;
    module.add_class::<Holder>()?;
    module.add_class::<Linked>()?;
    module.add_class::<FrozenNode>()
}
