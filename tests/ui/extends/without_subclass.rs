//! A base that does not say `subclass`.
use recordclass::recordclass;

#[recordclass]
struct Point {
    x: f64,
}

#[recordclass(extends = Point)]
struct Solid {
    z: f64,
}

fn main() {
    let _ = Solid::new(Point::new(1.0), 2.0);
}
