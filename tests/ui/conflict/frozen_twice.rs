//! A field that would be mutable in a frozen class.
use recordclass::recordclass;

#[recordclass(frozen)]
struct Point {
    #[record(frozen = false)]
    x: f64,
}

fn main() {}
