//! The option `array`: the plain struct that a row is, the array class, and the table of the two.

use crate::model::{Array, Record};
use proc_macro2::{Literal, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::Type;
use syn::spanned::Spanned;

/// All of it; nothing where the option is off.
pub(super) fn array(record: &Record) -> TokenStream {
    let Some(array) = &record.array else {
        return TokenStream::new();
    };
    let row = row(record, array);
    let class = class(record, array);
    let table = table(record, array);
    quote!(#row #class #table)
}

/// The plain struct, and its constructor.
fn row(record: &Record, array: &Array) -> TokenStream {
    let (vis, record_name, row, name) = (&record.vis, &record.ident, &array.row, &array.class);
    let shown = || record.fields.iter().filter(|field| !field.skip);
    let fields = shown().map(|field| {
        let docs = field
            .attrs
            .iter()
            .filter(|attr| attr.path().is_ident("doc"));
        let (vis, ident, ty) = (&field.vis, &field.ident, &field.ty);
        let place = place(record, ty);
        quote!(#(#docs)* #vis #ident: #place::Row)
    });
    let parameters = shown().map(|field| {
        let (ident, ty) = (&field.ident, &field.ty);
        quote!(#ident: #ty)
    });
    let values = shown().map(|field| {
        let (ident, ty) = (&field.ident, &field.ty);
        let place = place(record, ty);
        quote!(#ident: #place::into_row(#ident))
    });
    let doc = format!("A row of [`{name}`]: the fields of [`{record_name}`] as plain data.");
    let doc_of_new = format!("Makes a row of the values of a [`{record_name}`].");
    quote! {
        #[doc = #doc]
        #[derive(::core::clone::Clone, ::core::marker::Copy, ::core::fmt::Debug, ::core::cmp::PartialEq)]
        #[allow(dead_code, missing_docs, private_interfaces)]
        #[repr(C)]
        #vis struct #row {
            #(#fields,)*
        }

        #[automatically_derived]
        impl #row {
            #[doc = #doc_of_new]
            #[must_use]
            #[allow(dead_code, non_snake_case, private_interfaces, clippy::too_many_arguments, clippy::fn_params_excessive_bools)]
            #vis fn new(#(#parameters),*) -> Self {
                Self { #(#values),* }
            }
        }
    }
}

/// What a field of that type has in the row.
fn place(record: &Record, ty: &Type) -> TokenStream {
    let span = ty.span().resolved_at(Span::call_site());
    let private = record.private_at(span);
    quote_spanned!(span=> <#private::Fit<{ #private::fits_row!(#ty) }> as #private::Place<#ty>>)
}

/// The PyO3 class, with the hook that finishes it.
fn class(record: &Record, array: &Array) -> TokenStream {
    let Record { vis, krate, .. } = record;
    let ident = &array.class;
    let private = quote!(#krate::__private);
    let pyo3_text = Literal::string(&quote!(#private::pyo3).to_string().replace(' ', ""));
    let name = Literal::string(&array.name);
    let module = record
        .module
        .as_ref()
        .map(|module| quote!(, module = #module));
    let doc = format!(
        "The Python class `{}`: rows of [`{}`] in one block of memory.",
        array.name, record.ident
    );
    quote! {
        #[doc = #doc]
        #[#private::pyo3::pyclass(crate = #pyo3_text, frozen, immutable_type, name = #name #module)]
        #vis struct #ident {
            core: #private::Core,
        }

        #[#private::pyo3::pymethods]
        #[pyo3(crate = #pyo3_text)]
        impl #ident {
            #[classattr]
            #[pyo3(name = "__row_fields__")]
            #[doc(hidden)]
            fn __rc_finish(
                py: #private::pyo3::Python<'_>,
            ) -> #private::pyo3::PyResult<#private::pyo3::Py<#private::pyo3::PyAny>> {
                #private::finish_array::<Self>(py)
            }
        }
    }
}

fn table(record: &Record, array: &Array) -> TokenStream {
    let Record { ident, krate, .. } = record;
    let private = quote!(#krate::__private);
    let Array { class, row, name } = array;
    let module = match &record.module {
        Some(module) => quote!(::core::option::Option::Some(#module)),
        None => quote!(::core::option::Option::None),
    };
    let fields = record.fields.iter().filter(|field| !field.skip);
    let fields = fields.map(|field| {
        let (ident, name, place) = (&field.ident, &field.name, place(record, &field.ty));
        quote!(#place::FIELD.at(#name, ::core::mem::offset_of!(#row, #ident)))
    });
    let checks = record.fields.iter().filter(|field| !field.skip);
    let checks = checks.map(|field| {
        let ty = &field.ty;
        let span = ty.span().resolved_at(Span::call_site());
        let private = record.private_at(span);
        quote_spanned!(span=> const _: () = #private::check_row::<#ty, { #private::fits_row!(#ty) }>();)
    });
    quote! {
        const _: () = {
            #(#checks)*

            static ROWS: #private::RowTable = #private::RowTable::new::<#ident>(
                #name,
                #module,
                ::core::module_path!(),
                &[#(#fields),*],
            );

            // SAFETY: written by the attribute that wrote record, row and table from one model.
            unsafe impl #private::Packed for #ident {
                type Row = #row;
                type Array = #class;
                fn rows() -> &'static #private::RowTable {
                    &ROWS
                }
            }

            // SAFETY: as above, and the hook.
            unsafe impl #private::ArrayClass for #class {
                type Record = #ident;
                fn around(core: #private::Core) -> Self {
                    Self { core }
                }
                fn core(&self) -> &#private::Core {
                    &self.core
                }
            }
        };
    }
}
