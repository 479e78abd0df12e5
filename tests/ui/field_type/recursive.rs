//! A record within itself, by value.
use recordclass::recordclass;

#[recordclass]
struct Node {
    next: Option<Box<Node>>,
    children: Vec<Node>,
}

fn main() {}
