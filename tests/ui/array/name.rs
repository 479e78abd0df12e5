//! What cannot name an array class.
use recordclass::recordclass;

#[recordclass(array = Points)]
struct Path {
    x: f64,
}

#[recordclass(array = "many points")]
struct Spaces {
    x: f64,
}

#[recordclass(array = "fn")]
struct Keyword {
    x: f64,
}

#[recordclass(array = 3)]
struct Number {
    x: f64,
}

fn main() {}
