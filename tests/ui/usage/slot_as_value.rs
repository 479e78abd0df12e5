//! A slot is no number, and a frozen field no slot.
use recordclass::recordclass;

#[recordclass]
struct Point {
    x: f64,
    #[record(frozen)]
    id: u32,
}

fn length(point: &Point) -> f64 {
    point.x * 2.0
}

fn name(point: &Point) -> u32 {
    point.id.get()
}

fn main() {}
