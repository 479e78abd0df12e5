//! What an instance holds beyond its fields: a `__dict__` (option `dict`, Python subclasses), the
//! `__slots__` of Python subclasses. Copies and pickles take it along.

use crate::ffi::new;
use crate::record::Table;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyTuple};

/// The state in the form that pickle knows: a dict, or `(dict or None, dict of slots)`; `None`: nothing.
///
/// # Errors
/// Whatever a subclass's descriptors raise.
pub(crate) fn state<'py>(
    table: &Table,
    record: &Bound<'py, PyAny>,
) -> PyResult<Option<Bound<'py, PyAny>>> {
    let exact = record.get_type().as_type_ptr() == table.state(record.py())?.tp.as_ptr();
    if exact && table.layout.dict_at().is_none() {
        return Ok(None);
    }
    held(record, !exact)
}

/// The state of any object, with or without its `__slots__`.
///
/// # Errors
/// Whatever a subclass's descriptors raise.
pub(crate) fn held<'py>(
    record: &Bound<'py, PyAny>,
    with_slots: bool,
) -> PyResult<Option<Bound<'py, PyAny>>> {
    let py = record.py();
    let dict = record
        .getattr_opt(intern!(py, "__dict__"))?
        .filter(|dict| dict.len().is_ok_and(|len| len > 0));
    if !with_slots {
        return Ok(dict);
    }
    let slots = new::dict(py)?;
    let names = py
        .import(intern!(py, "copyreg"))?
        .call_method1(intern!(py, "_slotnames"), (record.get_type(),))?;
    for name in names.try_iter()? {
        let name = name?.cast_into::<pyo3::types::PyString>()?;
        if let Some(value) = record.getattr_opt(&name)? {
            slots.set_item(name, value)?;
        }
    }
    Ok(match (dict, slots.is_empty()) {
        (None, true) => None,
        (Some(dict), true) => Some(dict),
        (dict, false) => {
            let dict = dict.unwrap_or_else(|| py.None().into_bound(py));
            Some(new::tuple(py, [dict, slots.into_any()])?.into_any())
        }
    })
}

/// Puts such a state into a new record, as pickle would.
///
/// # Errors
/// Whatever a subclass's descriptors raise.
pub(crate) fn restore(record: &Bound<'_, PyAny>, state: &Bound<'_, PyAny>) -> PyResult<()> {
    let (dict, slots) = match state.cast::<PyTuple>() {
        Ok(pair) => (pair.get_item(0)?, Some(pair.get_item(1)?)),
        Err(_) => (state.clone(), None),
    };
    if !dict.is_none() {
        record
            .getattr(intern!(record.py(), "__dict__"))?
            .call_method1(intern!(record.py(), "update"), (dict,))?;
    }
    if let Some(slots) = slots {
        for (name, value) in slots.cast::<PyDict>()?.iter() {
            record.setattr(name.cast::<pyo3::types::PyString>()?, value)?;
        }
    }
    Ok(())
}
