//! A record as a sequence: `p[0]`, `p[-1]`, `p[0:2]`, `len(p)`, `for v in p`, `v in p`, `*p`.

use crate::attribute::{assign, assign_item};
use crate::errors::raise;
use crate::ffi::{self, PyObject};
use crate::field::Kind;
use crate::light;
#[cfg(target_pointer_width = "64")]
use crate::native::read;
use crate::protocol::iterator;
use crate::record::Table;
use crate::shims;
use crate::trampoline::enter;
use crate::values::{tuple, value};
use pyo3::exceptions::{PyIndexError, PyTypeError, PyValueError};
use pyo3::ffi as py_ffi;
use pyo3::prelude::*;
use pyo3::types::{PySlice, PyTuple};
use std::ffi::c_int;

/// `mp_length`, `sq_length`.
pub(crate) unsafe extern "C" fn len(
    table: &'static Table,
    _object: *mut PyObject,
) -> py_ffi::Py_ssize_t {
    table.fields.len() as py_ffi::Py_ssize_t
}

/// The `mp_length` of a class of so many fields. Most have few: then it is a function that gives just that number, which
/// classes share.
pub(crate) fn len_of(count: usize) -> py_ffi::lenfunc {
    unsafe extern "C" fn exactly<const N: usize>(_object: *mut PyObject) -> py_ffi::Py_ssize_t {
        N as py_ffi::Py_ssize_t
    }
    macro_rules! exactly {
        ($($count:literal)*) => {
            [$(exactly::<$count>),*]
        };
    }
    const FEW: [py_ffi::lenfunc; 17] = exactly!(0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16);
    FEW.get(count).copied().unwrap_or(shims::len)
}

/// `mp_subscript`: an index or a slice.
pub(crate) unsafe extern "C" fn subscript(
    table: &'static Table,
    object: *mut PyObject,
    key: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: CPython calls this with a record and any key, both held by the caller.
    unsafe {
        match quick_item(table, object, key) {
            Some(value) => value,
            None => any_subscript(table, object, key),
        }
    }
}

/// [`subscript`] by whatever key. Not inlined: the quick way needs no room on the stack.
///
/// # Safety
/// As [`subscript`].
#[inline(never)]
pub(crate) unsafe extern "C" fn any_subscript(
    table: &'static Table,
    object: *mut PyObject,
    key: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: as the caller says.
    unsafe {
        enter(|py| {
            let record = Borrowed::from_ptr(py, object);
            let key = Borrowed::from_ptr(py, key);
            if key.is_instance_of::<PySlice>() {
                let values = tuple(table, &record)?.as_any().get_item(key)?;
                if !table.mortal {
                    return Ok(values.into_ptr());
                }
                return light_tuple(values.cast_unchecked()).map(Bound::into_ptr);
            }
            let index = position(table, &key, "indices must be integers or slices", "index")?;
            value(table, &table.fields[index], &record).map(Bound::into_ptr)
        })
    }
}

/// `sq_item`: CPython has added the length to a negative index already.
pub(crate) unsafe extern "C" fn item(
    table: &'static Table,
    object: *mut PyObject,
    index: py_ffi::Py_ssize_t,
) -> *mut PyObject {
    // SAFETY: as `subscript`.
    unsafe {
        enter(|py| {
            let record = Borrowed::from_ptr(py, object);
            let field = usize::try_from(index)
                .ok()
                .and_then(|index| table.fields.get(index));
            let field = field.ok_or_else(|| out_of_range(table, "index"))?;
            value(table, field, &record).map(Bound::into_ptr)
        })
    }
}

/// `mp_ass_subscript`: assignment to one index.
pub(crate) unsafe extern "C" fn assign_subscript(
    table: &'static Table,
    object: *mut PyObject,
    key: *mut PyObject,
    new: *mut PyObject,
) -> c_int {
    // SAFETY: as `subscript`; `new` is NULL to delete.
    unsafe {
        if quick_assign(table, object, key, new) {
            return 0;
        }
        any_assign_subscript(table, object, key, new)
    }
}

/// [`assign_subscript`] by whatever key, and deletion.
///
/// # Safety
/// As [`assign_subscript`].
#[inline(never)]
pub(crate) unsafe extern "C" fn any_assign_subscript(
    table: &'static Table,
    object: *mut PyObject,
    key: *mut PyObject,
    new: *mut PyObject,
) -> c_int {
    // SAFETY: as the caller says.
    unsafe {
        enter(|py| {
            let key = Borrowed::from_ptr(py, key);
            if table.mortal && !new.is_null() && light::index::Slice::is(key.as_ptr()) {
                let record = Borrowed::from_ptr(py, object);
                let new = Borrowed::from_ptr(py, new);
                return assign_slice(table, &record, &key, &new).map(|()| 0);
            }
            assign_item(py, table, object, new, || {
                let want = "indices must be integers in an assignment";
                let index = position(table, &key, want, "assignment index")?;
                Ok(&table.fields[index])
            })
        })
    }
}

