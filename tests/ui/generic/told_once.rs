//! What is wrong with the struct is told once, not for each instantiation.
use recordclass::recordclass;

#[recordclass(instantiate(PointF32 = Point<f32>, PointF64 = Point<f64>))]
struct Point<T> {
    #[record(defualt = 1.0)]
    x: T,
}

fn main() {
    let _ = (PointF32::new(1.0), Point::<f64>::new(2.0));
}
