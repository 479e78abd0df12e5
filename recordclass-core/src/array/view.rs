//! `a.view(i)`, `a.rows()`: a row where it lies, with the fields as attributes that read and write it.
//!
//! A view knows the array and the index, and no address: if the array grows it shows the same row, and if that is no
//! longer there, it says so.

use super::cell::{rows_equal, value_of};
use super::core::Core;
use super::helper::{Class, Held, held, held_in, wrap};
use super::iterator::same;
use super::make::record_of;
use super::quick;
use super::scratch::Scratch;
use super::table::RowTable;
use super::transfer::{convert_to, is_record, row_of_record};
use crate::ffi::{PyObject, new};
use crate::light::index;
use crate::methods::method;
use crate::trampoline::{attached, enter, enter_attached, enter_done};
use pyo3::ffi::{self as py_ffi, Py_ssize_t};
use pyo3::prelude::*;
use pyo3::types::PyString;
use std::ffi::{CStr, c_int, c_void};
use std::ptr;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

/// The row of that index of what an array shows.
struct View {
    array: Core,
    index: usize,
}

// SAFETY: the functions take views.
unsafe impl Held for View {
    const NAME: &'static CStr = c"recordclass.array_row";
    const DOC: &'static CStr =
        c"A row of an array, where it lies: reading and assigning its attributes reads and writes the array.";
    fn slots() -> Vec<(c_int, *mut c_void)> {
        vec![
            (py_ffi::Py_tp_getattro, getattr as *mut c_void),
            (py_ffi::Py_tp_setattro, setattr as *mut c_void),
            (py_ffi::Py_tp_repr, repr as *mut c_void),
            (py_ffi::Py_tp_iter, iter as *mut c_void),
            (py_ffi::Py_tp_richcompare, richcompare as *mut c_void),
            (
                py_ffi::Py_tp_hash,
                py_ffi::PyObject_HashNotImplemented as *mut c_void,
            ),
            (py_ffi::Py_sq_length, len as *mut c_void),
            (py_ffi::Py_sq_item, item as *mut c_void),
        ]
    }
    fn methods() -> Vec<py_ffi::PyMethodDef> {
        vec![method(
            c"__reversed__",
            c"__reversed__($self, /)\n--\n\nAn iterator over the values from the last to the first.",
            py_ffi::METH_NOARGS,
            reversed,
        )]
    }
    fn class() -> &'static Class {
        static CLASS: Class = Class::new();
        &CLASS
    }
}

/// `view(i)`.
pub(super) unsafe extern "C" fn at(object: *mut PyObject, index: *mut PyObject) -> *mut PyObject {
    fn view(py: Python<'_>, array: &Core, index: isize) -> PyResult<*mut PyObject> {
        let index = array.position(py, index)?;
        let array = same(array);
        wrap(py, View { array, index }).map(Bound::into_ptr)
    }
    // SAFETY: a METH_O function of the class; the index is held by the caller.
    unsafe {
        enter(|py| {
            let array = Core::of(object);
            if let Some(index) = index::quick(index) {
                return view(py, array, index);
            }
            attached(py, || {
                let index = index::index(py, index, array.table.name)?;
                view(py, array, index)
            })
        })
    }
}

impl View {
    /// The field whose name is that very object.
    #[inline]
    fn known(&self, py: Python<'_>, name: *mut PyObject) -> Option<usize> {
        let state = self.array.table.state.get(py)?;
        state.names.iter().position(|known| known.as_ptr() == name)
    }

    fn get<'py>(&self, py: Python<'py>, field: usize) -> PyResult<Bound<'py, PyAny>> {
        let field = &self.array.table.fields[field];
        let mut value = Scratch::new(field.kind.size());
        self.array.load_field(py, self.index, field, &mut value)?;
        // SAFETY: a value of that kind.
        unsafe { value_of(py, self.array.table, (self.index, field), value.bytes()) }
    }

    /// Those of all fields, as the row is now.
    fn values<'py>(&self, py: Python<'py>) -> PyResult<Vec<Bound<'py, PyAny>>> {
        let View { array, index } = self;
        let mut row = Scratch::new(array.table.size);
        array.load(py, *index, &mut row)?;
        let bytes = row.bytes();
        let fields = array.table.fields.iter();
        let values = fields.map(|field| {
            // SAFETY: a row of the table, copied: fields lie within it.
            unsafe {
                let at = bytes.add(field.offset);
                value_of(py, array.table, (*index, field), at)
            }
        });
        values.collect()
    }

    fn set(&self, py: Python<'_>, index: usize, value: &Bound<'_, PyAny>) -> PyResult<()> {
        let table = self.array.table;
        let of_record = (table.record)();
        let (field, of_record_field) = (&table.fields[index], &of_record.fields[index]);
        if of_record_field.guarded(&of_record.options) {
            return Err(of_record.site(of_record_field).frozen());
        }
        let mut converted = Scratch::new(field.kind.size());
        // SAFETY: room for the kind.
        unsafe { convert_to(table, index, &value.as_borrowed(), converted.bytes())? };
        self.array
            .store_field(py, self.index, field, &mut converted)
    }
}

