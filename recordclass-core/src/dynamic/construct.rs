//! Calls of a record class made at run time: `P(1, 2)`, `P.__new__`, `P.__init__`.
//!
//! | who is written by the user | `__new__` of ours | `__init__` of ours |
//! |---|---|---|
//! | nobody | takes the arguments, all that are needed | has nothing left to do |
//! | `__new__` | the same, when called | has nothing left to do |
//! | `__init__` | fills in defaults, arguments are not for it | takes the arguments, when called |
//!
//! CPython calls `__init__` after `__new__` with the same arguments. So the slot `tp_init` of ours does nothing,
//! while the method `__init__` in the dict, which only an explicit call reaches, assigns the fields.

use super::class::Class;
use super::shims::Held;
use super::spec::Fallback;
use crate::arguments::Given;
use crate::construct::{class_argument, values};
use crate::errors::raise;
use crate::ffi::{self, PyObject, PyTypeObject, new};
use crate::objects;
use crate::places::Places;
use crate::trampoline::{attached, enter, enter_attached};
use pyo3::exceptions::PyTypeError;
use pyo3::ffi as py_ffi;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyTuple, PyType};
use std::ffi::c_int;
use std::sync::atomic::Ordering::Relaxed;
use std::{ptr, slice};

/// `tp_vectorcall`.
pub(super) unsafe extern "C" fn vectorcall(
    callable: *mut PyObject,
    args: *const *mut PyObject,
    nargsf: usize,
    kwnames: *mut PyObject,
) -> *mut PyObject {
    let tp = callable.cast::<PyTypeObject>();
    // SAFETY: CPython's vectorcall protocol: `args` holds the positional arguments and then one for
    // each name in the tuple `kwnames`, all borrowed for the time of the call, as is the class.
    unsafe {
        if own_new(tp) || own_init(tp) {
            // Since the class was finished somebody has patched it.
            return by_type_call(callable, args, nargsf, kwnames);
        }
        match straight(tp, args, nargsf, kwnames) {
            Some(object) => object,
            None => any_call(tp, args, nargsf, kwnames),
        }
    }
}

/// A call with nothing between the arguments and the record: all values there, in order, in a simple record. New, or NULL with
/// an exception; `None` where it is not so, and then nothing has been done.
///
/// Nothing in here can panic, so it need not `enter`.
///
/// # Safety
/// As [`vectorcall`].
#[inline]
pub(super) unsafe fn straight(
    tp: *mut PyTypeObject,
    args: *const *mut PyObject,
    nargsf: usize,
    kwnames: *mut PyObject,
) -> Option<*mut PyObject> {
    // SAFETY: as the caller says.
    unsafe {
        let class = Class::of(tp)?;
        let table = &class.table;
        if table.quick.is_none() || class.post_init.load(Relaxed) {
            return None;
        }
        let count = py_ffi::PyVectorcall_NARGS(nargsf) as usize;
        let state = table.state.get(Python::assume_attached())?;
        let all = state.in_order(count, kwnames)?;
        if all != table.fields.len() {
            return None;
        }
        let values = values(args, all);
        if table.loose {
            return Some(objects::loose(table, tp, values));
        }
        objects::straight(table, tp, values)
    }
}

/// [`vectorcall`] of classes that have no `__new__` and `__init__` but ours. Not inlined: the straight way needs no room on the
/// stack.
///
/// # Safety
/// As [`vectorcall`].
#[inline(never)]
unsafe fn any_call(
    tp: *mut PyTypeObject,
    args: *const *mut PyObject,
    nargsf: usize,
    kwnames: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: as the caller says.
    unsafe {
        enter(|py| {
            // Only a finished class has this function.
            let class = Class::of(tp).unwrap_unchecked();
            let table = &class.table;
            let count = py_ffi::PyVectorcall_NARGS(nargsf) as usize;
            let all = table.state(py)?.in_order(count, kwnames);
            let object = match all.filter(|_| class.ready_made) {
                Some(all) if all == table.fields.len() => {
                    objects::build(py, table, tp, values(args, all))?
                }
                Some(all) => with_defaults(py, class, tp, values(args, all))?,
                None => general(py, class, tp, values(args, count), args.add(count), kwnames)?,
            };
            if class.post_init.load(Relaxed) {
                return post_init(py, object);
            }
            Ok(object)
        })
    }
}

