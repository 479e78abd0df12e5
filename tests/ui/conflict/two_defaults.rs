//! Which of the two would it be?
use recordclass::recordclass;

#[recordclass]
struct Point {
    #[record(default = 0.0, default_with = f64::default)]
    x: f64,
}

fn main() {}
