//! Rows of nothing.
use recordclass::recordclass;

#[recordclass(array)]
struct Empty {}

#[recordclass(array)]
struct Hidden {
    #[record(skip, default)]
    cache: u64,
}

fn main() {}
