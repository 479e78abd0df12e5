//! `copy.copy`, `copy.deepcopy` and `copy.replace` (`__replace__`).
//!
//! None of them calls the constructor: the copy has the values that the original has.

use crate::draft::Draft;
use crate::errors::raise;
use crate::extra;
use crate::ffi::{PyObject, new};
use crate::field::{Field, Kind};
use crate::nesting::Deeper;
use crate::objects;
use crate::places::Places;
use crate::record::Table;
use crate::trampoline::{attached, enter, enter_attached};
use crate::values::value;
use pyo3::exceptions::PyTypeError;
use pyo3::ffi as py_ffi;
use pyo3::intern;
use pyo3::prelude::*;

/// `__copy__()`. A frozen record is its own copy, as a tuple is.
pub(crate) unsafe extern "C" fn copy(
    table: &'static Table,
    object: *mut PyObject,
    _none: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: a METH_NOARGS function: CPython has checked that `object` is of our class.
    unsafe {
        if !table.options.frozen {
            if let Some(new) = objects::quick_copy(table, object) {
                return new;
            }
        }
        any_copy(table, object)
    }
}

/// [`copy`] of any record. Not inlined: the quick way needs no room on the stack.
///
/// # Safety
/// As [`copy`].
#[inline(never)]
pub(crate) unsafe fn any_copy(table: &'static Table, object: *mut PyObject) -> *mut PyObject {
    // SAFETY: as the caller says.
    unsafe {
        enter(|py| {
            let record = Borrowed::from_ptr(py, object);
            if is_itself_a_copy(table, &record)? {
                return Ok(record.to_owned().into_ptr());
            }
            if table.objects_only && is_exact(table, &record)? && table.layout.dict_at().is_none() {
                return objects::remake(table, &record, &[]);
            }
            attached(py, || {
                let new = Bound::from_owned_ptr(py, remake(table, &record, |_| None)?);
                if let Some(state) = extra::state(table, &record)? {
                    extra::restore(&new, &state)?;
                }
                Ok(new.into_ptr())
            })
        })
    }
}

/// `__replace__(**changes)`.
pub(crate) unsafe extern "C" fn replace(
    table: &'static Table,
    object: *mut PyObject,
    args: *const *mut PyObject,
    count: py_ffi::Py_ssize_t,
    kwnames: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: a METH_FASTCALL | METH_KEYWORDS function: `args` holds the positional arguments and then one
    // for each name in the tuple `kwnames`, which may be NULL; all are borrowed for the time of the call.
    unsafe {
        if count == 0 {
            if let Some(new) = objects::quick_replace(table, object, args, kwnames) {
                return new;
            }
        }
        any_replace(table, object, args, count, kwnames)
    }
}

/// [`replace`] of any record.
///
/// # Safety
/// As [`replace`].
#[inline(never)]
pub(crate) unsafe fn any_replace(
    table: &'static Table,
    object: *mut PyObject,
    args: *const *mut PyObject,
    count: py_ffi::Py_ssize_t,
    kwnames: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: as the caller says.
    unsafe {
        enter(|py| {
            let record = Borrowed::from_ptr(py, object);
            if count > 0 {
                let class = table.name;
                return Err(raise::<PyTypeError>(format!(
                    "{class}.__replace__() takes 0 positional arguments but {count} were given"
                )));
            }
            let fields = table.fields.len();
            let mut places = Places::new(fields);
            let changes = places.all();
            if !kwnames.is_null() {
                for index in 0..py_ffi::PyTuple_GET_SIZE(kwnames) {
                    let name = Borrowed::from_ptr(py, py_ffi::PyTuple_GET_ITEM(kwnames, index));
                    let row = table.state(py)?.index_of(name);
                    let row = row.ok_or_else(|| unexpected(table, &name))?;
                    changes[row] = *args.add(index as usize);
                }
            }
            if table.objects_only && is_exact(table, &record)? && table.layout.dict_at().is_none() {
                return objects::remake(table, &record, changes);
            }
            attached(py, || {
                let mut changes = changes
                    .iter()
                    .map(|&value| Bound::from_borrowed_ptr_or_opt(py, value));
                let change: Change<'_, '_> = &mut |_| changes.next().flatten();
                let new = remake(table, &record, change)?;
                let new = Bound::from_owned_ptr(py, new);
                if let Some(state) = extra::state(table, &record)? {
                    extra::restore(&new, &state)?;
                }
                Ok(new.into_ptr())
            })
        })
    }
}

#[cold]
fn unexpected(table: &Table, name: &Bound<'_, PyAny>) -> PyErr {
    let class = table.name;
    let name = name
        .str()
        .map_or_else(|_| "?".into(), |text| text.to_string());
    raise::<PyTypeError>(format!(
        "{class}.__replace__() got an unexpected keyword argument '{name}'"
    ))
}

/// `__deepcopy__(memo)`.
pub(crate) unsafe extern "C" fn deepcopy(
    table: &'static Table,
    object: *mut PyObject,
    memo: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: a METH_O function: any object as argument.
    unsafe {
        enter_attached(|py| {
            let _deeper = Deeper::counted(py)?;
            let record = Borrowed::from_ptr(py, object);
            let memo = Borrowed::from_ptr(py, memo).to_owned();
            let memo = if memo.is_none() {
                new::dict(py)?.into_any()
            } else {
                memo
            };
            let deep = Deep {
                copier: py
                    .import(intern!(py, "copy"))?
                    .getattr(intern!(py, "deepcopy"))?,
                memo,
            };
            deep.copy(table, &record)
        })
    }
}