/// The field of that name: mostly the very object that we interned.
unsafe fn field_of(py: Python<'_>, table: &RowTable, name: *mut PyObject) -> Option<usize> {
    let state = table.state.get(py)?;
    if let Some(index) = state.names.iter().position(|known| known.as_ptr() == name) {
        return Some(index);
    }
    // SAFETY: a live object, held by the caller.
    let name = unsafe { Borrowed::from_ptr(py, name) };
    // SAFETY: attribute names are str or subclasses of it.
    let name = unsafe { name.cast_unchecked::<PyString>() };
    table
        .fields
        .iter()
        .position(|field| name.to_str().is_ok_and(|name| name == field.name))
}

unsafe extern "C" fn getattr(object: *mut PyObject, name: *mut PyObject) -> *mut PyObject {
    // SAFETY: CPython calls this with a view and a str.
    unsafe {
        let (py, view) = (Python::assume_attached(), held::<View>(object));
        if let Some(index) = view.known(py, name) {
            let (row, field) = (view.index as isize, &view.array.table.fields[index]);
            if let Some(value) = quick::value(py, &view.array, row, field) {
                return value;
            }
        }
        enter(|py| {
            if let Some(field) = field_of(py, view.array.table, name) {
                return view.get(py, field).map(Bound::into_ptr);
            }
            let found = py_ffi::PyObject_GenericGetAttr(object, name);
            if found.is_null() {
                return Err(PyErr::fetch(py));
            }
            Ok(found)
        })
    }
}

unsafe extern "C" fn setattr(
    object: *mut PyObject,
    name: *mut PyObject,
    value: *mut PyObject,
) -> c_int {
    // SAFETY: CPython calls this with a view, a str, and a value or NULL for `del`.
    unsafe {
        let (py, view) = (Python::assume_attached(), held::<View>(object));
        if let Some(index) = view.known(py, name).filter(|_| !value.is_null()) {
            let table = view.array.table;
            let of_record = (table.record)();
            let frozen = of_record.fields[index].guarded(&of_record.options);
            let (row, field) = (view.index as isize, &table.fields[index]);
            if !frozen && quick::set(py, &view.array, row, field, value) {
                return 0;
            }
        }
        enter_done(|py| {
            attached(py, || {
                let view = held::<View>(object);
                let table = view.array.table;
                match (
                    field_of(py, table, name),
                    Borrowed::from_ptr_or_opt(py, value),
                ) {
                    (Some(field), Some(value)) => view.set(py, field, &value),
                    (Some(field), None) => {
                        let of_record = (table.record)();
                        let field = &of_record.fields[field];
                        Err(of_record.site(field).undeletable())
                    }
                    (None, _) => {
                        if py_ffi::PyObject_GenericSetAttr(object, name, value) < 0 {
                            return Err(PyErr::fetch(py));
                        }
                        Ok(())
                    }
                }
            })
        })
    }
}

unsafe extern "C" fn len(object: *mut PyObject) -> Py_ssize_t {
    // SAFETY: CPython calls this with a view.
    unsafe { held::<View>(object).array.table.fields.len() as Py_ssize_t }
}

unsafe extern "C" fn item(object: *mut PyObject, index: Py_ssize_t) -> *mut PyObject {
    // SAFETY: CPython calls this with a view.
    unsafe {
        enter(|py| {
            let view = held::<View>(object);
            match usize::try_from(index) {
                Ok(index) if index < view.array.table.fields.len() => {
                    view.get(py, index).map(Bound::into_ptr)
                }
                _ => Err(super::core::out_of_range((view.array.table.record)().name)),
            }
        })
    }
}

/// Over the values of the row as it is now, so that they belong together. Without this the interpreter would ask for one
/// after the other, and take the `IndexError` of a row that is gone for the end.
unsafe extern "C" fn iter(object: *mut PyObject) -> *mut PyObject {
    // SAFETY: CPython calls this with a view.
    unsafe {
        enter_attached(|py| {
            let values = held::<View>(object).values(py)?;
            Ok(new::tuple(py, values)?.try_iter()?.into_any().into_ptr())
        })
    }
}

