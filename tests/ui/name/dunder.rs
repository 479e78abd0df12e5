//! Names that belong to Python.
use recordclass::recordclass;

#[recordclass]
struct Class {
    __doc__: f64,
    #[record(name = "__hash__")]
    x: f64,
}

fn main() {}
