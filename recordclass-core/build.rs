//! Settings that come from the interpreter at hand.

fn main() {
    // `cfg(Py_3_12)`, `cfg(Py_GIL_DISABLED)`, ... of the interpreter that PyO3 builds against.
    pyo3_build_config::use_pyo3_cfgs();

    // On Windows a function that pyo3-ffi does not declare must name the DLL it comes from.
    println!("cargo:rustc-check-cfg=cfg(python_dll, values(any()))");
    if std::env::var_os("CARGO_CFG_WINDOWS").is_some() {
        if let Some(name) = pyo3_build_config::get().lib_name() {
            println!("cargo:rustc-cfg=python_dll=\"{name}\"");
        }
    }
}
