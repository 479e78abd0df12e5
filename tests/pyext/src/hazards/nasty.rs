//! User code in the worst places: conversions, defaults, `Clone` and `Traverse` that call Python or panic.

use pyo3::prelude::*;
use recordclass::{Traverse, Visit, recordclass};
use std::collections::BTreeSet;
use std::ffi::c_int;
use std::sync::Mutex;

static ARMED: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());

/// Makes the code of that name panic, or not.
#[pyfunction]
fn hz_arm(name: String, on: bool) {
    let mut armed = ARMED.lock().expect("nobody panics while holding it");
    if on {
        armed.insert(name);
    } else {
        armed.remove(&name);
    }
}

pub(super) fn armed(name: &str) -> bool {
    ARMED
        .lock()
        .expect("nobody panics while holding it")
        .contains(name)
}

fn panic_if_armed(name: &str) {
    assert!(!armed(name), "this {name} panics");
}

/// Holds a callable, which every conversion to Python calls.
pub(super) struct Nasty(Py<PyAny>);

impl Nasty {
    fn to_python<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        panic_if_armed("into");
        self.0.bind(py).call0()?;
        Ok(self.0.bind(py).clone())
    }
}

impl<'py> FromPyObject<'_, 'py> for Nasty {
    type Error = PyErr;
    fn extract(value: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        panic_if_armed("from");
        value.call0()?;
        Ok(Nasty(value.to_owned().unbind()))
    }
}

impl<'py> IntoPyObject<'py> for &Nasty {
    type Target = PyAny;
    type Output = Bound<'py, PyAny>;
    type Error = PyErr;
    fn into_pyobject(self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.to_python(py)
    }
}

// SAFETY: visits each of its references once, and runs no Python code.
unsafe impl Traverse for Nasty {
    fn traverse(&self, visit: &Visit) -> c_int {
        panic_if_armed("traverse");
        visit.object(&self.0)
    }
}

/// The same, converted from a clone.
pub(super) struct NastyClone(Nasty);

impl Clone for NastyClone {
    fn clone(&self) -> Self {
        panic_if_armed("clone");
        Python::attach(|py| NastyClone(Nasty(self.0.0.clone_ref(py))))
    }
}

impl<'py> FromPyObject<'_, 'py> for NastyClone {
    type Error = PyErr;
    fn extract(value: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        Nasty::extract(value).map(NastyClone)
    }
}

impl<'py> IntoPyObject<'py> for NastyClone {
    type Target = PyAny;
    type Output = Bound<'py, PyAny>;
    type Error = PyErr;
    fn into_pyobject(self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.0.to_python(py)
    }
}

// SAFETY: visits each of its references once, and runs no Python code.
unsafe impl Traverse for NastyClone {
    fn traverse(&self, visit: &Visit) -> c_int {
        self.0.traverse(visit)
    }
}

/// Plain data whose conversions call `builtins.hz_callback`.
#[derive(Clone, Copy)]
pub(super) struct NastyCopy(i64, i64);

fn call_back(py: Python<'_>) -> PyResult<()> {
    match py.import("builtins")?.getattr("hz_callback") {
        Ok(callback) => callback.call0().map(drop),
        Err(_) => Ok(()),
    }
}

impl<'py> FromPyObject<'_, 'py> for NastyCopy {
    type Error = PyErr;
    fn extract(value: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        panic_if_armed("from");
        call_back(value.py())?;
        let number = value.extract()?;
        Ok(NastyCopy(number, number))
    }
}

impl<'py> IntoPyObject<'py> for NastyCopy {
    type Target = PyAny;
    type Output = Bound<'py, PyAny>;
    type Error = PyErr;
    fn into_pyobject(self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        panic_if_armed("into");
        call_back(py)?;
        assert_eq!(self.0, self.1, "a value that was read in two halves");
        Ok(self.0.into_pyobject(py)?.into_any())
    }
}

#[recordclass]
pub(super) struct HzNasty {
    a: Py<PyAny>,
    v: Nasty,
}

#[recordclass(frozen)]
pub(super) struct HzNastyFrozen {
    a: Py<PyAny>,
    v: Nasty,
}

#[recordclass(gc)]
pub(super) struct HzNastyGc {
    a: Py<PyAny>,
    v: Nasty,
}

#[recordclass(gc, frozen)]
pub(super) struct HzNastyGcFrozen {
    a: Py<PyAny>,
    v: Nasty,
}

#[recordclass(gc)]
pub(super) struct HzNastyClone {
    a: Py<PyAny>,
    v: NastyClone,
}

#[recordclass]
pub(super) struct HzNastyCopy {
    a: Py<PyAny>,
    v: NastyCopy,
}

fn made() -> Vec<i64> {
    panic_if_armed("default");
    vec![1]
}

/// A default that can panic, after a field that is then to be dropped again.
#[recordclass]
pub(super) struct HzDefault {
    a: Py<PyAny>,
    #[record(default_with = made)]
    list: Vec<i64>,
}

/// Every method of the user's panics.
#[recordclass]
pub(super) struct HzPanics {
    a: Py<PyAny>,
}

#[pymethods]
impl HzPanics {
    fn method(&self) {
        panic!("this method panics");
    }
    #[staticmethod]
    fn function() {
        panic!("this function panics");
    }
    #[getter]
    fn property(&self) {
        panic!("this getter panics");
    }
    fn __repr__(&self) -> String {
        panic!("this repr panics");
    }
    fn __eq__(&self, _other: &Bound<'_, PyAny>) -> bool {
        panic!("this eq panics");
    }
    fn __hash__(&self) -> isize {
        panic!("this hash panics");
    }
    fn __len__(&self) -> usize {
        panic!("this len panics");
    }
    fn __contains__(&self, _item: &Bound<'_, PyAny>) -> bool {
        panic!("this contains panics");
    }
}

/// Construction of the user's own panics when armed.
#[recordclass]
pub(super) struct HzPanicNew {
    a: Py<PyAny>,
}

#[pymethods]
impl HzPanicNew {
    #[new]
    fn make(a: Py<PyAny>) -> Self {
        panic_if_armed("new");
        HzPanicNew::new(a)
    }
}

pub(super) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_class::<HzNasty>()?;
    module.add_class::<HzNastyFrozen>()?;
    module.add_class::<HzNastyGc>()?;
    module.add_class::<HzNastyGcFrozen>()?;
    module.add_class::<HzNastyClone>()?;
    module.add_class::<HzNastyCopy>()?;
    module.add_class::<HzDefault>()?;
    module.add_class::<HzPanics>()?;
    module.add_class::<HzPanicNew>()?;
    module.add_function(wrap_pyfunction!(hz_arm, module)?)
}
