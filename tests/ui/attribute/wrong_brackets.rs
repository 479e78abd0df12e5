//! Round brackets, as everywhere.
use recordclass::recordclass;

#[recordclass]
struct Point {
    #[record[frozen]]
    x: f64,
    #[record = "frozen"]
    y: f64,
}

fn main() {}
