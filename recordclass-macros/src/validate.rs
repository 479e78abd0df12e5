//! From what was written to what is meant: every rule of the attribute, each with its reason.

use crate::args::Args;
use crate::case;
use crate::diag::Errors;
use crate::model::{Default, Field, Record};
use crate::options::Target;
use crate::syntax;
use proc_macro2::Ident;
use quote::ToTokens;
use syn::{
    Attribute, Expr, ExprLit, Fields, ItemStruct, Lit, LitStr, Meta, Path, Type, parse_quote,
};

/// The record that a struct and its attributes describe. What is wrong with them goes into `errors`; the
/// result is then good enough to keep code that uses the class from failing too.
pub(crate) fn record(args: &Args, item: ItemStruct, errors: &mut Errors) -> Option<Record> {
    let owns_its_fields = check_ownership(&item.ident, &item.fields, errors);
    let is_one_type = check_generics(&item, owns_its_fields, errors);
    let attrs = class_attributes(item.attrs, errors);
    let Fields::Named(named) = item.fields else {
        check_shape(&item.ident, &item.fields, errors);
        return None;
    };
    if let Some(Err(error)) = args.path("crate") {
        errors.add(error);
    }
    let frozen = args.flag("frozen", errors).unwrap_or(false);
    let kw_only = args.flag("kw_only", errors).unwrap_or(false);
    let form = rename_form(args, errors);
    let whole = Whole {
        frozen,
        kw_only,
        form,
    };
    let name = class_name(args, &item.ident, errors);
    let eq = args.flag("eq", errors).unwrap_or(true);
    let order = args.flag("order", errors).unwrap_or(false);
    check_order_needs_eq(args, eq, order, errors);
    let mapping = args.flag("mapping", errors).unwrap_or(false);
    let sequence = args.flag("sequence", errors);
    if let (true, Some(true), Some(arg)) = (mapping, sequence, args.get("mapping")) {
        errors.on(
            &arg.key,
            "`mapping` and `sequence` exclude each other: `p[..]` takes names or positions",
        );
    }
    let sequence = sequence.unwrap_or(!mapping);
    let cloned = frozen && derives_clone(&attrs);
    let mut record = Record {
        attrs,
        vis: item.vis,
        name,
        module: args.text("module", errors).map(|module| module.value()),
        krate_is_given: args.get("crate").is_some(),
        krate: krate(args),
        gc: args.flag("gc", errors).unwrap_or(false),
        frozen,
        eq,
        order,
        hash: args.flag("hash", errors).unwrap_or(false),
        repr: args.flag("repr", errors).unwrap_or(true),
        sequence,
        mapping,
        weakref: args.flag("weakref", errors).unwrap_or(false),
        dict: args.flag("dict", errors).unwrap_or(false),
        subclass: args.flag("subclass", errors).unwrap_or(false),
        freelist: freelist(args, errors),
        cloned,
        new: constructor(args, errors),
        ident: item.ident,
        fields: Vec::new(),
    };
    record.fields = named
        .named
        .into_iter()
        .filter_map(|field| field_of(field, &whole, errors))
        .collect();
    check_names(&record.fields, errors);
    check_order_of_defaults(&record.fields, errors);
    (is_one_type && owns_its_fields).then_some(record)
}

/// The path of the facade.
pub(crate) fn krate(args: &Args) -> Path {
    args.path("crate")
        .and_then(Result::ok)
        .unwrap_or_else(|| parse_quote!(::recordclass))
}

