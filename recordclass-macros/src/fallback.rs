//! What is emitted beside error messages, so that one mistake gives one message.
//!
//! A class that vanished would make every use of it an error too. Where the struct can be a class, it stays one,
//! with the same fields and constructor and no more. So does a tuple struct or an enum, as a class of PyO3's.
//! Where nothing can be a class, its name becomes that of a type which
//! the compiler knows to be an error: of such a type it tells little further.

use crate::diag::Errors;
use crate::expand::{class, constructor, table};
use crate::model::Record;
use crate::syntax;
use proc_macro2::{Ident, Literal, TokenStream};
use quote::{ToTokens, format_ident, quote};
use syn::ext::IdentExt;
use syn::{Field, Fields, GenericParam, Generics, Item, Path, Visibility};

/// The messages, and a class that code can use.
pub(crate) fn usable(error: &syn::Error, record: Record) -> TokenStream {
    let messages = error.to_compile_error();
    let class = class_only(record);
    quote!(#messages #class)
}

/// A class that code can use.
pub(crate) fn class_only(mut record: Record) -> TokenStream {
    let class = class(&record);
    let constructor = constructor(&record);
    let array = record.array.as_ref().map(|array| {
        let (vis, krate, class) = (&record.vis, &record.krate, &array.class);
        let pyo3 = quote!(#krate::__private::pyo3);
        let pyo3_text = Literal::string(&pyo3.to_string().replace(' ', ""));
        quote! {
            #[#pyo3::pyclass(crate = #pyo3_text, frozen)]
            #vis struct #class {}
        }
    });
    // A record that extends this one is not at fault either; fields may be.
    record.fields.clear();
    let table = record.subclass.then(|| table(&record));
    quote!(#class #constructor #array #table)
}

/// The messages, and what is the least surprise where there can be no record.
pub(crate) fn unusable(error: syn::Error, mut item: Item, krate: &Path) -> TokenStream {
    let messages = error.to_compile_error();
    let (attrs, is_one_type) = match &mut item {
        Item::Struct(it) => {
            strip(it.fields.iter_mut());
            let has_places = matches!(it.fields, Fields::Unnamed(_) | Fields::Unit);
            (&mut it.attrs, has_places && it.generics.params.is_empty())
        }
        Item::Enum(it) => {
            strip(
                it.variants
                    .iter_mut()
                    .flat_map(|variant| &mut variant.fields),
            );
            (&mut it.attrs, it.generics.params.is_empty())
        }
        Item::Union(it) => return broken(error, &it.vis, &it.ident, &it.generics),
        _ => return quote!(#messages #item),
    };
    if !is_one_type {
        return match &item {
            Item::Struct(it) => broken(error, &it.vis, &it.ident, &it.generics),
            Item::Enum(it) => broken(error, &it.vis, &it.ident, &it.generics),
            _ => messages,
        };
    }
    attrs.retain(|attr| !syntax::makes_a_class(attr));
    let pyo3 = quote!(#krate::__private::pyo3);
    let pyo3_text = Literal::string(&pyo3.to_string().replace(' ', ""));
    quote! {
        #messages
        #[#pyo3::pyclass(crate = #pyo3_text, frozen)]
        #item
    }
}

/// Takes `#[record(..)]` off: only we know it.
fn strip<'a>(fields: impl Iterator<Item = &'a mut Field>) {
    for field in fields {
        field.attrs.retain(|attr| !attr.path().is_ident("record"));
    }
}

/// `type Point = Broken<{ compile_error!("..") }>`: a type that is known to be an error.
fn broken(error: syn::Error, vis: &Visibility, ident: &Ident, generics: &Generics) -> TokenStream {
    let mut errors = error.into_iter().map(|error| error.into_compile_error());
    let first = errors.next();
    let hidden = format_ident!("__RcBroken{}", ident.unraw());
    let parameters = generics.params.iter().map(|parameter| match parameter {
        GenericParam::Lifetime(it) => it.lifetime.to_token_stream(),
        GenericParam::Type(it) => it.ident.to_token_stream(),
        GenericParam::Const(it) => {
            let (name, ty) = (&it.ident, &it.ty);
            quote!(const #name: #ty)
        }
    });
    // Each parameter must be of some use.
    let uses = generics.params.iter().map(|parameter| match parameter {
        GenericParam::Lifetime(it) => {
            let name = &it.lifetime;
            quote!(&#name ())
        }
        GenericParam::Type(it) => it.ident.to_token_stream(),
        GenericParam::Const(it) => {
            let name = &it.ident;
            quote!([(); #name])
        }
    });
    quote! {
        #(#errors)*
        #[doc(hidden)]
        #vis struct #hidden<T, const BROKEN: u8>(::core::marker::PhantomData<T>);
        #[allow(dead_code)]
        #vis type #ident<#(#parameters),*> = #hidden<(#(#uses,)*), { #first }>;
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
        // It did not parse, and that has been told.
        Item::Verbatim(_) => {}
        _ => errors.at(
            proc_macro2::Span::call_site(),
            "`#[recordclass]` belongs on a struct with named fields",
        ),
    }
}