/// `reversed(view)`: the same, from the last to the first, and for the same reason.
unsafe extern "C" fn reversed(object: *mut PyObject, _: *mut PyObject) -> *mut PyObject {
    // SAFETY: a METH_NOARGS function of the type.
    unsafe {
        enter_attached(|py| {
            let mut values = held::<View>(object).values(py)?;
            values.reverse();
            Ok(new::tuple(py, values)?.try_iter()?.into_any().into_ptr())
        })
    }
}

unsafe extern "C" fn repr(object: *mut PyObject) -> *mut PyObject {
    // SAFETY: CPython calls this with a view.
    unsafe {
        enter_attached(|py| {
            let View { array, index } = held::<View>(object);
            let mut row = Scratch::new(array.table.size);
            array.load(py, *index, &mut row)?;
            let record = record_of(py, array.table, (*index, &mut row))?;
            let record = record.repr()?.to_string();
            let text = format!("<row {index} of {}: {record}>", array.table.name);
            Ok(PyString::new(py, &text).into_any().into_ptr())
        })
    }
}

/// `==` with a record, or another view of such a row.
unsafe extern "C" fn richcompare(
    left: *mut PyObject,
    right: *mut PyObject,
    op: c_int,
) -> *mut PyObject {
    // SAFETY: CPython calls this with a view on the left and any object on the right.
    unsafe {
        enter_attached(|py| {
            let View { array, index } = held::<View>(left);
            let other = Borrowed::from_ptr(py, right);
            let table = array.table;
            let mut wanted = Scratch::new(table.size);
            if let Some(other) = held_in::<View>(&other) {
                if !ptr::eq(other.array.table, table) {
                    return Ok(py.NotImplemented().into_ptr());
                }
                other.array.load(py, other.index, &mut wanted)?;
            } else if is_record(table, &other)? {
                row_of_record(table, &other, &mut wanted);
            } else {
                return Ok(py.NotImplemented().into_ptr());
            }
            if op != py_ffi::Py_EQ && op != py_ffi::Py_NE {
                return Ok(py.NotImplemented().into_ptr());
            }
            let mut row = Scratch::new(table.size);
            array.load(py, *index, &mut row)?;
            let answer = rows_equal(table, row.bytes(), wanted.bytes()) == (op == py_ffi::Py_EQ);
            Ok(answer.into_pyobject(py)?.to_owned().into_any().into_ptr())
        })
    }
}

/// `rows()`: a view of each row.
struct Views {
    array: Core,
    next: AtomicUsize,
}

// SAFETY: the function takes iterators of this type.
unsafe impl Held for Views {
    const NAME: &'static CStr = c"recordclass.array_row_iterator";
    const DOC: &'static CStr = c"An iterator over views of the rows of an array.";
    fn slots() -> Vec<(c_int, *mut c_void)> {
        vec![
            (py_ffi::Py_tp_iter, py_ffi::PyObject_SelfIter as *mut c_void),
            (py_ffi::Py_tp_iternext, next as *mut c_void),
        ]
    }
    fn methods() -> Vec<py_ffi::PyMethodDef> {
        Vec::new()
    }
    fn class() -> &'static Class {
        static CLASS: Class = Class::new();
        &CLASS
    }
}

/// `rows()`.
pub(super) fn all<'py>(py: Python<'py>, array: &Core) -> PyResult<Bound<'py, PyAny>> {
    let (array, next) = (same(array), AtomicUsize::new(0));
    wrap(py, Views { array, next })
}

unsafe extern "C" fn next(object: *mut PyObject) -> *mut PyObject {
    // SAFETY: CPython calls this with an iterator of the type.
    unsafe {
        enter(|py| {
            let Views { array, next } = held::<Views>(object);
            let index = next.fetch_add(1, Relaxed);
            if index >= array.len(py) {
                // The end stays the end.
                next.store(usize::MAX / 2, Relaxed);
                return Ok(ptr::null_mut());
            }
            let array = same(array);
            wrap(py, View { array, index }).map(Bound::into_ptr)
        })
    }
}

/// A view in place of a row's values: what it shows.
pub(super) fn row_of_view(
    table: &'static RowTable,
    value: &Bound<'_, PyAny>,
    row: &mut Scratch,
) -> PyResult<bool> {
    match held_in::<View>(value) {
        Some(view) if ptr::eq(view.array.table, table) => {
            view.array.load(value.py(), view.index, row)?;
            Ok(true)
        }
        _ => Ok(false),
    }
}

/// Whether it is a view of a row, of whatever array.
pub(super) fn is(value: &Bound<'_, PyAny>) -> bool {
    held_in::<View>(value).is_some()
}
