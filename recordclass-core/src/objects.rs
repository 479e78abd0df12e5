//! Records of values that are stored as they come: made in place, without a draft.
//!
//! Where each field is a pointer that takes any object, or a number that is given as just such a number, nothing
//! can fail and no code runs between taking the memory and filling it. So there is nothing to prepare on the
//! stack.

use crate::ffi::{self, PyObject, PyTypeObject, small_int};
use crate::field::{Field, Kind};
use crate::in_place::stored_as_it_is;
use crate::places::Places;
use crate::record::Table;
use pyo3::ffi as py_ffi;
use pyo3::prelude::*;
use std::ptr;

/// A new record of those values; NULL leaves a field without one.
///
/// # Errors
/// `MemoryError`.
///
/// # Safety
/// The table is `objects_only`, and `tp` exactly its class, finished. There is a live object, borrowed, or
/// NULL for each field.
#[inline]
pub(crate) unsafe fn build(
    py: Python<'_>,
    table: &Table,
    tp: *mut PyTypeObject,
    values: &[*mut PyObject],
) -> PyResult<*mut PyObject> {
    // SAFETY: the contents are written before anything else can run: an untracked object that
    // nobody knows, and increments. Record 2: each field is one pointer.
    unsafe {
        if table.quick.is_some() {
            if let Some(object) = ffi::reuse(tp, table) {
                let object = object.as_ptr();
                fill(table.slots(object), values);
                known(object, table);
                return Ok(object);
            }
        }
        general(py, table, tp, values)
    }
}

/// A new record of those values, or NULL with an exception.
///
/// # Safety
/// The table is `loose` and [`quick`](Table::quick), `tp` exactly its class, finished. There is a live object for each
/// field.
#[inline]
pub(crate) unsafe fn loose(
    table: &Table,
    tp: *mut PyTypeObject,
    values: &[*mut PyObject],
) -> *mut PyObject {
    // SAFETY: as `build`; of a quick table there is nothing but fields to fill.
    unsafe {
        match ffi::reuse(tp, table) {
            Some(object) => filled(table, object.as_ptr(), values),
            None => fresh(table, tp, values),
        }
    }
}

/// A new record of as many values as the table has [exactly](Table::exact), or NULL with an exception.
///
/// # Safety
/// `tp` is exactly the class of the table, finished, and the values are live objects.
#[inline]
pub(crate) unsafe fn light(
    table: &Table,
    tp: *mut PyTypeObject,
    values: *const *mut PyObject,
) -> *mut PyObject {
    // SAFETY: as the caller says; a table says so only of a light record. As `build`.
    unsafe {
        let count = table.fields.len();
        let Some(memory) = table.light.and_then(|pool| pool.list().take()) else {
            return light_fresh(table, tp, values);
        };
        let object = ffi::begin(memory, tp, !ffi::PLAIN).as_ptr();
        let slots = ffi::behind_head(object);
        for index in 0..count {
            let value = *values.add(index);
            py_ffi::Py_INCREF(value);
            slots.add(index).write(value);
        }
        object
    }
}

/// [`light`] for a record of floats in memory of its pool; `None` where there is none, or a value is something else.
///
/// # Safety
/// As [`light`].
#[inline]
pub(crate) unsafe fn light_floats(
    table: &Table,
    tp: *mut PyTypeObject,
    values: *const *mut PyObject,
) -> Option<ptr::NonNull<PyObject>> {
    // SAFETY: as the caller says; of exact floats nothing runs.
    unsafe {
        let count = table.fields.len();
        for index in 0..count {
            if py_ffi::Py_TYPE(*values.add(index)) != &raw mut py_ffi::PyFloat_Type {
                return None;
            }
        }
        let memory = table.light?.list().take()?;
        let object = ffi::begin(memory, tp, !ffi::PLAIN);
        let numbers = ffi::behind_head(object.as_ptr()).cast::<f64>();
        for index in 0..count {
            let number = py_ffi::PyFloat_AS_DOUBLE(*values.add(index));
            numbers.add(index).write(number);
        }
        Some(object)
    }
}

