//! From what was written to what is meant: every rule of the attribute, each with its reason.

mod class;
mod derives;
mod field;
mod serde;
mod shape;

use crate::args::Args;
use crate::diag::Errors;
use crate::model::{Default, Field, Record};
use class::{
    array, base, check_array_has_fields, check_order_needs_eq, class_name, constructor,
    derives_clone, freelist, rename_form,
};
use field::{Whole, field_of};
use shape::{check_generics, check_ownership, check_shape, class_attributes};
use syn::{Fields, ItemStruct, Path, parse_quote};

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
    let extends = base(args, &item.ident, errors);
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
    let array = array(args, &item.ident, &name, errors);
    let mut record = Record {
        attrs,
        vis: item.vis,
        name,
        module: args.text("module", errors).map(|module| module.value()),
        krate_is_given: args.get("crate").is_some(),
        krate: krate(args),
        extends,
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
        serde: false,
        cloned,
        new: constructor(args, errors),
        array,
        ident: item.ident,
        fields: Vec::new(),
    };
    record.fields = named
        .named
        .into_iter()
        .filter_map(|field| field_of(field, &whole, errors))
        .collect();
    record.serde = serde::derived(args, &record, errors);
    check_names(&record.fields, errors);
    check_mapping(&record, errors);
    check_array_has_fields(args, &record, errors);
    check_order_of_defaults(&record.fields, errors);
    derives::check(&mut record, errors);
    (is_one_type && owns_its_fields).then_some(record)
}

/// The path of the facade.
pub(crate) fn krate(args: &Args) -> Path {
    args.path("crate")
        .and_then(Result::ok)
        .unwrap_or_else(|| parse_quote!(::recordclass))
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

/// A mapping has methods, and a field of such a name could not be reached beside them.
fn check_mapping(record: &Record, errors: &mut Errors) {
    for field in record
        .fields
        .iter()
        .filter(|field| record.mapping && !field.skip)
    {
        let name = field.name.as_str();
        if matches!(name, "keys" | "values" | "items" | "get") {
            errors.on(
                &field.ident,
                format!("`{name}` is a method of a mapping: give the field another Python name, as in `#[record(name = \"{name}_\")]`"),
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
