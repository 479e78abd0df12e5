//! There is nothing to instantiate.
use recordclass::recordclass;

#[recordclass(instantiate(PointF64 = Point<f64>))]
struct Point {
    x: f64,
}

fn main() {
    let _ = Point::new(1.0);
}
