//! Which of the two would hold?
use recordclass::recordclass;

#[recordclass(frozen, order, frozen = false)]
struct Class {
    #[record(default = 0.0, default = 1.0)]
    x: f64,
}

fn main() {}
