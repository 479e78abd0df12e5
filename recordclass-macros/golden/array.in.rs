#[recordclass(array = "Points")]
pub struct Point {
    /// Metres to the east.
    pub x: f64,
    on: Option<bool>,
    #[record(skip, default)]
    cached: u64,
}
