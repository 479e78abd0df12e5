//! Fields that do not fit behind those of the base.
use recordclass::recordclass;

#[recordclass(subclass)]
struct Point {
    x: f64,
    #[record(default)]
    y: f64,
}

#[recordclass(extends = Point)]
struct Solid {
    #[record(name = "x")]
    other: f64,
    z: f64,
}

fn main() {}
