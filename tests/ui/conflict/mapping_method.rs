//! A field and a method of one name.
use recordclass::recordclass;

#[recordclass(mapping)]
struct Entry {
    keys: f64,
    #[record(name = "values_")]
    values: f64,
}

fn main() {
    let _ = Entry::new(1.0, 2.0);
}
