//! Instantiations that are written wrongly, each in its own way.
use recordclass::recordclass;

#[recordclass(instantiate)]
struct Nothing<T> {
    x: T,
}

#[recordclass(instantiate = Text<f64>)]
struct Text<T> {
    x: T,
}

#[recordclass(instantiate(Unnamed<f64>))]
struct Unnamed<T> {
    x: T,
}

#[recordclass(name = "P", instantiate(A = Other<f64>, B = Point<f64, f32>, C = Point<f64>, C = Point<f32>))]
struct Point<T> {
    x: T,
}

fn main() {}
