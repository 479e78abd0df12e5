#[recordclass(frozn)]
struct Point {
    #[record(default = 0.0)]
    x: f64,
    y: f64,
}
