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
use quote::quote;
use syn::Item;

/// The whole attribute: what it is given, what it gives.
pub(crate) fn attribute(args: TokenStream, item: TokenStream) -> TokenStream {
    let mut errors = Errors::new();
    let args = Args::parse(args, Target::Class, &mut errors);
    let record = match syn::parse2::<Item>(item.clone()) {
        Ok(Item::Struct(item)) => validate::record(&args, item, &mut errors),
        Ok(other) => {
            fallback::refuse(&other, &mut errors);
            None
        }
        Err(error) => {
            errors.add(error);
            None
        }
    };
    match (errors.finish(), record) {
        (Ok(()), Some(record)) => expand(&record),
        (Ok(()), None) => item,
        (Err(messages), Some(record)) => fallback::usable(&messages, &record),
        (Err(messages), None) => fallback::bare(&messages, item),
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
