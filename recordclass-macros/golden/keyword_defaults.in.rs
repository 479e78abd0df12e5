#[recordclass(kw_only)]
struct Request {
    #[record(kw_only = false)]
    path: String,
    #[record(default_with = Vec::new)]
    headers: Vec<u8>,
    #[record(default_with = crate::clock::now, repr = false, compare = false, hash = false)]
    time: f64,
}
