//! Half of the record is in another struct.

use recordclass::recordclass;

#[recordclass(subclass, serde)]
struct Base {
    x: f64,
}

#[recordclass(extends = Base, serde)]
struct Derived {
    y: f64,
}

fn main() {}
