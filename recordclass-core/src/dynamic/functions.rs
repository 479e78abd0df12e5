//! Functions over records made at run time: `clone`, `update`, `make`, ... (`asdict` and `astuple` are in `convert`)

use super::class::Class;
use super::metatype::{class_of, is_ours};
use super::{construct, convert, shims};
use crate::errors::{raise, type_name};
use crate::ffi::{PyObject, PyTypeObject, new};
use crate::objects;
use crate::record::Table;
use crate::trampoline::{enter, enter_attached};
use pyo3::exceptions::{PyAttributeError, PyTypeError};
use pyo3::ffi as py_ffi;
use pyo3::prelude::*;
use pyo3::types::{PyString, PyTuple, PyType};
use std::ffi::c_void;
use std::ptr;

/// `clone(record, **changes)`.
pub(super) unsafe extern "C" fn clone(
    _module: *mut PyObject,
    args: *const *mut PyObject,
    count: py_ffi::Py_ssize_t,
    kwnames: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: a METH_FASTCALL | METH_KEYWORDS function: as many positional arguments as `count` says, and
    // behind them one for each name.
    unsafe {
        if count == 1 && class_of(*args).is_some() {
            return replace(*args, args.add(1), 0, kwnames);
        }
        enter(|py| {
            if count != 1 {
                return Err(raise::<PyTypeError>(format!(
                    "clone() takes 1 positional argument, the record, but {count} were given"
                )));
            }
            convert::record("clone", &Borrowed::from_ptr(py, *args)).map(|_| ptr::null_mut())
        })
    }
}

