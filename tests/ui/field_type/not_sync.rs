//! Records are shared between threads.
//!
//! A frozen field is a plain one, so its struct is not `Sync` either, and what PyO3 and we ask of the struct is told beside
//! what is wrong with the field. To keep the compiler from that, the attribute would have to say that each struct is `Sync`,
//! whatever is in it: it is better asked twice.
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
