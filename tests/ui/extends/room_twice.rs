//! Room that the base has already.
use recordclass::recordclass;

#[recordclass(subclass, dict, weakref)]
struct Point {
    x: f64,
}

#[recordclass(extends = Point, dict, weakref)]
struct Solid {
    z: f64,
}

fn main() {}
