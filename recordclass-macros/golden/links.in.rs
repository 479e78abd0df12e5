#[recordclass(gc)]
struct Node {
    next: Option<Py<Node>>,
}
