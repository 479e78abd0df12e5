//! Options for Python on a field that Python does not know.

use recordclass::recordclass;

#[recordclass]
struct Point {
    x: f64,
    #[record(skip, default, name = "c", repr = false)]
    cache: Vec<f64>,
}

fn main() {
    let _ = Point::new(1.0, vec![]);
}
