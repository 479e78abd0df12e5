//! A field that Python does not know, and nothing that would give it a value.

use recordclass::recordclass;

#[recordclass]
struct Point {
    x: f64,
    #[record(skip)]
    cache: Vec<f64>,
}

fn main() {
    let _ = Point::new(1.0, vec![]);
}
