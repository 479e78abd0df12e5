//! One attribute for one field.
use recordclass::recordclass;

#[recordclass]
struct Point {
    #[record(default = 0.0)]
    #[record(kw_only)]
    x: f64,
}

fn main() {}
