//! One attribute for one class.
use recordclass::recordclass;

#[recordclass(order)]
#[recordclass(frozen)]
struct Point {
    x: f64,
}

fn main() {
    let point = Point::new(1.0);
    assert!(point.x.get() == 1.0);
}
