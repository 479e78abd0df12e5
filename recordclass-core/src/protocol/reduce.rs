//! Pickle, protocols 0 to 5: a record is its class and its values.
//!
//! There is no `__setstate__`: only complete records are ever made. Where the constructor is ours it is
//! called again; where the user wrote one, whose arguments we do not know, `__make__` takes the values
//! as they are.

use crate::construct::build;
use crate::errors::raise;
use crate::extra;
use crate::ffi::{PyObject, new};
use crate::nesting::Deeper;
use crate::record::Table;
use crate::trampoline::{attached, enter, enter_attached};
use crate::values::{tuple, value};
use pyo3::exceptions::PyTypeError;
use pyo3::ffi as py_ffi;
use pyo3::intern;
use pyo3::prelude::*;

/// `__reduce__()`.
pub(crate) unsafe extern "C" fn reduce(
    table: &'static Table,
    object: *mut PyObject,
    _none: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: a METH_NOARGS function: CPython has checked that `object` is of our class.
    unsafe {
        enter(|py| {
            let _deeper = Deeper::counted(py)?;
            let record = Borrowed::from_ptr(py, object);
            let state = table.state(py)?;
            // A subclass may have a constructor that takes other arguments.
            let exact = record.get_type().as_type_ptr() == state.tp.as_ptr();
            if state.own_constructor || !exact {
                return attached(py, || reduced(table, &record, true));
            }
            by_call(table, &record)
        })
    }
}

/// The class and its arguments, where all can be given by position; else what [`reduced`] says.
///
/// # Safety
/// `record` is a record exactly of the class of `table`.
#[inline]
pub(crate) unsafe fn by_call(table: &Table, record: &Bound<'_, PyAny>) -> PyResult<*mut PyObject> {
    let py = record.py();
    // SAFETY: as the caller says. The pair is new or an error, and takes the references it is given.
    unsafe {
        if table.state(py)?.leading != table.fields.len() || table.layout.dict_at().is_some() {
            return attached(py, || reduced(table, record, false));
        }
        let values = tuple(table, record)?;
        let pair = Bound::from_owned_ptr_or_err(py, py_ffi::PyTuple_New(2))?;
        py_ffi::PyTuple_SET_ITEM(pair.as_ptr(), 0, record.get_type().into_ptr());
        py_ffi::PyTuple_SET_ITEM(pair.as_ptr(), 1, values.into_ptr());
        Ok(pair.into_ptr())
    }
}

/// What `__reduce__` gives; `by_values`: past the constructor, whose arguments we do not know.
///
/// # Safety
/// `record` is a record of the class of `table`.
pub(crate) unsafe fn reduced(
    table: &Table,
    record: &Bound<'_, PyAny>,
    by_values: bool,
) -> PyResult<*mut PyObject> {
    let py = record.py();
    let class = record.get_type();
    let keywords = table.fields.iter().any(|field| field.role.kw_only);
    // SAFETY: as the caller says.
    unsafe {
        let (callable, args) = if by_values {
            let args = new::tuple(py, [tuple(table, record)?.into_any()])?;
            (class.getattr(intern!(py, "__make__"))?, args)
        } else if keywords {
            let kwargs = new::dict(py)?;
            let mut args = Vec::new();
            for field in table.fields {
                let value = value(table, field, record)?;
                if field.role.kw_only {
                    kwargs.set_item(field.name(), value)?;
                } else {
                    args.push(value);
                }
            }
            let newobj = py
                .import(intern!(py, "copyreg"))?
                .getattr(intern!(py, "__newobj_ex__"))?;
            let args = new::tuple(py, args)?.into_any();
            let args = new::tuple(py, [class.into_any(), args, kwargs.into_any()])?;
            (newobj, args)
        } else {
            (class.into_any(), tuple(table, record)?)
        };
        let reduced = match extra::state(table, record)? {
            Some(state) => new::tuple(py, [callable, args.into_any(), state])?,
            None => new::tuple(py, [callable, args.into_any()])?,
        };
        Ok(reduced.into_ptr())
    }
}

/// `__make__(values)`: a record of one value for each field, in order, without a constructor call.
pub(crate) unsafe extern "C" fn make(
    table: &'static Table,
    class: *mut PyObject,
    values: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: a METH_O class method: CPython has checked that `class` is ours or a subclass.
    unsafe {
        enter_attached(|py| {
            let values = Borrowed::from_ptr(py, values);
            let held = new::tuple_from(&values)?;
            let (name, want, got) = (table.name, table.fields.len(), held.len());
            if got != want {
                return Err(raise::<PyTypeError>(format!(
                    "{name}.__make__() takes {want} values but {got} were given"
                )));
            }
            let values: Vec<_> = held.iter_borrowed().map(|value| value.as_ptr()).collect();
            build(py, table, class.cast::<py_ffi::PyTypeObject>(), &values)
        })
    }
}
