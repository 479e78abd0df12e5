//! `__record_options__`: what the attribute was told, for tools that write about classes (`recordclass_rs.stubs`).

use super::table_of;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyTuple, PyType};

/// The hook.
pub(super) fn about<'py>(
    _instance: &Bound<'py, PyAny>,
    owner: &Bound<'py, PyType>,
) -> PyResult<Option<Bound<'py, PyAny>>> {
    let py = owner.py();
    let table = table_of(owner, "__record_options__")?;
    let (state, options) = (table.state(py)?, &table.options);
    let all = PyDict::new(py);
    for (name, on) in [
        ("gc", options.gc),
        ("frozen", options.frozen),
        ("eq", options.eq),
        ("order", options.order),
        ("hash", options.hashed()),
        ("repr", options.repr),
        ("sequence", options.indexed()),
        ("mapping", options.mapping),
        ("weakref", options.weakref),
        ("dict", options.dict),
        ("subclass", options.subclass),
        ("own_constructor", state.own_constructor),
    ] {
        all.set_item(name, on)?;
    }
    let frozen = table.fields.iter().filter(|field| field.guarded(options));
    let frozen: Vec<&str> = frozen.map(crate::field::Field::name).collect();
    all.set_item("frozen_fields", PyTuple::new(py, frozen)?)?;
    Ok(Some(all.into_any()))
}
