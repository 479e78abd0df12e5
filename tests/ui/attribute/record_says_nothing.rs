//! An attribute without options.
use recordclass::recordclass;

#[recordclass]
struct Point {
    #[record]
    x: f64,
    #[record()]
    y: f64,
}

fn main() {}
