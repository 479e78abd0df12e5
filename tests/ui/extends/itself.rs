//! A record that is its own base.
use recordclass::recordclass;

#[recordclass(extends = Point, subclass)]
struct Point {
    x: f64,
}

fn main() {
    let _ = Point::new(1.0);
}
