//! A record as a mapping (option `mapping`): `p["x"]`, `"x" in p`, `keys`, `values`, `items`, `get`.

use crate::attribute::assign_item;
use crate::errors::raise;
use crate::ffi::{PyObject, new};
use crate::field::Field;
use crate::record::Table;
use crate::trampoline::{enter, enter_attached};
use crate::values::{tuple, value};
use pyo3::exceptions::{PyKeyError, PyTypeError};
use pyo3::prelude::*;
use pyo3::types::PyTuple;
use std::ffi::c_int;

/// In a tuple of one, or PyO3 would take a tuple or `None` for the arguments themselves.
#[cold]
fn unknown(key: &Bound<'_, PyAny>) -> PyErr {
    PyKeyError::new_err((key.clone().unbind(),))
}

/// The field of that name.
fn find(table: &'static Table, key: &Bound<'_, PyAny>) -> PyResult<Option<&'static Field>> {
    let found = table.state(key.py())?.index_of(key.as_borrowed());
    Ok(found.map(|index| &table.fields[index]))
}

/// `mp_subscript`.
pub(crate) unsafe extern "C" fn subscript(
    table: &'static Table,
    object: *mut PyObject,
    key: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: CPython calls this with a record and any key, both held by the caller.
    unsafe {
        enter(|py| {
            let key = Borrowed::from_ptr(py, key);
            let field = find(table, &key)?.ok_or_else(|| unknown(&key))?;
            value(table, field, &Borrowed::from_ptr(py, object)).map(Bound::into_ptr)
        })
    }
}

/// `mp_ass_subscript`.
pub(crate) unsafe extern "C" fn assign_subscript(
    table: &'static Table,
    object: *mut PyObject,
    key: *mut PyObject,
    new: *mut PyObject,
) -> c_int {
    // SAFETY: as `subscript`; `new` is NULL to delete.
    unsafe {
        enter(|py| {
            let key = Borrowed::from_ptr(py, key);
            assign_item(py, table, object, new, || {
                find(table, &key)?.ok_or_else(|| unknown(&key))
            })
        })
    }
}

/// `sq_contains`: is there a field of that name?
pub(crate) unsafe extern "C" fn contains(
    table: &'static Table,
    _object: *mut PyObject,
    key: *mut PyObject,
) -> c_int {
    // SAFETY: as `subscript`.
    unsafe { enter(|py| Ok(find(table, &Borrowed::from_ptr(py, key))?.is_some().into())) }
}

/// `tp_iter`: over the names.
pub(crate) unsafe extern "C" fn iter(
    table: &'static Table,
    _object: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: as `subscript`.
    unsafe { enter(|py| Ok(names(py, table)?.try_iter()?.into_any().into_ptr())) }
}

fn names<'py>(py: Python<'py>, table: &Table) -> PyResult<Bound<'py, PyTuple>> {
    new::tuple_of_text(py, table.fields.iter().map(Field::name))
}

/// `keys()`.
pub(crate) unsafe extern "C" fn keys(
    table: &'static Table,
    _object: *mut PyObject,
    _: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: a METH_NOARGS function: CPython has checked that `object` is of our class.
    unsafe { enter_attached(|py| Ok(names(py, table)?.into_ptr())) }
}

/// `values()`.
pub(crate) unsafe extern "C" fn values(
    table: &'static Table,
    object: *mut PyObject,
    _: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: as `keys`.
    unsafe { enter_attached(|py| Ok(tuple(table, &Borrowed::from_ptr(py, object))?.into_ptr())) }
}

/// `items()`.
pub(crate) unsafe extern "C" fn items(
    table: &'static Table,
    object: *mut PyObject,
    _: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: as `keys`.
    unsafe {
        enter_attached(|py| {
            let record = Borrowed::from_ptr(py, object);
            let pairs: PyResult<Vec<_>> = table
                .fields
                .iter()
                .map(|field| {
                    let name = new::text(py, field.name())?.into_any();
                    let pair = new::tuple(py, [name, value(table, field, &record)?])?;
                    Ok(pair.into_any())
                })
                .collect();
            Ok(new::tuple(py, pairs?)?.into_ptr())
        })
    }
}

/// `get(key, default=None)`, which mapping patterns call.
pub(crate) unsafe extern "C" fn get(
    table: &'static Table,
    object: *mut PyObject,
    args: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: a METH_VARARGS function: a tuple.
    unsafe {
        enter_attached(|py| {
            let args = Borrowed::from_ptr(py, args).cast_unchecked::<PyTuple>();
            let (key, default) = match args.len() {
                1 => (args.get_item(0)?, py.None().into_bound(py)),
                2 => (args.get_item(0)?, args.get_item(1)?),
                given => {
                    let name = table.name;
                    return Err(raise::<PyTypeError>(format!(
                        "{name}.get() takes from 1 to 2 positional arguments but {given} were given"
                    )));
                }
            };
            match find(table, &key)? {
                Some(field) => {
                    value(table, field, &Borrowed::from_ptr(py, object)).map(Bound::into_ptr)
                }
                None => Ok(default.into_ptr()),
            }
        })
    }
}
