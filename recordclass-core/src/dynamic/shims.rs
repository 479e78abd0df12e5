//! The C functions of all record classes made at run time: each finds the class of its object and goes
//! on to the protocol that serves derived classes, too.

use super::class::Class;
use super::construct::{own_init, own_new};
use crate::dealloc;
use crate::ffi::{PyObject, PyTypeObject, new};
use crate::nesting::Deeper;
use crate::objects;
use crate::protocol::reduce::{by_call, reduced};
use crate::protocol::{collect, compare, copy, hash, mapping, repr, sequence};
use crate::trampoline::{attached, enter, enter_attached};
use pyo3::exceptions::PyAttributeError;
use pyo3::ffi::{self, Py_hash_t, Py_ssize_t, visitproc};
use pyo3::intern;
use pyo3::prelude::*;
use std::ffi::{c_int, c_void};
use std::sync::atomic::Ordering::Relaxed;

type Object = *mut PyObject;

/// Keeps a type alive while code runs that may take it away from its instance.
pub(super) struct Held(*mut PyTypeObject);

impl Held {
    /// # Safety
    /// `tp` is a live type, and the caller is attached.
    #[inline]
    pub(super) unsafe fn new(tp: *mut PyTypeObject) -> Self {
        // SAFETY: as the caller says.
        unsafe { ffi::Py_INCREF(tp.cast()) };
        Held(tp)
    }

    /// For what only takes memory: before 3.12 that may start the collector, and so run code. Without the GIL other threads
    /// run at any time.
    ///
    /// # Safety
    /// As [`Held::new`].
    #[inline]
    pub(super) unsafe fn while_allocating(tp: *mut PyTypeObject) -> Option<Self> {
        // SAFETY: as the caller says.
        cfg!(any(not(Py_3_12), Py_GIL_DISABLED)).then(|| unsafe { Self::new(tp) })
    }
}

impl Drop for Held {
    #[inline]
    fn drop(&mut self) {
        // SAFETY: matches the increment; still attached.
        unsafe { ffi::Py_DECREF(self.0.cast()) };
    }
}

macro_rules! shims {
    ($($name:ident($object:ident $(, $arg:ident: $type:ty)*) $(-> $result:ty)? = $target:path;)*) => {$(
        #[inline(never)]
        pub(super) unsafe extern "C" fn $name($object: Object $(, $arg: $type)*) $(-> $result)? {
            // SAFETY: CPython calls what we put into a slot as the slot is to be called, with an
            // instance; the guard keeps its class (`class`, 2).
            unsafe {
                let _held = Held::new(ffi::Py_TYPE($object));
                $target(&Class::of_instance($object).table, $object $(, $arg)*)
            }
        }
    )*};
}
shims! {
    repr_fields(object) -> Object = repr::repr;
    any_richcompare(object, other: Object, op: c_int) -> Object = compare::any_richcompare;
    any_hash(object) -> Py_hash_t = hash::any_hash;
    any_copy(object) -> Object = copy::any_copy;
    deepcopy(object, memo: Object) -> Object = copy::deepcopy;
    replace_fields(object, args: *const Object, count: Py_ssize_t, kwnames: Object) -> Object
        = copy::any_replace;
    contains(object, wanted: Object) -> c_int = sequence::contains;
    any_by_position(object, key: Object) -> Object = sequence::any_subscript;
    set_any_by_position(object, key: Object, new: Object) -> c_int = sequence::any_assign_subscript;
    by_name(object, key: Object) -> Object = mapping::subscript;
    set_by_name(object, key: Object, new: Object) -> c_int = mapping::assign_subscript;
    contains_name(object, key: Object) -> c_int = mapping::contains;
    iter_names(object) -> Object = mapping::iter;
    keys(object, none: Object) -> Object = mapping::keys;
    values(object, none: Object) -> Object = mapping::values;
    items(object, none: Object) -> Object = mapping::items;
    get(object, args: Object) -> Object = mapping::get;
    clear(object) -> c_int = collect::clear;
}

/// `==` and `<`. Of leaves nothing runs that could take the class away.
pub(super) unsafe extern "C" fn richcompare(object: Object, other: Object, op: c_int) -> Object {
    // SAFETY: as above.
    unsafe {
        let class = Class::of(ffi::Py_TYPE(object));
        match class.and_then(|class| compare::quick(&class.table, object, other, op)) {
            Some(answer) => answer,
            None => any_richcompare(object, other, op),
        }
    }
}

