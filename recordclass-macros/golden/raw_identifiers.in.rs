#[recordclass(new = "r#try")]
struct r#Type {
    r#type: i64,
    r#match: String,
}
