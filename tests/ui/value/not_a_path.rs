//! `crate` says where the crate is.
use recordclass::recordclass;

#[recordclass(crate = 1)]
struct Number {
    x: f64,
}

#[recordclass(crate = "not a path")]
struct Text {
    x: f64,
}

#[recordclass(crate)]
struct WithoutValue {
    x: f64,
}

fn main() {}
