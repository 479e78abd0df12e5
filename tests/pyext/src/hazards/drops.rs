//! Structs with an `impl Drop` of their own.

use pyo3::prelude::*;
use pyo3::types::PyList;
use recordclass::recordclass;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

static DROPS: AtomicUsize = AtomicUsize::new(0);

/// Counts its ends.
#[recordclass]
pub(super) struct HzDrop {
    a: Py<PyAny>,
    b: Py<PyAny>,
}

impl Drop for HzDrop {
    fn drop(&mut self) {
        DROPS.fetch_add(1, Relaxed);
    }
}

/// Counts its ends, with a GC header.
#[recordclass(gc)]
pub(super) struct HzDropGc {
    a: Py<PyAny>,
    b: Py<PyAny>,
}

impl Drop for HzDropGc {
    fn drop(&mut self) {
        DROPS.fetch_add(1, Relaxed);
    }
}

/// Counts its ends, and owns nothing else.
#[recordclass]
pub(super) struct HzDropNative {
    a: i64,
    b: i64,
}

impl Drop for HzDropNative {
    fn drop(&mut self) {
        DROPS.fetch_add(1, Relaxed);
    }
}

/// Its end panics, while its own fields are still to be dropped.
#[recordclass]
pub(super) struct HzDropPanic {
    a: Py<PyAny>,
}

impl Drop for HzDropPanic {
    fn drop(&mut self) {
        panic!("this drop panics");
    }
}

/// Its end calls what it holds.
#[recordclass]
pub(super) struct HzDropCalls {
    #[record(frozen)]
    call: Py<PyAny>,
}

impl Drop for HzDropCalls {
    fn drop(&mut self) {
        Python::attach(|py| {
            if let Err(error) = self.call.bind(py).call0() {
                error.write_unraisable(py, None);
            }
        });
    }
}

/// A value whose end calls Python: no `impl Drop` of the record's, one of a field's type.
#[derive(Clone)]
pub(super) struct Guest {
    call: std::sync::Arc<Calls>,
}

pub(super) struct Calls(Py<PyAny>);

impl Drop for Calls {
    fn drop(&mut self) {
        Python::attach(|py| {
            if let Err(error) = self.0.bind(py).call0() {
                error.write_unraisable(py, None);
            }
        });
    }
}

impl<'py> FromPyObject<'_, 'py> for Guest {
    type Error = PyErr;
    fn extract(value: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        let call = std::sync::Arc::new(Calls(value.to_owned().unbind()));
        Ok(Guest { call })
    }
}

impl<'py> IntoPyObject<'py> for Guest {
    type Target = PyAny;
    type Output = Bound<'py, PyAny>;
    type Error = PyErr;
    fn into_pyobject(self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        Ok(self.call.0.bind(py).clone())
    }
}

#[recordclass]
pub(super) struct HzGuest {
    guest: Guest,
}

/// A value whose end panics.
#[derive(Clone)]
pub(super) struct Bomb(#[allow(dead_code, reason = "it makes the bomb a thing")] i64);

impl Drop for Bomb {
    fn drop(&mut self) {
        if super::nasty::armed("drop") {
            panic!("this value's drop panics");
        }
    }
}

impl<'py> FromPyObject<'_, 'py> for Bomb {
    type Error = PyErr;
    fn extract(value: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        value.extract().map(Bomb)
    }
}

impl<'py> IntoPyObject<'py> for Bomb {
    type Target = PyAny;
    type Output = Bound<'py, PyAny>;
    type Error = PyErr;
    fn into_pyobject(self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        Ok(self.0.into_pyobject(py)?.into_any())
    }
}

#[recordclass]
pub(super) struct HzBomb {
    a: Py<PyAny>,
    bomb: Bomb,
    b: Py<PyAny>,
}

/// How many of the counting records have ended.
#[pyfunction]
fn hz_drops() -> usize {
    DROPS.load(Relaxed)
}

/// Lets go of the last item of a list on a thread that is not attached to the interpreter.
#[pyfunction]
fn hz_drop_detached(list: &Bound<'_, PyList>) -> PyResult<()> {
    let object = list.call_method0("pop")?.unbind();
    list.py().detach(|| {
        let thread = std::thread::spawn(move || drop(object));
        assert!(thread.join().is_ok(), "a drop panicked");
    });
    Ok(())
}

pub(super) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_class::<HzDrop>()?;
    module.add_class::<HzDropGc>()?;
    module.add_class::<HzDropNative>()?;
    module.add_class::<HzDropPanic>()?;
    module.add_class::<HzDropCalls>()?;
    module.add_class::<HzGuest>()?;
    module.add_class::<HzBomb>()?;
    module.add_function(wrap_pyfunction!(hz_drops, module)?)?;
    module.add_function(wrap_pyfunction!(hz_drop_detached, module)?)
}
