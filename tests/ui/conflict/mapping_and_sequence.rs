//! `p[..]` would take names and positions.

use recordclass::recordclass;

#[recordclass(mapping, sequence)]
struct Point {
    x: f64,
}

fn main() {
    let _ = Point::new(1.0);
}
