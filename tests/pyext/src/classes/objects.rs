//! Records of Python objects: of any type, of one type, and perhaps none.

use pyo3::prelude::*;
use pyo3::types::PyString;
use recordclass::recordclass;

#[recordclass(order)]
struct Triple {
    /// The first.
    a: Py<PyAny>,
    b: Py<PyAny>,
    c: Py<PyAny>,
}

/// More values than a new dict has room for.
#[recordclass(order)]
struct Eight {
    a: Py<PyAny>,
    b: Py<PyAny>,
    c: Py<PyAny>,
    d: Py<PyAny>,
    e: Py<PyAny>,
    f: Py<PyAny>,
    g: Py<PyAny>,
    h: Py<PyAny>,
}

#[recordclass(frozen, order)]
struct FrozenTriple {
    /// The first.
    a: Py<PyAny>,
    b: Py<PyAny>,
    c: Py<PyAny>,
}

#[recordclass]
pub(super) struct Named {
    /// What to call it.
    name: Py<PyString>,
    #[record(default)]
    payload: Option<Py<PyAny>>,
    #[record(default)]
    note: Option<Py<PyString>>,
}

#[recordclass(frozen)]
struct FrozenNamed {
    /// What to call it.
    name: Py<PyString>,
    #[record(default)]
    payload: Option<Py<PyAny>>,
    #[record(default)]
    note: Option<Py<PyString>>,
}

/// Assignable and frozen fields side by side.
#[recordclass]
struct Mixed {
    open: Py<PyAny>,
    #[record(frozen)]
    shut: Py<PyAny>,
    count: i64,
    #[record(frozen)]
    serial: i64,
    #[record(frozen, default)]
    label: String,
}

/// Objects inside a Rust value.
#[recordclass]
struct Basket {
    items: Vec<Py<PyAny>>,
}

#[recordclass(frozen)]
struct FrozenBasket {
    items: Vec<Py<PyAny>>,
}

pub(super) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_class::<Triple>()?;
    module.add_class::<Eight>()?;
    module.add_class::<FrozenTriple>()?;
    module.add_class::<Named>()?;
    module.add_class::<FrozenNamed>()?;
    module.add_class::<Mixed>()?;
    module.add_class::<Basket>()?;
    module.add_class::<FrozenBasket>()
}