/// [`light`], where memory has to be asked for. Not inlined, as [`fresh`] is not.
///
/// # Safety
/// As [`light`].
#[inline(never)]
unsafe extern "C" fn light_fresh(
    table: &Table,
    tp: *mut PyTypeObject,
    values: *const *mut PyObject,
) -> *mut PyObject {
    // SAFETY: as the caller says.
    unsafe {
        let values = crate::construct::values(values, table.fields.len());
        fresh(table, tp, values)
    }
}

/// [`loose`], where memory has to be asked for. Not inlined: the way past it needs no room on the stack.
///
/// # Safety
/// As [`loose`].
#[inline(never)]
unsafe fn fresh(table: &Table, tp: *mut PyTypeObject, values: &[*mut PyObject]) -> *mut PyObject {
    // SAFETY: as the caller says.
    unsafe {
        match ffi::allocate(tp, table) {
            Some(object) => filled(table, object.as_ptr(), values),
            None => ptr::null_mut(),
        }
    }
}

/// Gives a new record its values, and gives it back.
///
/// # Safety
/// Memory of a `packed` record, and a live object for each slot.
#[inline]
unsafe fn filled(table: &Table, object: *mut PyObject, values: &[*mut PyObject]) -> *mut PyObject {
    // SAFETY: as the caller says.
    let mut slot = unsafe { table.slots(object) };
    for &value in values {
        // SAFETY: as the caller says.
        unsafe {
            py_ffi::Py_INCREF(value);
            slot.write(value);
            slot = slot.add(1);
        }
    }
    // SAFETY: the record is whole.
    unsafe { known(object, table) };
    object
}

/// A new record of values for the first fields, or NULL with an exception; `None` where one has to be converted, and then
/// nothing has been done.
///
/// # Safety
/// The table is `direct` and [`quick`](Table::quick), `tp` exactly its class, finished. There is a live object for each
/// field but for some at the end, which have [plain defaults](Field::plain_default).
#[inline(never)]
pub(crate) unsafe fn straight(
    table: &Table,
    tp: *mut PyTypeObject,
    values: &[*mut PyObject],
) -> Option<*mut PyObject> {
    // SAFETY: as `build_direct`; of a quick table there is nothing but fields to fill.
    unsafe {
        let float =
            |&value: &*mut PyObject| py_ffi::Py_TYPE(value) == &raw mut py_ffi::PyFloat_Type;
        let mut pairs = table.fields.iter().zip(values);
        let all_fit = if table.floats {
            values.iter().all(float)
        } else {
            table.loose || pairs.all(|(field, &value)| fits(field, value))
        };
        if !all_fit {
            return None;
        }
        let Some(object) = ffi::allocate(tp, table) else {
            return Some(ptr::null_mut());
        };
        let object = object.as_ptr();
        if table.floats {
            let numbers = table.slots(object).cast::<f64>();
            for (index, &value) in values.iter().enumerate() {
                numbers.add(index).write(py_ffi::PyFloat_AS_DOUBLE(value));
            }
        } else {
            store(table, object, values);
        }
        if values.len() < table.fields.len() {
            complete(table, object, values.len());
        }
        known(object, table);
        Some(object)
    }
}

/// Writes the defaults of all fields from a row on.
///
/// # Safety
/// Memory of a record of that table, whose fields from there on have [plain defaults](Field::plain_default).
#[inline(never)]
unsafe fn complete(table: &Table, object: *mut PyObject, from: usize) {
    for field in &table.fields[from..] {
        // SAFETY: as the caller says; what such a default is, `Made` says.
        unsafe {
            let at = table.at(object, field);
            match (field.ops.kind, field.default) {
                (Kind::F64 | Kind::I64, Some(default)) => default(Python::assume_attached(), at),
                _ => at
                    .cast::<*mut PyObject>()
                    .write(py_ffi::Py_NewRef(py_ffi::Py_None())),
            }
        }
    }
}

/// Writes values that [fit](fits) to the fields of a new object.
///
/// # Safety
/// Memory of a record of that table, and a value that fits for each field.
#[inline]
unsafe fn store(table: &Table, object: *mut PyObject, values: &[*mut PyObject]) {
    for (field, &value) in table.fields.iter().zip(values) {
        // SAFETY: as the caller says.
        unsafe {
            let at = table.at(object, field);
            match field.ops.kind {
                Kind::F64 => at.cast::<f64>().write(py_ffi::PyFloat_AS_DOUBLE(value)),
                Kind::I64 => at.cast::<i64>().write(small_int(value).unwrap_unchecked()),
                _ => {
                    py_ffi::Py_INCREF(value);
                    at.cast::<*mut PyObject>().write(value);
                }
            }
        }
    }
}

