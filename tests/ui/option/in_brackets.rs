//! Options are written with `=`.
use recordclass::recordclass;

#[recordclass(name("P"))]
struct Class {
    #[record(default(0.0))]
    x: f64,
}

#[recordclass(frozen: true)]
struct Colon {
    x: f64,
}

#[recordclass(frozen order)]
struct NoComma {
    x: f64,
}

fn main() {}
