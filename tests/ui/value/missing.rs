//! An equals sign, and nothing after it.
use recordclass::recordclass;

#[recordclass(name = )]
struct Class {
    #[record(default = , kw_only)]
    x: f64,
}

fn main() {}
