#[recordclass(gc)]
struct Node {
    value: Py<PyAny>,
    #[record(frozen)]
    tags: Vec<Py<PyAny>>,
    #[record(default = None)]
    next: Option<Py<Node>>,
    #[record(skip, default)]
    cache: Option<Py<PyAny>>,
}
