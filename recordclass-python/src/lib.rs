//! `recordclass_rs._core`: what the Python package `recordclass_rs` has from the core crate.

use pyo3::prelude::*;

#[pymodule(name = "_core")]
mod core {
    use super::*;

    #[pymodule_init]
    fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
        module.add("__version__", env!("CARGO_PKG_VERSION"))?;
        recordclass_core::light::register(module)?;
        recordclass_core::hooks::register(module)?;
        recordclass_core::cycles::register(module)?;
        recordclass_core::dynamic::register(module)
    }
}
