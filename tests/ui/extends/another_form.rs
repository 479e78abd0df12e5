//! A base that is taken apart in another way.
use recordclass::recordclass;

#[recordclass(subclass)]
struct Sequence {
    x: f64,
}

#[recordclass(subclass, mapping)]
struct Mapping {
    x: f64,
}

#[recordclass(extends = Mapping)]
struct OfMapping {
    z: f64,
}

#[recordclass(extends = Sequence, mapping)]
struct OfSequence {
    z: f64,
}

#[recordclass(extends = Sequence, sequence = false)]
struct Neither {
    z: f64,
}

fn main() {}
