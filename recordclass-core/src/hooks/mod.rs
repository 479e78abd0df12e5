//! What other libraries and tools ask of a record: `__dataclass_fields__`, `__get_pydantic_core_schema__`, `__rich_repr__`,
//! `_repr_pretty_`. None of it needs those libraries, and none of it is made before it is asked for.
//!
//! It stands in one class, `recordclass.Record`, that look-ups on a derived class without a base go through: so it costs a class
//! nothing. And it must not stand in the class itself: orjson takes a class with `__dataclass_fields__` in its own dict
//! for one whose attributes are all held by the object, and reads freed memory where a getter makes them. Classes made
//! by the Python package have the same hooks on their own root, through the functions here.

mod about;
mod dataclass;
mod descriptor;
mod glue;
mod pretty;
mod pydantic;

use crate::classes;
use crate::ffi::{self, PyTypeObject, StaticDefinition};
use crate::once;
use crate::record::Table;
use crate::shims;
use pyo3::exceptions::PyAttributeError;
use pyo3::ffi as py_ffi;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::PyType;
use std::ptr;

pub(crate) use pretty::PRETTY;

/// `repr` of a derived record.
pub(crate) fn is_ours(repr: py_ffi::reprfunc) -> bool {
    ptr::fn_addr_eq(repr, shims::repr as py_ffi::reprfunc)
}

/// The table of a class that a hook is looked up on.
///
/// # Errors
/// `AttributeError`, by the name of the hook, where it is no record class.
fn table_of(owner: &Bound<'_, PyType>, hook: &'static str) -> PyResult<&'static Table> {
    // SAFETY: a live type.
    let table = unsafe { classes::find(owner.as_type_ptr()) };
    table.ok_or_else(|| PyAttributeError::new_err(hook))
}

/// Puts the hooks within reach of a class that has none through a base.
///
/// # Safety
/// Module invariants of [`ffi`]: the class is being finished.
pub(crate) unsafe fn adopt(py: Python<'_>, tp: *mut PyTypeObject) -> PyResult<()> {
    // SAFETY: as the caller says.
    unsafe {
        if (*tp).tp_base == &raw mut py_ffi::PyBaseObject_Type {
            ffi::look_up_through(py, tp, root(py)?)?;
        }
    }
    Ok(())
}

/// The class `recordclass.Record`: not a base of records, but among the classes that look-ups go through, so that
/// `isinstance` and `issubclass` say yes.
fn root(py: Python<'_>) -> PyResult<&Bound<'_, PyAny>> {
    static ROOT: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    once::object(py, &ROOT, &|| new_root(py))
}

fn new_root(py: Python<'_>) -> PyResult<Bound<'_, PyAny>> {
    let mut slots = [
        ffi::type_slot(
            py_ffi::Py_tp_doc,
            c"What record classes have for other libraries."
                .as_ptr()
                .cast(),
        ),
        ffi::LAST_SLOT,
    ];
    let mut spec = py_ffi::PyType_Spec {
        name: c"recordclass.Record".as_ptr(),
        basicsize: 0,
        itemsize: 0,
        flags: (py_ffi::Py_TPFLAGS_DEFAULT | py_ffi::Py_TPFLAGS_DISALLOW_INSTANTIATION) as _,
        slots: slots.as_mut_ptr(),
    };
    // SAFETY: a valid specification of literals, without a metaclass; the type is ours alone until it is given back.
    unsafe {
        let root = ffi::new_type(py, None, &mut spec, ptr::null_mut())?;
        let tp: *mut PyTypeObject = root.as_ptr().cast();
        descriptor::put(
            py,
            tp,
            &[
                (c"__dataclass_fields__", dataclass::fields),
                (c"__record_options__", about::about),
                (c"__rich_repr__", pretty::rich),
            ],
        )?;
        for method in pydantic::SCHEMA.all() {
            let name = std::ffi::CStr::from_ptr(method.ml_name);
            let method = StaticDefinition::Method(method);
            ffi::put(tp, name, &ffi::static_descriptor(py, tp, method)?)?;
        }
        ffi::change_flags(tp, py_ffi::Py_TPFLAGS_IMMUTABLETYPE, 0);
        py_ffi::PyType_Modified(tp);
        Ok(root)
    }
}

/// Adds the functions that the Python package's classes share: private to it. They are not the script's own, so that it does
/// not run when the package is imported.
///
/// # Errors
/// Memory errors.
pub fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_function(wrap_pyfunction!(pydantic::pydantic_schema, module)?)?;
    module.add_function(wrap_pyfunction!(pretty::pretty, module)?)?;
    module.add_function(wrap_pyfunction!(pretty::rich_items, module)?)
}
