//! Names that are near to none get the list.
use recordclass::recordclass;

#[recordclass(banana)]
struct OfTheClass {
    x: f64,
}

#[recordclass]
struct OfAField {
    #[record(banana = 1)]
    x: f64,
}

fn main() {}
