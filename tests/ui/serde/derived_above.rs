//! A derive above the attribute sees types that the fields will not have: it belongs below.
//!
//! It has had its turn when ours comes, so the attribute cannot know of it: the compiler tells of each field.

use recordclass::recordclass;

#[derive(serde::Serialize, serde::Deserialize)]
#[recordclass]
struct Point {
    x: f64,
    label: String,
}

fn main() {}
