//! Two fields of one Python name.
use recordclass::recordclass;

#[recordclass]
struct Given {
    x: f64,
    #[record(name = "x")]
    y: f64,
}

#[recordclass(rename_all = "lowercase")]
struct Renamed {
    max_x: f64,
    maxx: f64,
}

fn main() {}
