//! A base that is no class at all.
use recordclass::recordclass;

struct Point {
    x: f64,
}

#[recordclass(extends = Point)]
struct Solid {
    z: f64,
}

fn main() {}
