//! `extends = Base`: what must hold of a base. The attribute does not see the base, so the compiler is given
//! assertions to evaluate, each with the message of the mistake.

use crate::model::{Default, Record};
use crate::syntax;
use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use std::ffi::CString;
use syn::Path;
use syn::spanned::Spanned;

/// What PyO3 extends: the base, if it can be.
pub(super) fn class(record: &Record, base: &Path) -> TokenStream {
    let span = base.span().resolved_at(Span::call_site());
    let private = record.private_at(span);
    quote_spanned!(span=> #private::BaseClass<#base, { #private::is_extensible!(#base) }>)
}

/// What the Rust constructor takes for the base.
pub(super) fn start(record: &Record, base: &Path) -> TokenStream {
    let span = base.span().resolved_at(Span::call_site());
    let private = record.private_at(span);
    quote_spanned!(span=> #private::IntoBase<#base, { #private::is_extensible!(#base) }>)
}

/// `BASE`, and the assertions about it.
pub(super) fn checks(record: &Record, base: &Path) -> TokenStream {
    let span = base.span().resolved_at(Span::call_site());
    let private = record.private_at(span);
    let of_classes = classes(record, &syntax::spelled(base))
        .into_iter()
        .map(|(holds, message)| assertion(span, &holds, &message));
    let of_fields = fields(record, &syntax::spelled(base));
    quote_spanned! {span=>
        const BASE: #private::Base = #private::Base::of::<#base>();
        #(#of_classes)*
        #of_fields
    }
}

fn assertion(span: Span, holds: &TokenStream, message: &str) -> TokenStream {
    quote_spanned!(span=> const _: () = ::core::assert!(#holds, #message);)
}

/// What both classes must agree on.
fn classes(record: &Record, base: &str) -> Vec<(TokenStream, String)> {
    let class = syntax::plain(&record.ident);
    let options = quote!(BASE.shape.options);
    let mut rules = Vec::new();
    for (name, own) in [("gc", record.gc), ("frozen", record.frozen)] {
        let option = proc_macro2::Ident::new(name, Span::call_site());
        // An object has one head; a hash by value must not change.
        rules.push(if own {
            let message = format!(
                "`{class}` is `{name}` and `{base}` is not: write `{name}` on both, or on neither"
            );
            (quote!(#options.#option), message)
        } else {
            let message = format!(
                "`{base}` is `{name}`, so `{class}` must be, too: write `{name}` beside `extends`"
            );
            (quote!(!#options.#option), message)
        });
    }
    for (name, own) in [("dict", record.dict), ("weakref", record.weakref)] {
        let option = proc_macro2::Ident::new(name, Span::call_site());
        if own {
            let message = format!(
                "`{base}` has `{name}` already, and so have its instances: remove it from `{class}`"
            );
            rules.push((quote!(BASE.shape.#option().is_none()), message));
        }
    }
    // What the base can do by position or by name, it does for its own fields.
    if !record.mapping {
        let message = format!(
            "`{base}` is a mapping, so `{class}` must be one: write `mapping` beside `extends`"
        );
        rules.push((quote!(!#options.mapping), message));
    }
    if !record.sequence {
        let message = format!(
            "`{base}` is a sequence, so `{class}` must be one: unless you write `sequence = false` on `{base}`"
        );
        rules.push((quote!(!#options.sequence), message));
    }
    rules
}

/// What the own fields must not be, beside those of the base.
fn fields(record: &Record, base: &str) -> TokenStream {
    let shown = || record.fields.iter().filter(|field| !field.skip);
    let names = shown().map(|field| {
        let span = field.ident.span().resolved_at(Span::call_site());
        let name = CString::new(field.name.as_str()).unwrap_or_default();
        let message = format!(
            "`{base}` has a field with the Python name `{}`: choose another one",
            field.name
        );
        assertion(span, &quote!(!BASE.has_field(#name)), &message)
    });
    let required = shown().find(|field| !field.kw_only && matches!(field.default, Default::None));
    let order = required.map(|field| {
        let span = field.ident.span().resolved_at(Span::call_site());
        let message = format!("field `{}` without a default follows those of `{base}`, of which one has a default: give it a default, or make it `kw_only`", field.ident);
        assertion(span, &quote!(!BASE.has_optional()), &message)
    });
    quote!(#(#names)* #order)
}
