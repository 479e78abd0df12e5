//! What a reference is called: `.field`, `[3]`, `['key']`. Looked for once a cycle is known, so it need not be quick.

use pyo3::prelude::*;
use pyo3::types::{PyDict, PyFrozenSet, PyInt, PyList, PySet, PyString, PyTuple, PyType};

/// The name of an object's class.
pub(super) fn kind(object: &Bound<'_, PyAny>) -> String {
    let name = object.get_type().name();
    name.map_or_else(|_| "?".to_owned(), |name| name.to_string())
}

/// How one object holds another.
pub(super) fn step(from: &Bound<'_, PyAny>, to: &Bound<'_, PyAny>) -> String {
    // An object whose attributes cannot be read says nothing of itself.
    let found = field(from, to)
        .or_else(|| item(from, to))
        .or_else(|| attribute(from, to));
    found.unwrap_or_else(|| ".?".to_owned())
}

/// A field of a record, or an item of what it converts to.
fn field(from: &Bound<'_, PyAny>, to: &Bound<'_, PyAny>) -> Option<String> {
    let class = from.get_type();
    let mut converted = None;
    for names in ["__record_fields__", "__fields__"] {
        let Ok(Some(names)) = class.getattr_opt(names) else {
            continue;
        };
        // Of an array it is the number of its slots.
        let names = names.cast_into::<PyTuple>().ok()?;
        for name in names {
            let name = name.cast_into::<PyString>().ok()?;
            let Ok(Some(value)) = from.getattr_opt(&name) else {
                continue;
            };
            if value.is(to) {
                return Some(format!(".{name}"));
            }
            // A conversion gives a new object each time.
            let alike = value.get_type().is(to.get_type()) && value.eq(to).unwrap_or(false);
            if alike && converted.is_none() {
                converted = Some(format!(".{name}"));
            }
        }
        break;
    }
    converted
}

fn item(from: &Bound<'_, PyAny>, to: &Bound<'_, PyAny>) -> Option<String> {
    if let Ok(dict) = from.cast::<PyDict>() {
        return dict.iter().find_map(|(key, value)| {
            let plain =
                key.is_exact_instance_of::<PyString>() || key.is_exact_instance_of::<PyInt>();
            let shown = if plain {
                key.repr().ok()?.to_string()
            } else {
                kind(&key)
            };
            if value.is(to) {
                Some(format!("[{shown}]"))
            } else {
                key.is(to).then(|| format!(" key {shown}"))
            }
        });
    }
    if from.is_instance_of::<PySet>() || from.is_instance_of::<PyFrozenSet>() {
        return Some("{...}".to_owned());
    }
    let of_python = from.is_instance_of::<PyList>() || from.is_instance_of::<PyTuple>();
    let of_ours = ["mutabletuple", "litetuple", "litelist"].contains(&&*kind(from));
    let slots = from.get_type().getattr_opt("__fields__").ok().flatten();
    let is_array = slots.is_some_and(|slots| slots.is_instance_of::<PyInt>());
    if !(of_python || of_ours || is_array) {
        return None;
    }
    let mut items = from.try_iter().ok()?.enumerate();
    items.find_map(|(index, value)| value.ok()?.is(to).then(|| format!("[{index}]")))
}

/// An attribute: in the `__dict__`, in a slot, or one that Python's own objects have.
fn attribute(from: &Bound<'_, PyAny>, to: &Bound<'_, PyAny>) -> Option<String> {
    if let Ok(Some(dict)) = from.getattr_opt("__dict__") {
        if dict.is(to) {
            return Some(".__dict__".to_owned());
        }
        if let Ok(dict) = dict.cast::<PyDict>() {
            for (name, value) in dict.iter() {
                if value.is(to) {
                    return Some(format!(".{name}"));
                }
            }
        }
    }
    let known = [
        "__self__",
        "__func__",
        "__closure__",
        "__defaults__",
        "__kwdefaults__",
        "__annotations__",
        "__wrapped__",
        "__class__",
        "__traceback__",
        "__cause__",
        "__context__",
        "args",
        "cell_contents",
        "gi_frame",
        "tb_frame",
        "tb_next",
        "f_back",
        "f_locals",
        "func",
        "keywords",
    ];
    let slots = from.get_type().mro();
    let slots = slots.iter().filter_map(|class| {
        let class = class.cast_into::<PyType>().ok()?;
        let own = class.getattr("__dict__").ok()?;
        let names = own.call_method0("items").ok()?.try_iter().ok()?;
        let names =
            names.filter_map(|pair| pair.ok()?.extract::<(String, Bound<'_, PyAny>)>().ok());
        let members = names.filter(|(_, entry)| kind(entry) == "member_descriptor");
        Some(members.map(|(name, _)| name).collect::<Vec<_>>())
    });
    let slots: Vec<String> = slots.flatten().collect();
    let mut names = slots.iter().map(String::as_str).chain(known);
    names.find_map(|name| {
        let value = from.getattr_opt(name).ok()??;
        value.is(to).then(|| format!(".{name}"))
    })
}
