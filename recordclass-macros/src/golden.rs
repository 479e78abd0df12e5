//! What the attribute writes, for a few telling inputs: `golden/<case>.in.rs` becomes `golden/<case>.rs`.
//!
//! The files are there to be read in review: code that grows, grows in every class of every user. With
//! `UPDATE_EXPECT=1` the tests write them anew.

use crate::expand;
use expect_test::{ExpectFile, expect_file};
use proc_macro2::TokenStream;
use std::path::Path;
use syn::{Item, Meta};

macro_rules! cases {
    ($($test:ident: $file:literal;)*) => {
        $(#[test]
        fn $test() {
            check(
                include_str!(concat!("../golden/", $file, ".in.rs")),
                &expect_file![concat!("../golden/", $file, ".rs")],
            );
        })*

        const FILES: &[&str] = &[$($file),*];
    };
}

cases! {
    one_field_is_the_least_there_is: "one_field";
    a_default_is_a_function: "point_with_default";
    frozen_fields_are_plain_values: "frozen";
    gc_traces_every_field: "gc_objects";
    keyword_fields_may_have_default_functions: "keyword_defaults";
    names_and_paths_are_taken_over: "names";
    skipped_fields_have_a_table_of_their_own: "skip";
    options_are_words_for_pyo3_and_data: "options";
    a_base_is_asked_while_compiling: "extends";
    each_instantiation_is_a_class: "instances";
    what_leads_to_itself_is_as_others: "links";
    serde_is_told_names_and_defaults: "serde";
    docs_go_to_the_struct_and_the_table: "docs";
    python_does_not_see_raw_identifiers: "raw_identifiers";
    a_packed_array_is_a_row_a_class_and_a_table: "array";
    mistakes_leave_a_usable_class: "two_mistakes";
}

/// Expands the one item of `input` as the compiler would.
fn check(input: &str, expected: &ExpectFile) {
    let file = syn::parse_file(input).unwrap();
    let [Item::Struct(item)] = file.items.as_slice() else {
        panic!("a case is one struct");
    };
    let mut item = item.clone();
    let ours = |attr: &syn::Attribute| attr.path().is_ident("recordclass");
    let place = item.attrs.iter().position(ours).unwrap();
    let args = match item.attrs.remove(place).meta {
        Meta::List(list) => list.tokens,
        _ => TokenStream::new(),
    };
    let output = expand::attribute(args, quote::quote!(#item));
    expected.assert_eq(&prettyplease::unparse(&syn::parse2(output).unwrap()));
}

/// Inputs and outputs that are missing fail their own case; those of a case that is gone would stay unnoticed.
#[test]
fn every_file_belongs_to_a_case() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("golden");
    for entry in folder.read_dir().unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let case = name.trim_end_matches(".rs").trim_end_matches(".in");
        assert!(FILES.contains(&case), "golden/{name} belongs to no case");
    }
}
