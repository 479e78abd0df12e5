//! Class attributes that build instances of their own class, perhaps before the class is finished.
//!
//! `#[pymethods]` blocks have no order, so the same class is written several times, with its attributes
//! before and behind the struct.

use pyo3::prelude::*;
use pyo3::types::PyList;
use recordclass::recordclass;
use std::sync::Mutex;

/// Early instances that belong to no class attribute.
static KEPT: Mutex<Vec<Py<PyAny>>> = Mutex::new(Vec::new());

fn keep(object: Py<PyAny>) {
    KEPT.lock().expect("nobody panics here").push(object);
}

/// Hands the kept instances out, once.
#[pyfunction]
fn hz_early_take() -> Vec<Py<PyAny>> {
    std::mem::take(&mut *KEPT.lock().expect("nobody panics here"))
}

macro_rules! attributes {
    ($class:ident) => {
        #[pymethods]
        impl $class {
            #[classattr]
            fn zero(py: Python<'_>) -> Self {
                $class::new(py.None(), py.None())
            }
            /// Made, and gone before anybody else looks.
            #[classattr]
            fn gone(py: Python<'_>) -> PyResult<()> {
                Py::new(py, $class::new(py.None(), py.None())).map(drop)
            }
            /// Many at once: one in another, in a list of the user's, and in a cycle with it.
            #[classattr]
            fn many(py: Python<'_>) -> PyResult<()> {
                let list = PyList::empty(py);
                let mut last = list.clone().into_any().unbind();
                for _ in 0..20 {
                    last = Py::new(py, $class::new(last, list.clone().into_any().unbind()))?
                        .into_any();
                    list.append(&last)?;
                }
                keep(list.into_any().unbind());
                keep(last);
                Ok(())
            }
        }
    };
}

macro_rules! class {
    ($class:ident $(, $option:ident)*) => {
        #[recordclass(eq = false $(, $option)*)]
        pub(super) struct $class {
            a: Py<PyAny>,
            b: Py<PyAny>,
        }
    };
}

attributes!(HzEarly0);
class!(HzEarly0);
class!(HzEarly1);
attributes!(HzEarly1);
attributes!(HzEarly2);
class!(HzEarly2, frozen);
class!(HzEarly3, frozen);
attributes!(HzEarly3);
attributes!(HzEarly4);
class!(HzEarly4, gc);
class!(HzEarly5, gc);
attributes!(HzEarly5);

pub(super) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_class::<HzEarly0>()?;
    module.add_class::<HzEarly1>()?;
    module.add_class::<HzEarly2>()?;
    module.add_class::<HzEarly3>()?;
    module.add_class::<HzEarly4>()?;
    module.add_class::<HzEarly5>()?;
    module.add_function(wrap_pyfunction!(hz_early_take, module)?)
}
