//! One class for each way in which a record can hold its values.

use pyo3::prelude::*;
use pyo3::types::{PyList, PyString};
use recordclass::recordclass;

/// Objects, assignable, compared and hashed by value.
#[recordclass(order, hash)]
pub(super) struct HzMut {
    pub(super) a: Py<PyAny>,
    pub(super) b: Py<PyAny>,
}

/// Objects that never change.
#[recordclass(frozen, order)]
pub(super) struct HzFrozen {
    a: Py<PyAny>,
    b: Py<PyAny>,
}

/// Objects, with a GC header.
#[recordclass(gc, order, hash)]
pub(super) struct HzGc {
    pub(super) a: Py<PyAny>,
    pub(super) b: Py<PyAny>,
}

/// Objects that never change, with a GC header.
#[recordclass(gc, frozen, order)]
pub(super) struct HzGcFrozen {
    a: Py<PyAny>,
    b: Py<PyAny>,
}

/// Objects of a declared type, of an optional type, and one that Python must not assign.
#[recordclass(eq = false)]
pub(super) struct HzTyped {
    text: Py<PyString>,
    list: Py<PyList>,
    maybe: Option<Py<PyAny>>,
    #[record(frozen)]
    fixed: Py<PyAny>,
}

/// The same, with a GC header.
#[recordclass(gc, eq = false)]
pub(super) struct HzTypedGc {
    text: Py<PyString>,
    list: Py<PyList>,
    maybe: Option<Py<PyAny>>,
    #[record(frozen)]
    fixed: Py<PyAny>,
}

/// An optional object in a frozen field is a NULL, where others have `None`.
#[recordclass(frozen)]
pub(super) struct HzMaybe {
    maybe: Option<Py<PyAny>>,
    text: Option<Py<PyString>>,
}

/// Every kind of number, and values that are stored whole.
#[recordclass(order, hash)]
pub(super) struct HzNative {
    pub(super) f64: f64,
    f32: f32,
    pub(super) i64: i64,
    i32: i32,
    i16: i16,
    i8: i8,
    u64: u64,
    u32: u32,
    u16: u16,
    u8: u8,
    flag: bool,
    letter: char,
    #[record(default)]
    wide: i128,
    #[record(default)]
    maybe: Option<f64>,
}

/// Text and numbers on Rust's heap.
#[recordclass(order)]
pub(super) struct HzHeap {
    text: String,
    numbers: Vec<f64>,
}

/// Objects on Rust's heap, of which the collector knows nothing.
#[recordclass]
pub(super) struct HzVec {
    items: Vec<Py<PyAny>>,
    a: Py<PyAny>,
}

/// Objects on Rust's heap, shown to the collector.
#[recordclass(gc)]
pub(super) struct HzVecGc {
    items: Vec<Py<PyAny>>,
    a: Py<PyAny>,
}

/// Objects on Rust's heap that never change.
#[recordclass(frozen)]
pub(super) struct HzVecFrozen {
    items: Vec<Py<PyAny>>,
    a: Py<PyAny>,
}

/// No fields at all.
#[recordclass(frozen)]
pub(super) struct HzEmpty {}

/// More fields than argument matching keeps on the stack; some by keyword only.
#[recordclass]
pub(super) struct HzWide {
    a0: Py<PyAny>,
    a1: Py<PyAny>,
    a2: Py<PyAny>,
    a3: Py<PyAny>,
    a4: Py<PyAny>,
    a5: Py<PyAny>,
    a6: Py<PyAny>,
    a7: Py<PyAny>,
    a8: Py<PyAny>,
    a9: Py<PyAny>,
    b0: i64,
    b1: i64,
    b2: i64,
    b3: i64,
    b4: i64,
    #[record(kw_only)]
    c0: Py<PyAny>,
    #[record(kw_only)]
    c1: Py<PyAny>,
    #[record(kw_only, default_with = fresh)]
    c2: Vec<i64>,
}

fn fresh() -> Vec<i64> {
    vec![1, 2, 3]
}

/// A record that Rust made, for where construction does not go through Python.
#[pyfunction]
fn hz_make(py: Python<'_>, a: Py<PyAny>, b: Py<PyAny>) -> PyResult<Py<HzMut>> {
    Py::new(py, HzMut::new(a, b))
}

/// As [`hz_make`], tracked by the collector.
#[pyfunction]
fn hz_make_gc(py: Python<'_>, a: Py<PyAny>, b: Py<PyAny>) -> PyResult<Py<HzGc>> {
    Py::new(py, HzGc::new(a, b))
}

pub(super) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_class::<HzMut>()?;
    module.add_class::<HzFrozen>()?;
    module.add_class::<HzGc>()?;
    module.add_class::<HzGcFrozen>()?;
    module.add_class::<HzTyped>()?;
    module.add_class::<HzTypedGc>()?;
    module.add_class::<HzMaybe>()?;
    module.add_class::<HzNative>()?;
    module.add_class::<HzHeap>()?;
    module.add_class::<HzVec>()?;
    module.add_class::<HzVecGc>()?;
    module.add_class::<HzVecFrozen>()?;
    module.add_class::<HzEmpty>()?;
    module.add_class::<HzWide>()?;
    module.add_function(wrap_pyfunction!(hz_make, module)?)?;
    module.add_function(wrap_pyfunction!(hz_make_gc, module)?)
}
