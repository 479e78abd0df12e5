//! Settings that come from the interpreter at hand.

fn main() {
    // `cfg(Py_3_12)`, `cfg(Py_GIL_DISABLED)`, ... of the interpreter that PyO3 builds against.
    pyo3_build_config::use_pyo3_cfgs();
}