/// A record of values for the first fields, and ready-made defaults for the others: new.
///
/// # Safety
/// `tp` is the class, held by the caller; the values are, too.
unsafe fn with_defaults(
    py: Python<'_>,
    class: &Class,
    tp: *mut PyTypeObject,
    given: &[*mut PyObject],
) -> PyResult<*mut PyObject> {
    let (table, count) = (&class.table, class.defaults.len());
    // SAFETY: as the caller says; nothing runs before all slots have their values.
    unsafe {
        if table.quick.is_some() {
            if let Some(object) = ffi::reuse(tp, table) {
                let slots = table.slots(object.as_ptr());
                objects::fill(slots, given);
                for (row, default) in class.defaults.iter().enumerate().skip(given.len()) {
                    let value = default.object();
                    py_ffi::Py_INCREF(value);
                    slots.add(row).write(value);
                }
                objects::known(object.as_ptr(), table);
                return Ok(object.as_ptr());
            }
        }
    }
    let mut places = Places::new(count);
    let values = places.all();
    values[..given.len()].copy_from_slice(given);
    for (value, default) in values.iter_mut().zip(&class.defaults).skip(given.len()) {
        *value = default.object();
    }
    // SAFETY: as the caller says; defaults belong to the class.
    unsafe { objects::build(py, table, tp, values) }
}

/// A record out of positional arguments and named ones, whatever they are: new.
///
/// # Safety
/// `tp` is the class, and held, as are the arguments: `kwnames` is a tuple or NULL, and there is one of `named` for each
/// name in it.
unsafe fn general(
    py: Python<'_>,
    class: &'static Class,
    tp: *mut PyTypeObject,
    positional: &[*mut PyObject],
    named: *const *mut PyObject,
    kwnames: *mut PyObject,
) -> PyResult<*mut PyObject> {
    // SAFETY: as the caller says.
    unsafe {
        let mut given = given(class, class.table.state(py)?);
        given.positional(positional.as_ptr(), positional.len());
        if !kwnames.is_null() {
            for index in 0..py_ffi::PyTuple_GET_SIZE(kwnames) {
                let name = Borrowed::from_ptr(py, py_ffi::PyTuple_GET_ITEM(kwnames, index));
                given.keyword(name, *named.offset(index))?;
            }
        }
        given.complete()?;
        from_given(py, class, tp, &mut given)
    }
}

/// `tp_new`.
// Never inlined: whose a function is, its address tells, and a copy for each part of the crate would have one of its own.
#[inline(never)]
pub(super) unsafe extern "C" fn new(
    tp: *mut PyTypeObject,
    args: *mut PyObject,
    kwargs: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: CPython's `tp_new` protocol: a tuple, and a dict or NULL, borrowed during the call.
    unsafe {
        enter_attached(|py| {
            let class = ready(py, tp)?;
            let _held = Held::new(tp);
            let state = class.table.state(py)?;
            let mut given = given(class, state);
            let for_init = own_init(tp);
            // Held until the values are built: a default may run code that empties the dict.
            let mut held = Vec::new();
            if !for_init || own_new(tp) {
                take(py, &mut given, args, kwargs, &mut held)?;
            }
            if for_init {
                given.allow_gaps();
            }
            given.complete()?;
            let object = from_given(py, class, tp, &mut given)?;
            if !for_init && class.post_init.load(Relaxed) {
                return post_init(py, object);
            }
            Ok(object)
        })
    }
}

