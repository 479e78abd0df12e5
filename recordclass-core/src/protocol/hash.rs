//! Hash by value: that of the tuple of the values, as a dataclass has it.

use crate::ffi::PyObject;
use crate::record::{Record, Table};
use crate::trampoline::enter;
use crate::values::value;
use pyo3::ffi as py_ffi;
use pyo3::prelude::*;
use pyo3::types::PyTuple;

/// `tp_hash` of a record class.
pub(crate) unsafe extern "C" fn hash<T: Record>(object: *mut PyObject) -> py_ffi::Py_hash_t {
    // SAFETY: CPython calls this with a record of our class or a subclass.
    unsafe { enter(|py| of_values(T::table(), &Borrowed::from_ptr(py, object))) }
}

/// # Safety
/// `record` is a record of the class of `table`.
unsafe fn of_values(table: &Table, record: &Bound<'_, PyAny>) -> PyResult<isize> {
    // `hash` is the one protocol that CPython does not guard against deep nesting itself.
    let _depth = Deeper::enter(record.py())?;
    let hashed = table
        .fields
        .iter()
        .filter(|field| field.role.hash && field.role.compare);
    // SAFETY: as the caller says.
    let values: PyResult<Vec<_>> = hashed
        .map(|field| unsafe { value(table, field, record) })
        .collect();
    PyTuple::new(record.py(), values?)?.hash()
}

/// One level deeper in CPython's count of nested C calls: `RecursionError` instead of a crash.
struct Deeper<'py>(Python<'py>);

impl<'py> Deeper<'py> {
    fn enter(py: Python<'py>) -> PyResult<Self> {
        // SAFETY: attached; every 0 is matched by the leave in `drop`.
        match unsafe { py_ffi::Py_EnterRecursiveCall(c" in a record".as_ptr()) } {
            0 => Ok(Deeper(py)),
            _ => Err(PyErr::fetch(py)),
        }
    }
}

impl Drop for Deeper<'_> {
    fn drop(&mut self) {
        let _: Python<'_> = self.0;
        // SAFETY: matches the enter.
        unsafe { py_ffi::Py_LeaveRecursiveCall() };
    }
}
