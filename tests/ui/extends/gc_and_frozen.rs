//! `gc` and `frozen` are those of the base.
use recordclass::recordclass;

#[recordclass(subclass)]
struct Mutable {
    x: f64,
}

#[recordclass(gc, frozen, subclass)]
struct Frozen {
    x: f64,
}

#[recordclass(extends = Frozen)]
struct Fewer {
    z: f64,
}

#[recordclass(extends = Mutable, gc, frozen)]
struct More {
    z: f64,
}

fn main() {}
