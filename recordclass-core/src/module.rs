//! The module of a class that does not name one.
//!
//! PyO3 says `builtins` then, and pickle, stubs and `repr` of the class lie. The right name is that of
//! the module that is being imported right now, since a module adds its classes while it is
//! initialised; the import machinery's frame knows it. Where no import is under way (a class first used
//! from a function) the name of the crate is the best guess: for an extension module it is the module's.

use pyo3::prelude::*;
use pyo3::types::PyString;

/// Frames of the import system between us and its call into the module: one, or a few wrappers.
const NEAR: usize = 8;

/// The name for `__module__`.
pub(crate) fn of_class<'py>(py: Python<'py>, rust_path: &str) -> Bound<'py, PyString> {
    if let Some(name) = importing(py) {
        return name;
    }
    let crate_name = rust_path.split("::").next().unwrap_or(rust_path);
    PyString::new(py, crate_name)
}

/// The name of the extension module whose initialisation is the innermost Python frame.
fn importing(py: Python<'_>) -> Option<Bound<'_, PyString>> {
    let mut frame = py
        .import("sys")
        .ok()?
        .getattr("_getframe")
        .ok()?
        .call0()
        .ok()?;
    for _ in 0..NEAR {
        let code = frame.getattr("f_code").ok()?;
        let file: String = code.getattr("co_filename").ok()?.extract().ok()?;
        if !file.starts_with("<frozen importlib") {
            return None;
        }
        let name: String = code.getattr("co_name").ok()?.extract().ok()?;
        let locals = frame.getattr("f_locals").ok()?;
        let found = match name.as_str() {
            "exec_module" => locals.get_item("module").ok()?.getattr("__name__").ok(),
            "create_module" => locals.get_item("spec").ok()?.getattr("name").ok(),
            _ => None,
        };
        if let Some(name) = found {
            return name.cast_into().ok();
        }
        frame = frame.getattr("f_back").ok()?;
    }
    None
}
