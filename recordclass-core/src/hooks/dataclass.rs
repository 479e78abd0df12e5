//! `__dataclass_fields__`: what `dataclasses`, msgspec, cattrs, pandas, polars know dataclasses by.

use super::{glue, table_of};
use crate::ffi::{self, PyObject, new};
use crate::field::Field;
use crate::methods::{Definitions, method};
use crate::once;
use crate::record::Table;
use crate::signature::{literal_default, new_default};
use crate::trampoline::enter_attached;
use pyo3::ffi::METH_NOARGS;
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyTuple, PyType};

/// The entry of a class that must not be made empty and filled afterwards.
///
/// msgspec makes an instance of a dataclass without a constructor, zero bytes, and assigns to its fields; which of them are
/// missing, to be an error or to get their default, it asks the instance. That is right for a record all of whose fields
/// can be zero, have no value then, and can be assigned to. Numbers always have one. It passes over fields of dataclasses that are no
/// fields (`InitVar`) when it writes, and refuses classes that have one when it reads. Nobody else looks at such fields
/// if no constructor takes them.
///
/// It also sets an attribute of the class, which a derived class refuses, immutable as it is. So each has that entry, and
/// only its Python subclasses may do without: the entry says what is the matter better than that attribute would.
const NOT_FILLABLE: &str = "(made by its constructor only)";

/// The hook.
pub(super) fn fields<'py>(
    instance: &Bound<'py, PyAny>,
    owner: &Bound<'py, PyType>,
) -> PyResult<Option<Bound<'py, PyAny>>> {
    let py = owner.py();
    let table = table_of(owner, "__dataclass_fields__")?;
    let state = table.state(py)?;
    let fields = once::object(py, &state.dataclass_fields, &|| of(py, table))?;
    let for_class = instance.is_none() && owner.as_type_ptr() == state.tp.as_ptr();
    fields.get_item(usize::from(for_class)).map(Some)
}

/// Two of them: of instances and Python subclasses, and of the class itself.
fn of<'py>(py: Python<'py>, table: &'static Table) -> PyResult<Bound<'py, PyAny>> {
    // SAFETY: the class of a table that has a state, which lives for ever.
    let class = unsafe { Bound::from_borrowed_ptr(py, table.state(py)?.tp.as_ptr().cast()) };
    // No module may have asked for the class of a field yet.
    table.fields.iter().for_each(|field| field.hint.make(py));
    let rows = new::list(py)?;
    for number in 0..table.fields.len() {
        rows.append(row(py, &class, table, number)?)?;
    }
    let fillable = |field: &Field| field.fillable(table);
    let fillable = table.hidden.is_empty() && table.fields.iter().all(fillable);
    glue::function(py, "dataclass_fields")?.call1((class, rows, NOT_FILLABLE, fillable))
}

/// A row as the script wants it: name, flags, and what it may have as tuples of one or none.
fn row<'py>(
    py: Python<'py>,
    class: &Bound<'py, PyAny>,
    table: &'static Table,
    number: usize,
) -> PyResult<Bound<'py, PyTuple>> {
    let field = &table.fields[number];
    let role = field.role;
    let default = literal_default(py, table, field);
    let factory = match (&default, field.default) {
        (None, Some(_)) => Some(factory(class, number)?),
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

static FACTORY: Definitions<1> = Definitions([method(
    c"default",
    c"Makes the default value of a field.",
    METH_NOARGS,
    new_value,
)]);

/// A function that makes the default value of a field; its self is the class and the number of the field.
fn factory<'py>(class: &Bound<'py, PyAny>, row: usize) -> PyResult<Bound<'py, PyAny>> {
    let row = new::int(class.py(), row)?.into_any();
    let place = new::tuple(class.py(), [class.clone(), row])?;
    // SAFETY: a function for such a tuple.
    unsafe { ffi::bound_function(&place, &FACTORY.all()[0]) }
}

unsafe extern "C" fn new_value(place: *mut PyObject, _: *mut PyObject) -> *mut PyObject {
    // SAFETY: a METH_NOARGS function; its self is what it was made with.
    unsafe {
        enter_attached(|py| {
            let place = Bound::from_borrowed_ptr(py, place).cast_into::<PyTuple>()?;
            let class = place.get_item(0)?.cast_into::<PyType>()?;
            let table = table_of(&class, "default")?;
            let row: usize = place.get_item(1)?.extract()?;
            let made = match table.fields.get(row) {
                Some(field) => new_default(py, table, field).transpose()?.flatten(),
                None => None,
            };
            Ok(made.map_or_else(|| py.None().into_ptr(), Bound::into_ptr))
        })
    }
}
