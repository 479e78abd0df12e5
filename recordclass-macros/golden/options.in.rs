#[recordclass(
    dict, weakref, subclass, freelist = 16, mapping, eq = false, hash, repr = false, new = false
)]
struct Row {
    key: String,
    count: i64,
}
