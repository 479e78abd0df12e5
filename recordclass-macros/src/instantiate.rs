//! `instantiate(PointF32 = Point<f32>, ..)`: a Python class is one type, so a generic struct becomes a class
//! for each instantiation that is named.
//!
//! Each is a struct of its own, with the parameters replaced in its fields; the generic name stays as an alias
//! that leads from the arguments to the class.

use crate::diag::Errors;
use proc_macro2::{Group, Ident, TokenStream, TokenTree};
use quote::{ToTokens, format_ident, quote};
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream, Parser};
use syn::punctuated::Punctuated;
use syn::{GenericArgument, GenericParam, Generics, ItemStruct, PathArguments, Token, TypePath};

/// How it is written.
const FORM: &str = "instantiate(PointF32 = Point<f32>, PointF64 = Point<f64>)";

/// `PointF32 = Point<f32>`.
pub(crate) struct Instance {
    name: Ident,
    arguments: Vec<GenericArgument>,
}

struct Written {
    name: Ident,
    of: TypePath,
}

impl Parse for Written {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let name = input.parse()?;
        input.parse::<Token![=]>()?;
        Ok(Written {
            name,
            of: input.parse()?,
        })
    }
}

/// The instantiations of a struct, each of them right.
pub(crate) fn parse(list: &TokenStream, item: &ItemStruct, errors: &mut Errors) -> Vec<Instance> {
    let parser = Punctuated::<Written, Token![,]>::parse_terminated;
    let written = match parser.parse2(list.clone()) {
        Ok(written) => written,
        Err(error) => {
            let message = format!("`instantiate` is written `{FORM}`: {error}");
            errors.at(error.span(), message);
            return Vec::new();
        }
    };
    let mut instances: Vec<Instance> = Vec::new();
    for one in written {
        if instances.iter().any(|other| other.name == one.name) {
            errors.on(
                &one.name,
                format!("two instantiations are called `{}`", one.name),
            );
            continue;
        }
        match arguments(&one.of, item) {
            Ok(arguments) => instances.push(Instance {
                name: one.name,
                arguments,
            }),
            Err(message) => errors.on(&one.of, message),
        }
    }
    instances
}

/// The arguments in `Point<f32>`, if it is that struct with as many as it takes.
fn arguments(of: &TypePath, item: &ItemStruct) -> Result<Vec<GenericArgument>, String> {
    let ident = &item.ident;
    let last = of.path.segments.last();
    let given = match last.map(|last| (&last.ident == ident, &last.arguments)) {
        Some((true, PathArguments::AngleBracketed(given))) => given.args.iter().cloned().collect(),
        Some((true, _)) => Vec::new(),
        _ => {
            return Err(format!(
                "an instantiation of another type: write `{ident}<..>`"
            ));
        }
    };
    let (want, got) = (item.generics.params.len(), given.len());
    if want != got {
        let s = if want == 1 { "" } else { "s" };
        return Err(format!(
            "`{ident}` takes {want} argument{s}, and {got} are given"
        ));
    }
    Ok(given)
}

impl Instance {
    /// The struct with the parameters replaced.
    pub(crate) fn of(&self, item: &ItemStruct) -> syn::Result<ItemStruct> {
        let names: Vec<Ident> = item.generics.params.iter().map(parameter).collect();
        let mut concrete = item.clone();
        concrete.ident = self.name.clone();
        concrete.generics = Generics::default();
        for field in &mut concrete.fields {
            let replaced = self.replace(field.ty.to_token_stream(), &names);
            field.ty = syn::parse2(replaced)?;
            for attr in &mut field.attrs {
                if let syn::Meta::List(list) = &mut attr.meta {
                    list.tokens = self.replace(std::mem::take(&mut list.tokens), &names);
                }
            }
        }
        Ok(concrete)
    }

    fn replace(&self, tokens: TokenStream, names: &[Ident]) -> TokenStream {
        let one = |token: TokenTree| match token {
            TokenTree::Ident(ident) => match names.iter().position(|name| *name == ident) {
                Some(index) => self.arguments[index].to_token_stream(),
                None => ident.into_token_stream(),
            },
            TokenTree::Group(group) => {
                let mut inner = Group::new(group.delimiter(), self.replace(group.stream(), names));
                inner.set_span(group.span());
                inner.into_token_stream()
            }
            other => other.into_token_stream(),
        };
        tokens.into_iter().map(one).collect()
    }
}

fn parameter(parameter: &GenericParam) -> Ident {
    match parameter {
        GenericParam::Type(it) => it.ident.clone(),
        GenericParam::Const(it) => it.ident.clone(),
        GenericParam::Lifetime(it) => it.lifetime.ident.clone(),
    }
}

/// `type Point<T> = ..`: the class that was made for `T`. Not for structs with const parameters, which no
/// trait can be implemented by.
pub(crate) fn alias(item: &ItemStruct, instances: &[Instance]) -> TokenStream {
    let generics = &item.generics;
    if generics.const_params().next().is_some() {
        return TokenStream::new();
    }
    let (vis, ident) = (&item.vis, &item.ident);
    let class_of = format_ident!("__RcClassOf{}", ident.unraw());
    let names: Vec<Ident> = generics.params.iter().map(parameter).collect();
    let impls = instances.iter().map(|instance| {
        let Instance { name, arguments } = instance;
        quote! {
            impl #class_of for (#(#arguments,)*) {
                type Class = #name;
            }
        }
    });
    let message = format!("there is no instantiation of `{ident}` for `{{Self}}`");
    let doc = format!("The record class that was made of `{ident}` for these arguments.");
    quote! {
        #[doc(hidden)]
        #[diagnostic::on_unimplemented(message = #message, note = "name it in `#[recordclass(instantiate(..))]`")]
        #vis trait #class_of {
            type Class;
        }
        #(#impls)*
        #[doc = #doc]
        #[allow(dead_code)]
        #vis type #ident<#(#names),*> = <(#(#names,)*) as #class_of>::Class;
    }
}
