//! What is emitted beside error messages.
//!
//! A class that vanished would make every use of it an error too. So the class stays: a PyO3 class with
//! the same fields and constructor, and no more.

use crate::diag::Errors;
use crate::expand::{class, constructor};
use crate::model::Record;
use proc_macro2::TokenStream;
use quote::quote;
use syn::Item;

/// The messages, and a class that code can use.
pub(crate) fn usable(messages: &TokenStream, record: &Record) -> TokenStream {
    let class = class(record);
    let constructor = constructor(record);
    quote! {
        #messages
        #class
        #constructor
    }
}

/// The messages, and the item as it was.
pub(crate) fn bare(messages: &TokenStream, item: TokenStream) -> TokenStream {
    quote! {
        #messages
        #item
    }
}

/// Items that are no struct.
pub(crate) fn refuse(item: &Item, errors: &mut Errors) {
    match item {
        Item::Enum(item) => errors.on(
            item.enum_token,
            "a record is a struct: for an enum use PyO3's `#[pyclass]`, and hold it in a field of a record",
        ),
        Item::Union(item) => errors.on(
            item.union_token,
            "a record is a struct: a union does not know which of its fields has a value",
        ),
        other => errors.on(other, "`#[recordclass]` belongs on a struct with named fields"),
    }
}
