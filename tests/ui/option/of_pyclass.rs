//! Options of PyO3's `#[pyclass]` that a record does without.
use recordclass::recordclass;

#[recordclass(get_all, set_all, ord, str)]
struct Point {
    x: f64,
}

#[recordclass(unsendable)]
struct Bound {
    x: f64,
}

fn main() {}
