//! Under `gc`, a type of which nobody knows what it holds.
use pyo3::prelude::*;
use recordclass::recordclass;

#[derive(FromPyObject, IntoPyObject, IntoPyObjectRef)]
struct Link {
    next: Py<PyAny>,
}

#[recordclass(gc)]
struct Node {
    name: String,
    link: Link,
}

#[recordclass(gc, frozen)]
struct FrozenNode {
    name: String,
    link: Link,
}

fn main() {}
