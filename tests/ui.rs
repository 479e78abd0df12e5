//! The messages of the attribute: each mistake has a file, and what the compiler says beside it.
//!
//! `TRYBUILD=overwrite cargo test -p recordclass-tests --test ui` writes the texts anew: read the
//! difference. Each must stand on the right token, say what is wrong and what to do, and be alone.

#[test]
fn each_mistake_has_its_message() {
    let cases = trybuild::TestCases::new();
    cases.compile_fail("ui/*/*.rs");
}
