//! Records that extend records, in families by what the tests ask of them.

use pyo3::prelude::*;
use pyo3::types::PyString;
use recordclass::recordclass;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

/// The first of a line of three.
#[recordclass(subclass, order)]
struct Animal {
    name: Py<PyString>,
    data: Py<PyAny>,
    #[record(kw_only, default = 4)]
    legs: u8,
}

#[pymethods]
impl Animal {
    fn greet(&self, greeting: &str) -> String {
        format!("{greeting} on {} legs", self.legs.get())
    }

    #[classmethod]
    fn kind(cls: &Bound<'_, pyo3::types::PyType>) -> PyResult<String> {
        Ok(cls.name()?.to_string())
    }
}

/// The second.
#[recordclass(extends = Animal, subclass, order)]
struct Dog {
    tag: Py<PyAny>,
    #[record(default = 1.5)]
    weight: f64,
}

#[pymethods]
impl Dog {
    fn bark(slf: &Bound<'_, Self>) -> String {
        slf.as_super().get().greet("wow")
    }

    #[staticmethod]
    fn from_rust(name: Bound<'_, PyString>, tag: Py<PyAny>) -> PyResult<Bound<'_, Dog>> {
        let py = name.py();
        Bound::new(
            py,
            Dog::new(Animal::new(name.unbind(), py.None(), 4), tag, 2.5),
        )
    }
}

/// The third.
#[recordclass(extends = Dog, order, freelist = 4)]
struct Puppy {
    #[record(default)]
    toys: Vec<Py<PyAny>>,
    #[record(default)]
    months: Option<u16>,
}

/// The first of two that are collected.
#[recordclass(gc, subclass)]
struct Tree {
    left: Py<PyAny>,
    #[record(skip, default)]
    weight: i64,
}

/// The second.
#[recordclass(gc, extends = Tree, subclass)]
struct Branch {
    right: Py<PyAny>,
    #[record(default)]
    many: Vec<Py<PyAny>>,
    #[record(skip, default = vec![py.None()])]
    hidden: Vec<Py<PyAny>>,
}

#[pymethods]
impl Branch {
    fn weigh(slf: &Bound<'_, Self>) -> i64 {
        slf.as_super().get().weight + i64::try_from(slf.get().hidden.len()).unwrap_or(0)
    }
}

/// The first of two that are frozen.
#[recordclass(frozen, subclass, order)]
struct Key {
    a: Py<PyAny>,
    b: i64,
}

/// The second.
#[recordclass(frozen, extends = Key, order)]
struct LongKey {
    c: String,
    d: Option<Py<PyAny>>,
}

/// Room in the base.
#[recordclass(subclass, dict, weakref)]
struct Room {
    small: u8,
}

#[recordclass(extends = Room, subclass)]
struct Hall {
    wide: i128,
    held: Py<PyAny>,
}

/// Room in the derived record only, as much as there can be.
#[recordclass(extends = Animal, dict, weakref, subclass)]
struct Tagged {}

/// Indexed by name.
#[recordclass(subclass, mapping)]
struct Entry {
    key: Py<PyAny>,
}

#[recordclass(extends = Entry, mapping)]
struct LongEntry {
    value: Py<PyAny>,
}

static DROPS: AtomicUsize = AtomicUsize::new(0);

/// How many were dropped since it was last asked.
#[pyfunction]
fn extends_drops() -> usize {
    DROPS.swap(0, Relaxed)
}

/// Its end is one.
#[recordclass(subclass)]
struct Ending {
    held: Py<PyAny>,
}

impl Drop for Ending {
    fn drop(&mut self) {
        DROPS.fetch_add(1, Relaxed);
    }
}

/// Its end is one, through the base.
#[recordclass(extends = Ending, subclass)]
struct StillEnding {
    more: Py<PyAny>,
}

/// Its end is a hundred and one.
#[recordclass(extends = StillEnding)]
struct LongEnding {
    text: String,
}

impl Drop for LongEnding {
    fn drop(&mut self) {
        DROPS.fetch_add(100, Relaxed);
    }
}

/// What the user writes for the base is inherited.
#[recordclass(subclass)]
struct Written {
    x: f64,
    y: Py<PyString>,
}

#[pymethods]
impl Written {
    fn __post_init__(&self) {
        self.x.set(self.x.get() + 1.0);
    }

