//! The type `litelist`: what is in its slots, and its construction.
//!
//! It has no GC flag, so the collector never sees its instances; `tp_traverse` and `tp_clear` are for Python
//! subclasses, whose instances may be tracked.

use super::array::Array;
use super::construct::{has_keywords, no_keywords};
use super::edit::extend;
use super::gather::gather;
use super::layout::{self, list_from, list_swap, list_with, new_list};
use super::sequence::{List, Sequence};
use super::types::{self, Spec, class_getitem};
use super::{compare, copying, edit, iterator, list_combine, reduce, repr, search, slices, sort};
use crate::dealloc;
use crate::errors::raise;
use crate::ffi::{PyObject, PyTypeObject};
use crate::gc::Visit;
use crate::methods::{method, with_array, with_keywords};
use crate::trampoline::{enter, enter_attached};
use pyo3::exceptions::PyTypeError;
use pyo3::ffi as py_ffi;
use pyo3::prelude::*;
use std::ffi::{c_int, c_void};
use std::ptr::NonNull;

/// Makes the type.
pub(super) fn make(py: Python<'_>) -> PyResult<NonNull<PyTypeObject>> {
    let spec = Spec {
        name: c"recordclass_rs.litelist",
        doc: c"litelist(iterable=(), /)\n--\n\nA list without a GC header.",
        size: size_of::<layout::List>(),
        item_size: 0,
        flags: py_ffi::Py_TPFLAGS_BASETYPE
            | py_ffi::Py_TPFLAGS_IMMUTABLETYPE
            | py_ffi::Py_TPFLAGS_SEQUENCE,
        slots: vec![
            (py_ffi::Py_tp_new, new as *mut c_void),
            (py_ffi::Py_tp_init, init as *mut c_void),
            (py_ffi::Py_tp_dealloc, dealloc as *mut c_void),
            (py_ffi::Py_tp_traverse, traverse as *mut c_void),
            (py_ffi::Py_tp_clear, clear as *mut c_void),
            (py_ffi::Py_tp_repr, repr::list as *mut c_void),
            // Beside a comparison, and without a hash, CPython makes the type unhashable.
            (py_ffi::Py_tp_richcompare, compare::lists as *mut c_void),
            (py_ffi::Py_tp_iter, iterator::list as *mut c_void),
            (py_ffi::Py_sq_length, len as *mut c_void),
            (py_ffi::Py_mp_length, len as *mut c_void),
            (py_ffi::Py_sq_item, slices::item as *mut c_void),
            (py_ffi::Py_mp_subscript, slices::subscript as *mut c_void),
            (py_ffi::Py_sq_ass_item, slices::assign_item as *mut c_void),
            (
                py_ffi::Py_mp_ass_subscript,
                slices::assign_subscript as *mut c_void,
            ),
            (
                py_ffi::Py_sq_contains,
                search::contains::<List> as *mut c_void,
            ),
            (py_ffi::Py_sq_concat, list_combine::concat as *mut c_void),
            (py_ffi::Py_sq_repeat, list_combine::repeat as *mut c_void),
            (
                py_ffi::Py_sq_inplace_concat,
                list_combine::concat_in_place as *mut c_void,
            ),
            (
                py_ffi::Py_sq_inplace_repeat,
                list_combine::repeat_in_place as *mut c_void,
            ),
        ],
        methods: methods(),
        metaclass: None,
        base: None,
        vectorcall: Some(vectorcall),
    };
    // SAFETY: the functions are those of lists, and fit their slots and flags.
    unsafe { spec.make(py) }
}

