//! Records are shared between threads.
use recordclass::recordclass;
use std::cell::Cell;
use std::rc::Rc;

#[recordclass]
struct Job {
    count: Rc<u32>,
}

#[recordclass(frozen)]
struct FrozenJob {
    count: Cell<u32>,
}

fn main() {}
