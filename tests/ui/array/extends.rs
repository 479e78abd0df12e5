//! A row of a base and its own fields.
use recordclass::recordclass;

#[recordclass(subclass)]
struct Point {
    x: f64,
}

#[recordclass(extends = Point, array)]
struct Place {
    y: f64,
}

fn main() {}
