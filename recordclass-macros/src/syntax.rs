//! Small questions to syntax: docs, names.

use proc_macro2::Ident;
use syn::ext::IdentExt;
use syn::{Attribute, Expr, ExprLit, Lit, Meta};

/// The doc comments, joined; each line without the space that follows the slashes.
pub(crate) fn docs(attrs: &[Attribute]) -> String {
    let lines: Vec<String> = attrs
        .iter()
        .filter(|attr| attr.path().is_ident("doc"))
        .filter_map(|attr| match &attr.meta {
            Meta::NameValue(pair) => match &pair.value {
                Expr::Lit(ExprLit {
                    lit: Lit::Str(text),
                    ..
                }) => Some(text.value()),
                _ => None,
            },
            _ => None,
        })
        .map(|line| {
            line.strip_prefix(' ')
                .unwrap_or(&line)
                .trim_end()
                .to_owned()
        })
        .collect();
    lines.join("\n").trim().to_owned()
}

/// The name of an identifier as Python sees it: without `r#`.
pub(crate) fn plain(ident: &Ident) -> String {
    ident.unraw().to_string()
}

/// Whether Python can take this as the name of an attribute that we define.
pub(crate) fn attribute_name(name: &str) -> Result<(), &'static str> {
    let mut chars = name.chars();
    let starts = chars
        .next()
        .is_some_and(|first| first == '_' || first.is_alphabetic());
    if !starts || !chars.all(|other| other == '_' || other.is_alphanumeric()) {
        return Err("it is not a Python identifier");
    }
    if name.starts_with("__") && name.ends_with("__") {
        return Err("names with two underscores at both ends belong to Python");
    }
    Ok(())
}