fn methods() -> Vec<py_ffi::PyMethodDef> {
    use py_ffi::{METH_CLASS, METH_NOARGS, METH_O};
    vec![
        method(c"append", c"append($self, object, /)\n--\n\nAppend object to the end of the list.", METH_O, edit::append),
        method(c"extend", c"extend($self, iterable, /)\n--\n\nExtend list by appending elements from the iterable.", METH_O, edit::extend_method),
        with_array(c"insert", c"insert($self, index, object, /)\n--\n\nInsert object before index.", edit::insert),
        with_array(c"pop", c"pop($self, index=-1, /)\n--\n\nRemove and return item at index (default last).\n\nRaises IndexError if list is empty or index is out of range.", edit::pop),
        method(c"remove", c"remove($self, value, /)\n--\n\nRemove first occurrence of value.\n\nRaises ValueError if the value is not present.", METH_O, edit::remove),
        method(c"clear", c"clear($self, /)\n--\n\nRemove all items from list.", METH_NOARGS, edit::clear),
        method(c"reverse", c"reverse($self, /)\n--\n\nReverse *IN PLACE*.", METH_NOARGS, edit::reverse),
        method(c"copy", c"copy($self, /)\n--\n\nReturn a shallow copy of the list.", METH_NOARGS, edit::copy),
        with_keywords(c"sort", c"sort($self, /, *, key=None, reverse=False)\n--\n\nSort the list in ascending order and return None.\n\nThe sort is in-place and stable; the list is empty while it goes on.", sort::sort),
        method(c"count", c"count($self, value, /)\n--\n\nReturn number of occurrences of value.", METH_O, search::count::<List>),
        with_array(c"index", c"index($self, value, start=0, stop=sys.maxsize, /)\n--\n\nReturn first index of value.\n\nRaises ValueError if the value is not present.", search::index::<List>),
        method(c"__reversed__", c"__reversed__($self, /)\n--\n\nReturn a reverse iterator over the list.", METH_NOARGS, iterator::list_backward),
        method(c"__sizeof__", c"__sizeof__($self, /)\n--\n\nReturn the size of the list in memory, in bytes.", METH_NOARGS, size),
        method(c"__copy__", c"__copy__($self, /)\n--\n\nA new list of the same items.", METH_NOARGS, copying::copy_list),
        method(c"__deepcopy__", c"__deepcopy__($self, memo, /)\n--\n\nA new list of deep copies of the items.", METH_O, copying::deepcopy_list),
        method(c"__reduce__", c"__reduce__($self, /)\n--\n\nFor pickle.", METH_NOARGS, reduce::list),
        method(c"__class_getitem__", c"__class_getitem__($type, item, /)\n--\n\nA generic alias, for annotations.", METH_O | METH_CLASS, class_getitem),
    ]
}

/// `tp_vectorcall`: `litelist()`, `litelist(iterable)`.
unsafe extern "C" fn vectorcall(
    callable: *mut PyObject,
    args: *const *mut PyObject,
    nargsf: usize,
    kwnames: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: CPython's vectorcall protocol: `callable` is our type; the arguments are borrowed during the call.
    unsafe {
        enter(|py| {
            let tp = callable.cast::<PyTypeObject>();
            if !kwnames.is_null() && py_ffi::PyTuple_GET_SIZE(kwnames) > 0 {
                return Err(no_keywords(py, tp));
            }
            let items = match py_ffi::PyVectorcall_NARGS(nargsf) {
                0 => Array::new(),
                1 => gather(&Borrowed::from_ptr(py, *args))?,
                count => return Err(too_many(count)),
            };
            list_from(py, tp, items).map(Bound::into_ptr)
        })
    }
}

/// `tp_new`: an empty list; the arguments are for `__init__`.
// Never inlined: whose a function is, its address tells, and a copy for each part of the crate would have one of its own.
#[inline(never)]
unsafe extern "C" fn new(
    tp: *mut PyTypeObject,
    _args: *mut PyObject,
    _kwargs: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: CPython's `tp_new` protocol: our type or a subclass.
    unsafe { enter(|py| list_from(py, tp, Array::new()).map(Bound::into_ptr)) }
}

