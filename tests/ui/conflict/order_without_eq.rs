//! `<=` means "less or equal".
use recordclass::recordclass;

#[recordclass(order, eq = false)]
struct Point {
    x: f64,
}

fn main() {}