/// `__replace__` and `_replace`. As in a call, names that are no fields go to the `__dict__` of a record that has one.
pub(super) unsafe extern "C" fn replace(
    object: *mut PyObject,
    args: *const *mut PyObject,
    count: py_ffi::Py_ssize_t,
    kwnames: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: a METH_FASTCALL | METH_KEYWORDS function: CPython has checked that `object` is of a class of ours; as
    // many positional arguments as `count` says, and behind them one for each name.
    unsafe {
        let table = &Class::of_instance(object).table;
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
/// As [`replace`]; the table is that of the record.
#[inline(never)]
unsafe fn any_replace(
    table: &'static Table,
    object: *mut PyObject,
    args: *const *mut PyObject,
    count: py_ffi::Py_ssize_t,
    kwnames: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: as the caller says.
    unsafe {
        if table.layout.dict_at().is_none() || kwnames.is_null() || count != 0 {
            return shims::replace_fields(object, args, count, kwnames);
        }
        enter_attached(|py| {
            let _held = shims::Held::new(py_ffi::Py_TYPE(object));
            let state = table.state(py)?;
            let (mut fields, mut values, mut more) = (Vec::new(), Vec::new(), Vec::new());
            let names = Borrowed::from_ptr(py, kwnames).cast_unchecked::<PyTuple>();
            for (index, name) in names.iter().enumerate() {
                let value = *args.add(index);
                if state.index_of(name.as_borrowed()).is_some() {
                    fields.push(name);
                    values.push(value);
                } else {
                    more.push((name.cast_into::<PyString>()?, Borrowed::from_ptr(py, value)));
                }
            }
            let fields = PyTuple::new(py, fields)?;
            let new = shims::replace_fields(object, values.as_ptr(), 0, fields.as_ptr());
            let new = Bound::from_owned_ptr_or_err(py, new)?;
            for (name, value) in more {
                new.setattr(name, value)?;
            }
            Ok(new.into_ptr())
        })
    }
}

/// `update(record, **changes)`.
pub(super) unsafe extern "C" fn update(
    _module: *mut PyObject,
    args: *const *mut PyObject,
    count: py_ffi::Py_ssize_t,
    kwnames: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: a METH_FASTCALL | METH_KEYWORDS function: as many positional arguments as `count` says, and
    // behind them one for each name; the caller holds all of them.
    unsafe {
        if count == 1 && only_fields(*args, kwnames) {
            let names = names_of(kwnames);
            for index in 0..names {
                let name = py_ffi::PyTuple_GET_ITEM(kwnames, index);
                if py_ffi::PyObject_SetAttr(*args, name, *args.offset(1 + index)) < 0 {
                    return ptr::null_mut();
                }
            }
            return py_ffi::Py_NewRef(py_ffi::Py_None());
        }
        enter_attached(|py| {
            if count != 1 {
                return Err(raise::<PyTypeError>(format!(
                    "update() takes 1 positional argument, the record, but {count} were given"
                )));
            }
            any_update(py, *args, args.add(1), kwnames)
        })
    }
}

/// How many names there are in the tuple of a call.
///
/// # Safety
/// A tuple or NULL.
#[inline]
unsafe fn names_of(kwnames: *mut PyObject) -> py_ffi::Py_ssize_t {
    if kwnames.is_null() {
        return 0;
    }
    // SAFETY: as the caller says.
    unsafe { py_ffi::PyTuple_GET_SIZE(kwnames) }
}

/// Whether the object is a record and all names are, at first sight, those of fields that can be assigned.
///
/// # Safety
/// A live object, and a tuple of strs or NULL.
#[inline]
unsafe fn only_fields(object: *mut PyObject, kwnames: *mut PyObject) -> bool {
    // SAFETY: as the caller says.
    unsafe {
        let Some(class) = class_of(object) else {
            return false;
        };
        let table = &class.table;
        let Some(state) = table.state.get(Python::assume_attached()) else {
            return false;
        };
        (0..names_of(kwnames)).all(|index| {
            let name = py_ffi::PyTuple_GET_ITEM(kwnames, index);
            let row = state.names.iter().position(|field| field.as_ptr() == name);
            row.is_some_and(|row| !table.fields[row].role.frozen)
        })
    }
}

/// [`update`] by whatever names.
///
/// # Safety
/// Any object; a tuple or NULL, and a value for each name in it.
#[inline(never)]
unsafe fn any_update(
    py: Python<'_>,
    object: *mut PyObject,
    values: *const *mut PyObject,
    kwnames: *mut PyObject,
) -> PyResult<*mut PyObject> {
    // SAFETY: as the caller says; the guard keeps the class.
    unsafe {
        let record = Borrowed::from_ptr(py, object);
        let class = convert::record("update", &record)?;
        let _held = shims::Held::new(py_ffi::Py_TYPE(object));
        let (table, state) = (&class.table, class.table.state(py)?);
        let name = |index| Borrowed::from_ptr(py, py_ffi::PyTuple_GET_ITEM(kwnames, index));
        for index in 0..names_of(kwnames) {
            match state.index_of(name(index)) {
                Some(row) if table.fields[row].role.frozen => {
                    return Err(table.site(&table.fields[row]).frozen());
                }
                None if table.layout.dict_at().is_none() => {
                    let text = format!("'{}' object has no field '{}'", table.name, *name(index));
                    return Err(raise::<PyAttributeError>(text));
                }
                _ => {}
            }
        }
        for index in 0..names_of(kwnames) {
            let value = Borrowed::from_ptr(py, *values.offset(index));
            record.setattr(name(index).cast::<PyString>()?, value)?;
        }
        Ok(py.None().into_ptr())
    }
}

/// `make(cls, values=None, /, **named)`.
pub(super) unsafe extern "C" fn make(
    _module: *mut PyObject,
    args: *const *mut PyObject,
    count: py_ffi::Py_ssize_t,
    kwnames: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: as `update`. A tuple keeps its items, and the caller the tuple.
    unsafe {
        if count == 2 && names_of(kwnames) == 0 {
            if let Some(object) = quick_make((*args).cast(), *args.add(1)) {
                return object;
            }
        }
        enter_attached(|py| {
            if !(1..=2).contains(&count) {
                return Err(raise::<PyTypeError>(format!(
                    "make() takes a record class and the values, but {count} positional arguments were given"
                )));
            }
            any_make(
                py,
                *args,
                (count == 2).then(|| *args.add(1)),
                args.offset(count),
                kwnames,
            )
        })
    }
}

/// [`make`] of all the values, in a tuple or a list, without any code in between: new, or NULL with an exception; `None`
/// where it is not so, and then nothing has been done.
///
/// # Safety
/// Live objects.
#[inline]
unsafe fn quick_make(cls: *mut PyTypeObject, values: *mut PyObject) -> Option<*mut PyObject> {
    // SAFETY: as the caller says. A list may change while memory is taken, so its items are those of a tuple of our own.
    unsafe {
        if py_ffi::PyType_Check(cls.cast()) == 0 || !is_ours(cls) {
            return None;
        }
        let values = if py_ffi::PyTuple_CheckExact(values) != 0 {
            py_ffi::Py_NewRef(values)
        } else if py_ffi::PyList_CheckExact(values) != 0 {
            py_ffi::PyList_AsTuple(values)
        } else {
            return None;
        };
        if values.is_null() {
            return Some(values);
        }
        let (items, count) = crate::ffi::tuple_items(values);
        let made = construct::straight(cls, items, count, ptr::null_mut());
        py_ffi::Py_DECREF(values);
        made
    }
}

/// [`make`] of whatever values.
///
/// # Safety
/// Live objects; a tuple or NULL, and a value for each name in it.
#[inline(never)]
unsafe fn any_make(
    py: Python<'_>,
    cls: *mut PyObject,
    values: Option<*mut PyObject>,
    named: *const *mut PyObject,
    kwnames: *mut PyObject,
) -> PyResult<*mut PyObject> {
    // SAFETY: as the caller says.
    unsafe {
        let cls = Borrowed::from_ptr(py, cls);
        let class = cls.cast::<PyType>().ok();
        let class = class.filter(|class| is_ours(class.as_type_ptr()));
        let class = class.ok_or_else(|| {
            let got = type_name(&cls);
            raise::<PyTypeError>(format!("make() wants a record class, not {got}"))
        })?;
        let none = py_ffi::Py_None();
        let values = match values.filter(|&values| values != none) {
            Some(values) => new::tuple_from(&Borrowed::from_ptr(py, values))?,
            None => new::tuple(py, [])?,
        };
        construct::plain(py, class.as_type_ptr(), &values, named, kwnames)
    }
}

/// `_make(iterable)`: a call with the values.
pub(super) unsafe extern "C" fn make_by_call(
    class: *mut PyObject,
    values: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: a METH_O class method: a class of ours and any object.
    unsafe {
        if construct::called_plainly(class.cast()) {
            if let Some(object) = quick_make(class.cast(), values) {
                return object;
            }
        }
        enter_attached(|py| {
            let (class, values) = (
                Borrowed::from_ptr(py, class),
                Borrowed::from_ptr(py, values),
            );
            class.call1(new::tuple_from(&values)?).map(Bound::into_ptr)
        })
    }
}

/// is_record(object, /)
///
/// Whether an object is a record made by these classes, or such a class.
#[pyfunction]
#[pyo3(signature = (object, /))]
pub(super) fn is_record(object: &Bound<'_, PyAny>) -> bool {
    fields_of(object).is_some()
}

/// fields(record_or_class, /)
///
/// The names of the fields.
#[pyfunction]
#[pyo3(signature = (object, /))]
pub(super) fn fields<'py>(object: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyTuple>> {
    let py = object.py();
    let _held = object.get_type();
    let table = fields_of(object).ok_or_else(|| {
        let got = type_name(object);
        raise::<PyTypeError>(format!("fields() wants a record or its class, not {got}"))
    })?;
    let names = table.fields.iter().map(crate::field::Field::name);
    new::tuple_of_text(py, names)
}

fn fields_of(object: &Bound<'_, PyAny>) -> Option<&'static Table> {
    let of_class = object.cast::<PyType>().ok().and_then(|class| {
        let tp: *mut PyTypeObject = class.as_type_ptr();
        // SAFETY: a live type; `is_ours` says that there is a word.
        unsafe { is_ours(tp).then(|| Class::of(tp)).flatten() }
    });
    of_class
        // SAFETY: a live object.
        .or_else(|| unsafe { class_of(object.as_ptr()) })
        .map(|class| &class.table)
}

/// `record.__weakref__`.
pub(super) unsafe extern "C" fn weakref(object: *mut PyObject, _: *mut c_void) -> *mut PyObject {
    // SAFETY: CPython has checked that `object` is of a class with the option; the pointer lies there.
    unsafe {
        let place = Class::of_instance(object).table.layout.weaklist_at();
        let first = place.map_or(ptr::null_mut(), |place| {
            *object.cast::<u8>().add(place).cast::<*mut PyObject>()
        });
        let first = if first.is_null() {
            py_ffi::Py_None()
        } else {
            first
        };
        py_ffi::Py_INCREF(first);
        first
    }
}

/// The error of a class that is used before it is finished.
pub(super) unsafe fn unfinished() -> *mut PyObject {
    // SAFETY: called by a C function of CPython's, so attached.
    unsafe { enter_attached(|_| Err(raise::<PyTypeError>("the record class is not finished"))) }
}
