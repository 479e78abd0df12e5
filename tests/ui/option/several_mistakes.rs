//! All mistakes are told in one go, those of the class and those of its fields.
use recordclass::recordclass;

#[recordclass(forzen, order = 3, module)]
struct Point {
    #[record(defualt = 0.0)]
    x: f64,
    #[record(name = "class!", repr = "no")]
    y: f64,
}

fn main() {}