/// `hash`: as `richcompare`.
pub(super) unsafe extern "C" fn hash(object: Object) -> Py_hash_t {
    // SAFETY: as above.
    unsafe {
        let class = Class::of(ffi::Py_TYPE(object));
        match class.and_then(|class| hash::quick(&class.table, object)) {
            Some(hash) => hash,
            None => any_hash(object),
        }
    }
}

/// `__copy__()`. Taking memory of the pool runs nothing that could take the class away.
pub(super) unsafe extern "C" fn copy(object: Object, _none: Object) -> Object {
    // SAFETY: as above.
    unsafe {
        let class = Class::of(ffi::Py_TYPE(object)).filter(|class| !class.table.options.frozen);
        match class.and_then(|class| objects::quick_copy(&class.table, object)) {
            Some(new) => new,
            None => any_copy(object),
        }
    }
}

/// `tp_repr`: with what is in the `__dict__` as one would write it in a call, `P(x=1, **{'more': 2})`.
pub(super) unsafe extern "C" fn repr(object: Object) -> Object {
    // SAFETY: as above.
    unsafe {
        let text = repr_fields(object);
        if text.is_null() || Class::of_instance(object).table.layout.dict_at().is_none() {
            return text;
        }
        with_dict(object, text)
    }
}

/// A repr with what is in the `__dict__`. Not inlined: a repr within a repr should find the stack as it was.
///
/// # Safety
/// A record that has a `__dict__`, and the repr of its fields, which is stolen.
#[inline(never)]
unsafe fn with_dict(object: Object, text: Object) -> Object {
    // SAFETY: as the caller says; as above.
    unsafe {
        enter_attached(|py| {
            let _held = Held::new(ffi::Py_TYPE(object));
            let table = &Class::of_instance(object).table;
            let text = Bound::from_owned_ptr(py, text);
            let more = Borrowed::from_ptr(py, object).getattr(intern!(py, "__dict__"))?;
            if more.len()? == 0 {
                return Ok(text.into_ptr());
            }
            let comma = if table.fields.is_empty() { "" } else { ", " };
            // By concatenation in Python: a value's repr may hold what is no UTF-8.
            let length = ffi::PyUnicode_GET_LENGTH(text.as_ptr());
            let open = ffi::PyUnicode_Substring(text.as_ptr(), 0, length - 1);
            let open = Bound::from_owned_ptr_or_err(py, open)?;
            let open = open.add(new::text(py, &format!("{comma}**"))?)?;
            Ok(open.add(more.repr()?)?.add(intern!(py, ")"))?.into_ptr())
        })
    }
}

/// `__reduce__`: where anything of the user's takes part in a construction, a copy is made past it.
pub(super) unsafe extern "C" fn reduce(object: Object, _none: Object) -> Object {
    // SAFETY: as above.
    unsafe {
        enter(|py| {
            let _deeper = Deeper::counted(py)?;
            let tp = ffi::Py_TYPE(object);
            let _held = Held::new(tp);
            let class = Class::of_instance(object);
            let record = Borrowed::from_ptr(py, object);
            if own_new(tp) || own_init(tp) || class.post_init.load(Relaxed) {
                return attached(py, || reduced(&class.table, &record, true));
            }
            by_call(&class.table, &record)
        })
    }
}

/// `__reduce_ex__`, which pickle asks for first: without the way round by `object`'s, which looks for a
/// `__reduce__`.
pub(super) unsafe extern "C" fn reduce_ex(object: Object, protocol: Object) -> Object {
    // SAFETY: as above; the result of a call is new or an error.
    unsafe {
        if !Class::of_instance(object).own_reduce.load(Relaxed) {
            return reduce(object, protocol);
        }
        enter_attached(|py| {
            let record = Borrowed::from_ptr(py, object);
            record
                .call_method0(intern!(py, "__reduce__"))
                .map(Bound::into_ptr)
        })
    }
}

