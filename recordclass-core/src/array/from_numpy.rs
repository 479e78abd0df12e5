//! `from_numpy`: a copy of what numpy holds, field by field, where no value changes by it.

use super::block::Block;
use super::call::Arguments;
use super::cell::{is_value, no_value};
use super::core::Core;
use super::edit::required;
use super::kind::RowKind;
use super::order::no_memory;
use super::table::{RowField, RowTable};
use crate::errors::raise;
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PySlice, PyTuple};

/// `from_numpy(array, /)`: a copy of a structured array, or of a mapping of columns, field by field and by name.
///
/// # Errors
/// `TypeError` for a type that does not go into the field without loss; `ValueError` for missing or unknown fields, or
/// columns of different lengths.
pub(super) fn from_numpy<'py>(
    py: Python<'py>,
    table: &'static RowTable,
    arguments: &Arguments<'py>,
) -> PyResult<Bound<'py, PyAny>> {
    let [data] = arguments.take("from_numpy", 1, ["_array"])?;
    let data = required("from_numpy", data)?;
    let numpy = py.import("numpy")?;
    let (data, names) = if data.hasattr("keys")? {
        let names: Vec<String> = data
            .call_method0("keys")?
            .try_iter()?
            .map(|name| name?.extract())
            .collect::<PyResult<_>>()?;
        (data, names)
    } else {
        let data = numpy.call_method1("asarray", (data,))?;
        let names = data.getattr("dtype")?.getattr("names")?;
        if names.is_none() {
            return Err(raise::<PyTypeError>(
                "from_numpy() takes a structured array, or a mapping of names to arrays",
            ));
        }
        (data, names.extract()?)
    };
    let unknown = names.iter().find(|name| table.field(name).is_none());
    if let Some(unknown) = unknown {
        let record = (table.record)().name;
        return Err(raise::<PyValueError>(format!(
            "{record} has no field '{unknown}'"
        )));
    }
    let mut columns = Vec::new();
    let mut count = None;
    for field in table.fields {
        if !names.iter().any(|name| name == field.name) {
            let record = (table.record)().name;
            return Err(raise::<PyValueError>(format!(
                "field '{}' of {record} is missing",
                field.name
            )));
        }
        let column = data.get_item(field.name)?;
        // A masked array stays one.
        let column = numpy.call_method1("asanyarray", (column,))?;
        let shape: Vec<usize> = column.getattr("shape")?.extract()?;
        let (_, inner) = field.kind.flattened();
        if shape.get(1..) != Some(&inner[..]) || *count.get_or_insert(shape[0]) != shape[0] {
            return Err(raise::<PyValueError>(format!(
                "field '{}': an array of shape {shape:?} has not one value of shape {inner:?} for each of {} rows",
                field.name,
                count.unwrap_or(0)
            )));
        }
        columns.push(column);
    }
    let rows =
        Block::zeros(table.size, table.align, count.unwrap_or(0)).map_err(|_| no_memory())?;
    let made = Core::new(table, rows).into_object(py)?;
    for (index, (field, column)) in table.fields.iter().zip(columns).enumerate() {
        // SAFETY: an array of the table.
        let array = unsafe { Core::of(made.as_ptr()) };
        let target = super::column::of(py, array, index)?;
        if put_text(&numpy, field, &target, &column)? {
            continue;
        }
        let target = numpy.call_method1("asarray", (target,))?;
        put(&numpy, field, &target, &column)?;
        // SAFETY: an array of the table.
        check_values(py, unsafe { Core::of(made.as_ptr()) }, field)?;
    }
    Ok(made)
}

/// What numpy copied may be no value of the field, as it knows neither UTF-8 nor which numbers are characters.
fn check_values(py: Python<'_>, array: &Core, field: &RowField) -> PyResult<()> {
    if field.kind.is_plain() {
        return Ok(());
    }
    let wrong = array.search(py, 0..array.len(py), |row| {
        // SAFETY: a field of the row.
        unsafe { !is_value(&field.kind, row.add(field.offset)) }
    })?;
    wrong.map_or(Ok(()), |row| Err(no_value(array.table, field, row)))
}

