//! Making a record out of the arguments of a call.
//!
//! Arguments are matched to fields first, by position and by name; then they are converted into a
//! [draft](crate::draft), which becomes an object when it is complete.

use crate::arguments::Given;
use crate::classes::table_of;
use crate::draft::Draft;
use crate::errors::raise;
use crate::ffi::{self, PyObject, PyTypeObject};
use crate::field::{Field, Kind, Made};
use crate::objects;
use crate::record::{State, Table};
use crate::trampoline::{attached, enter, enter_attached};
use pyo3::exceptions::PyTypeError;
use pyo3::ffi as py_ffi;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyFloat, PyTuple};
use std::ptr;
use std::sync::atomic::Ordering::Relaxed;

/// `tp_vectorcall` of a record class. What a plain call of a simple class needs is here, and so little that nothing is put on
/// the stack; all else is called last.
#[inline]
pub(crate) unsafe fn vectorcall(
    table: &'static Table,
    callable: *mut PyObject,
    args: *const *mut PyObject,
    nargsf: usize,
    kwnames: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: CPython's vectorcall protocol: `args` holds the positional arguments and then one for
    // each name in the tuple `kwnames`, all borrowed for the time of the call.
    unsafe {
        let count = py_ffi::PyVectorcall_NARGS(nargsf) as usize;
        if kwnames.is_null() && count == table.exact.load(Relaxed) {
            if table.floats {
                return floats(table, callable, args, nargsf);
            }
            return objects::light(table, callable.cast(), args);
        }
        more_than_light(table, callable, args, nargsf, kwnames)
    }
}

/// [`vectorcall`] of a light class of floats, with a value for each.
///
/// # Safety
/// As [`vectorcall`].
#[inline(never)]
unsafe extern "C" fn floats(
    table: &'static Table,
    callable: *mut PyObject,
    args: *const *mut PyObject,
    nargsf: usize,
) -> *mut PyObject {
    // SAFETY: as the caller says.
    unsafe {
        match objects::light_floats(table, callable.cast(), args) {
            Some(object) => object.as_ptr(),
            None => more_than_light(table, callable, args, nargsf, ptr::null_mut()),
        }
    }
}

/// [`vectorcall`] of other classes, and with names.
///
/// # Safety
/// As [`vectorcall`].
#[inline(never)]
unsafe extern "C" fn more_than_light(
    table: &'static Table,
    callable: *mut PyObject,
    args: *const *mut PyObject,
    nargsf: usize,
    kwnames: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: as the caller says.
    unsafe {
        if let Some(all) = straight(table, callable, nargsf, kwnames) {
            if all == table.exact.load(Relaxed) && !table.floats {
                return objects::light(table, callable.cast(), args);
            }
            let values = values(args, all);
            if table.loose && all == table.fields.len() {
                return objects::loose(table, callable.cast(), values);
            }
            if let Some(object) = objects::straight(table, callable.cast(), values) {
                return object;
            }
        }
        any_call(table, callable, args, nargsf, kwnames)
    }
}

/// [`vectorcall`], whatever there is to do. Not inlined: the straight way needs no room on the stack.
///
/// # Safety
/// As [`vectorcall`].
#[inline(never)]
unsafe fn any_call(
    table: &'static Table,
    callable: *mut PyObject,
    args: *const *mut PyObject,
    nargsf: usize,
    kwnames: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: as the caller says.
    unsafe {
        let count = py_ffi::PyVectorcall_NARGS(nargsf) as usize;
        enter(|py| {
            let state = table.state(py)?;
            if let Some(all) = state.in_order(count, kwnames) {
                let values = values(args, all);
                let object = build(py, table, callable.cast(), values)?;
                return initialised(py, table, object);
            }
            let mut given = Given::new(table, state);
            given.positional(args, count);
            if !kwnames.is_null() {
                for index in 0..py_ffi::PyTuple_GET_SIZE(kwnames) {
                    let name = Borrowed::from_ptr(py, py_ffi::PyTuple_GET_ITEM(kwnames, index));
                    given.keyword(name, *args.add(count + index as usize))?;
                }
            }
            let object = build(py, table, callable.cast(), given.complete()?)?;
            initialised(py, table, object)
        })
    }
}

/// `tp_alloc` of a class whose instances are not [counted](Table::counted), for PyO3: that of CPython would count.
pub(crate) unsafe extern "C" fn alloc(
    table: &'static Table,
    tp: *mut PyTypeObject,
    _items: py_ffi::Py_ssize_t,
) -> *mut PyObject {
    // SAFETY: CPython's `tp_alloc` protocol: memory for an instance of the class, all zeros but for the head. There are no
    // classes derived from this one, for which it could be called.
    unsafe {
        let Some(object) = ffi::allocate(tp, table) else {
            return ptr::null_mut();
        };
        let contents = object.as_ptr().cast::<u8>().add(table.layout.contents());
        ptr::write_bytes(contents, 0, table.layout.size());
        object.as_ptr()
    }
}