/// As many new values as the slice has fields: all of them, or none.
///
/// # Safety
/// A record of the class of `table`, which is held; its fields take any object, and the key is a slice.
unsafe fn assign_slice(
    table: &Table,
    record: &Bound<'_, PyAny>,
    key: &Bound<'_, PyAny>,
    new: &Bound<'_, PyAny>,
) -> PyResult<()> {
    let py = record.py();
    // SAFETY: as the caller says.
    let slice = unsafe { light::index::Slice::read(py, key.as_ptr()) }?;
    let new: Vec<_> = new.try_iter()?.collect::<PyResult<_>>()?;
    let span = slice.of(table.fields.len());
    if new.len() != span.count {
        return Err(raise::<PyValueError>(format!(
            "attempt to assign sequence of size {} to slice of size {} of a {}",
            new.len(),
            span.count,
            table.name
        )));
    }
    let fields = || span.indices().map(|row| &table.fields[row]);
    if let Some(frozen) = fields().find(|field| field.role.frozen) {
        return Err(table.site(frozen).frozen());
    }
    for (field, new) in fields().zip(&new) {
        // SAFETY: as the caller says; what an old value's end runs cannot change the table.
        unsafe { assign(py, table, field, record.as_ptr(), new.as_ptr()) }?;
    }
    Ok(())
}

/// The `mutabletuple` of the same items.
///
/// # Errors
/// `MemoryError`.
///
/// # Safety
/// The types have been made.
pub(crate) unsafe fn light_tuple<'py>(values: &Bound<'py, PyTuple>) -> PyResult<Bound<'py, PyAny>> {
    let items: Vec<_> = values.iter_borrowed().map(|item| item.as_ptr()).collect();
    // SAFETY: the tuple holds them; as the caller says.
    unsafe { light::mutabletuple(values.py(), &items) }
}

/// `sq_contains`: by `==`, identity first, as tuples do.
pub(crate) unsafe extern "C" fn contains(
    table: &'static Table,
    object: *mut PyObject,
    wanted: *mut PyObject,
) -> c_int {
    // SAFETY: as `subscript`.
    unsafe {
        enter(|py| {
            let record = Borrowed::from_ptr(py, object);
            for field in table.fields {
                let value = value(table, field, &record)?;
                let equal = py_ffi::PyObject_RichCompareBool(value.as_ptr(), wanted, py_ffi::Py_EQ);
                match equal {
                    0 => {}
                    1.. => return Ok(1),
                    _ => return Err(PyErr::fetch(py)),
                }
            }
            Ok(0)
        })
    }
}

/// `tp_iter`: over the values, each as it is when the iterator comes to it.
pub(crate) unsafe extern "C" fn iter(
    table: &'static Table,
    object: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: as `subscript`.
    unsafe { enter(|py| iterator::of(py, table, object)) }
}

/// `record[key]` for an int and a field that is read without a conversion, new; `None` for all else,
/// errors included.
///
/// # Safety
/// A record of the class of `table`, and a live key.
#[inline]
pub(crate) unsafe fn quick_item(
    table: &Table,
    object: *mut PyObject,
    key: *mut PyObject,
) -> Option<*mut PyObject> {
    // SAFETY: as the caller says.
    unsafe { quick_value(table, object, exact_index(table, key)?) }
}

/// [`quick_item`] of a packed record, which needs no call.
///
/// # Safety
/// As [`quick_item`].
#[inline]
pub(crate) unsafe fn packed_item(
    table: &Table,
    object: *mut PyObject,
    key: *mut PyObject,
) -> Option<*mut PyObject> {
    if cfg!(Py_GIL_DISABLED) || !table.packed {
        return None;
    }
    // SAFETY: as the caller says. With the GIL the slot keeps its value until we have a reference.
    unsafe {
        let value = *table.slots(object).add(exact_index(table, key)?);
        if value.is_null() {
            return None;
        }
        py_ffi::Py_INCREF(value);
        Some(value)
    }
}

