//! An option of fields on the class, and one of the class on a field.
use recordclass::recordclass;

#[recordclass(default = 0.0)]
struct ClassHasADefault {
    x: f64,
}

#[recordclass]
struct FieldHasOrder {
    #[record(order)]
    x: f64,
}

fn main() {}