/// How many values a call brings, if it is what most calls are: values in order, and those that are not there have defaults
/// that are there already. If they are stored as they come, there is nothing between the arguments and the record.
///
/// Nothing on this way can panic, so it need not [`enter`].
///
/// # Safety
/// As [`vectorcall`].
#[inline]
unsafe fn straight(
    table: &Table,
    callable: *mut PyObject,
    nargsf: usize,
    kwnames: *mut PyObject,
) -> Option<usize> {
    // SAFETY: as the caller says.
    unsafe {
        let state = table.state.get(Python::assume_attached())?;
        if state.straight?.as_ptr() != callable {
            return None;
        }
        let count = py_ffi::PyVectorcall_NARGS(nargsf) as usize;
        let all = if kwnames.is_null() {
            count
        } else {
            state.in_order(count, kwnames)?
        };
        (all >= state.straight_from && all <= table.fields.len()).then_some(all)
    }
}

/// The arguments of a vectorcall, those by name included.
///
/// # Safety
/// So many live objects.
#[inline]
pub(crate) unsafe fn values<'a>(args: *const *mut PyObject, all: usize) -> &'a [*mut PyObject] {
    match all {
        // Without arguments the pointer may be NULL, which no slice's may be.
        0 => &[],
        // SAFETY: as the caller says.
        _ => unsafe { std::slice::from_raw_parts(args, all) },
    }
}

/// `tp_new` of a record class.
pub(crate) unsafe extern "C" fn new(
    table: &'static Table,
    tp: *mut PyTypeObject,
    args: *mut PyObject,
    kwargs: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: CPython's `tp_new` protocol: a tuple, and a dict or NULL, borrowed during the call.
    unsafe {
        enter(|py| {
            let state = table.state(py)?;
            let mut given = Given::new(table, state);
            if takes_more(state, tp) {
                given.ignore_excess();
            }
            let args = Borrowed::from_ptr(py, args).cast_unchecked::<PyTuple>();
            let items: Vec<_> = args.iter_borrowed().map(|item| item.as_ptr()).collect();
            given.positional(items.as_ptr(), items.len());
            let kwargs = Borrowed::from_ptr_or_opt(py, kwargs);
            // Held until the values are built: a conversion may run code that empties the dict.
            let mut held = Vec::new();
            if let Some(kwargs) = kwargs {
                for (name, value) in kwargs.cast_unchecked::<PyDict>().iter() {
                    given.keyword(name.as_borrowed(), value.as_ptr())?;
                    held.push(value);
                }
            }
            let object = build(py, table, tp, given.complete()?)?;
            initialised(py, table, object)
        })
    }
}

/// `__new__` in the class's dict: checks the class it is given, as CPython's own does.
pub(crate) unsafe extern "C" fn new_method(
    table: &'static Table,
    class: *mut PyObject,
    args: *mut PyObject,
    kwargs: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: CPython calls a METH_VARARGS | METH_KEYWORDS function with its self (the class), a
    // tuple, and a dict or NULL.
    unsafe {
        enter_attached(|py| {
            let args = Borrowed::from_ptr(py, args).cast_unchecked::<PyTuple>();
            let sub = class_argument(table.name, class, &args)?;
            let rest = args.get_slice(1, args.len());
            // A base's `__new__` makes a derived record as that record's own does.
            let made = new(table_of(sub), sub, rest.as_ptr(), kwargs);
            if made.is_null() {
                Err(PyErr::fetch(py))
            } else {
                Ok(made)
            }
        })
    }
}

/// The first argument of `__new__`: the class itself or a subclass. The pointer is borrowed from the tuple.
///
/// # Safety
/// `class` is a live type of that name.
pub(crate) unsafe fn class_argument(
    name: &str,
    class: *mut PyObject,
    args: &Bound<'_, PyTuple>,
) -> PyResult<*mut PyTypeObject> {
    let Ok(sub) = args.get_borrowed_item(0) else {
        let text = format!("{name}.__new__(): not enough arguments");
        return Err(raise::<PyTypeError>(text));
    };
    let shown = || {
        sub.repr()
            .map_or_else(|_| "?".to_owned(), |text| text.to_string())
    };
    // SAFETY: live objects; the second question is asked of types only.
    unsafe {
        if py_ffi::PyType_Check(sub.as_ptr()) == 0 {
            let text = format!("{name}.__new__(X): X is not a type object ({})", shown());
            return Err(raise::<PyTypeError>(text));
        }
        if py_ffi::PyType_IsSubtype(sub.as_ptr().cast(), class.cast()) == 0 {
            let text = format!(
                "{name}.__new__(X): X is not a subtype of {name} ({})",
                shown()
            );
            return Err(raise::<PyTypeError>(text));
        }
    }
    Ok(sub.as_ptr().cast())
}

