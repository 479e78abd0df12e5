//! `#[record]` is for fields.
use recordclass::recordclass;

#[recordclass]
#[record(frozen)]
struct Point {
    x: f64,
}

fn main() {}
