//! Reading the fields of a record as Python objects: what most protocols start with.

#[cfg(not(Py_GIL_DISABLED))]
use crate::ffi::PyObject;
use crate::field::{Field, Kind};
#[cfg(target_pointer_width = "64")]
use crate::native::{Native, read};
use crate::record::Table;
use pyo3::ffi;
use pyo3::prelude::*;
use pyo3::types::PyTuple;

/// The value of one field, new.
///
/// # Errors
/// `AttributeError` where the field was deleted; whatever the conversion raises.
///
/// # Safety
/// `record` is an instance of the class of `table`, and `field` is a row of it.
#[inline]
pub(crate) unsafe fn value<'py>(
    table: &Table,
    field: &Field,
    record: &Bound<'py, PyAny>,
) -> PyResult<Bound<'py, PyAny>> {
    // SAFETY: as the caller says.
    let at = unsafe { table.at(record.as_ptr(), field) };
    // SAFETY: the short cuts are those that `Kind` promises. Without the GIL only atomics may be
    // read directly, so objects go through the locked operations there; a plain f64 of a 32-bit build may be
    // aligned to less than an atomic.
    unsafe {
        match field.ops.kind {
            #[cfg(target_pointer_width = "64")]
            Kind::F64 => {
                return read::<f64>(at).to_python(record.py());
            }
            #[cfg(target_pointer_width = "64")]
            Kind::I64 => {
                return read::<i64>(at).to_python(record.py());
            }
            #[cfg(not(Py_GIL_DISABLED))]
            Kind::Object => {
                let object = *at.cast::<*mut PyObject>();
                return Bound::from_borrowed_ptr_or_opt(record.py(), object)
                    .ok_or_else(|| table.site(field).unset());
            }
            _ => {}
        }
    }
    // SAFETY: Ops 1 to 3: attached (there is a `Bound`), the field's memory, its owner.
    unsafe { (field.ops.get)(record, at) }?.ok_or_else(|| table.site(field).unset())
}

/// All values as a tuple, new.
///
/// # Errors
/// As [`value`].
///
/// # Safety
/// As [`value`].
pub(crate) unsafe fn tuple<'py>(
    table: &Table,
    record: &Bound<'py, PyAny>,
) -> PyResult<Bound<'py, PyTuple>> {
    let py = record.py();
    // The length is that of a static table: it fits.
    let count = table.fields.len() as ffi::Py_ssize_t;
    // SAFETY: the result is new or an error. Its items are NULL until set: nobody may see it before all are.
    // The collector knows it from birth, so that holds only where reading a field runs no code.
    unsafe {
        if table.reading_runs_code {
            let fields = table.fields.iter();
            let values: Vec<_> = fields
                .map(|field| value(table, field, record))
                .collect::<PyResult<_>>()?;
            let tuple = Bound::from_owned_ptr_or_err(py, ffi::PyTuple_New(count))?;
            for (index, item) in values.into_iter().enumerate() {
                ffi::PyTuple_SET_ITEM(tuple.as_ptr(), index as ffi::Py_ssize_t, item.into_ptr());
            }
            return Ok(tuple.cast_into_unchecked());
        }
        let tuple = Bound::from_owned_ptr_or_err(py, ffi::PyTuple_New(count))?;
        #[cfg(not(Py_GIL_DISABLED))]
        if table.packed {
            let slots = table.slots(record.as_ptr());
            for (index, field) in table.fields.iter().enumerate() {
                let item = *slots.add(index);
                if item.is_null() {
                    return Err(table.site(field).unset());
                }
                ffi::Py_INCREF(item);
                ffi::PyTuple_SET_ITEM(tuple.as_ptr(), index as ffi::Py_ssize_t, item);
            }
            return Ok(tuple.cast_into_unchecked());
        }
        for (index, field) in table.fields.iter().enumerate() {
            let item = value(table, field, record)?;
            ffi::PyTuple_SET_ITEM(tuple.as_ptr(), index as ffi::Py_ssize_t, item.into_ptr());
        }
        Ok(tuple.cast_into_unchecked())
    }
}
