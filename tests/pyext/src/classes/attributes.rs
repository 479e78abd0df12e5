//! Classes with instances of themselves as class attributes.

use pyo3::prelude::*;
use recordclass::recordclass;

macro_rules! with_origin {
    ($($name:ident ($($option:tt)*);)*) => {
        $(
            #[recordclass($($option)*)]
            struct $name {
                x: f64,
                tag: Py<PyAny>,
            }

            #[pymethods]
            impl $name {
                #[classattr]
                #[pyo3(name = "ORIGIN")]
                fn at_origin(py: Python<'_>) -> Self {
                    $name::new(0.0, py.None())
                }
                #[classattr]
                #[pyo3(name = "BOTH")]
                fn both(py: Python<'_>) -> PyResult<(Py<Self>, Py<Self>)> {
                    let make = |x| Py::new(py, $name::new(x, py.None()));
                    Ok((make(1.0)?, make(2.0)?))
                }
                // Lives for a moment while the class is being made.
                #[classattr]
                #[pyo3(name = "GONE")]
                fn gone(py: Python<'_>) -> PyResult<f64> {
                    let brief = Py::new(py, $name::new(3.0, py.None()))?;
                    brief.bind(py).getattr("x").map_or(Ok(3.0), |x| x.extract())
                }
            }
        )*

        pub(super) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
            $(module.add_class::<$name>()?;)*
            Ok(())
        }
    };
}

with_origin! {
    Origin ();
    FrozenOrigin (frozen);
    GcOrigin (gc);
    FrozenGcOrigin (frozen, gc);
}
