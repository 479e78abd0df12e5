//! Record classes made at run time: what `dataobject`, `recordclass()` and their kin are built on.
//!
//! The way of such a class: `recordtype.__new__` (`metatype`) reads what the Python layer asks for (`spec`),
//! lets `type.__new__` make a class, and `finish`es it: a heap-made field table (`class`), descriptors, and
//! slots (`slots`) that are the same for all such classes (`shims`) and go on to the protocols of derived ones.

mod as_tuple;
mod class;
mod construct;
mod convert;
mod finish;
mod functions;
mod metatype;
mod shims;
mod slots;
mod spec;

use crate::ffi::{PyObject, PyTypeObject};
use crate::record::Table;
use pyo3::prelude::*;
use pyo3::types::PyTuple;

/// The table of a record made at run time: good while somebody holds its class.
///
/// # Safety
/// `record` is a live instance of such a class.
#[inline]
pub(crate) unsafe fn table_of(record: *mut PyObject) -> &'static Table {
    // SAFETY: as the caller says.
    unsafe { &class::Class::of_instance(record).table }
}

/// [`table_of`], without a call: `None` for an instance of a class that is not finished.
///
/// # Safety
/// As [`table_of`].
#[cfg(not(Py_GIL_DISABLED))]
#[inline]
pub(crate) unsafe fn finished_table_of(record: *mut PyObject) -> Option<&'static Table> {
    // SAFETY: as the caller says.
    unsafe { class::Class::of(pyo3::ffi::Py_TYPE(record)).map(|class| &class.table) }
}

/// Whether a class was made by the `recordclass()` factory: its records pass for mutabletuples.
///
/// # Safety
/// `tp` is a live type, and the caller is attached.
pub(crate) unsafe fn is_named_tuple(tp: *mut PyTypeObject) -> bool {
    // SAFETY: as the caller says; `is_ours` says that there is a word.
    unsafe {
        metatype::is_ours(tp) && class::Class::of(tp).is_some_and(|class| class.extra.namedtuple)
    }
}

/// The values of a record of such a class, if they can be indexed; `None` for anything else.
///
/// # Errors
/// `AttributeError` where a field has no value; `MemoryError`.
pub(crate) fn values_of_named_tuple<'py>(
    object: &Bound<'py, PyAny>,
) -> PyResult<Option<Bound<'py, PyTuple>>> {
    as_tuple::values(object)
}

/// Puts the metaclass and its functions into an extension module.
///
/// # Errors
/// `ImportError` if this Python's objects are not laid out as the crate was built for, or in another interpreter than
/// the first; `MemoryError`.
pub fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    crate::ffi::check_python(module.py())?;
    // A slice of a record is a mutabletuple.
    crate::light::prepare(module.py())?;
    module.add("recordtype", metatype::create(module.py())?)?;
    module.add_function(wrap_pyfunction!(metatype::finish_metaclass, module)?)?;
    slots::functions(module)?;
    module.add_function(wrap_pyfunction!(functions::is_record, module)?)?;
    module.add_function(wrap_pyfunction!(functions::fields, module)?)
}