/// `tp_init`: what was there goes, and the items of the iterable come.
unsafe extern "C" fn init(
    object: *mut PyObject,
    args: *mut PyObject,
    kwargs: *mut PyObject,
) -> c_int {
    // SAFETY: CPython's `tp_init` protocol: a list of ours; a tuple, and a dict or NULL.
    unsafe {
        enter(|py| {
            let list = Borrowed::from_ptr(py, object);
            let tp = types::type_of(&list);
            // As with list: where a subclass has a `__new__`, keywords were for that.
            let own_new = (*tp)
                .tp_new
                .is_none_or(|its| !std::ptr::fn_addr_eq(its, new as py_ffi::newfunc));
            if has_keywords(kwargs) && !own_new {
                return Err(no_keywords(py, tp));
            }
            let count = py_ffi::PyTuple_GET_SIZE(args);
            if count > 1 {
                return Err(too_many(count));
            }
            drop(list_swap(&list, Array::new()));
            if count == 1 {
                extend(
                    &list,
                    &Borrowed::from_ptr(py, py_ffi::PyTuple_GET_ITEM(args, 0)),
                )?;
            }
            Ok(0)
        })
    }
}

#[cold]
fn too_many(count: isize) -> PyErr {
    let name = List::NAME;
    raise::<PyTypeError>(format!("{name} expected at most 1 argument, got {count}"))
}

/// `litelist_fromargs(*args)`.
pub(super) unsafe extern "C" fn fromargs(
    _module: *mut PyObject,
    args: *mut *mut PyObject,
    count: py_ffi::Py_ssize_t,
) -> *mut PyObject {
    // SAFETY: a METH_FASTCALL function: `args` are `count` live objects.
    unsafe {
        enter(|py| {
            let mut items = Array::with_capacity(count as usize)?;
            for index in 0..count as usize {
                items.push_within(super::array::new_reference(*args.add(index)));
            }
            new_list(py, items).map(Bound::into_ptr)
        })
    }
}

unsafe extern "C" fn len(object: *mut PyObject) -> py_ffi::Py_ssize_t {
    // SAFETY: a list of ours; attached, for CPython calls it.
    unsafe {
        let list = Borrowed::from_ptr(Python::assume_attached(), object);
        layout::list_len(&list) as py_ffi::Py_ssize_t
    }
}

/// `__sizeof__()`: with the room that is not used.
unsafe extern "C" fn size(object: *mut PyObject, _none: *mut PyObject) -> *mut PyObject {
    // SAFETY: a METH_NOARGS method of the type.
    unsafe {
        enter(|py| {
            let list = Borrowed::from_ptr(py, object);
            let room = list_with(&list, |array| array.capacity()) * size_of::<*mut PyObject>();
            let size =
                py_ffi::PyLong_FromSize_t((*types::type_of(&list)).tp_basicsize as usize + room);
            Bound::from_owned_ptr_or_err(py, size).map(Bound::into_ptr)
        })
    }
}

unsafe extern "C" fn dealloc(object: *mut PyObject) {
    // SAFETY: CPython calls this once, with a dead list of ours or of a subclass, which `subtype_dealloc` has
    // untracked.
    unsafe {
        let exact =
            py_ffi::Py_TYPE(object) == types::get(Python::assume_attached()).litelist.as_ptr();
        if !exact || !layout::list_release(object) {
            bury(object, exact);
        }
    }
}

/// [`dealloc`] of a list of many items, or of some whose end may nest.
///
/// # Safety
/// As [`dealloc`].
#[inline(never)]
unsafe fn bury(object: *mut PyObject, exact: bool) {
    // SAFETY: as the caller says.
    unsafe { dealloc::nested(object, exact, || layout::list_bury(object, exact)) };
}

unsafe extern "C" fn traverse(
    object: *mut PyObject,
    visit: py_ffi::visitproc,
    arg: *mut c_void,
) -> c_int {
    // SAFETY: the collector gives a list of ours.
    unsafe { layout::list_traverse(object, &Visit::new(visit, arg)) }
}

unsafe extern "C" fn clear(object: *mut PyObject) -> c_int {
    // SAFETY: the collector gives a list of ours, and holds it meanwhile.
    unsafe {
        enter_attached(|py| {
            drop(list_swap(&Borrowed::from_ptr(py, object), Array::new()));
            Ok(0)
        })
    }
}
