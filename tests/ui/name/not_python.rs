//! Names that Python code could not write.
use recordclass::recordclass;

#[recordclass(name = "Two Words")]
struct Class {
    #[record(name = "1st")]
    x: f64,
    #[record(name = "")]
    y: f64,
}

fn main() {}
