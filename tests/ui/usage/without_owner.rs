//! What a slot shares is read through the record.
use pyo3::prelude::*;
use recordclass::recordclass;

#[recordclass]
struct Node {
    next: Py<PyAny>,
    name: String,
    range: (u8, u8),
}

fn read(node: &Bound<'_, Node>) {
    let _ = node.get().next.get();
    let _ = node.get().name.get();
    let _ = node.get().range.get();
}

fn main() {}
