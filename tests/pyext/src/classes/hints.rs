//! Types of fields that `__annotations__` must tell of.

use super::point::Point;
use super::texts::{Shade, Side};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyFloat};
use recordclass::recordclass;
use std::collections::{HashMap, HashSet};
use std::time::Duration;

type Perhaps = Option<f64>;

#[recordclass]
struct Hinted {
    #[record(default)]
    alias: Perhaps,
    #[record(default)]
    side: Option<Side>,
    #[record(default)]
    shades: Vec<Shade>,
    #[record(default)]
    points: Vec<Py<Point>>,
    #[record(default)]
    by_name: HashMap<String, Vec<Py<Point>>>,
    #[record(default)]
    numbers: HashSet<i32>,
    #[record(default)]
    bytes: Vec<u8>,
    #[record(default)]
    time: Duration,
    #[record(default)]
    float: Option<Py<PyFloat>>,
    #[record(frozen, default)]
    frozen: Option<Py<PyAny>>,
}

/// Refers to a class that is made later.
#[recordclass]
struct Earlier {
    #[record(default)]
    later: Option<Py<Later>>,
    #[record(default)]
    all: Vec<Py<Later>>,
    #[record(default)]
    unlisted: Option<Py<Unlisted>>,
}

/// No module has it.
#[recordclass]
struct Unlisted {
    number: i64,
}

#[recordclass]
struct Later {
    number: i64,
}

/// Says itself what its fields are.
#[recordclass]
struct OwnHints {
    x: Py<PyAny>,
    y: i64,
}

#[pymethods]
impl OwnHints {
    #[classattr]
    fn __annotations__(py: Python<'_>) -> PyResult<Bound<'_, PyDict>> {
        let own = PyDict::new(py);
        own.set_item("x", py.get_type::<PyFloat>())?;
        own.set_item("y", py.get_type::<PyFloat>())?;
        Ok(own)
    }
}

pub(super) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_class::<Hinted>()?;
    module.add_class::<Earlier>()?;
    module.add_class::<Later>()?;
    module.add_class::<OwnHints>()
}
