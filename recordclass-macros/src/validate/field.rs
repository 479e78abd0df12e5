//! The options of a field, one by one.

use super::shape::field_attributes;
use crate::args::Args;
use crate::case;
use crate::diag::Errors;
use crate::model::{Default, Field};
use crate::options::Target;
use crate::syntax;
use quote::ToTokens;
use syn::{Attribute, LitStr, Meta};

/// What the class decides for its fields.
pub(super) struct Whole {
    pub(super) frozen: bool,
    pub(super) kw_only: bool,
    pub(super) form: Option<String>,
}

pub(super) fn field_of(field: syn::Field, whole: &Whole, errors: &mut Errors) -> Option<Field> {
    let ident = field.ident?;
    let (ours, attrs): (Vec<_>, Vec<_>) = field
        .attrs
        .into_iter()
        .partition(|attr| attr.path().is_ident("record"));
    let attrs = field_attributes(attrs, errors);
    let args = field_args(ours, errors);
    let frozen = args.flag("frozen", errors);
    check_frozen(&args, frozen, whole, errors);
    let given = args.text("name", errors);
    let plain = syntax::plain(&ident);
    let renamed = whole
        .form
        .as_deref()
        .and_then(|form| case::rename(&plain, form));
    let name = given
        .as_ref()
        .map_or_else(|| renamed.unwrap_or(plain), LitStr::value);
    if let Err(why) = syntax::attribute_name(&name) {
        let place = given.map_or_else(|| ident.to_token_stream(), |given| given.to_token_stream());
        errors.on(
            place,
            format!("`{name}` cannot be the name of a Python field: {why}"),
        );
    }
    Some(Field {
        doc: syntax::docs(&attrs),
        attrs,
        vis: field.vis,
        ty: field.ty,
        name,
        default: default(&args, errors),
        frozen: frozen.unwrap_or(false) || whole.frozen,
        kw_only: args.flag("kw_only", errors).unwrap_or(whole.kw_only),
        skip: skip(&args, errors),
        repr: args.flag("repr", errors).unwrap_or(true),
        compare: args.flag("compare", errors).unwrap_or(true),
        hash: args.flag("hash", errors).unwrap_or(true),
        ident,
    })
}

/// The options of all `#[record(..)]` of a field. Usually one; several are an oversight.
fn field_args(ours: Vec<Attribute>, errors: &mut Errors) -> Args {
    let mut ours = ours.into_iter();
    let Some(first) = ours.next() else {
        return Args::none();
    };
    for other in ours {
        errors.on(
            &other,
            "a second `#[record(..)]` on this field: put all options into one",
        );
    }
    match first.meta {
        Meta::List(list) if matches!(list.delimiter, syn::MacroDelimiter::Paren(_)) => {
            if list.tokens.is_empty() {
                errors.on(&list, "`#[record()]` says nothing: give an option, as in `#[record(default = 0)]`, or remove it");
            }
            Args::parse(list.tokens, Target::Field, errors)
        }
        other => {
            errors.on(
                &other,
                "write the options of a field in round brackets, as in `#[record(default = 0)]`",
            );
            Args::none()
        }
    }
}

fn default(args: &Args, errors: &mut Errors) -> Default {
    let value = match args.get("default").map(|arg| &arg.value) {
        None => Default::None,
        Some(None) => Default::Trait,
        Some(Some(expr)) => Default::Expr(Box::new(expr.clone())),
    };
    let Some(with) = args.get("default_with") else {
        return value;
    };
    if !matches!(value, Default::None) {
        errors.on(
            &with.key,
            "`default_with` and `default` exclude each other: keep one of them",
        );
        return value;
    }
    match &with.value {
        Some(expr) => Default::With(Box::new(expr.to_token_stream())),
        None => {
            errors.on(
                &with.key,
                "`default_with` takes a function: write `default_with = function`",
            );
            Default::None
        }
    }
}

/// A field that Python does not know has no other source than its default.
fn skip(args: &Args, errors: &mut Errors) -> bool {
    let skip = args.flag("skip", errors).unwrap_or(false);
    let Some(arg) = args.get("skip").filter(|_| skip) else {
        return false;
    };
    if args.get("default").is_none() && args.get("default_with").is_none() {
        errors.on(&arg.key, "a skipped field needs a default, since Python cannot give it: write `#[record(skip, default)]`");
    }
    for other in ["name", "frozen", "kw_only", "repr", "compare", "hash"] {
        if let Some(other) = args.get(other) {
            let key = &other.key;
            errors.on(
                key,
                format!(
                    "`{key}` and `skip` exclude each other: Python does not know a skipped field"
                ),
            );
        }
    }
    true
}

/// In a frozen record every field is a plain `T`.
fn check_frozen(args: &Args, frozen: Option<bool>, whole: &Whole, errors: &mut Errors) {
    if let (Some(false), true, Some(arg)) = (frozen, whole.frozen, args.get("frozen")) {
        errors.on(
            &arg.key,
            "this record is `frozen`, and so are all its fields: to keep one of them mutable, move `frozen` to the others",
        );
    }
}
