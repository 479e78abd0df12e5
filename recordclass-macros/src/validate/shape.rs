//! What can be a record at all: the struct's form, what its fields own, what stands beside the attribute.

use crate::diag::Errors;
use crate::syntax;
use proc_macro2::Ident;
use syn::{Attribute, Fields, ItemStruct, Type};

/// Only named fields give Python attributes names.
pub(super) fn check_shape(ident: &Ident, fields: &Fields, errors: &mut Errors) {
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

/// A Python class is one type: which instantiation of a generic struct would it be?
pub(super) fn check_generics(
    item: &ItemStruct,
    owns_its_fields: bool,
    errors: &mut Errors,
) -> bool {
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
pub(super) fn check_ownership(class: &Ident, fields: &Fields, errors: &mut Errors) -> bool {
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
pub(super) fn class_attributes(mut attrs: Vec<Attribute>, errors: &mut Errors) -> Vec<Attribute> {
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
pub(super) fn field_attributes(mut attrs: Vec<Attribute>, errors: &mut Errors) -> Vec<Attribute> {
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