/// The Python name of the class.
fn class_name(args: &Args, ident: &Ident, errors: &mut Errors) -> String {
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

/// What the class decides for its fields.
struct Whole {
    frozen: bool,
    kw_only: bool,
    form: Option<String>,
}

fn field_of(field: syn::Field, whole: &Whole, errors: &mut Errors) -> Option<Field> {
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

fn constructor(args: &Args, errors: &mut Errors) -> Option<Ident> {
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

fn freelist(args: &Args, errors: &mut Errors) -> u32 {
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

/// Whether `#[derive(Clone)]` stands below the attribute.
fn derives_clone(attrs: &[Attribute]) -> bool {
    attrs
        .iter()
        .filter(|attr| attr.path().is_ident("derive"))
        .any(|attr| {
            let paths = syn::punctuated::Punctuated::<syn::Path, syn::Token![,]>::parse_terminated;
            attr.parse_args_with(paths).is_ok_and(|paths| {
                paths.iter().any(|path| {
                    path.segments
                        .last()
                        .is_some_and(|last| last.ident == "Clone")
                })
            })
        })
}

fn rename_form(args: &Args, errors: &mut Errors) -> Option<String> {
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

/// Only named fields give Python attributes names.
fn check_shape(ident: &Ident, fields: &Fields, errors: &mut Errors) {
    match fields {
        Fields::Unnamed(tuple) => errors.on(
            tuple,
            "a record needs named fields: write `{ x: f64, y: f64 }` instead of a tuple",
        ),
        _ => errors.on(
            ident,
            format!("a record needs named fields: write `struct {ident} {{ .. }}`, if need be with nothing in it"),
        ),
    }
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

/// A Python class is one type: which instantiation of a generic struct would it be?
fn check_generics(item: &ItemStruct, owns_its_fields: bool, errors: &mut Errors) -> bool {
    if item.generics.lifetimes().next().is_some() {
        if !owns_its_fields {
            return false; // It has been told, of the field that borrows.
        }
        errors.on(
            &item.generics,
            "a record cannot borrow: Python decides how long it lives; own the data, or hold it as `Py<T>`",
        );
    } else if !item.generics.params.is_empty() {
        errors.on(
            &item.generics,
            format!("`{}` is generic, and a Python class is one type: name those that are needed, as in `#[recordclass(instantiate({0}F64 = {0}<f64>))]`", item.ident),
        );
    }
    item.generics.params.is_empty()
}

/// A record owns what it holds, for as long as Python likes, and does not hold itself.
fn check_ownership(class: &Ident, fields: &Fields, errors: &mut Errors) -> bool {
    let mut all = true;
    for field in fields {
        if let Some(message) = why_not_owned(class, &field.ty) {
            errors.on(&field.ty, message);
            all = false;
        }
    }
    all
}

fn why_not_owned(class: &Ident, ty: &Type) -> Option<String> {
    if let Type::Reference(_) = ty {
        return Some("a record cannot borrow: own the data (`String` for `&str`, `Vec<T>` for `&[T]`), or hold it as `Py<T>`".into());
    }
    if let Type::Path(path) = ty {
        let last = path.path.segments.last()?;
        let is_pyo3s = last.ident == "Bound" || last.ident == "Borrowed";
        // `std::ops::Bound` has no lifetime.
        if is_pyo3s && syntax::has_lifetime(&last.arguments) {
            return Some(
                "this is a reference for the time of one call: a record holds `Py<T>`".into(),
            );
        }
    }
    syntax::holds(ty, class).then(|| {
        format!(
            "a record cannot hold its own kind by value: hold the Python object, as `Py<{class}>`"
        )
    })
}

/// The attributes of the struct, without those that make a class themselves.
fn class_attributes(mut attrs: Vec<Attribute>, errors: &mut Errors) -> Vec<Attribute> {
    attrs.retain(|attr| {
        match syntax::last_name(attr).as_deref() {
            Some("pyclass") => errors.on(
                attr,
                "`#[recordclass]` makes the PyO3 class itself: remove `#[pyclass]`; `name`, `module` and `frozen` are options of `#[recordclass(..)]` too",
            ),
            Some("recordclass") => errors.on(attr, "a second `#[recordclass]`: put all options into one"),
            Some("record") => errors.on(
                attr,
                "`#[record(..)]` belongs on a field; the options of the class are those of `#[recordclass(..)]`",
            ),
            Some("pyo3") => errors.on(
                attr,
                "`#[pyo3(..)]` belongs to `#[pyclass]`; the options of a record class are those of `#[recordclass(..)]`",
            ),
            _ => return true,
        }
        false
    });
    attrs
}

/// The attributes of a field, without those of PyO3.
fn field_attributes(mut attrs: Vec<Attribute>, errors: &mut Errors) -> Vec<Attribute> {
    attrs.retain(|attr| {
        let is_pyo3 = syntax::last_name(attr).as_deref() == Some("pyo3");
        if is_pyo3 {
            errors.on(
                attr,
                "`#[pyo3(..)]` belongs to `#[pyclass]`: every field of a record is a Python attribute; its options are those of `#[record(..)]`",
            );
        }
        !is_pyo3
    });
    attrs
}

/// Two fields of one Python name would hide each other.
fn check_names(fields: &[Field], errors: &mut Errors) {
    for (index, field) in fields.iter().enumerate() {
        if let Some(first) = fields[..index]
            .iter()
            .find(|other| other.name == field.name && !other.skip && !field.skip)
        {
            errors.on(
                &field.ident,
                format!(
                    "fields `{}` and `{}` both have the Python name `{}`",
                    first.ident, field.ident, field.name
                ),
            );
        }
    }
}

/// A call could not leave out the one and give the other.
fn check_order_of_defaults(fields: &[Field], errors: &mut Errors) {
    let mut optional: Option<&Field> = None;
    for field in fields.iter().filter(|field| !field.kw_only && !field.skip) {
        if !matches!(field.default, Default::None) {
            optional = Some(field);
        } else if let Some(before) = optional {
            errors.on(
                &field.ident,
                format!(
                    "field `{}` without a default follows `{}`, which has one: give it a default, make it `kw_only`, or move it up",
                    field.ident, before.ident
                ),
            );
        }
    }
}

/// `a <= b and b <= a` must mean that they are equal.
fn check_order_needs_eq(args: &Args, eq: bool, order: bool, errors: &mut Errors) {
    if let (true, false, Some(arg)) = (order, eq, args.get("order")) {
        errors.on(
            &arg.key,
            "`order` and `eq = false` exclude each other: `<=` needs `==` by value",
        );
    }
}