/// Whether a Python subclass has an `__init__` of its own: arguments that we do not know are for it, as
/// `object.__new__` has it.
///
/// # Safety
/// `tp` is the class of `state` or a subclass.
unsafe fn takes_more(state: &State, tp: *mut PyTypeObject) -> bool {
    // SAFETY: reading the structs of live types.
    unsafe {
        tp != state.tp.as_ptr()
            && match ((*tp).tp_init, (*state.tp.as_ptr()).tp_init) {
                (Some(its), Some(ours)) => !ptr::fn_addr_eq(its, ours),
                _ => false,
            }
    }
}

/// Calls `__post_init__`, if the class or a subclass has one: the last step of a construction.
///
/// # Safety
/// `object` is a new record of the class of `table` or of a subclass, owned, and given back.
#[inline]
unsafe fn initialised(
    py: Python<'_>,
    table: &Table,
    object: *mut PyObject,
) -> PyResult<*mut PyObject> {
    if !table.options.subclass && table.state(py)?.post_init.is_none() {
        return Ok(object);
    }
    // SAFETY: as the caller says.
    unsafe { post_init(py, table, object) }
}

/// # Safety
/// As [`initialised`].
unsafe fn post_init(
    py: Python<'_>,
    table: &Table,
    object: *mut PyObject,
) -> PyResult<*mut PyObject> {
    let name = pyo3::intern!(py, "__post_init__");
    // SAFETY: the caller's reference; on an error it is released.
    let record = unsafe { Bound::from_owned_ptr(py, object) };
    let state = table.state(py)?;
    let exact = record.get_type().as_type_ptr() == state.tp.as_ptr();
    if state.post_init.is_some() || (!exact && record.hasattr(name)?) {
        record.call_method0(name)?;
    }
    Ok(record.into_ptr())
}

/// Makes an instance of `tp` out of values for the first fields, and defaults for the others: new.
///
/// # Safety
/// `tp` is the class of the table or a subclass; `values` are live objects, or NULL for a default.
pub(crate) unsafe fn build(
    py: Python<'_>,
    table: &'static Table,
    tp: *mut PyTypeObject,
    values: &[*mut PyObject],
) -> PyResult<*mut PyObject> {
    if table.direct && table.state(py)?.tp.as_ptr() == tp {
        // SAFETY: as the caller says; exactly the class of the table.
        let made = unsafe {
            if table.loose
                && values.len() == table.fields.len()
                && values.iter().all(|value| !value.is_null())
            {
                Some(objects::build(py, table, tp, values))
            } else {
                objects::build_direct(py, table, tp, values)
            }
        };
        if let Some(made) = made {
            return made;
        }
    }
    let mut values = values.iter();
    let mut draft = Draft::new(table);
    // SAFETY: each call writes one field or fails: Ops 1 and 2; the arguments live as long as the call.
    unsafe {
        draft.fill(py, |field, dst| {
            let value = values.next().copied().unwrap_or(ptr::null_mut());
            match (Borrowed::from_ptr_or_opt(py, value), field.default) {
                (Some(value), _) => convert(table, field, value, dst),
                (None, Some(default)) => {
                    defaulted(py, field, default, dst);
                    Ok(())
                }
                (None, None) => Err(table.site(field).unset()),
            }
        })?;
        draft.place(py, tp)
    }
}

/// Writes a field's default.
///
/// # Safety
/// `dst` is room for the field, whose default that is.
#[inline]
unsafe fn defaulted(
    py: Python<'_>,
    field: &Field,
    default: for<'py> unsafe fn(Python<'py>, *mut u8),
    dst: *mut u8,
) {
    // SAFETY: as the caller says. A constant number drops no `Py`, and runs no code of Python's: PyO3 need not be told.
    unsafe {
        match field.ops.kind {
            Kind::F64 | Kind::I64 | Kind::Native if field.made != Made::ByCall => default(py, dst),
            _ => attached(py, || default(py, dst)),
        }
    }
}

/// Converts a value for a field. What is stored as it comes needs no call.
///
/// # Safety
/// `dst` is room for the field.
#[inline]
unsafe fn convert(
    table: &Table,
    field: &Field,
    value: Borrowed<'_, '_, PyAny>,
    dst: *mut u8,
) -> PyResult<()> {
    // SAFETY: the short cuts are those that `Kind` promises: a pointer that owns a reference, the
    // bits of an f64. The general way: Ops 1 and 2.
    unsafe {
        match field.ops.kind {
            Kind::Object if field.ops.any_object => {
                dst.cast::<*mut PyObject>()
                    .write(value.to_owned().into_ptr());
                Ok(())
            }
            Kind::F64 if value.is_exact_instance_of::<PyFloat>() => {
                let float = py_ffi::PyFloat_AS_DOUBLE(value.as_ptr());
                dst.cast::<f64>().write(float);
                Ok(())
            }
            _ => (field.ops.init)(table.site(field), value, dst),
        }
    }
}
