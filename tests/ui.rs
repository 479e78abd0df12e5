//! The messages of the attribute: each mistake has a file, and what the compiler says beside it.
//!
//! `TRYBUILD=overwrite cargo test -p recordclass-tests --test ui` writes the texts anew: read the
//! difference. Each must stand on the right token, say what is wrong and what to do, and be alone.

#[test]
fn each_mistake_has_its_message() {
    let cases = trybuild::TestCases::new();
    cases.compile_fail("ui/*/*.rs");
    // PyO3's part of this text lists the first of Python's exceptions, which 3.11 added one to.
    if cfg!(Py_3_11) {
        cases.compile_fail("ui/extends/since_3_11/without_subclass.rs");
    }
}