/// `__new__` in the dict of a root class.
pub(super) unsafe extern "C" fn new_method(
    root: *mut PyObject,
    args: *mut PyObject,
    kwargs: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: CPython calls a METH_VARARGS | METH_KEYWORDS function with its self (the class), a
    // tuple, and a dict or NULL.
    unsafe {
        enter_attached(|py| {
            let args = Borrowed::from_ptr(py, args).cast_unchecked::<PyTuple>();
            let class = Borrowed::from_ptr(py, root).cast_unchecked::<PyType>();
            let name = crate::errors::name_of(&class);
            let sub = class_argument(&name, root, &args)?;
            let rest = args.get_slice(1, args.len());
            let made = new(sub, rest.as_ptr(), kwargs);
            Bound::from_owned_ptr_or_err(py, made).map(Bound::into_ptr)
        })
    }
}

/// `tp_init`: `tp_new` has done everything.
// Never inlined: whose a function is, its address tells, and a copy for each part of the crate would have one of its own.
#[inline(never)]
pub(super) unsafe extern "C" fn init(
    _object: *mut PyObject,
    _args: *mut PyObject,
    _kwargs: *mut PyObject,
) -> c_int {
    0
}

/// `__init__` in the dict: assigns every field. A read-only field can be given a value while it has
/// none, or still its default.
pub(super) unsafe extern "C" fn init_method(
    object: *mut PyObject,
    args: *mut PyObject,
    kwargs: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: CPython has checked that `object` is of a class of ours; a tuple, and a dict or NULL.
    unsafe {
        enter_attached(|py| {
            let tp = py_ffi::Py_TYPE(object);
            let _held = Held::new(tp);
            let class = Class::of_instance(object);
            let table = &class.table;
            let mut given = given(class, table.state(py)?);
            let mut held = Vec::new();
            take(py, &mut given, args, kwargs, &mut held)?;
            let (values, made) = filled(py, class, given.complete()?)?;
            let record = Borrowed::from_ptr(py, object);
            for (row, &value) in values.iter().enumerate() {
                let field = &table.fields[row];
                let at = table.at(object, field);
                if field.role.frozen {
                    let now = (field.ops.get)(&record, at)?;
                    let default = class.defaults[row].object();
                    if now.is_some_and(|now| now.as_ptr() != default && now.as_ptr() != value) {
                        return Err(table.site(field).frozen());
                    }
                }
                if let Some(set) = field.ops.set {
                    set(
                        table.site(field),
                        &record,
                        at,
                        &Borrowed::from_ptr(py, value),
                    )?;
                }
            }
            drop(made);
            extras(py, &record, &given)?;
            if class.post_init.load(Relaxed) {
                record.call_method0(pyo3::intern!(py, "__post_init__"))?;
            }
            Ok(py.None().into_ptr())
        })
    }
}

/// A record of these arguments, past whatever the user has written of `__new__`, `__init__` and `__post_init__`: new.
///
/// # Errors
/// Those of a call; what a default raises.
///
/// # Safety
/// `tp` is a live type; `kwnames` is a tuple or NULL, and there is a value for each name in it, held by the caller.
pub(super) unsafe fn plain(
    py: Python<'_>,
    tp: *mut PyTypeObject,
    values: &Bound<'_, PyTuple>,
    named: *const *mut PyObject,
    kwnames: *mut PyObject,
) -> PyResult<*mut PyObject> {
    // SAFETY: as the caller says; a tuple keeps its items.
    unsafe {
        let class = ready(py, tp)?;
        let _held = Held::new(tp);
        let (items, count) = ffi::tuple_items(values.as_ptr());
        general(
            py,
            class,
            tp,
            slice::from_raw_parts(items, count),
            named,
            kwnames,
        )
    }
}

