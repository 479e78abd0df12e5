//! `__dataclass_fields__`: what `dataclasses`, msgspec, cattrs, pandas, polars know dataclasses by.

use super::table_of;
use crate::field::Field;
use crate::record::Table;
use crate::signature::{literal_default, new_default};
use pyo3::prelude::*;
use pyo3::types::{IntoPyDict, PyCFunction, PyDict, PyType};

/// The entry of a class that must not be made empty and filled afterwards.
///
/// msgspec makes an instance of a dataclass without a constructor, zero bytes, and assigns to its fields. That is safe
/// for a record all of whose fields can be zero, and assigned to. It passes over fields of dataclasses that are no
/// fields (`InitVar`) when it writes, and refuses classes that have one when it reads. Nobody else looks at such fields
/// if no constructor takes them.
const NOT_FILLABLE: &str = "(made by its constructor only)";

/// The descriptor.
#[pyclass(frozen, module = "recordclass")]
pub(super) struct Fields;

#[pymethods]
impl Fields {
    fn __get__<'py>(
        &self,
        _instance: &Bound<'py, PyAny>,
        owner: &Bound<'py, PyType>,
    ) -> PyResult<Bound<'py, PyDict>> {
        let py = owner.py();
        let table = table_of(owner, "__dataclass_fields__")?;
        let fields = &table.state(py)?.dataclass_fields;
        let fields = fields.get_or_try_init(py, || of(py, table).map(Bound::unbind))?;
        Ok(fields.bind(py).clone())
    }
}

fn of<'py>(py: Python<'py>, table: &'static Table) -> PyResult<Bound<'py, PyDict>> {
    let module = py.import("dataclasses")?;
    // SAFETY: the class of a table that has a state, which lives for ever.
    let class = unsafe { Bound::from_borrowed_ptr(py, table.state(py)?.tp.as_ptr().cast()) };
    // No module may have asked for the class of a field yet.
    table.fields.iter().for_each(|field| field.hint.make(py));
    let annotations = class.getattr("__annotations__")?;
    let all = PyDict::new(py);
    for field in table.fields {
        let made = dataclass_field(py, table, field)?;
        let annotation = annotations.get_item(field.name());
        // The user's own annotations may leave some out.
        made.setattr(
            "type",
            annotation.unwrap_or_else(|_| py.None().into_bound(py)),
        )?;
        made.setattr("_field_type", module.getattr("_FIELD")?)?;
        all.set_item(field.name(), made)?;
    }
    let fillable = |field: &Field| field.fillable(table);
    if !table.hidden.is_empty() || !table.fields.iter().all(fillable) {
        let no_field = [("init", false), ("repr", false), ("compare", false)].into_py_dict(py)?;
        let made = module.getattr("field")?.call((), Some(&no_field))?;
        made.setattr("name", NOT_FILLABLE)?;
        made.setattr("_field_type", module.getattr("_FIELD_INITVAR")?)?;
        all.set_item(NOT_FILLABLE, made)?;
    }
    Ok(all)
}

/// What `dataclasses.field()` makes of a row.
fn dataclass_field<'py>(
    py: Python<'py>,
    table: &'static Table,
    field: &'static Field,
) -> PyResult<Bound<'py, PyAny>> {
    let module = py.import("dataclasses")?;
    let said = PyDict::new(py);
    let role = field.role;
    said.set_item("repr", role.repr)?;
    said.set_item("compare", role.compare)?;
    if role.hash != role.compare {
        said.set_item("hash", role.hash)?;
    }
    said.set_item("kw_only", role.kw_only)?;
    if let Some(default) = literal_default(py, table, field) {
        said.set_item("default", default)?;
    } else if field.default.is_some() {
        said.set_item("default_factory", factory(py, table, field)?)?;
    }
    let made = module.getattr("field")?.call((), Some(&said))?;
    made.setattr("name", field.name())?;
    if !field.doc.is_empty() && made.hasattr("doc")? {
        made.setattr("doc", field.doc.to_string_lossy())?;
    }
    Ok(made)
}

/// A function that makes the default value of a field.
fn factory<'py>(
    py: Python<'py>,
    table: &'static Table,
    field: &'static Field,
) -> PyResult<Bound<'py, PyCFunction>> {
    let doc = c"Makes the default value of a field.";
    PyCFunction::new_closure(py, Some(field.name), Some(doc), move |args, _| {
        let py = args.py();
        match new_default(py, table, field) {
            Some(made) => made.map(|made| made.map(Bound::unbind)),
            None => Ok(None),
        }
    })
}
