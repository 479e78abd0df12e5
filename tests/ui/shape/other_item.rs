//! Neither struct nor anything like it.
use recordclass::recordclass;

#[recordclass]
fn point() -> f64 {
    0.0
}

struct Point;

#[recordclass]
impl Point {}

fn main() {
    point();
}
