//! A switch is on or off.
use recordclass::recordclass;

#[recordclass(frozen = "yes")]
struct Class {
    #[record(repr = 0)]
    x: f64,
}

fn main() {}
