//! A record as a sequence: `p[0]`, `p[-1]`, `p[0:2]`, `len(p)`, `for v in p`, `v in p`, `*p`.

use crate::attribute::assign_item;
use crate::errors::raise;
use crate::ffi::PyObject;
use crate::record::Table;
use crate::trampoline::enter;
use crate::values::{tuple, value};
use pyo3::exceptions::{PyIndexError, PyTypeError};
use pyo3::ffi as py_ffi;
use pyo3::prelude::*;
use pyo3::types::PySlice;
use std::ffi::c_int;

/// `mp_length`, `sq_length`.
pub(crate) unsafe extern "C" fn len(
    table: &'static Table,
    _object: *mut PyObject,
) -> py_ffi::Py_ssize_t {
    table.fields.len() as py_ffi::Py_ssize_t
}

/// `mp_subscript`: an index or a slice.
pub(crate) unsafe extern "C" fn subscript(
    table: &'static Table,
    object: *mut PyObject,
    key: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: CPython calls this with a record and any key, both held by the caller.
    unsafe {
        enter(|py| {
            let record = Borrowed::from_ptr(py, object);
            let key = Borrowed::from_ptr(py, key);
            if key.is_instance_of::<PySlice>() {
                return tuple(table, &record)?
                    .as_any()
                    .get_item(key)
                    .map(Bound::into_ptr);
            }
            let index = position(table, &key, "indices must be integers or slices", "index")?;
            value(table, &table.fields[index], &record).map(Bound::into_ptr)
        })
    }
}

/// `sq_item`: CPython has added the length to a negative index already.
pub(crate) unsafe extern "C" fn item(
    table: &'static Table,
    object: *mut PyObject,
    index: py_ffi::Py_ssize_t,
) -> *mut PyObject {
    // SAFETY: as `subscript`.
    unsafe {
        enter(|py| {
            let record = Borrowed::from_ptr(py, object);
            let field = usize::try_from(index)
                .ok()
                .and_then(|index| table.fields.get(index));
            let field = field.ok_or_else(|| out_of_range(table, "index"))?;
            value(table, field, &record).map(Bound::into_ptr)
        })
    }
}

/// `mp_ass_subscript`: assignment to one index.
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
                let want = "indices must be integers in an assignment";
                let index = position(table, &key, want, "assignment index")?;
                Ok(&table.fields[index])
            })
        })
    }
}

/// `sq_contains`: by `==`, identity first, as tuples do.
pub(crate) unsafe extern "C" fn contains(
    table: &'static Table,
    object: *mut PyObject,
    wanted: *mut PyObject,
) -> c_int {
    // SAFETY: as `subscript`.
    unsafe {
        enter(|py| {
            let record = Borrowed::from_ptr(py, object);
            for field in table.fields {
                let value = value(table, field, &record)?;
                let equal = py_ffi::PyObject_RichCompareBool(value.as_ptr(), wanted, py_ffi::Py_EQ);
                match equal {
                    0 => {}
                    1.. => return Ok(1),
                    _ => return Err(PyErr::fetch(py)),
                }
            }
            Ok(0)
        })
    }
}

/// `tp_iter`: over the values as they are now.
///
/// A tuple's iterator: what is assigned during the loop does not show in it, and cannot harm it.
pub(crate) unsafe extern "C" fn iter(
    table: &'static Table,
    object: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: as `subscript`.
    unsafe {
        enter(|py| {
            let values = tuple(table, &Borrowed::from_ptr(py, object))?;
            Bound::from_owned_ptr_or_err(py, py_ffi::PyObject_GetIter(values.as_ptr()))
                .map(Bound::into_ptr)
        })
    }
}

/// The row that an index means.
fn position(table: &Table, key: &Bound<'_, PyAny>, want: &str, what: &str) -> PyResult<usize> {
    let py = key.py();
    let name = table.name;
    // SAFETY: a live object.
    if unsafe { py_ffi::PyIndex_Check(key.as_ptr()) } == 0 {
        let got = crate::errors::type_name(key);
        return Err(raise::<PyTypeError>(format!("{name} {want}, not {got}")));
    }
    // SAFETY: a live object; too large a number is an IndexError, -1 may be one.
    let index = unsafe { py_ffi::PyNumber_AsSsize_t(key.as_ptr(), py_ffi::PyExc_IndexError) };
    if index == -1 {
        if let Some(error) = PyErr::take(py) {
            return Err(error);
        }
    }
    let count = table.fields.len();
    let index = if index < 0 {
        index.checked_add_unsigned(count)
    } else {
        Some(index)
    };
    let index = index.and_then(|index| usize::try_from(index).ok());
    index
        .filter(|&index| index < count)
        .ok_or_else(|| out_of_range(table, what))
}

#[cold]
fn out_of_range(table: &Table, what: &str) -> PyErr {
    raise::<PyIndexError>(format!("{} {what} out of range", table.name))
}
