//! The struct itself, as a PyO3 class; its Rust constructor; the hook that finishes the type.

use super::{extends, serde};
use crate::model::{Field, Record};
use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::spanned::Spanned;

/// The type of a field in the struct: a slot, or the plain type where it is frozen.
pub(super) fn stored(record: &Record, field: &Field) -> TokenStream {
    let ty = &field.ty;
    if field.frozen || field.skip {
        return ty.to_token_stream();
    }
    let span = ty.span().resolved_at(proc_macro2::Span::call_site());
    let private = record.private_at(span);
    quote_spanned! {span=>
        #private::Slot<#ty, { #private::slot_kind!(#ty) }>
    }
}

/// The struct with its slots, and `#[pyclass]` on it.
pub(crate) fn class(record: &Record) -> TokenStream {
    let Record {
        attrs,
        vis,
        ident,
        krate,
        ..
    } = record;
    let name = Literal::string(&record.name);
    let pyo3 = quote!(#krate::__private::pyo3);
    let pyo3_text = Literal::string(&pyo3.to_string().replace(' ', ""));
    let Record {
        subclass,
        weakref,
        dict,
        cloned,
        ..
    } = record;
    let flags = [
        (subclass, "subclass"),
        (weakref, "weakref"),
        (dict, "dict"),
        (cloned, "from_py_object"),
    ];
    let flags = flags.iter().filter(|(on, _)| **on);
    let flags = flags.map(|(_, name)| Ident::new(name, Span::call_site()));
    let flags = quote!(#(, #flags)*);
    let extends = record.extends.as_ref().map(|base| {
        let class = extends::class(record, base);
        quote!(, extends = #class)
    });
    let module = record
        .module
        .as_ref()
        .map(|module| quote!(, module = #module));
    let fields = record.fields.iter().map(|field| {
        let Field {
            attrs, vis, ident, ..
        } = field;
        let stored = stored(record, field);
        let of_serde = serde::field(record, field);
        quote!(#of_serde #(#attrs)* #vis #ident: #stored)
    });
    let of_serde = serde::derive(record);
    let defaults = serde::defaults(record);
    quote! {
        #of_serde
        #(#attrs)*
        #[#pyo3::pyclass(crate = #pyo3_text, frozen, immutable_type, name = #name #module #flags #extends)]
        #vis struct #ident {
            #(#fields,)*
        }
        #defaults
    }
}

/// `fn new(x: f64, y: f64) -> Self`.
pub(crate) fn constructor(record: &Record) -> TokenStream {
    let Some(new) = &record.new else {
        return TokenStream::new();
    };
    let Record {
        vis, ident, krate, ..
    } = record;
    let parameters = record.fields.iter().map(|field| {
        let Field { ident, ty, .. } = field;
        quote!(#ident: #ty)
    });
    let values = record.fields.iter().map(|field| {
        let ident = &field.ident;
        if field.frozen || field.skip {
            quote!(#ident)
        } else {
            quote!(#ident: ::core::convert::From::from(#ident))
        }
    });
    let doc = format!("Makes a `{ident}` of one value for each field, in declared order.");
    let (doc, allow, base, result, value) = match &record.extends {
        None => {
            let value = quote!(Self { #(#values,)* });
            (doc, None, None, quote!(Self), value)
        }
        Some(path) => {
            let pyo3 = quote!(#krate::__private::pyo3);
            let start = extends::start(record, path);
            // A field may be called so, too.
            let base = Ident::new("base", Span::mixed_site());
            (
                format!(
                    "{doc} The first is the base, or what its own constructor gives; `Py::new` and `Bound::new` take the result."
                ),
                Some(quote!(#[allow(private_bounds, clippy::new_ret_no_self)])),
                Some(quote!(#base: impl #start,)),
                quote!(#pyo3::PyClassInitializer<Self>),
                quote!(<_ as #start>::start(#base).add_subclass(Self { #(#values,)* })),
            )
        }
    };
    quote! {
        #[automatically_derived]
        impl #ident {
            #[doc = #doc]
            #[must_use]
            #[allow(dead_code, non_snake_case, private_interfaces, clippy::too_many_arguments, clippy::missing_const_for_fn, clippy::fn_params_excessive_bools)]
            #allow
            #vis fn #new(#base #(#parameters),*) -> #result {
                #value
            }
        }
    }
}

/// The class attribute by whose evaluation PyO3 calls us.
pub(super) fn hook(record: &Record) -> TokenStream {
    let Record {
        ident,
        krate,
        module,
        ..
    } = record;
    let pyo3 = quote!(#krate::__private::pyo3);
    let pyo3_text = Literal::string(&pyo3.to_string().replace(' ', ""));
    let path = match module {
        None => quote!(::core::option::Option::Some(::core::module_path!())),
        Some(_) => quote!(::core::option::Option::None),
    };
    quote! {
        #[#pyo3::pymethods]
        #[pyo3(crate = #pyo3_text)]
        impl #ident {
            #[classattr]
            #[pyo3(name = "__record_fields__")]
            #[doc(hidden)]
            fn __rc_finish(
                py: #pyo3::Python<'_>,
            ) -> #pyo3::PyResult<#pyo3::Py<#pyo3::PyAny>> {
                #krate::__private::finish::<Self>(py, #path)
            }
        }
    }
}
