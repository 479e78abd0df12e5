//! Classes for the tests of options that change what an instance holds, or how it is made.

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use recordclass::recordclass;

/// May be derived from.
#[recordclass(subclass)]
struct Base {
    x: f64,
    y: Py<PyAny>,
    #[record(default = 7)]
    z: i32,
}

/// May be derived from, and has no numbers: a field without a value shows.
#[recordclass(subclass)]
struct Titled {
    value: Py<PyAny>,
    #[record(default = "none".to_owned())]
    label: String,
}

/// May be derived from, and is tracked itself.
#[recordclass(subclass, gc)]
struct TrackedBase {
    x: f64,
    y: Py<PyAny>,
}

/// May be derived from, and cannot be assigned to.
#[recordclass(subclass, frozen)]
struct FrozenBase {
    x: f64,
    y: Py<PyAny>,
}

/// Has room for attributes and weak references.
#[recordclass(dict, weakref)]
struct Roomy {
    x: f64,
    y: Py<PyAny>,
}

/// The same, with cycles collected.
#[recordclass(dict, weakref, gc)]
struct TrackedRoomy {
    y: Py<PyAny>,
}

/// A small field before the pointer of the weak references.
#[recordclass(weakref)]
struct Referable {
    x: f32,
}

/// Keeps three dead objects.
#[recordclass(freelist = 3)]
struct Reused {
    x: f64,
    y: Py<PyAny>,
}

/// Keeps three dead objects with a GC header, a dict and weak references.
#[recordclass(freelist = 3, gc, dict, weakref)]
struct TrackedReused {
    y: Py<PyAny>,
}

/// Indexed by name.
#[recordclass(mapping)]
struct Mapping {
    x: f64,
    y: Py<PyAny>,
}

/// Has fields that Python does not know.
#[recordclass(gc)]
struct Skipping {
    x: f64,
    #[record(skip, default = vec![1, 2, 3])]
    numbers: Vec<i32>,
    #[record(skip, default)]
    held: Vec<Py<PyAny>>,
    y: f64,
}

#[pymethods]
impl Skipping {
    fn total(&self) -> i32 {
        self.numbers.iter().sum::<i32>() + i32::try_from(self.held.len()).unwrap_or(0)
    }
}

/// Runs code at the end of a construction.
#[recordclass(subclass)]
struct Checked {
    low: f64,
    high: f64,
    #[record(default = 0.0)]
    middle: f64,
}

#[pymethods]
impl Checked {
    fn __post_init__(&self) -> PyResult<()> {
        let (low, high) = (self.low.get(), self.high.get());
        if low > high {
            return Err(PyValueError::new_err("low is above high"));
        }
        self.middle.set(low.midpoint(high));
        Ok(())
    }
}

/// Lies in others by value.
#[recordclass(frozen)]
#[derive(Clone)]
struct Inner {
    a: f64,
    b: String,
}

/// Holds records, by value and shared.
#[recordclass]
struct Outer {
    value: Inner,
    option: Option<Inner>,
    list: Vec<Inner>,
    shared: Option<Py<Inner>>,
}

pub(crate) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_class::<Base>()?;
    module.add_class::<TrackedBase>()?;
    module.add_class::<FrozenBase>()?;
    module.add_class::<Roomy>()?;
    module.add_class::<TrackedRoomy>()?;
    module.add_class::<Referable>()?;
    module.add_class::<Reused>()?;
    module.add_class::<TrackedReused>()?;
    module.add_class::<Mapping>()?;
    module.add_class::<Skipping>()?;
    module.add_class::<Checked>()?;
    module.add_class::<Titled>()?;
    module.add_class::<Inner>()?;
    module.add_class::<Outer>()
}
