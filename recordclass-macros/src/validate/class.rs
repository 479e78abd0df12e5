//! The options of the class, one by one.

use crate::args::Args;
use crate::case;
use crate::diag::Errors;
use crate::model::{Array, Record};
use crate::syntax;
use proc_macro2::Ident;
use quote::ToTokens;
use syn::{Attribute, Expr, ExprLit, Lit, LitStr, Path};

/// The Python name of the class.
pub(super) fn class_name(args: &Args, ident: &Ident, errors: &mut Errors) -> String {
    let given = args.text("name", errors);
    let name = given
        .as_ref()
        .map_or_else(|| syntax::plain(ident), LitStr::value);
    if let Err(why) = syntax::attribute_name(&name) {
        let place = given.map_or_else(|| ident.to_token_stream(), |given| given.to_token_stream());
        errors.on(
            place,
            format!("`{name}` cannot be the name of a Python class: {why}"),
        );
        return syntax::plain(ident);
    }
    name
}

pub(super) fn constructor(args: &Args, errors: &mut Errors) -> Option<Ident> {
    let default = || Some(Ident::new("new", proc_macro2::Span::call_site()));
    let Some(arg) = args.get("new") else {
        return default();
    };
    match &arg.value {
        Some(Expr::Lit(ExprLit {
            lit: Lit::Bool(on), ..
        })) => on.value.then(default).flatten(),
        Some(Expr::Lit(ExprLit {
            lit: Lit::Str(name),
            ..
        })) => match name.parse::<Ident>() {
            Ok(ident) => Some(ident),
            Err(_) => {
                errors.on(
                    name,
                    format!("`{}` cannot be the name of a Rust function", name.value()),
                );
                default()
            }
        },
        other => {
            let message =
                "`new` names the Rust constructor: write `new = \"rust_name\"` or `new = false`";
            match other {
                Some(other) => errors.on(other, message),
                None => errors.on(&arg.key, message),
            }
            default()
        }
    }
}

pub(super) fn freelist(args: &Args, errors: &mut Errors) -> u32 {
    let Some(arg) = args.get("freelist") else {
        return 0;
    };
    let number = match &arg.value {
        Some(Expr::Lit(ExprLit {
            lit: Lit::Int(number),
            ..
        })) => number.base10_parse().ok(),
        _ => None,
    };
    number.unwrap_or_else(|| {
        let place = arg
            .value
            .as_ref()
            .map_or_else(|| arg.key.to_token_stream(), ToTokens::to_token_stream);
        errors.on(
            place,
            "`freelist` takes the number of objects to keep: write `freelist = 16`",
        );
        0
    })
}

/// The name of the array class, in Python and in Rust.
fn array_name(text: &LitStr) -> Result<Ident, &'static str> {
    syntax::attribute_name(&text.value())?;
    let ident = text.parse::<Ident>();
    ident.map_err(|_| "no Rust struct can be called so")
}

/// The packed array class.
pub(super) fn array(
    args: &Args,
    ident: &Ident,
    record: &str,
    errors: &mut Errors,
) -> Option<Array> {
    let arg = args.get("array")?;
    let plain = syntax::plain(ident);
    let (class, name) = match &arg.value {
        Some(Expr::Lit(ExprLit {
            lit: Lit::Bool(on), ..
        })) if !on.value => return None,
        None
        | Some(Expr::Lit(ExprLit {
            lit: Lit::Bool(_), ..
        })) => (
            Ident::new(&format!("{plain}Array"), ident.span()),
            format!("{record}Array"),
        ),
        Some(Expr::Lit(ExprLit {
            lit: Lit::Str(text),
            ..
        })) => match array_name(text) {
            Ok(class) => (class, text.value()),
            Err(why) => {
                errors.on(
                    text,
                    format!(
                        "`{}` cannot be the name of an array class: {why}",
                        text.value()
                    ),
                );
                return None;
            }
        },
        Some(other) => {
            errors.on(
                other,
                format!(
                    "`array` names the array class: write `{}`",
                    arg.opt.written()
                ),
            );
            return None;
        }
    };
    if let Some(extends) = args.get("extends") {
        errors.on(
            &extends.key,
            "`extends` and `array` exclude each other: a row has the fields of one struct",
        );
        return None;
    }
    Some(Array {
        class,
        row: Ident::new(&format!("{plain}Row"), ident.span()),
        name,
    })
}

/// A row of no fields would be no memory, and an array of them only a number.
pub(super) fn check_array_has_fields(args: &Args, record: &Record, errors: &mut Errors) {
    if let (Some(arg), true) = (
        args.get("array").filter(|_| record.array.is_some()),
        record.fields.iter().all(|field| field.skip),
    ) {
        errors.on(
            &arg.key,
            "`array` needs a field: there is nothing to put into a row",
        );
    }
}

/// The record that this one extends.
pub(super) fn base(args: &Args, ident: &Ident, errors: &mut Errors) -> Option<Path> {
    match args.path("extends")? {
        Err(error) => errors.add(error),
        Ok(path) if path.is_ident(ident) => {
            errors.on(&path, format!("`{ident}` cannot extend itself"));
        }
        Ok(path) => return Some(path),
    }
    None
}

/// Whether `#[derive(Clone)]` stands below the attribute.
pub(super) fn derives_clone(attrs: &[Attribute]) -> bool {
    syntax::derived(attrs).iter().any(|path| {
        path.segments
            .last()
            .is_some_and(|last| last.ident == "Clone")
    })
}

pub(super) fn rename_form(args: &Args, errors: &mut Errors) -> Option<String> {
    let form = args.text("rename_all", errors)?;
    if case::rename("x", &form.value()).is_none() {
        let known: Vec<_> = case::FORMS
            .iter()
            .map(|form| format!("\"{form}\""))
            .collect();
        let near = crate::suggest::nearest(&form.value(), case::FORMS.iter().copied());
        let hint = near.map_or_else(
            || format!("the forms are {}", known.join(", ")),
            |near| format!("did you mean \"{near}\"?"),
        );
        errors.on(
            &form,
            format!("unknown form \"{}\" of `rename_all`: {hint}", form.value()),
        );
        return None;
    }
    Some(form.value())
}

/// `a <= b and b <= a` must mean that they are equal.
pub(super) fn check_order_needs_eq(args: &Args, eq: bool, order: bool, errors: &mut Errors) {
    if let (true, false, Some(arg)) = (order, eq, args.get("order")) {
        errors.on(
            &arg.key,
            "`order` and `eq = false` exclude each other: `<=` needs `==` by value",
        );
    }
}