/// The finished class; an error where there is none yet.
///
/// # Safety
/// `tp` is a live type.
unsafe fn ready(py: Python<'_>, tp: *mut PyTypeObject) -> PyResult<&'static Class> {
    // SAFETY: `is_ours` tells whether the type has the word.
    let class = unsafe {
        super::metatype::is_ours(tp)
            .then(|| Class::of(tp))
            .flatten()
    };
    class.ok_or_else(|| {
        // SAFETY: as the caller says.
        let class = unsafe { Borrowed::from_ptr(py, tp.cast()).cast_unchecked() };
        let name = crate::errors::name_of(&class);
        raise::<PyTypeError>(format!(
            "cannot create '{name}' instances: the class is not finished"
        ))
    })
}

fn given<'a>(class: &'a Class, state: &'a crate::record::State) -> Given<'a> {
    let mut given = Given::new(&class.table, state);
    if class.table.options.dict {
        given.keep_unknown();
    }
    given
}

/// Takes the arguments of a call in the old form; `held` keeps what the dict may lose meanwhile.
///
/// # Safety
/// A tuple, and a dict or NULL.
unsafe fn take<'py>(
    py: Python<'py>,
    given: &mut Given<'_>,
    args: *mut PyObject,
    kwargs: *mut PyObject,
    held: &mut Vec<Bound<'py, PyAny>>,
) -> PyResult<()> {
    // SAFETY: as the caller says.
    unsafe {
        let args = Borrowed::from_ptr(py, args).cast_unchecked::<PyTuple>();
        let items: Vec<_> = args.iter_borrowed().map(|item| item.as_ptr()).collect();
        given.positional(items.as_ptr(), items.len());
        if let Some(kwargs) = Borrowed::from_ptr_or_opt(py, kwargs) {
            for (name, value) in kwargs.cast_unchecked::<PyDict>().iter() {
                given.keyword(name.as_borrowed(), value.as_ptr())?;
                held.extend([name, value]);
            }
        }
    }
    Ok(())
}

/// A new record of what was given, and of defaults: new.
///
/// # Safety
/// `tp` is the class, held by the caller; the arguments are, too.
unsafe fn from_given(
    py: Python<'_>,
    class: &'static Class,
    tp: *mut PyTypeObject,
    given: &mut Given<'_>,
) -> PyResult<*mut PyObject> {
    // SAFETY: as the caller says.
    unsafe {
        let mut made = Made::default();
        let values = given.values();
        for (value, default) in values.iter_mut().zip(&class.defaults) {
            if value.is_null() {
                *value = made.fallback(py, default)?;
            }
        }
        let object = objects::build(py, &class.table, tp, values)?;
        if !given.unknown().is_empty() {
            let object = Bound::from_owned_ptr(py, object);
            extras(py, &object, given)?;
            return Ok(object.into_ptr());
        }
        Ok(object)
    }
}

/// All values, defaults included, and what keeps the new ones among them alive.
fn filled<'py>(
    py: Python<'py>,
    class: &Class,
    given: &[*mut PyObject],
) -> PyResult<(Vec<*mut PyObject>, Made<'py>)> {
    let mut made = Made::default();
    let mut values = given.to_vec();
    for (value, default) in values.iter_mut().zip(&class.defaults) {
        if value.is_null() {
            *value = made.fallback(py, default)?;
        }
    }
    Ok((values, made))
}

/// Defaults that were made for one record: kept until it has them.
#[derive(Default)]
struct Made<'py>(Vec<Bound<'py, PyAny>>);

impl<'py> Made<'py> {
    /// The value for a field that was not given: borrowed from the class or from here; NULL where there is none.
    fn fallback(
        &mut self,
        py: Python<'py>,
        default: &super::class::Default,
    ) -> PyResult<*mut PyObject> {
        let object = default.object();
        let new = match default.kind {
            Fallback::None => return Ok(ptr::null_mut()),
            Fallback::Object => return Ok(object),
            Fallback::Call => attached(py, || {
                // SAFETY: a live object of the class's, held over the call, which may tear the class down.
                unsafe { Bound::from_borrowed_ptr(py, object) }.call0()
            })?,
            Fallback::Copy => attached(py, || {
                // SAFETY: as above.
                let object = unsafe { Bound::from_borrowed_ptr(py, object) };
                py.import(intern!(py, "copy"))?
                    .call_method1(intern!(py, "copy"), (object,))
            })?,
        };
        let pointer = new.as_ptr();
        self.0.push(new);
        Ok(pointer)
    }
}

