//! An option that is designed, and not built yet.

use recordclass::recordclass;

#[recordclass(array)]
struct Point {
    x: f64,
}

fn main() {
    let _ = Point::new(1.0);
}
