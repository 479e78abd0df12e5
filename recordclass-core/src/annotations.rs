//! `__annotations__`: the type of each field, for tools that look there.
//!
//! They want a dict in the class's own dict, and objects in it, so it is filled when the class is made. A record class
//! that is not made yet stands there by its name, as any forward reference; when it is made, it takes its place.

use crate::field::Field;
use crate::record::Table;
use pyo3::prelude::*;
use pyo3::types::PyDict;
use std::sync::{Mutex, PoisonError};

/// Dicts that hold names in place of classes.
static WAITING: Mutex<Vec<(Py<PyDict>, &'static Field)>> = Mutex::new(Vec::new());

/// The annotations of a class, new.
///
/// # Errors
/// Errors of importing the module of a type.
pub(crate) fn of<'py>(py: Python<'py>, table: &'static Table) -> PyResult<Bound<'py, PyDict>> {
    let all = PyDict::new(py);
    for field in table.fields {
        match field.hint.object(py)? {
            Some(hint) => all.set_item(field.name(), hint)?,
            None => {
                all.set_item(field.name(), field.hint.text(py))?;
                lock().push((all.clone().unbind(), field));
            }
        }
    }
    Ok(all)
}

/// Puts classes in the place of their names, now that one more is finished.
///
/// # Errors
/// As [`of`].
pub(crate) fn settle(py: Python<'_>) -> PyResult<()> {
    let waiting = std::mem::take(&mut *lock());
    for (all, field) in waiting {
        match field.hint.object(py)? {
            Some(hint) => all.bind(py).set_item(field.name(), hint)?,
            None => lock().push((all, field)),
        }
    }
    Ok(())
}

fn lock() -> std::sync::MutexGuard<'static, Vec<(Py<PyDict>, &'static Field)>> {
    // Nothing in here panics half way.
    WAITING.lock().unwrap_or_else(PoisonError::into_inner)
}
