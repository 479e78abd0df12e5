//! A crate that is not there.
//!
//! The compiler looks for macros and for types in two passes, and tells of the path in each, once with a hint; without
//! `#[pymethods]`, which was to be found there, it does not know the attributes inside either.
use recordclass::recordclass;

#[recordclass(crate = reexport::nothing)]
struct Point {
    x: f64,
}

fn main() {}