/// The value of a row that is read without a conversion, new; `None` for all else, errors included.
///
/// # Safety
/// A record of the class of `table`, and a row of it.
#[inline]
pub(crate) unsafe fn quick_value(
    table: &Table,
    object: *mut PyObject,
    row: usize,
) -> Option<*mut PyObject> {
    if cfg!(Py_GIL_DISABLED) {
        return None;
    }
    // SAFETY: as the caller says. With the GIL the slot keeps its value until we have a reference.
    unsafe {
        let slot = if table.packed {
            table.slots(object).add(row)
        } else {
            let field = table.fields.get_unchecked(row);
            let at = table.at(object, field);
            match field.ops.kind {
                Kind::Object => at.cast(),
                #[cfg(target_pointer_width = "64")]
                Kind::F64 => {
                    return ptr_or_none(py_ffi::PyFloat_FromDouble(read::<f64>(at)));
                }
                _ => return None,
            }
        };
        let value = *slot;
        if value.is_null() {
            return None;
        }
        py_ffi::Py_INCREF(value);
        Some(value)
    }
}

/// Where there is no memory the slow way says so.
#[cfg(target_pointer_width = "64")]
fn ptr_or_none(object: *mut PyObject) -> Option<*mut PyObject> {
    (!object.is_null()).then_some(object)
}

/// `record[key] = new` for an int and a packed record; `false` for all else, errors included.
///
/// # Safety
/// As [`quick_item`]; `new` is a live object or NULL.
#[inline]
pub(crate) unsafe fn quick_assign(
    table: &Table,
    object: *mut PyObject,
    key: *mut PyObject,
    new: *mut PyObject,
) -> bool {
    // SAFETY: as the caller says. The new value stands before the old one is released, last of all.
    unsafe {
        let Some(old) = exchange(table, object, key, new) else {
            return false;
        };
        if table.lazy {
            ffi::track_with(object, new);
        }
        py_ffi::Py_XDECREF(old);
        true
    }
}

/// [`quick_assign`] in a record that the collector need not be told of: gives the old value, or NULL, to be released last of
/// all; `None` where nothing was done.
///
/// # Safety
/// As [`quick_assign`].
#[inline]
pub(crate) unsafe fn exchange(
    table: &Table,
    object: *mut PyObject,
    key: *mut PyObject,
    new: *mut PyObject,
) -> Option<*mut PyObject> {
    if cfg!(Py_GIL_DISABLED) || !table.writable || new.is_null() {
        return None;
    }
    // SAFETY: as the caller says.
    unsafe {
        let index = exact_index(table, key)?;
        py_ffi::Py_INCREF(new);
        Some(table.slots(object).add(index).replace(new))
    }
}

/// The row that a small int means, if it is one and there is such a row.
///
/// # Safety
/// A live object.
#[inline]
unsafe fn exact_index(table: &Table, key: *mut PyObject) -> Option<usize> {
    // SAFETY: as the caller says; the type is exactly int.
    let index = unsafe {
        if py_ffi::Py_TYPE(key) != &raw mut py_ffi::PyLong_Type {
            return None;
        }
        ffi::small_int(key)?
    };
    let count = table.fields.len();
    let index = if index < 0 {
        index + count as i64
    } else {
        index
    };
    usize::try_from(index).ok().filter(|&index| index < count)
}

/// The row that an index means.
fn position(table: &Table, key: &Bound<'_, PyAny>, want: &str, what: &str) -> PyResult<usize> {
    let py = key.py();
    let name = table.name;
    // SAFETY: a live object.
    if let Some(index) = unsafe { exact_index(table, key.as_ptr()) } {
        return Ok(index);
    }
    // SAFETY: a live object.
    if unsafe { py_ffi::PyIndex_Check(key.as_ptr()) } == 0 {
        let got = crate::errors::type_name(key);
        return Err(raise::<PyTypeError>(format!("{name} {want}, not {got}")));
    }
    // SAFETY: a live object; too large a number is an IndexError, -1 may be one.
    let index = unsafe { py_ffi::PyNumber_AsSsize_t(key.as_ptr(), py_ffi::PyExc_IndexError) };
    if index == -1 {
        if let Some(error) = PyErr::take(py) {
            return Err(error);
        }
    }
    let count = table.fields.len();
    let index = if index < 0 {
        index.checked_add_unsigned(count)
    } else {
        Some(index)
    };
    let index = index.and_then(|index| usize::try_from(index).ok());
    index
        .filter(|&index| index < count)
        .ok_or_else(|| out_of_range(table, what))
}

#[cold]
fn out_of_range(table: &Table, what: &str) -> PyErr {
    raise::<PyIndexError>(format!("{} {what} out of range", table.name))
}
