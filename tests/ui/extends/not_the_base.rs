//! The Rust constructor starts with the base.
use recordclass::recordclass;

#[recordclass(subclass)]
struct Point {
    x: f64,
}

#[recordclass(extends = Point)]
struct Solid {
    z: f64,
}

fn main() {
    let _ = Solid::new(1.0, 2.0);
}
