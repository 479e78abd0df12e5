//! A crate that is not there.
use recordclass::recordclass;

#[recordclass(crate = reexport::nothing)]
struct Point {
    x: f64,
}

fn main() {}
