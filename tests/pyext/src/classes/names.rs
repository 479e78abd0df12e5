//! Names: of class, module and fields.

use pyo3::prelude::*;
use recordclass::recordclass;

/// Another name in Python.
#[recordclass(name = "Renamed", rename_all = "camelCase")]
struct RustName {
    wind_speed: f64,
    #[record(name = "from_", default = 0)]
    origin_code: i64,
    #[record(default)]
    r#type: Option<Py<PyAny>>,
}

#[recordclass(module = "somewhere.else")]
struct Placed {
    x: f64,
}

/// Names that our own code uses too.
#[recordclass(order)]
struct Crowded {
    py: Py<PyAny>,
    value: Py<PyAny>,
    cls: Py<PyAny>,
    args: Py<PyAny>,
}

#[recordclass]
struct Undocumented {
    x: f64,
    #[record(default = 2)]
    n: i64,
}

pub(super) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_class::<RustName>()?;
    module.add_class::<Placed>()?;
    module.add_class::<Crowded>()?;
    module.add_class::<Undocumented>()
}
