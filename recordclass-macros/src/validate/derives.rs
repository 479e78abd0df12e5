//! Derives of the standard library below the attribute: what a slot does not have, its record cannot have either.

use crate::diag::Errors;
use crate::model::Record;
use crate::syntax;
use syn::{Attribute, Path, parse_quote};

const UNKNOWN_TO_SLOTS: &[&str] = &[
    "Clone",
    "Copy",
    "Debug",
    "PartialEq",
    "Eq",
    "PartialOrd",
    "Ord",
    "Hash",
];

/// Tells of such derives, and takes them away: each would be an error for each field.
pub(super) fn check(record: &mut Record, errors: &mut Errors) {
    let mut slots = record
        .fields
        .iter()
        .filter(|field| !field.frozen && !field.skip);
    // A derive of that name that is told about fields is another one.
    if slots.clone().next().is_none() || slots.any(|field| field.attrs.iter().any(is_told)) {
        return;
    }
    let mut found = false;
    for path in syntax::derived(&record.attrs) {
        if let Some(name) = unknown(&path) {
            found = true;
            errors.on(
                &path,
                format!("`{name}` cannot be derived here: a field that Python may assign to is a `Slot`, which has no `{name}`: make the record or its fields `frozen`, or write the `impl` yourself"),
            );
        }
    }
    if found {
        let kept = syntax::derived(&record.attrs);
        let kept = kept.iter().filter(|path| unknown(path).is_none());
        let derive: Attribute = parse_quote!(#[derive(#(#kept),*)]);
        record.attrs.retain(|attr| !attr.path().is_ident("derive"));
        record.attrs.insert(0, derive);
    }
}

/// The name of a derive that slots know nothing of.
fn unknown(path: &Path) -> Option<&'static str> {
    let last = &path.segments.last()?.ident;
    let of_std = path.segments.len() == 1 || {
        let first = &path.segments[0].ident;
        first == "std" || first == "core"
    };
    let name = UNKNOWN_TO_SLOTS.iter().find(|name| last == **name)?;
    of_std.then_some(*name)
}

fn is_told(attr: &Attribute) -> bool {
    let known = ["doc", "allow", "expect", "cfg", "serde", "deprecated"];
    !known.iter().any(|name| attr.path().is_ident(name))
}

#[cfg(test)]
mod tests {
    use crate::expand::attribute;
    use proc_macro2::TokenStream;
    use quote::quote;

    fn told(args: TokenStream, item: TokenStream) -> usize {
        let written = attribute(args, item).to_string();
        written.matches("compile_error").count()
    }

    #[test]
    fn only_the_standard_ones_of_slots_are_told_of() {
        let none = quote!();
        let two = quote!(
            #[derive(Clone, Default, ::core::fmt::Debug)]
            struct P {
                #[serde(default)]
                x: f64,
            }
        );
        assert_eq!(told(none.clone(), two.clone()), 2);
        assert_eq!(told(quote!(frozen), two), 0);
        let others = quote!(
            #[derive(Default, derive_more::Debug)]
            struct P {
                x: f64,
            }
        );
        assert_eq!(told(none.clone(), others), 0);
        let helped = quote!(
            #[derive(Debug)]
            struct P {
                #[debug(skip)]
                x: f64,
            }
        );
        assert_eq!(told(none.clone(), helped), 0);
        let frozen_fields = quote!(
            #[derive(Clone)]
            struct P {
                #[record(frozen)]
                x: f64,
                #[record(skip, default)]
                y: f64,
            }
        );
        assert_eq!(told(none, frozen_fields), 0);
    }
}
