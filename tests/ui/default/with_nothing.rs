//! `default_with` takes a function.
use recordclass::recordclass;

#[recordclass]
struct Point {
    #[record(default_with)]
    x: f64,
}

fn main() {}
