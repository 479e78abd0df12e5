//! Something that is no option at all.
use recordclass::recordclass;

#[recordclass("Point")]
struct Text {
    x: f64,
}

#[recordclass(frozen, , order)]
struct Comma {
    x: f64,
}

fn main() {}
