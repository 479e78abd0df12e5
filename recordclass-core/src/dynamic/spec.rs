//! What the Python layer asks for: rows and options, read once and checked.
//!
//! The Python package interprets class bodies and words its errors for users; what is refused here would
//! be a mistake of that layer, or of somebody who calls the metaclass by hand.

use super::class::{Class, Extra};
use crate::errors::raise;
use crate::ffi::new;
use crate::record::Options;
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyString, PyTuple};
use std::ffi::CString;

/// How a field that a call leaves out is filled: by nothing, an object, the result of a call, a copy.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Fallback {
    None,
    Object,
    Call,
    Copy,
}

/// One field.
pub(super) struct Row {
    pub(super) name: CString,
    /// The name again, interned.
    pub(super) text: Py<PyString>,
    pub(super) readonly: bool,
    pub(super) kw_only: bool,
    pub(super) fallback: Fallback,
    pub(super) object: Py<PyAny>,
}

/// A class to be made.
pub(super) struct Spec {
    pub(super) rows: Vec<Row>,
    pub(super) options: Options,
    pub(super) extra: Extra,
    pub(super) is_final: bool,
    pub(super) immutable_type: bool,
}

impl Spec {
    pub(super) fn parse(rows: &Bound<'_, PyAny>, options: &Bound<'_, PyAny>) -> PyResult<Self> {
        let options = options.cast::<PyDict>()?;
        let on = |name: &str| -> PyResult<bool> {
            options
                .get_item(new::text(options.py(), name)?)?
                .map_or_else(
                    || {
                        Err(raise::<PyTypeError>(format!(
                            "recordtype: the option '{name}' is missing"
                        )))
                    },
                    |value| value.is_truthy(),
                )
        };
        let rows = rows.cast::<PyTuple>()?.iter();
        let rows = rows
            .map(|row| Row::parse(&row))
            .collect::<PyResult<Vec<_>>>()?;
        let readonly = on("readonly")?;
        let (sequence, mapping) = (on("sequence")?, on("mapping")?);
        Ok(Spec {
            options: Options {
                gc: on("gc")?,
                frozen: readonly,
                eq: on("eq")?,
                order: on("order")?,
                hash: on("hashable")?,
                repr: true,
                sequence,
                mapping,
                weakref: on("use_weakref")?,
                dict: on("use_dict")?,
                // Of the table's own class are all its instances: a subclass has a table of its own.
                subclass: false,
            },
            extra: Extra {
                iterable: on("iterable")? || sequence || mapping,
                sequence,
                mapping,
                namedtuple: on("namedtuple")?,
            },
            is_final: on("final")?,
            immutable_type: on("immutable_type")?,
            rows: rows
                .into_iter()
                .map(|row| Row {
                    readonly: row.readonly || readonly,
                    ..row
                })
                .collect(),
        })
    }

    /// No fields, and nothing that is to be had of a record.
    pub(super) fn nothing() -> Self {
        Spec {
            rows: Vec::new(),
            options: Options {
                gc: false,
                frozen: false,
                eq: false,
                order: false,
                hash: false,
                repr: true,
                sequence: false,
                mapping: false,
                weakref: false,
                dict: false,
                subclass: true,
            },
            extra: Extra {
                iterable: false,
                sequence: false,
                mapping: false,
                namedtuple: false,
            },
            is_final: false,
            immutable_type: false,
        }
    }

    /// A subclass begins with the fields of its base, and loses nothing of what that can.
    pub(super) fn check_against(&self, name: &str, base: &Class) -> PyResult<()> {
        let theirs = base.table.fields;
        let kept = self.rows.len() >= theirs.len()
            && theirs.iter().zip(&self.rows).all(|(field, row)| {
                field.name == row.name.as_c_str() && (row.readonly || !field.role.frozen)
            });
        let (old, new) = (&base.table.options, &self.options);
        let room = (new.dict || !old.dict) && (new.weakref || !old.weakref) && (new.gc || !old.gc);
        if kept && room {
            return Ok(());
        }
        Err(raise::<PyTypeError>(format!(
            "recordtype: class {name} must begin with the fields and options of its base {}",
            base.table.name
        )))
    }
}

impl Row {
    fn parse(row: &Bound<'_, PyAny>) -> PyResult<Self> {
        let py = row.py();
        let row = row.cast::<PyTuple>()?;
        let name = row.get_item(0)?.cast_into::<PyString>()?;
        let kind = row.get_item(2)?.extract::<u8>()?;
        let text = name.to_str()?;
        let name = CString::new(text).map_err(|_| {
            raise::<PyValueError>(format!("a field name holds a NUL character: {text:?}"))
        })?;
        Ok(Row {
            text: new::interned(py, &name)?.unbind(),
            name,
            readonly: row.get_item(1)?.is_truthy()?,
            kw_only: row.len() > 4 && row.get_item(4)?.is_truthy()?,
            fallback: match kind {
                0 => Fallback::None,
                1 => Fallback::Object,
                2 => Fallback::Call,
                3 => Fallback::Copy,
                _ => {
                    return Err(raise::<PyValueError>(format!(
                        "recordtype: no such default: {kind}"
                    )));
                }
            },
            object: row.get_item(3)?.unbind(),
        })
    }
}
