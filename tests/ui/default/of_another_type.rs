//! The expression is checked where it stands.
use recordclass::recordclass;

#[recordclass]
struct Point {
    #[record(default = "zero")]
    x: f64,
    #[record(default = ZERO)]
    y: f64,
    #[record(default_with = String::new)]
    z: f64,
}

fn main() {}
