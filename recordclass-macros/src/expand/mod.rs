//! The order of the pieces. What can be said as data is data; logic lives in `recordclass-core`.

mod class;
mod table;

pub(crate) use class::{class, constructor};

use crate::args::Args;
use crate::diag::Errors;
use crate::model::Record;
use crate::options::Target;
use crate::{fallback, validate};
use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::Item;

/// The whole attribute: what it is given, what it gives.
pub(crate) fn attribute(args: TokenStream, item: TokenStream) -> TokenStream {
    let mut errors = Errors::new();
    let args = Args::parse(args, Target::Class, &mut errors);
    let item = syn::parse2::<Item>(item.clone()).unwrap_or_else(|error| {
        errors.add(error);
        Item::Verbatim(item)
    });
    let record = match &item {
        Item::Struct(item) => validate::record(&args, item.clone(), &mut errors),
        other => {
            fallback::refuse(other, &mut errors);
            None
        }
    };
    match (errors.finish(), record) {
        (Ok(()), Some(record)) => expand(&record),
        (Ok(()), None) => item.into_token_stream(),
        (Err(error), Some(record)) => fallback::usable(&error, &record),
        (Err(error), None) => fallback::unusable(error, item, &validate::krate(&args)),
    }
}

fn expand(record: &Record) -> TokenStream {
    let class = class(record);
    let constructor = constructor(record);
    let hook = class::hook(record);
    let table = table::table(record);
    quote! {
        #class
        #constructor
        #hook
        #table
    }
}
