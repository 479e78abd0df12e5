//! Names that are near to an option's get a suggestion.
use recordclass::recordclass;

#[recordclass(forzen)]
struct Swapped {
    x: f64,
}

#[recordclass(seq = false)]
struct Shortened {
    #[record(kwonly)]
    x: f64,
}

fn main() {}