/// One deep copy under way.
struct Deep<'py> {
    copier: Bound<'py, PyAny>,
    memo: Bound<'py, PyAny>,
}

impl<'py> Deep<'py> {
    /// Frozen fields are deep-copied first. The new record takes them, and for a start the original's
    /// other values; it is entered in the memo, so that whatever leads back to the original finds
    /// it; then its other fields are deep-copied in place.
    ///
    /// # Safety
    /// `record` is a record of the class of the table.
    unsafe fn copy(
        &self,
        table: &'static Table,
        record: &Bound<'py, PyAny>,
    ) -> PyResult<*mut PyObject> {
        let py = record.py();
        let mut fixed = Vec::with_capacity(table.fields.len());
        let mut same = true;
        for field in table.fields {
            if !is_fixed(field) || !may_be_deep(field) {
                fixed.push(None);
                continue;
            }
            // SAFETY: as the caller says.
            let old = unsafe { value(table, field, record) }?;
            let new = self.of(&old)?;
            same &= new.is(&old);
            fixed.push(Some(new));
        }
        let id = new::int(py, record.as_ptr() as usize)?;
        if let Ok(known) = self.memo.get_item(&id) {
            // A value led back to the record, and that round made its copy.
            return Ok(known.into_ptr());
        }
        // SAFETY: as the caller says.
        if same && unsafe { is_itself_a_copy(table, record) }? {
            return Ok(record.clone().into_ptr());
        }
        let mut fixed = fixed.into_iter();
        // SAFETY: as the caller says; `remake` gives a new reference.
        let new = unsafe {
            let change: Change<'_, '_> = &mut |_| fixed.next().flatten();
            Bound::from_owned_ptr(py, remake(table, record, change)?)
        };
        self.memo.set_item(&id, &new)?;
        for field in table.fields {
            let deep_in_place = !is_fixed(field) && may_be_deep(field);
            let Some(set) = field.ops.set.filter(|_| deep_in_place) else {
                continue;
            };
            // SAFETY: `new` is a record of the class of the table; Ops 1 to 3.
            unsafe {
                let at = table.at(new.as_ptr(), field);
                // What was deleted stays so.
                let Some(old) = (field.ops.get)(&new, at)? else {
                    continue;
                };
                let deep = self.of(&old)?;
                if !deep.is(&old) {
                    set(table.site(field), &new, at, &deep)?;
                }
            }
        }
        if let Some(state) = extra::state(table, record)? {
            extra::restore(&new, &self.of(&state)?)?;
        }
        Ok(new.into_ptr())
    }

    fn of(&self, value: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        self.copier.call1((value, &self.memo))
    }
}

/// Whether the new record must begin with the field's value, because it cannot be assigned afterwards. That of a
/// class made at run time could be: all of its fields have the operations of one kind.
fn is_fixed(field: &Field) -> bool {
    field.role.frozen || field.ops.set.is_none()
}

/// Whether the field may hold what a deep copy must not share.
fn may_be_deep(field: &Field) -> bool {
    matches!(
        field.ops.kind,
        Kind::Object | Kind::NullableObject | Kind::Other
    )
}

/// Whether nothing can tell the record from a copy of it: frozen, and of no Python subclass.
///
/// # Safety
/// `record` is a record of the class of `table`.
unsafe fn is_itself_a_copy(table: &Table, record: &Bound<'_, PyAny>) -> PyResult<bool> {
    Ok(is_exact(table, record)? && table.options.frozen && table.layout.dict_at().is_none())
}

/// Whether the record is of the table's class itself, not of a Python subclass.
fn is_exact(table: &Table, record: &Bound<'_, PyAny>) -> PyResult<bool> {
    // SAFETY: reading the type of a live object.
    let tp = unsafe { py_ffi::Py_TYPE(record.as_ptr()) };
    Ok(tp == table.state(record.py())?.tp.as_ptr())
}

/// Gives the value that a field is to have instead of the record's. Only plain copies have [`remake`] compiled for
/// themselves.
type Change<'a, 'py> = &'a mut dyn FnMut(&Field) -> Option<Bound<'py, PyAny>>;

/// A new record of the same type, with the values that `change` gives, and the record's own where it
/// gives none. `change` is asked for each field in turn.
///
/// # Safety
/// `record` is a record of the class of the table.
unsafe fn remake<'py>(
    table: &'static Table,
    record: &Bound<'py, PyAny>,
    mut change: impl FnMut(&Field) -> Option<Bound<'py, PyAny>>,
) -> PyResult<*mut PyObject> {
    let py = record.py();
    let mut draft = Draft::new(table);
    // SAFETY: each call writes one field or fails: Ops 1 to 3.
    unsafe {
        draft.fill(py, |field, dst| {
            let site = table.site(field);
            // Two records that share a value both leave it unvisited: a cycle through it would leak.
            let shared = field.tracing.is_some() && field.ops.kind == Kind::Other;
            match (change(field), field.ops.copy.filter(|_| !shared)) {
                (Some(value), _) => (field.ops.init)(site, value.as_borrowed(), dst),
                (None, Some(copy)) => {
                    copy(record, table.at(record.as_ptr(), field), dst);
                    Ok(())
                }
                (None, None) => {
                    let value = value(table, field, record)?;
                    (field.ops.init)(site, value.as_borrowed(), dst)
                }
            }
        })?;
        draft.place(py, py_ffi::Py_TYPE(record.as_ptr()))
    }
}
