//! What the user writes in `#[pymethods]` wins over what is generated.

use pyo3::prelude::*;
use pyo3::types::PyTuple;
use recordclass::recordclass;

/// Every protocol is the user's.
#[recordclass(order)]
struct AllOwn {
    x: f64,
    y: f64,
}

#[pymethods]
impl AllOwn {
    #[classattr]
    fn __match_args__(py: Python<'_>) -> PyResult<Py<PyTuple>> {
        Ok(PyTuple::new(py, ["y"])?.unbind())
    }
    fn __repr__(&self) -> &'static str {
        "own repr"
    }
    fn __eq__(&self, other: &Bound<'_, PyAny>) -> bool {
        other.extract::<String>().is_ok_and(|text| text == "own")
    }
    fn __lt__(&self, _other: &Bound<'_, PyAny>) -> &'static str {
        "own lt"
    }
    fn __hash__(&self) -> isize {
        4321
    }
    fn __len__(&self) -> usize {
        77
    }
    fn __getitem__(&self, key: Py<PyAny>) -> (&'static str, Py<PyAny>) {
        ("own item", key)
    }
    fn __contains__(&self, _item: &Bound<'_, PyAny>) -> bool {
        true
    }
    fn __iter__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, pyo3::types::PyIterator>> {
        PyTuple::new(py, ["own", "iter"])?.as_any().try_iter()
    }
    fn __copy__(&self) -> &'static str {
        "own copy"
    }
    fn __deepcopy__(&self, _memo: &Bound<'_, PyAny>) -> &'static str {
        "own deepcopy"
    }
    fn __replace__(&self) -> &'static str {
        "own replace"
    }
    fn _asdict(&self) -> &'static str {
        "own asdict"
    }
    fn __reduce__(&self) -> &'static str {
        "own reduce"
    }
    #[getter]
    fn x(&self) -> &'static str {
        "own x"
    }
}

/// Only `==`: the other operators are generated, and the class is unhashable as a dataclass would be.
#[recordclass(order)]
struct OwnEq {
    x: f64,
}

#[pymethods]
impl OwnEq {
    fn __eq__(&self, other: &Bound<'_, PyAny>) -> PyResult<Py<PyAny>> {
        let py = other.py();
        match other.extract::<f64>() {
            Ok(number) => Ok((self.x.get() == number)
                .into_pyobject(py)?
                .to_owned()
                .into_any()
                .unbind()),
            Err(_) => Ok(py.NotImplemented()),
        }
    }
}

/// Only `<`.
#[recordclass(order)]
struct OwnLess {
    x: f64,
}

#[pymethods]
impl OwnLess {
    fn __lt__(&self, _other: &Bound<'_, PyAny>) -> &'static str {
        "own lt"
    }
}

/// Only `hash()`, of a mutable record.
#[recordclass]
struct OwnHash {
    x: f64,
}

#[pymethods]
impl OwnHash {
    fn __hash__(&self) -> isize {
        99
    }
}

/// Indexing is the user's, assignment to an index too; the rest is generated.
#[recordclass]
struct OwnItems {
    x: f64,
    y: f64,
}

#[pymethods]
impl OwnItems {
    fn __getitem__(&self, name: &str) -> Option<f64> {
        match name {
            "x" => Some(self.x.get()),
            "y" => Some(self.y.get()),
            _ => None,
        }
    }
    fn __setitem__(&self, name: &str, value: f64) {
        match name {
            "x" => self.x.set(value),
            _ => self.y.set(value),
        }
    }
}

/// Assignment to attributes is the user's.
#[recordclass(frozen)]
struct OwnSetattr {
    x: f64,
}

#[pymethods]
impl OwnSetattr {
    fn __setattr__(&self, name: &str, _value: &Bound<'_, PyAny>) -> PyResult<()> {
        Err(pyo3::exceptions::PyLookupError::new_err(format!(
            "own setattr of {name}"
        )))
    }
}

/// `__init__` runs after the generated construction, with the same arguments.
#[recordclass]
struct OwnInit {
    x: f64,
    #[record(default)]
    calls: i64,
}

#[pymethods]
impl OwnInit {
    #[pyo3(signature = (x, calls = 0))]
    fn __init__(&self, x: f64, calls: i64) -> PyResult<()> {
        if x < 0.0 {
            return Err(pyo3::exceptions::PyArithmeticError::new_err("negative"));
        }
        self.calls.set(calls + 1);
        Ok(())
    }
}

/// Names that are no fields are answered too.
#[recordclass]
struct OwnGetattr {
    a: Py<PyAny>,
}

#[pymethods]
impl OwnGetattr {
    fn __getattr__(&self, name: &str) -> String {
        format!("own {name}")
    }
}

/// Methods beside the generated ones.
#[recordclass]
struct Walker {
    steps: i64,
}

#[pymethods]
impl Walker {
    #[classattr]
    const SPEED: i64 = 5;

    fn walk(&self, by: i64) -> i64 {
        self.steps.set(self.steps.get() + by);
        self.steps.get()
    }
    #[getter]
    fn tired(&self) -> bool {
        self.steps.get() > 100
    }
    #[staticmethod]
    fn fresh() -> Self {
        Walker::new(0)
    }
    #[classmethod]
    fn of(_class: &Bound<'_, pyo3::types::PyType>, steps: i64) -> Self {
        Walker::new(steps)
    }
    fn __call__(&self) -> i64 {
        self.steps.get()
    }
    fn __add__(&self, by: i64) -> Self {
        Walker::new(self.steps.get() + by)
    }
    fn __bool__(&self) -> bool {
        self.steps.get() != 0
    }
}

pub(super) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_class::<AllOwn>()?;
    module.add_class::<OwnEq>()?;
    module.add_class::<OwnLess>()?;
    module.add_class::<OwnHash>()?;
    module.add_class::<OwnItems>()?;
    module.add_class::<OwnSetattr>()?;
    module.add_class::<OwnInit>()?;
    module.add_class::<OwnGetattr>()?;
    module.add_class::<Walker>()
}
