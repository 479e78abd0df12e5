/// A point in space.
#[recordclass(order)]
#[derive(Default)]
pub struct Point {
    pub x: f64,
    pub y: f64,
    #[record(default = 0.0)]
    pub z: f64,
}
