//! Designed, and not there yet: a misspelling it is not.
use recordclass::recordclass;

#[recordclass(weakref, freelist = 16)]
struct Class {
    #[record(skip)]
    x: f64,
}

fn main() {}
