//! Fields are Python attributes without being told.
use recordclass::recordclass;

#[recordclass]
struct Point {
    #[pyo3(get, set)]
    x: f64,
}

#[recordclass]
#[pyo3(name = "P")]
struct Other {
    x: f64,
}

fn main() {
    let point = Point::new(1.0);
    point.x.set(2.0);
}
