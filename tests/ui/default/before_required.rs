//! A call could not leave out the first and give the second.
use recordclass::recordclass;

#[recordclass]
struct Point {
    #[record(default = 0.0)]
    x: f64,
    y: f64,
}

fn main() {}
