//! The static field table, and the one `unsafe impl` that points to it.

use super::class::stored;
use super::extends;
use crate::model::{Default, Field, Record};
use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{quote, quote_spanned};
use std::ffi::CString;
use syn::spanned::Spanned;
use syn::{Expr, UnOp};

/// The table of the record, in one `const _` so that no name of ours is seen.
pub(crate) fn table(record: &Record) -> TokenStream {
    let Record {
        ident,
        krate,
        name,
        gc,
        frozen,
        eq,
        order,
        hash,
        repr,
        sequence,
        mapping,
        weakref,
        dict,
        subclass,
        freelist,
        ..
    } = record;
    let private = quote!(#krate::__private);
    // A list of the class's own lies beside its table: most classes have none.
    let own_list =
        quote!(static FREELIST: #private::Freelist = #private::Freelist::new(#freelist););
    let (own_list, its_place) = match freelist {
        0 => (None, quote!(::core::option::Option::None)),
        _ => (
            Some(own_list),
            quote!(::core::option::Option::Some(&FREELIST)),
        ),
    };
    let (skipped, shown): (Vec<_>, Vec<_>) = record.fields.iter().partition(|field| field.skip);
    let fields = shown.iter().map(|field| row(record, field));
    let hidden = skipped.iter().map(|field| hidden(record, field));
    let checks = shown.iter().map(|field| check(record, field));
    let options = quote! {
        #private::Options {
            gc: #gc,
            frozen: #frozen,
            eq: #eq,
            order: #order,
            hash: #hash,
            repr: #repr,
            sequence: #sequence,
            mapping: #mapping,
            weakref: #weakref,
            dict: #dict,
            subclass: #subclass,
        }
    };
    let shape = quote! {
        #private::Shape::new::<#ident>(
            #options,
            &[#(#fields),*],
            &[#(#hidden),*],
            {
                #[allow(unused_imports)]
                use #private::probe::Otherwise as _;
                #private::probe::Probe::<#ident>::HAS_DROP
            },
        )
    };
    let (base, shape) = match &record.extends {
        None => (TokenStream::new(), shape),
        Some(base) => {
            let checks = extends::checks(record, base);
            (
                quote!(#checks const OWN: #private::Shape = #shape;),
                quote!(#private::extending!(#ident, BASE, OWN)),
            )
        }
    };
    let extensible = subclass.then(|| quote!(impl #private::Extensible for #ident {}));
    quote! {
        const _: () = {
            #(#checks)*
            #base

            const SHAPE: #private::Shape = #shape;
            #own_list
            static TABLE: #private::Table = #private::Table::new(#name, SHAPE, #its_place);

            // (Lints on unsafe code pass over what macros write: `forbid(unsafe_code)` may stand above this.)
            // SAFETY: written by the attribute that wrote class, hook and table from one model.
            unsafe impl #private::Record for #ident {
                const SHAPE: #private::Shape = SHAPE;
                fn table() -> &'static #private::Table {
                    &TABLE
                }
            }
            #extensible
        };
    }
}

/// The one place that tells of a type that cannot be a field.
fn check(record: &Record, field: &Field) -> TokenStream {
    let ty = &field.ty;
    let span = ty.span().resolved_at(Span::call_site());
    let private = record.private_at(span);
    quote_spanned!(span=> const _: () = #private::check::<#ty, { #private::slot_kind!(#ty) }>();)
}

/// One row. What can fail to compile for the field's type points at that type.
fn row(record: &Record, field: &Field) -> TokenStream {
    let Record {
        ident: class,
        krate,
        gc,
        ..
    } = record;
    let private = quote!(#krate::__private);
    let Field {
        ident,
        ty,
        frozen,
        kw_only,
        repr,
        compare,
        hash,
        ..
    } = field;
    let (name, doc) = (c_string(&field.name), c_string(&field.doc));
    let (store, trace) = if *frozen {
        ("PlainStore", "PlainTrace")
    } else {
        ("Store", "Trace")
    };
    let span = ty.span().resolved_at(Span::call_site());
    let (store, trace) = (Ident::new(store, span), Ident::new(trace, span));
    let here = record.private_at(span);
    let kind = quote_spanned!(span=> #here::Storage<{ #here::slot_kind!(#ty) }>);
    let ops = quote_spanned!(span=> <#kind as #here::#store<#ty>>::OPS);
    let tracing = if *gc {
        quote_spanned!(span=> <#kind as #here::#trace<#ty>>::TRACING)
    } else {
        quote!(::core::option::Option::None)
    };
    let hint = quote_spanned!(span=> #here::hint!(#ty));
    let default = default(record, field);
    let made = match &field.default {
        Default::None | Default::Trait => quote!(Plainly),
        Default::Expr(expr) if is_plain(expr) => quote!(Plainly),
        Default::Expr(_) => quote!(ByCode),
        Default::With(_) => quote!(ByCall),
    };
    quote! {
        #private::Field {
            name: #name,
            doc: #doc,
            offset: ::core::mem::offset_of!(#class, #ident),
            ops: #ops,
            tracing: #tracing,
            default: #default,
            made: #private::Made::#made,
            hint: #hint,
            role: #private::Role {
                frozen: #frozen,
                kw_only: #kw_only,
                repr: #repr,
                compare: #compare,
                hash: #hash,
            },
        }
    }
}

/// Whether an expression is a literal, or names a constant.
fn is_plain(expr: &Expr) -> bool {
    match expr {
        Expr::Lit(_) | Expr::Path(_) => true,
        Expr::Unary(unary) => {
            matches!(unary.op, UnOp::Neg(_)) && matches!(*unary.expr, Expr::Lit(_))
        }
        Expr::Group(group) => is_plain(&group.expr),
        Expr::Paren(paren) => is_plain(&paren.expr),
        _ => false,
    }
}

/// The row of a field that Python does not know.
fn hidden(record: &Record, field: &Field) -> TokenStream {
    let Record {
        ident: class,
        krate,
        gc,
        ..
    } = record;
    let Field { ident, ty, .. } = field;
    let new = if *gc { quote!(traced) } else { quote!(new) };
    let default = default(record, field);
    let span = ty.span().resolved_at(Span::call_site());
    let offset = quote!(::core::mem::offset_of!(#class, #ident));
    quote_spanned!(span=> #krate::__private::Hidden::#new::<#ty>(#offset, #default))
}

/// The expression that makes the default value; it may use `py`.
pub(super) fn default_value(record: &Record, field: &Field) -> TokenStream {
    let ty = &field.ty;
    let span = ty.span().resolved_at(Span::call_site());
    match &field.default {
        Default::None => TokenStream::new(),
        Default::Trait => quote_spanned!(span=> <#ty as ::core::default::Default>::default()),
        Default::Expr(expr) => quote!(#expr),
        Default::With(function) => {
            let span = function.span().resolved_at(Span::call_site());
            let here = record.private_at(span);
            quote_spanned!(span=> #here::default_with::<_, #ty>(py, #function))
        }
    }
}

/// A function that writes the default value. The user's expression stands in a safe function of its
/// own: it may use `py`, and cannot do by accident what only we may.
fn default(record: &Record, field: &Field) -> TokenStream {
    let ty = &field.ty;
    let krate = &record.krate;
    let private = quote!(#krate::__private);
    if let Default::None = field.default {
        return quote!(::core::option::Option::None);
    }
    let value = default_value(record, field);
    let stored = stored(record, field);
    let wrapped = if field.frozen || field.skip {
        quote!(value(py))
    } else {
        quote!(<#stored>::new(value(py)))
    };
    let function = quote! {
        {
            #[allow(unused_variables, clippy::all, clippy::pedantic)]
            fn value(py: #private::pyo3::Python<'_>) -> #ty {
                #value
            }
            unsafe fn write(py: #private::pyo3::Python<'_>, dst: *mut ::core::primitive::u8) {
                // SAFETY: the caller gives room for this field.
                unsafe { dst.cast::<#stored>().write(#wrapped) }
            }
            write
        }
    };
    if field.skip {
        function
    } else {
        quote!(::core::option::Option::Some(#function))
    }
}

/// A C string literal; NUL characters, which it cannot hold, are left out.
fn c_string(text: &str) -> Literal {
    let bytes: Vec<u8> = text.bytes().filter(|&byte| byte != 0).collect();
    Literal::c_string(&CString::new(bytes).unwrap_or_default())
}
