//! `#[record(..)]` where no `#[recordclass]` reads it.
#[allow(dead_code)]
struct Point {
    #[record(frozen)]
    x: f64,
}

fn main() {}
