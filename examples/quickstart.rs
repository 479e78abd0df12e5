//! The first example: to come.

fn main() {}
