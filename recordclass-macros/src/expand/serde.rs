//! The option `serde`: serde's own derive, told by attributes what the record knows already.
//!
//! What the user says in `#[serde(..)]` stands: an attribute of ours is left out where there is one of that name.

use super::class::stored;
use super::table::default_value;
use crate::model::{Default, Field, Record};
use crate::syntax;
use proc_macro2::{Ident, Literal, Span, TokenStream, TokenTree};
use quote::{format_ident, quote};
use syn::Attribute;
use syn::ext::IdentExt;

/// What stands before the struct's own attributes: some of those may be serde's, and want to follow its derive.
pub(super) fn derive(record: &Record) -> TokenStream {
    if !record.serde {
        return TokenStream::new();
    }
    let krate = &record.krate;
    let serde = quote!(#krate::__private::serde);
    let path = Literal::string(&serde.to_string().replace(' ', ""));
    let krate = (!says(&record.attrs, "crate")).then(|| quote!(#[serde(crate = #path)]));
    let rename =
        (!says(&record.attrs, "rename") && record.ident.unraw() != record.name).then(|| {
            let name = Literal::string(&record.name);
            quote!(#[serde(rename = #name)])
        });
    quote! {
        #[derive(#serde::Serialize, #serde::Deserialize)]
        #krate
        #rename
    }
}

/// What stands before a field's own attributes.
pub(super) fn field(record: &Record, field: &Field) -> TokenStream {
    if !record.serde {
        return TokenStream::new();
    }
    let mut parts = Vec::new();
    if field.skip && !says(&field.attrs, "skip") {
        parts.push(quote!(skip));
    } else if !field.skip && !says(&field.attrs, "rename") && field.ident.unraw() != field.name {
        let name = Literal::string(&field.name);
        parts.push(quote!(rename = #name));
    }
    if has_default(field) {
        let function = function(field);
        let path = Literal::string(&format!("{}::{function}", record.ident));
        parts.push(quote!(default = #path));
    }
    if parts.is_empty() {
        TokenStream::new()
    } else {
        quote!(#[serde(#(#parts),*)])
    }
}

/// The functions that make a value where the data has none.
pub(super) fn defaults(record: &Record) -> TokenStream {
    let Record { ident, krate, .. } = record;
    let pyo3 = quote!(#krate::__private::pyo3);
    let with_default = record.fields.iter().filter(|field| has_default(field));
    // If this occurs in an expression, it can only be the token that we give.
    let python = Ident::new("py", Span::call_site());
    let functions: Vec<_> = with_default
        .map(|field| {
            let (name, ty, stored) = (function(field), &field.ty, stored(record, field));
            let value = default_value(record, field);
            // An interpreter is needed only where the value is made with its help.
            let made = if syntax::mentions(&value, &python) {
                quote! {
                    fn value(py: #pyo3::Python<'_>) -> #ty {
                        #value
                    }
                    let made = #pyo3::Python::attach(value);
                }
            } else {
                quote! {
                    fn value() -> #ty {
                        #value
                    }
                    let made = value();
                }
            };
            let wrapped = if field.frozen || field.skip {
                quote!(made)
            } else {
                quote!(<#stored>::new(made))
            };
            quote! {
                #[doc(hidden)]
                #[allow(unused_variables, non_snake_case, clippy::all, clippy::pedantic)]
                fn #name() -> #stored {
                    #made
                    #wrapped
                }
            }
        })
        .collect();
    if !record.serde || functions.is_empty() {
        return TokenStream::new();
    }
    quote! {
        #[automatically_derived]
        #[allow(private_interfaces)]
        impl #ident {
            #(#functions)*
        }
    }
}

fn has_default(field: &Field) -> bool {
    !matches!(field.default, Default::None) && !says(&field.attrs, "default")
}

fn function(field: &Field) -> Ident {
    format_ident!(
        "__rc_default_{}",
        field.ident.unraw(),
        span = Span::call_site()
    )
}

/// Whether the user's own `#[serde(..)]` has this key.
pub(crate) fn says(attrs: &[Attribute], key: &str) -> bool {
    let of_serde = attrs.iter().filter(|attr| attr.path().is_ident("serde"));
    of_serde
        .filter_map(|attr| attr.meta.require_list().ok())
        .any(|list| {
            let mut starts = true;
            let mut found = false;
            for token in list.tokens.clone() {
                match token {
                    TokenTree::Ident(ident) => found |= starts && ident == key,
                    TokenTree::Punct(punct) if punct.as_char() == ',' => {
                        starts = true;
                        continue;
                    }
                    _ => {}
                }
                starts = false;
            }
            found
        })
}
