//! The alias leads only to classes that were named.
use recordclass::recordclass;

#[recordclass(instantiate(PointF64 = Point<f64>))]
struct Point<T> {
    x: T,
}

fn main() {
    let _: Point<f32>;
}
