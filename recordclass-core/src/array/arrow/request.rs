//! `requested_schema`: another form of the same data, which a producer may give or not. We have one form, and refuse
//! only what would be other data.

use super::abi::{Schema, Struct};
use super::format::{Format, parse};
use super::input::SchemaRef;
use super::out::What;
use crate::array::call::Arguments;
use crate::array::table::RowTable;
use crate::errors::{raise, type_name};
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::ffi as py_ffi;
use pyo3::prelude::*;

/// Reads the arguments of `__arrow_c_array__` or `__arrow_c_stream__`.
///
/// # Errors
/// `TypeError` for what is no schema; `ValueError` for one of other fields, or that is released.
pub(super) fn check(
    function: &str,
    table: &RowTable,
    what: What,
    arguments: &Arguments<'_>,
) -> PyResult<()> {
    let [wanted] = arguments.take(function, 1, ["requested_schema"])?;
    let Some(wanted) = wanted.filter(|wanted| !wanted.is_none()) else {
        return Ok(());
    };
    // SAFETY: a live object; then a capsule with such a struct, which we hold while we look at it.
    let schema = unsafe {
        let name = Schema::CAPSULE.as_ptr();
        if py_ffi::PyCapsule_IsValid(wanted.as_ptr(), name) == 0 {
            let got = type_name(&wanted);
            return Err(raise::<PyTypeError>(format!(
                "requested_schema must be a capsule 'arrow_schema', not {got}"
            )));
        }
        SchemaRef::new(py_ffi::PyCapsule_GetPointer(wanted.as_ptr(), name).cast())?
    };
    let What::Rows = what else {
        return Ok(());
    };
    let mut same =
        parse(schema.format()?) == Format::Struct && schema.children()? == table.fields.len();
    for (index, field) in table.fields.iter().enumerate() {
        same = same && schema.child(index)?.name() == field.name.as_bytes();
    }
    if same {
        return Ok(());
    }
    let record = (table.record)().name;
    Err(raise::<PyValueError>(format!(
        "requested_schema has other fields than {record}: take the table as it is, and select or cast then"
    )))
}