/// `tp_setattro` of read-only classes: what CPython's own does, with a message that names class and field.
pub(super) unsafe extern "C" fn setattr(object: Object, name: Object, new: Object) -> c_int {
    // SAFETY: CPython's `tp_setattro` protocol: a record, a str, and an object or NULL to delete.
    unsafe {
        let done = ffi::PyObject_GenericSetAttr(object, name, new);
        if done == 0 {
            return 0;
        }
        enter_attached(|py| {
            let error = PyErr::fetch(py);
            let table = &Class::of_instance(object).table;
            let field = table.state(py)?.index_of(Borrowed::from_ptr(py, name));
            let field = field.map(|row| &table.fields[row]);
            Err(match field.filter(|field| field.role.frozen) {
                Some(field) if error.is_instance_of::<PyAttributeError>(py) => {
                    let site = table.site(field);
                    if new.is_null() {
                        site.frozen_delete()
                    } else {
                        site.frozen()
                    }
                }
                _ => error,
            })
        })
    }
}

/// `len`: nothing runs that could take the class away.
pub(super) unsafe extern "C" fn len(object: Object) -> Py_ssize_t {
    // SAFETY: as above.
    unsafe { sequence::len(&Class::of_instance(object).table, object) }
}

/// `sq_item`: as `len`.
pub(super) unsafe extern "C" fn item(object: Object, index: Py_ssize_t) -> Object {
    // SAFETY: as above.
    unsafe { sequence::item(&Class::of_instance(object).table, object, index) }
}

/// `iter`: once it runs code, which taking memory may, the class is not asked any more.
pub(super) unsafe extern "C" fn iter(object: Object) -> Object {
    // SAFETY: as above.
    unsafe { sequence::iter(&Class::of_instance(object).table, object) }
}

/// The collector runs no code of anybody's.
pub(super) unsafe extern "C" fn traverse(
    object: Object,
    visit: visitproc,
    arg: *mut c_void,
) -> c_int {
    // SAFETY: as above.
    unsafe { collect::traverse(&Class::of_instance(object).table, object, visit, arg) }
}

/// `p[1]`: of plain numbers nothing runs that could take the class away.
pub(super) unsafe extern "C" fn by_position(object: Object, key: Object) -> Object {
    // SAFETY: as above.
    unsafe {
        let class = Class::of(ffi::Py_TYPE(object));
        match class.and_then(|class| sequence::packed_item(&class.table, object, key)) {
            Some(value) => value,
            None => any_by_position(object, key),
        }
    }
}

/// `p[1] = v`. What the old value's end runs finds us done with the class. No class made at run time is `lazy`; and nothing
/// but the last call of each way needs anything from before it, so no registers are saved.
pub(super) unsafe extern "C" fn set_by_position(object: Object, key: Object, new: Object) -> c_int {
    // SAFETY: as above.
    unsafe {
        let class = Class::of(ffi::Py_TYPE(object));
        match class.and_then(|class| sequence::exchange(&class.table, object, key, new)) {
            Some(old) => {
                ffi::Py_XDECREF(old);
                0
            }
            None => set_any_by_position(object, key, new),
        }
    }
}

/// `p[1]` and `p["x"]` alike: sequence and mapping at once.
pub(super) unsafe extern "C" fn by_either(object: Object, key: Object) -> Object {
    // SAFETY: as above; the key is a live object.
    unsafe {
        if ffi::PyUnicode_Check(key) != 0 {
            by_name(object, key)
        } else {
            by_position(object, key)
        }
    }
}

/// `p[1] = v` and `p["x"] = v` alike.
pub(super) unsafe extern "C" fn set_by_either(object: Object, key: Object, new: Object) -> c_int {
    // SAFETY: as above; the key is a live object.
    unsafe {
        if ffi::PyUnicode_Check(key) != 0 {
            set_by_name(object, key, new)
        } else {
            set_by_position(object, key, new)
        }
    }
}

/// `tp_dealloc`. A `__del__` of the class's own comes first, and may bring the object back.
pub(super) unsafe extern "C" fn dealloc(object: Object) {
    // SAFETY: CPython calls this once with a dead instance, and `dealloc::work_off` again with one that had to
    // wait. The object's own reference keeps its class until its memory is given back, last of all.
    unsafe {
        let tp = ffi::Py_TYPE(object);
        let mut class = Class::of(tp);
        if class.is_some() && (*tp).tp_finalize.is_some() {
            if !dealloc::has_waited(object) && ffi::PyObject_CallFinalizerFromDealloc(object) < 0 {
                return;
            }
            // The `__del__` may have given the object another class.
            class = Class::of(ffi::Py_TYPE(object));
        }
        match class {
            Some(class) => dealloc::dealloc::<true>(&class.table, object),
            None => dealloc::of_subclass(&Class::of_instance(object).table, object),
        }
    }
}
