//! Fields are Rust's own.
use recordclass::recordclass;

#[recordclass]
struct Point {
    x: f64,
}

fn main() {
    let point = Point::new(1.0);
    let _ = point.z.get();
}
