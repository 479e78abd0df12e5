//! `new` names the Rust constructor, or says that there is none.
use recordclass::recordclass;

#[recordclass(new)]
struct WithoutValue {
    x: f64,
}

#[recordclass(new = make)]
struct Bare {
    x: f64,
}

#[recordclass(new = "make it")]
struct TwoWords {
    x: f64,
}

fn main() {}