/// Gives slots their values.
///
/// # Safety
/// As many slots as values, which are live objects or NULL.
#[inline]
pub(crate) unsafe fn fill(slots: *mut *mut PyObject, values: &[*mut PyObject]) {
    for (index, &value) in values.iter().enumerate() {
        // SAFETY: as the caller says.
        unsafe {
            py_ffi::Py_XINCREF(value);
            slots.add(index).write(value);
        }
    }
}

/// Tells the collector of a new record, if it should know.
///
/// # Safety
/// A new, whole record exactly of the class of the table.
#[inline]
pub(crate) unsafe fn known(object: *mut PyObject, table: &Table) {
    if table.options.gc {
        // SAFETY: as the caller says; new objects are untracked.
        unsafe { ffi::track(object, table) };
    }
}

/// [`build`], where memory has to be asked for, or there is more to an object than its slots.
#[inline(never)]
unsafe fn general(
    py: Python<'_>,
    table: &Table,
    tp: *mut PyTypeObject,
    values: &[*mut PyObject],
) -> PyResult<*mut PyObject> {
    // SAFETY: as `build`.
    unsafe {
        let Some(object) = ffi::allocate(tp, table) else {
            return Err(PyErr::fetch(py));
        };
        let object = object.as_ptr();
        if table.packed {
            fill(table.slots(object), values);
        } else {
            for (field, &value) in table.fields.iter().zip(values) {
                py_ffi::Py_XINCREF(value);
                table.at(object, field).cast::<*mut PyObject>().write(value);
            }
        }
        ffi::clear_extra(object, table);
        known(object, table);
        Ok(object)
    }
}

/// A new record of those values, if each can be stored as it comes; `None` if one has to be converted.
///
/// # Safety
/// The table is `direct`, and `tp` exactly its class, finished. The values are live objects or NULL.
#[inline]
pub(crate) unsafe fn build_direct(
    py: Python<'_>,
    table: &Table,
    tp: *mut PyTypeObject,
    values: &[*mut PyObject],
) -> Option<PyResult<*mut PyObject>> {
    let mut pairs = table.fields.iter().zip(values);
    // SAFETY: as the caller says.
    let all_fit = pairs.all(|(field, &value)| unsafe { fits(field, value) });
    if values.len() != table.fields.len() || !all_fit {
        return None;
    }
    // SAFETY: as `build`; `fits` says that each value is what is read of it.
    unsafe {
        let Some(object) = ffi::allocate(tp, table) else {
            return Some(Err(PyErr::fetch(py)));
        };
        let object = object.as_ptr();
        store(table, object, values);
        ffi::clear_extra(object, table);
        known(object, table);
        Some(Ok(object))
    }
}

/// Whether a value is stored as it comes.
///
/// # Safety
/// A live object or NULL; the field is one of a `direct` table.
#[inline]
unsafe fn fits(field: &Field, value: *mut PyObject) -> bool {
    // SAFETY: as the caller says.
    unsafe {
        !value.is_null()
            && match field.ops.kind {
                Kind::F64 => py_ffi::Py_TYPE(value) == &raw mut py_ffi::PyFloat_Type,
                Kind::I64 => {
                    py_ffi::Py_TYPE(value) == &raw mut py_ffi::PyLong_Type
                        && small_int(value).is_some()
                }
                _ => stored_as_it_is(field, value),
            }
    }
}

/// A copy of a simple record in memory of its pool, new; `None` for all else, without an exception.
///
/// # Safety
/// A record of the class of `table`, or of a subclass, and the thread is attached.
#[inline]
pub(crate) unsafe fn quick_copy(table: &Table, record: *mut PyObject) -> Option<*mut PyObject> {
    // SAFETY: as the caller says.
    unsafe {
        let new = double(table, record)?;
        known(new, table);
        Some(new)
    }
}

