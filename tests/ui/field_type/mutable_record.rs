//! A record by value that cannot be copied in: only a frozen one can.
use recordclass::recordclass;

#[recordclass]
struct Point {
    x: f64,
}

#[recordclass]
struct Circle {
    center: Point,
    radius: f64,
}

fn main() {
    let _ = Circle::new(Point::new(1.0), 2.0);
}
