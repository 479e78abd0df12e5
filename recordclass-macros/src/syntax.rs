//! Small questions to syntax: docs, names.

use proc_macro2::{Ident, TokenStream, TokenTree};
use syn::ext::IdentExt;
use syn::{Attribute, Expr, ExprLit, GenericArgument, Lit, Meta, PathArguments, Type};

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

/// A path as it is written, without spaces.
pub(crate) fn spelled(path: &syn::Path) -> String {
    let parts = path
        .segments
        .iter()
        .map(|segment| segment.ident.to_string());
    parts.collect::<Vec<_>>().join("::")
}

/// The last part of an attribute's path: `pyclass` of `#[pyo3::pyclass]`.
pub(crate) fn last_name(attr: &Attribute) -> Option<String> {
    let last = attr.path().segments.last();
    last.map(|segment| segment.ident.to_string())
}

/// Whether an attribute of a struct is for us or for PyO3.
pub(crate) fn makes_a_class(attr: &Attribute) -> bool {
    matches!(
        last_name(attr).as_deref(),
        Some("pyclass" | "pyo3" | "recordclass" | "record")
    )
}

/// What stands in the `#[derive(..)]`s below our attribute. Those above it are gone before we are asked.
pub(crate) fn derived(attrs: &[Attribute]) -> Vec<syn::Path> {
    let parser = syn::punctuated::Punctuated::<syn::Path, syn::Token![,]>::parse_terminated;
    let derives = attrs.iter().filter(|attr| attr.path().is_ident("derive"));
    derives
        .filter_map(|attr| attr.parse_args_with(parser).ok())
        .flatten()
        .collect()
}

/// Whether there is a lifetime among the arguments of a generic type.
pub(crate) fn has_lifetime(arguments: &PathArguments) -> bool {
    let PathArguments::AngleBracketed(given) = arguments else {
        return false;
    };
    let mut all = given.args.iter();
    all.any(|arg| matches!(arg, GenericArgument::Lifetime(_)))
}

/// Generic types that hold what they are given; of others, only the compiler knows.
const OWNERS: &[&str] = &[
    "Option", "Box", "Arc", "Rc", "Vec", "VecDeque", "HashMap", "BTreeMap",
];

/// Whether a type holds another, named `ident` or `Self`, by value.
pub(crate) fn holds(ty: &Type, ident: &Ident) -> bool {
    match ty {
        Type::Array(it) => holds(&it.elem, ident),
        Type::Group(it) => holds(&it.elem, ident),
        Type::Paren(it) => holds(&it.elem, ident),
        Type::Tuple(it) => it.elems.iter().any(|part| holds(part, ident)),
        Type::Path(it) if it.path.is_ident(ident) || it.path.is_ident("Self") => true,
        Type::Path(it) => it.path.segments.last().is_some_and(|last| {
            let PathArguments::AngleBracketed(given) = &last.arguments else {
                return false;
            };
            OWNERS.iter().any(|owner| last.ident == owner)
                && given.args.iter().any(|arg| match arg {
                    GenericArgument::Type(part) => holds(part, ident),
                    _ => false,
                })
        }),
        _ => false,
    }
}

/// Words that Python's grammar keeps for itself: no attribute of that name can be written.
const KEYWORDS: &[&str] = &[
    "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue",
    "def", "del", "elif", "else", "except", "finally", "for", "from", "global", "if", "import",
    "in", "is", "lambda", "nonlocal", "not", "or", "pass", "raise", "return", "try", "while",
    "with", "yield",
];

/// Whether Python can take this as the name of an attribute that we define.
pub(crate) fn attribute_name(name: &str) -> Result<(), &'static str> {
    let mut chars = name.chars();
    let starts = chars
        .next()
        .is_some_and(|first| first == '_' || first.is_alphabetic());
    if !starts || !chars.all(|other| other == '_' || other.is_alphanumeric()) {
        return Err("it is not a Python identifier");
    }
    if KEYWORDS.contains(&name) {
        return Err("it is a keyword of Python; give another one with `name = \"..\"`");
    }
    if name.starts_with("__") && name.ends_with("__") {
        return Err("names with two underscores at both ends belong to Python");
    }
    Ok(())
}

/// Whether a derive is one of serde's.
pub(crate) fn is_serdes(path: &syn::Path) -> bool {
    let names: Vec<_> = path
        .segments
        .iter()
        .map(|part| part.ident.to_string())
        .collect();
    let (last, before) = match names.split_last() {
        Some((last, before)) => (last.as_str(), before),
        None => return false,
    };
    matches!(last, "Serialize" | "Deserialize") && before.iter().all(|name| name == "serde")
}

/// Whether a name occurs in tokens.
pub(crate) fn mentions(tokens: &TokenStream, name: &Ident) -> bool {
    tokens.clone().into_iter().any(|token| match token {
        TokenTree::Ident(ident) => ident == *name,
        TokenTree::Group(group) => mentions(&group.stream(), name),
        _ => false,
    })
}
