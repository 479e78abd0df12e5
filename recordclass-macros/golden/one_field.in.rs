#[recordclass]
struct One {
    x: f64,
}
