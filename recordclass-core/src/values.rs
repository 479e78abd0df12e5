//! Reading the fields of a record as Python objects: what most protocols start with.

#[cfg(not(Py_GIL_DISABLED))]
use crate::ffi::PyObject;
use crate::field::{Field, Kind};
use crate::native::Native;
use crate::record::Table;
use pyo3::ffi;
use pyo3::prelude::*;
use pyo3::types::{PyFloat, PyTuple};
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering::Relaxed};

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
    // read directly, so objects go through the locked operations there.
    unsafe {
        match field.ops.kind {
            Kind::F64 => {
                let bits = (*at.cast::<AtomicU64>()).load(Relaxed);
                return Ok(PyFloat::new(record.py(), f64::from_bits(bits)).into_any());
            }
            Kind::I64 => {
                let value = (*at.cast::<AtomicI64>()).load(Relaxed);
                return value.to_python(record.py());
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
    // SAFETY: the result is new or an error. Its items are NULL until set; it is not handed out
    // before all are, and dropping it half filled is what CPython allows.
    unsafe {
        let tuple = Bound::from_owned_ptr_or_err(py, ffi::PyTuple_New(count))?;
        for (index, field) in table.fields.iter().enumerate() {
            let item = value(table, field, record)?;
            ffi::PyTuple_SET_ITEM(tuple.as_ptr(), index as ffi::Py_ssize_t, item.into_ptr());
        }
        Ok(tuple.cast_into_unchecked())
    }
}
