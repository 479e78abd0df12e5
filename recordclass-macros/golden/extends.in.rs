#[recordclass(extends = crate::shapes::Point, weakref)]
pub struct Solid {
    pub z: f64,
    #[record(default = 1)]
    base: i64,
}