/// [`quick_copy`], of which the collector does not know yet.
///
/// # Safety
/// As [`quick_copy`].
#[inline]
unsafe fn double(table: &Table, record: *mut PyObject) -> Option<*mut PyObject> {
    // SAFETY: as the caller says. With the GIL nothing runs between the reading and the copy.
    unsafe {
        let tp = py_ffi::Py_TYPE(record);
        let state = table.state.get(Python::assume_attached())?;
        let exact = state.tp.as_ptr() == tp;
        if cfg!(Py_GIL_DISABLED) || !table.packed || !exact {
            return None;
        }
        let count = table.quick? as usize;
        let new = ffi::reuse(tp, table)?.as_ptr();
        let (from, to) = (table.slots(record), table.slots(new));
        for index in 0..count {
            let value = *from.add(index);
            py_ffi::Py_XINCREF(value);
            to.add(index).write(value);
        }
        Some(new)
    }
}

/// A copy of a simple record with other values for the fields of those names, new; `None` for all else, without an
/// exception.
///
/// # Safety
/// As [`quick_copy`]; `names` is a tuple or NULL, and `args` has a live object for each name.
#[inline]
pub(crate) unsafe fn quick_replace(
    table: &Table,
    record: *mut PyObject,
    args: *const *mut PyObject,
    names: *mut PyObject,
) -> Option<*mut PyObject> {
    // SAFETY: as the caller says. The old values live on in the record, so that nothing dies here.
    unsafe {
        let fields = &table.state.get(Python::assume_attached())?.names;
        let count = if names.is_null() {
            0
        } else {
            py_ffi::PyTuple_GET_SIZE(names)
        };
        let row_of = |index| {
            let name = py_ffi::PyTuple_GET_ITEM(names, index);
            fields.iter().position(|field| field.as_ptr() == name)
        };
        // Before there is a copy: the end of one that is not needed would run the class's `__del__`.
        let fits = |index| {
            let field = row_of(index).and_then(|row| table.fields.get(row));
            field.is_some_and(|field| stored_as_it_is(field, *args.offset(index)))
        };
        if !(0..count).all(fits) {
            return None;
        }
        let new = double(table, record)?;
        let slots = table.slots(new);
        for index in 0..count {
            let Some(row) = row_of(index) else { continue };
            let value = *args.offset(index);
            py_ffi::Py_INCREF(value);
            py_ffi::Py_XDECREF(slots.add(row).replace(value));
        }
        known(new, table);
        Some(new)
    }
}

/// Whether somebody's code may run while memory for a record is taken: that of another thread, or, before 3.12, that of a
/// finalizer. There the collector starts when an object with a GC header is asked for; later versions put it off.
const fn may_run_code(table: &Table) -> bool {
    cfg!(Py_GIL_DISABLED) || (cfg!(not(Py_3_12)) && table.options.gc)
}

/// A new record of the same class, with the values that `change` has, NULL for none, and the record's own.
///
/// # Errors
/// `MemoryError`.
///
/// # Safety
/// The table is `objects_only`, and `record` exactly of its class. `changes` is empty, or has a live object or
/// NULL for each field, borrowed from somebody who keeps it.
pub(crate) unsafe fn remake(
    table: &Table,
    record: &Bound<'_, PyAny>,
    changes: &[*mut PyObject],
) -> PyResult<*mut PyObject> {
    let py = record.py();
    // SAFETY: as the caller says; Ops 1 to 3. With the GIL nobody can write between the reading and the copy, where
    // taking memory runs no code. Otherwise what is read is owned until the copy has it.
    unsafe {
        let own = record.as_ptr();
        let held: Vec<Option<Bound<'_, PyAny>>> = if may_run_code(table) {
            let fields = table.fields.iter();
            fields
                .map(|field| (field.ops.get)(record, table.at(own, field)))
                .collect::<PyResult<_>>()?
        } else {
            Vec::new()
        };
        let value = |index: usize| match held.get(index) {
            Some(held) => held.as_ref().map_or(ptr::null_mut(), Bound::as_ptr),
            None => *table.at(own, &table.fields[index]).cast::<*mut PyObject>(),
        };

        let count = table.fields.len();
        let mut places = Places::new(count);
        let values = places.all();
        for (index, place) in values.iter_mut().enumerate() {
            let change = changes.get(index).copied().unwrap_or(ptr::null_mut());
            *place = if change.is_null() {
                value(index)
            } else {
                change
            };
        }
        build(py, table, py_ffi::Py_TYPE(own), values)
    }
}
