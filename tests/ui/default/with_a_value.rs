//! `default_with` takes a function without parameters.
use recordclass::recordclass;

fn double(x: f64) -> f64 {
    x * 2.0
}

#[recordclass]
struct Point {
    #[record(default_with = 0.0)]
    x: f64,
    #[record(default_with = double)]
    y: f64,
}

fn main() {}
