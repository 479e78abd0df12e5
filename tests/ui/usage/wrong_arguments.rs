//! The generated Rust constructor is a function like any other.
use recordclass::recordclass;

#[recordclass]
struct Point {
    x: f64,
    y: f64,
}

fn main() {
    let _ = Point::new(1.0);
    let _ = Point::new(1.0, "2.0");
}
