//! Names are texts.
use recordclass::recordclass;

#[recordclass(name = Point)]
struct Bare {
    x: f64,
}

#[recordclass(module)]
struct WithoutValue {
    #[record(name = 1)]
    x: f64,
}

fn main() {}