    fn __repr__(&self) -> &'static str {
        "written"
    }

    fn __setattr__(slf: &Bound<'_, Self>, name: &str, value: Py<PyAny>) -> PyResult<()> {
        let descriptor = slf.get_type().getattr(name.trim_start_matches('_'))?;
        descriptor.call_method1("__set__", (slf, value)).map(drop)
    }
}

#[recordclass(extends = Written)]
struct Rewritten {
    z: Py<PyString>,
}

#[recordclass(extends = Written, repr = false, eq = false)]
struct Unwritten {
    z: f64,
}

/// The user's constructor is for the base alone.
#[recordclass(subclass)]
struct OwnBase {
    x: i64,
}

#[pymethods]
impl OwnBase {
    #[new]
    fn make() -> Self {
        Self::new(42)
    }
}

#[recordclass(extends = OwnBase)]
struct OwnDerived {
    y: i64,
}

/// The user's `__init__` is inherited, as everywhere in Python.
#[recordclass(subclass)]
struct InitBase {
    x: i64,
    #[record(default)]
    count: i64,
}

#[pymethods]
impl InitBase {
    #[pyo3(signature = (*args))]
    fn __init__(&self, args: &Bound<'_, pyo3::types::PyTuple>) {
        self.count.set(100 + args.len() as i64);
    }
}

#[recordclass(extends = InitBase)]
struct InitDerived {
    #[record(default)]
    y: i64,
}

/// The user's comparison asks the base's.
#[recordclass(extends = Animal, order, subclass)]
struct Judged {
    mark: i64,
}

#[pymethods]
impl Judged {
    fn __eq__(slf: &Bound<'_, Self>, other: &Bound<'_, PyAny>) -> PyResult<Py<PyAny>> {
        let base = slf.py().get_type::<Animal>();
        Ok(base.call_method1("__eq__", (slf, other))?.unbind())
    }
}

/// And one that asks that one's.
#[recordclass(extends = Judged, order)]
struct Rejudged {
    again: i64,
}

#[pymethods]
impl Rejudged {
    fn __eq__(slf: &Bound<'_, Self>, other: &Bound<'_, PyAny>) -> PyResult<Py<PyAny>> {
        let base = slf.py().get_type::<Judged>();
        Ok(base.call_method1("__eq__", (slf, other))?.unbind())
    }
}

/// No room of its own.
#[recordclass(subclass, frozen)]
struct Marker {}

/// A class of PyO3's, and no record.
#[pyclass(extends = Animal, frozen, subclass)]
struct Stranger {
    text: String,
}

#[pymethods]
impl Stranger {
    #[staticmethod]
    fn from_rust(name: Bound<'_, PyString>) -> PyResult<Bound<'_, Stranger>> {
        let py = name.py();
        let text = "strange".to_owned();
        Bound::new(
            py,
            (Stranger { text }, Animal::new(name.unbind(), py.None(), 3)),
        )
    }

    fn text(&self) -> &str {
        &self.text
    }
}

pub(super) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    // The derived ones first: they make their bases.
    module.add_class::<Puppy>()?;
    module.add_class::<Dog>()?;
    module.add_class::<Animal>()?;
    module.add_class::<Tree>()?;
    module.add_class::<Branch>()?;
    module.add_class::<Key>()?;
    module.add_class::<LongKey>()?;
    module.add_class::<Room>()?;
    module.add_class::<Hall>()?;
    module.add_class::<Tagged>()?;
    module.add_class::<Entry>()?;
    module.add_class::<LongEntry>()?;
    module.add_class::<Ending>()?;
    module.add_class::<StillEnding>()?;
    module.add_class::<LongEnding>()?;
    module.add_class::<Written>()?;
    module.add_class::<Rewritten>()?;
    module.add_class::<Unwritten>()?;
    module.add_class::<OwnBase>()?;
    module.add_class::<OwnDerived>()?;
    module.add_class::<InitBase>()?;
    module.add_class::<InitDerived>()?;
    module.add_class::<Rejudged>()?;
    module.add_class::<Judged>()?;
    module.add_class::<Marker>()?;
    module.add_class::<Stranger>()?;
    module.add_function(wrap_pyfunction!(extends_drops, module)?)
}