/// Keywords that no field has go to the record's `__dict__`.
fn extras(py: Python<'_>, record: &Bound<'_, PyAny>, given: &Given<'_>) -> PyResult<()> {
    for &(name, value) in given.unknown() {
        // SAFETY: the caller's arguments, alive during the call.
        let (name, value) =
            unsafe { (Borrowed::from_ptr(py, name), Borrowed::from_ptr(py, value)) };
        attached(py, || {
            record.setattr(name.cast::<pyo3::types::PyString>()?, value)
        })?;
    }
    Ok(())
}

/// Calls `__post_init__`.
///
/// # Safety
/// `object` is a new record, owned, and given back; on an error it is released.
unsafe fn post_init(py: Python<'_>, object: *mut PyObject) -> PyResult<*mut PyObject> {
    // SAFETY: as the caller says.
    let record = unsafe { Bound::from_owned_ptr(py, object) };
    attached(py, || {
        record
            .call_method0(pyo3::intern!(py, "__post_init__"))
            .map(drop)
    })?;
    Ok(record.into_ptr())
}

/// Whether a call of the class runs nothing of anybody's but `__post_init__`, neither its own nor its metaclass's.
///
/// # Safety
/// `tp` is a live type.
#[inline]
pub(super) unsafe fn called_plainly(tp: *mut PyTypeObject) -> bool {
    // SAFETY: as the caller says.
    unsafe {
        let call = (*py_ffi::Py_TYPE(tp.cast())).tp_call;
        let of_types = py_ffi::PyType_Type.tp_call;
        let same = |(one, other)| ptr::fn_addr_eq(one, other);
        !own_new(tp) && !own_init(tp) && call.zip(of_types).is_some_and(same)
    }
}

/// Whether somebody else's `__new__` is called first.
///
/// # Safety
/// `tp` is a live type.
#[inline]
pub(crate) unsafe fn own_new(tp: *mut PyTypeObject) -> bool {
    // SAFETY: as the caller says.
    unsafe { (*tp).tp_new }.is_none_or(|theirs| !ptr::fn_addr_eq(theirs, new as py_ffi::newfunc))
}

/// Whether somebody else's `__init__` takes the arguments.
///
/// # Safety
/// `tp` is a live type.
#[inline]
pub(crate) unsafe fn own_init(tp: *mut PyTypeObject) -> bool {
    // SAFETY: as the caller says.
    unsafe { (*tp).tp_init }.is_none_or(|theirs| !ptr::fn_addr_eq(theirs, init as py_ffi::initproc))
}

/// The call as `type.__call__` does it: `__new__`, then `__init__`.
///
/// # Safety
/// As [`vectorcall`].
#[cold]
unsafe fn by_type_call(
    callable: *mut PyObject,
    args: *const *mut PyObject,
    nargsf: usize,
    kwnames: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: as the caller says.
    unsafe {
        enter_attached(|py| {
            let count = py_ffi::PyVectorcall_NARGS(nargsf) as usize;
            let value = |index: usize| Borrowed::from_ptr(py, *args.add(index));
            let tuple = new::tuple(py, (0..count).map(|index| value(index).to_owned()))?;
            let kwargs = new::dict(py)?;
            if !kwnames.is_null() {
                let names = Borrowed::from_ptr(py, kwnames).cast_unchecked::<PyTuple>();
                for (index, name) in names.iter().enumerate() {
                    kwargs.set_item(name, value(count + index))?;
                }
            }
            let call = py_ffi::PyType_Type.tp_call;
            let made = call.map_or(ptr::null_mut(), |call| {
                call(callable, tuple.as_ptr(), kwargs.as_ptr())
            });
            Bound::from_owned_ptr_or_err(py, made).map(Bound::into_ptr)
        })
    }
}
