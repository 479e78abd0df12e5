#[recordclass]
struct Counted {
    name: String,
    #[record(skip, default)]
    hits: std::sync::atomic::AtomicU64,
    #[record(skip, default = py.version().len())]
    length: usize,
}
