//! Both would implement the traits.

use recordclass::recordclass;
use serde::Serialize;

#[recordclass(serde)]
#[derive(Serialize)]
struct Point {
    x: f64,
}

fn main() {}
