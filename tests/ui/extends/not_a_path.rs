//! A base that is no type.
use recordclass::recordclass;

#[recordclass(extends = 3)]
struct Point {
    x: f64,
}

#[recordclass(extends)]
struct Solid {
    z: f64,
}

fn main() {
    let _ = (Point::new(1.0), Solid::new(1.0));
}
