//! Attributes of a record: one descriptor for each field, and assignment that checks.
//!
//! What the interpreter can do itself it does best. An object slot gets CPython's own member
//! descriptor, which `LOAD_ATTR` and `STORE_ATTR` specialise to a plain load and store. A field
//! that must be checked or converted on a write (a `Py<PyString>`, a frozen one) cannot let the
//! interpreter write: its member is read-only, and the class has a `tp_setattro` that knows the
//! fields. So do records that the collector comes to know by what is put into them. Native fields are getset descriptors.

use crate::errors::raise;
use crate::ffi::{self, Definition, PyObject, T_OBJECT_NULL_IS_NONE};
use crate::field::{Field, Kind};
use crate::in_place::{number, put};
use crate::record::{State, Table};
use crate::trampoline::{enter, enter_done};
use crate::values::value;
use pyo3::exceptions::PyTypeError;
use pyo3::ffi as py_ffi;
use pyo3::prelude::*;
use std::ffi::{c_int, c_void};
use std::ptr;

/// A row of the table with the table: what a getset descriptor carries.
struct Entry {
    table: &'static Table,
    field: &'static Field,
}

/// Whether writes to this field must go through us.
fn guarded(table: &Table, field: &Field) -> bool {
    field.guarded(&table.options)
}

/// Whether what is written to this object slot must be looked at: by its type, or for the collector.
fn watched(table: &Table, field: &Field) -> bool {
    field.watched(table.lazy)
}

/// The descriptor for a field, new.
///
/// # Safety
/// As [`ffi::descriptor`]; `tp` is the class of `table`. `own_setattr`: the user wrote `__setattr__` or
/// `__delattr__`.
pub(crate) unsafe fn descriptor<'py>(
    py: Python<'py>,
    tp: *mut ffi::PyTypeObject,
    table: &'static Table,
    field: &'static Field,
    own_setattr: bool,
) -> PyResult<Bound<'py, PyAny>> {
    let doc = if field.doc.is_empty() {
        ptr::null()
    } else {
        field.doc.as_ptr()
    };
    let member = |type_code: c_int, flags: c_int| {
        Definition::Member(py_ffi::PyMemberDef {
            name: field.name.as_ptr(),
            type_code,
            // A struct's size fits an isize.
            offset: (table.layout.contents() + field.offset) as py_ffi::Py_ssize_t,
            flags,
            doc,
        })
    };
    let definition = match field.ops.kind {
        Kind::Object if !guarded(table, field) && !watched(table, field) => {
            member(py_ffi::Py_T_OBJECT_EX, 0)
        }
        // Without a `tp_setattro` of ours the descriptor must write.
        Kind::Object if guarded(table, field) || !own_setattr => {
            member(py_ffi::Py_T_OBJECT_EX, py_ffi::Py_READONLY)
        }
        Kind::NullableObject => member(T_OBJECT_NULL_IS_NONE, py_ffi::Py_READONLY),
        _ => Definition::GetSet(py_ffi::PyGetSetDef {
            name: field.name.as_ptr(),
            get: Some(get),
            set: (!guarded(table, field)).then_some(set),
            doc,
            closure: ptr::from_ref(Box::leak(Box::new(Entry { table, field }))) as *mut c_void,
        }),
    };
    // SAFETY: name, doc and closure are `'static`; offset and type code are those of the field.
    unsafe { ffi::descriptor(py, tp, definition) }
}

/// Getter of a getset descriptor. CPython has checked that `object` is of our class.
unsafe extern "C" fn get(object: *mut PyObject, closure: *mut c_void) -> *mut PyObject {
    // SAFETY: the closure is the leaked `Entry`; the object is held by the caller.
    unsafe {
        let entry = &*closure.cast::<Entry>();
        if let Some(value) = number(entry.table, entry.field, object) {
            return value;
        }
        enter(|py| {
            let record = Borrowed::from_ptr(py, object);
            value(entry.table, entry.field, &record).map(Bound::into_ptr)
        })
    }
}

