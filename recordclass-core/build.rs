//! Settings that come from the interpreter at hand, and the refusal of those that cannot serve.

use pyo3_build_config::{PythonAbiKind, PythonImplementation};

fn main() {
    // `cfg(Py_3_12)`, `cfg(Py_GIL_DISABLED)`, ... of the interpreter that PyO3 builds against.
    pyo3_build_config::use_pyo3_cfgs();
    if let Some(reason) = refusal() {
        // An error here is the only one: a `compile_error!` would be the first of forty.
        println!("cargo::error={reason}");
    }

    // On Windows a function that pyo3-ffi does not declare must name the DLL it comes from.
    println!("cargo:rustc-check-cfg=cfg(python_dll, values(any()))");
    if std::env::var_os("CARGO_CFG_WINDOWS").is_some() {
        if let Some(name) = pyo3_build_config::get().lib_name() {
            println!("cargo:rustc-cfg=python_dll=\"{name}\"");
        }
    }
}

/// Why recordclass cannot be built for this Python.
fn refusal() -> Option<&'static str> {
    let abi = pyo3_build_config::get().target_abi();
    if abi.implementation() != PythonImplementation::CPython {
        return Some(
            "recordclass works on CPython only: it finishes type objects by writing CPython's own structs, \
             which PyPy, GraalPy and RustPython do not have",
        );
    }
    if let PythonAbiKind::Stable(_) = abi.kind() {
        return Some(
            "recordclass cannot be built for the stable ABI: it needs CPython's full API; \
             remove the `abi3*` features of pyo3 and build one wheel for each Python version",
        );
    }
    let version = abi.version();
    ((version.major, version.minor) < (3, 10)).then_some("recordclass needs CPython 3.10 or newer")
}
