//! `__dataclass_fields__`: what `dataclasses`, msgspec, cattrs, pandas, polars know dataclasses by.

use super::{glue, table_of};
use crate::ffi::new;
use crate::field::Field;
use crate::record::Table;
use crate::signature::{literal_default, new_default};
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyCFunction, PyTuple, PyType};

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
    ) -> PyResult<Bound<'py, PyAny>> {
        let py = owner.py();
        let table = table_of(owner, "__dataclass_fields__")?;
        let fields = &table.state(py)?.dataclass_fields;
        let fields = fields.get_or_try_init(py, || of(py, table).map(Bound::unbind))?;
        Ok(fields.bind(py).clone())
    }
}

fn of<'py>(py: Python<'py>, table: &'static Table) -> PyResult<Bound<'py, PyAny>> {
    // SAFETY: the class of a table that has a state, which lives for ever.
    let class = unsafe { Bound::from_borrowed_ptr(py, table.state(py)?.tp.as_ptr().cast()) };
    // No module may have asked for the class of a field yet.
    table.fields.iter().for_each(|field| field.hint.make(py));
    let rows = new::list(py)?;
    for field in table.fields {
        rows.append(row(py, table, field)?)?;
    }
    let fillable = |field: &Field| field.fillable(table);
    let fillable = table.hidden.is_empty() && table.fields.iter().all(fillable);
    let marker = (!fillable).then_some(NOT_FILLABLE);
    glue::function(py, "dataclass_fields")?.call1((class, rows, marker))
}

/// A row as the script wants it: name, flags, and what it may have as tuples of one or none.
fn row<'py>(
    py: Python<'py>,
    table: &'static Table,
    field: &'static Field,
) -> PyResult<Bound<'py, PyTuple>> {
    let role = field.role;
    let default = literal_default(py, table, field);
    let factory = match (&default, field.default) {
        (None, Some(_)) => Some(factory(py, table, field)?.into_any()),
        _ => None,
    };
    let at_most_one =
        |it: Option<Bound<'py, PyAny>>| new::tuple(py, it.into_iter().collect::<Vec<_>>());
    let flags = [role.repr, role.compare, role.hash, role.kw_only];
    let flags = flags.map(|flag| PyBool::new(py, flag).to_owned().into_any());
    let mut all = vec![new::text(py, field.name())?.into_any()];
    all.extend(flags);
    all.push(at_most_one(default)?.into_any());
    all.push(at_most_one(factory)?.into_any());
    all.push(new::text(py, &field.doc.to_string_lossy())?.into_any());
    new::tuple(py, all)
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