/// Setter of a getset descriptor; NULL deletes.
unsafe extern "C" fn set(object: *mut PyObject, new: *mut PyObject, closure: *mut c_void) -> c_int {
    // SAFETY: as `get`.
    unsafe {
        let entry = &*closure.cast::<Entry>();
        if put(entry.table, entry.field, object, new) {
            return 0;
        }
        enter_done(|py| assign(py, entry.table, entry.field, object, new))
    }
}

/// Assigns to a field, or deletes it.
///
/// # Safety
/// `object` is a record of the class of `table`; `new` is a live object, or NULL to delete.
pub(crate) unsafe fn assign(
    py: Python<'_>,
    table: &Table,
    field: &Field,
    object: *mut PyObject,
    new: *mut PyObject,
) -> PyResult<()> {
    let site = table.site(field);
    // SAFETY: as the caller says; Ops 1 to 3.
    unsafe {
        let record = Borrowed::from_ptr(py, object);
        let at = table.at(object, field);
        let value = Borrowed::from_ptr_or_opt(py, new);
        match (field.ops.set, value) {
            (Some(set), Some(value)) if !guarded(table, field) => set(site, &record, at, &value),
            (_, Some(_)) => Err(site.frozen()),
            (_, None) if guarded(table, field) => Err(site.frozen_delete()),
            (_, None) => match field.ops.delete {
                Some(delete) if delete(&record, at) => Ok(()),
                Some(_) => Err(site.unset()),
                None => Err(site.undeletable()),
            },
        }
    }
}

/// `record[key] = new`, where `find` tells which field the key means; items cannot be deleted.
///
/// # Safety
/// As [`assign`].
pub(crate) unsafe fn assign_item(
    py: Python<'_>,
    table: &'static Table,
    object: *mut PyObject,
    new: *mut PyObject,
    find: impl FnOnce() -> PyResult<&'static Field>,
) -> PyResult<c_int> {
    if new.is_null() {
        let text = format!("'{}' object doesn't support item deletion", table.name);
        return Err(raise::<PyTypeError>(text));
    }
    let field = find()?;
    // SAFETY: as the caller says.
    unsafe { assign(py, table, field, object, new) }.map(|()| 0)
}

/// [`setattr`](crate::by_name::setattr), where there is something to convert, to ask or to refuse, or another attribute is meant.
///
/// # Safety
/// As for that.
#[inline(never)]
pub(crate) unsafe fn setattr(
    table: &'static Table,
    object: *mut PyObject,
    name: *mut PyObject,
    new: *mut PyObject,
) -> c_int {
    // SAFETY: as the caller says.
    unsafe {
        let py = Python::assume_attached();
        let state = table.state.get(py);
        let ours = state.and_then(|state| {
            let index = state.index_of(Borrowed::from_ptr(py, name))?;
            unshadowed(py, state, index, object, name).then_some(&table.fields[index])
        });
        match ours {
            Some(field) => enter_done(|py| assign(py, table, field, object, new)),
            None => py_ffi::PyObject_GenericSetAttr(object, name, new),
        }
    }
}

/// Whether the name still means our field: a Python subclass may have put something else there.
///
/// # Safety
/// As [`setattr`].
unsafe fn unshadowed(
    py: Python<'_>,
    state: &State,
    index: usize,
    object: *mut PyObject,
    name: *mut PyObject,
) -> bool {
    let Some(ours) = state.descriptors[index] else {
        return false;
    };
    // SAFETY: live objects; a descriptor looked up on a type gives itself.
    unsafe {
        let tp = py_ffi::Py_TYPE(object);
        if tp == state.tp.as_ptr() {
            return true;
        }
        let found = py_ffi::PyObject_GetAttr(tp.cast(), name);
        if found.is_null() {
            py_ffi::PyErr_Clear();
            return false;
        }
        let found = Bound::from_owned_ptr(py, found);
        found.as_ptr() == ours.as_ptr()
    }
}
