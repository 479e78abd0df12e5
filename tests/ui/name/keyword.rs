//! Names that Python's grammar keeps for itself.
use recordclass::recordclass;

#[recordclass(name = "class")]
struct Class {
    #[record(name = "lambda")]
    x: f64,
    from: f64,
}

fn main() {}