/// Puts text in that is no bytes, as `str` objects. Says whether it was such.
fn put_text<'py>(
    numpy: &Bound<'py, PyModule>,
    field: &RowField,
    target: &Bound<'py, PyAny>,
    column: &Bound<'py, PyAny>,
) -> PyResult<bool> {
    let (kind, _) = field.kind.flattened();
    let kind = match kind {
        RowKind::Optional(value) => value,
        kind => kind,
    };
    if !matches!(kind, RowKind::Str(_) | RowKind::Shared(_)) {
        return Ok(false);
    }
    let dtype = column.getattr("dtype")?;
    let letter: String = dtype.getattr("kind")?.extract()?;
    // Python's `str`, numpy's fixed-size and its variable one.
    if !matches!(letter.as_str(), "O" | "U" | "T") {
        if matches!(kind, RowKind::Shared(_)) {
            let name = field.name;
            return Err(raise::<PyTypeError>(format!(
                "field '{name}' takes text, not {dtype}: a number of a shared text means nothing without the texts"
            )));
        }
        return Ok(false);
    }
    // What is masked is None there.
    let values = column.call_method0("tolist")?;
    let all = PySlice::full(numpy.py());
    target.set_item(all, values)?;
    Ok(true)
}

/// Whether integers that become floats are such. numpy calls it safe, whatever their size.
fn check_exact<'py>(
    numpy: &Bound<'py, PyModule>,
    field: &RowField,
    target: &Bound<'py, PyAny>,
    column: &Bound<'py, PyAny>,
) -> PyResult<()> {
    /// Up to here a float has all of them.
    const EXACT: i64 = 1 << 53;
    let kind = |array: &Bound<'py, PyAny>| -> PyResult<String> {
        array.getattr("dtype")?.getattr("kind")?.extract()
    };
    // What says that a value is there may be no array.
    if kind(target)? != "f" || !matches!(kind(column)?.as_str(), "i" | "u") {
        return Ok(());
    }
    // Shorter ones are such, or numpy says that they are not.
    let size: usize = column.getattr("dtype")?.getattr("itemsize")?.extract()?;
    if size < 8 {
        return Ok(());
    }
    let above = numpy.call_method1("greater", (column, EXACT))?;
    let below = numpy.call_method1("less", (column, -EXACT))?;
    let beyond = numpy.call_method1(
        "argwhere",
        (numpy.call_method1("logical_or", (above, below))?,),
    )?;
    if beyond.len()? == 0 {
        return Ok(());
    }
    let first: Vec<usize> = beyond.get_item(0)?.extract()?;
    let value = column.get_item(PyTuple::new(numpy.py(), &first)?)?;
    let (name, row) = (field.name, first.first().copied().unwrap_or(0));
    Err(raise::<PyValueError>(format!(
        "field '{name}', row {row}: {value} is beyond 2**53, up to where floats have all integers"
    )))
}

/// Copies a column, where no value changes by it.
fn put<'py>(
    numpy: &Bound<'py, PyModule>,
    field: &RowField,
    target: &Bound<'py, PyAny>,
    column: &Bound<'py, PyAny>,
) -> PyResult<()> {
    let py = numpy.py();
    let is_struct = !column.getattr("dtype")?.getattr("names")?.is_none();
    let mask = column.getattr_opt("mask")?;
    let masked = match &mask {
        Some(mask) => numpy.call_method1("any", (mask,))?.is_truthy()?,
        None => false,
    };
    let copy = |target: &Bound<'py, PyAny>, column: &Bound<'py, PyAny>| {
        check_exact(numpy, field, target, column)?;
        let options = PyDict::new(py);
        options.set_item("casting", "safe")?;
        numpy
            .getattr("copyto")?
            .call((target, column), Some(&options))
            .map(drop)
            .map_err(|error| {
                let named =
                    raise::<PyTypeError>(format!("field '{}': {}", field.name, error.value(py)));
                named.set_cause(py, Some(error));
                named
            })
    };
    match field.kind {
        RowKind::Optional(_) if is_struct => {
            copy(&target.get_item("value")?, &column.get_item("value")?)?;
            copy(&target.get_item("valid")?, &column.get_item("valid")?)
        }
        RowKind::Optional(_) => {
            let plain = if masked {
                column.call_method1("filled", (0,))?
            } else {
                numpy.call_method1("asarray", (column,))?
            };
            copy(&target.get_item("value")?, &plain)?;
            let valid = match mask {
                Some(mask) => numpy.call_method1("logical_not", (mask,))?,
                None => true.into_pyobject(py)?.to_owned().into_any(),
            };
            copy(&target.get_item("valid")?, &valid)
        }
        _ if masked => Err(raise::<PyTypeError>(format!(
            "field '{}' takes no nulls, and values of the array are masked: declare it as an Option",
            field.name
        ))),
        _ => copy(target, &numpy.call_method1("asarray", (column,))?),
    }
}
