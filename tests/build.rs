//! Settings that come from the interpreter at hand.

fn main() {
    pyo3_build_config::use_pyo3_cfgs();
    // The tests embed an interpreter: load the very libpython that PyO3 was configured for.
    pyo3_build_config::add_libpython_rpath_link_args();
}
