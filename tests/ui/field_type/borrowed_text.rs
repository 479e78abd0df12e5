//! A text that Python could not give.
use recordclass::recordclass;

#[recordclass]
struct Line {
    text: &'static str,
}

#[recordclass(frozen)]
struct FrozenLine {
    text: &'static str,
}

fn main() {}
