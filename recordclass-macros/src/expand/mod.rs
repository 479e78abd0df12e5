//! The order of the pieces. What can be said as data is data; logic lives in `recordclass-core`.

mod array;
mod class;
mod extends;
mod serde;
mod table;

pub(crate) use class::{class, constructor};
pub(crate) use serde::says;
pub(crate) use table::table;

use crate::args::{Arg, Args};
use crate::diag::Errors;
use crate::model::Record;
use crate::options::Target;
use crate::{fallback, instantiate, validate};
use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::{Item, ItemStruct};

/// The whole attribute: what it is given, what it gives.
pub(crate) fn attribute(args: TokenStream, item: TokenStream) -> TokenStream {
    let mut errors = Errors::new();
    let args = Args::parse(args, Target::Class, &mut errors);
    let item = syn::parse2::<Item>(item.clone()).unwrap_or_else(|error| {
        errors.add(error);
        Item::Verbatim(item)
    });
    let item = match (item, args.get("instantiate")) {
        (Item::Struct(item), Some(list)) => return instances(&args, list, item, errors),
        (item, _) => item,
    };
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
        (Err(error), Some(record)) => fallback::usable(&error, record),
        (Err(error), None) => fallback::unusable(error, item, &validate::krate(&args)),
    }
}

/// A class for each instantiation of a generic struct.
fn instances(args: &Args, list: &Arg, item: ItemStruct, mut errors: Errors) -> TokenStream {
    let instances = match &list.list {
        _ if item.generics.type_params().next().is_none()
            && item.generics.const_params().next().is_none() =>
        {
            let message = format!("`{}` is not generic: remove `instantiate`", item.ident);
            errors.on(&list.key, message);
            Vec::new()
        }
        Some(tokens) => instantiate::parse(tokens, &item, &mut errors),
        None => {
            errors.on(
                &list.key,
                format!("`instantiate` is written `{}`", list.opt.form),
            );
            Vec::new()
        }
    };
    if let Some(name) = args.get("name") {
        let message =
            "`name` and `instantiate` exclude each other: each instantiation has its own name";
        errors.on(&name.key, message);
    }
    let alias = instantiate::alias(&item, &instances);
    let mut records = Vec::new();
    for (index, instance) in instances.iter().enumerate() {
        // The rules are the same for all: what one breaks is told once.
        let mut again = Errors::new();
        let place = if index == 0 { &mut errors } else { &mut again };
        match instance.of(&item) {
            Ok(concrete) => records.extend(validate::record(args, concrete, place)),
            Err(error) => place.add(error),
        }
        let _ = again.finish();
    }
    match errors.finish() {
        Ok(()) => {
            let classes = records.iter().map(expand);
            quote!(#(#classes)* #alias)
        }
        Err(error) if records.is_empty() => {
            fallback::unusable(error, Item::Struct(item), &validate::krate(args))
        }
        Err(error) => {
            let messages = error.to_compile_error();
            let classes = records.into_iter().map(fallback::class_only);
            quote!(#messages #(#classes)* #alias)
        }
    }
}

fn expand(record: &Record) -> TokenStream {
    let class = class(record);
    let constructor = constructor(record);
    let hook = class::hook(record);
    let table = table(record);
    let array = array::array(record);
    quote! {
        #class
        #constructor
        #hook
        #table
        #array
    }
}
