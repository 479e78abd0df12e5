//! The Rust code in the guide, as doc tests.

macro_rules! chapters {
    ($($name:ident: $file:literal)*) => {$(
        #[doc = include_str!(concat!("../guide/src/", $file))]
        mod $name {}
    )*};
}

chapters! {
    memory: "memory.md"
    quickstart_rust: "quickstart-rust.md"
    arrays: "arrays.md"
    cycles: "cycles.md"
    threads: "threads.md"
    pickling: "pickling.md"
    moving: "moving.md"
    inside: "inside.md"
}
