//! A derive above the attribute sees types that the fields will not have: it belongs below.

use recordclass::recordclass;

#[derive(serde::Serialize, serde::Deserialize)]
#[recordclass]
struct Point {
    x: f64,
    label: String,
}

fn main() {}
