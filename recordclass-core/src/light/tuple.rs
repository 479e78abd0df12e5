//! The types `mutabletuple` and `litetuple`: what is in their slots.
//!
//! One set of functions serves both. They differ in that the items of one can be replaced, and the other has
//! a hash.
//!
//! Neither has the GC flag, so the collector never sees their instances; `tp_traverse` and `tp_clear` are for Python
//! subclasses, whose instances may be tracked.

use super::layout;
use super::sequence::Tuple;
use super::types::{self, Spec, class_getitem};
use super::{combine, compare, construct, copying, items, iterator, repr, search};
use crate::dealloc;
use crate::ffi::{PyObject, PyTypeObject};
use crate::gc::Visit;
use crate::leaf;
use crate::methods::{method, with_array};
use crate::nesting::Deeper;
use crate::protocol::hash::TupleHash;
use crate::trampoline::{enter, enter_attached};
use pyo3::ffi as py_ffi;
use pyo3::prelude::*;
use std::ffi::{CStr, c_int, c_void};
use std::ptr::NonNull;

/// Makes the type.
pub(super) fn make<const MUTABLE: bool>(py: Python<'_>) -> PyResult<NonNull<PyTypeObject>> {
    let metaclass = MUTABLE.then(|| super::kinship::metaclass(py)).transpose()?;
    let spec = Spec {
        name: if MUTABLE {
            c"recordclass_rs.mutabletuple"
        } else {
            c"recordclass_rs.litetuple"
        },
        doc: if MUTABLE {
            c"mutabletuple(*items)\n--\n\nA tuple whose items can be replaced, without a GC header."
        } else {
            c"litetuple(*items)\n--\n\nA tuple without a GC header."
        },
        size: size_of::<layout::Tuple>(),
        item_size: size_of::<*mut PyObject>(),
        flags: py_ffi::Py_TPFLAGS_BASETYPE
            | py_ffi::Py_TPFLAGS_IMMUTABLETYPE
            | py_ffi::Py_TPFLAGS_SEQUENCE,
        slots: slots::<MUTABLE>(),
        methods: methods::<MUTABLE>(),
        metaclass,
        base: None,
        vectorcall: Some(construct::vectorcall),
    };
    // SAFETY: the functions are those of the tuple types, and fit their slots and flags.
    unsafe { spec.make(py) }
}

fn slots<const MUTABLE: bool>() -> Vec<(c_int, *mut c_void)> {
    type T<const MUTABLE: bool> = Tuple<MUTABLE>;
    let mut slots: Vec<(c_int, *mut c_void)> = vec![
        (py_ffi::Py_tp_new, construct::new as *mut c_void),
        (py_ffi::Py_tp_dealloc, dealloc as *mut c_void),
        (py_ffi::Py_tp_traverse, traverse as *mut c_void),
        (py_ffi::Py_tp_repr, repr::tuple::<MUTABLE> as *mut c_void),
        (py_ffi::Py_tp_richcompare, compare::tuples as *mut c_void),
        (py_ffi::Py_tp_iter, iterator::tuple as *mut c_void),
        (py_ffi::Py_sq_length, len as *mut c_void),
        (py_ffi::Py_mp_length, len as *mut c_void),
        (py_ffi::Py_sq_item, items::item::<MUTABLE> as *mut c_void),
        (
            py_ffi::Py_mp_subscript,
            items::subscript::<MUTABLE> as *mut c_void,
        ),
        (
            py_ffi::Py_sq_contains,
            search::contains::<T<MUTABLE>> as *mut c_void,
        ),
        (
            py_ffi::Py_sq_concat,
            combine::concat::<MUTABLE> as *mut c_void,
        ),
        (
            py_ffi::Py_sq_repeat,
            combine::repeat::<MUTABLE> as *mut c_void,
        ),
    ];
    if MUTABLE {
        slots.extend([
            (py_ffi::Py_tp_clear, clear as *mut c_void),
            (py_ffi::Py_sq_ass_item, items::assign_item as *mut c_void),
            (
                py_ffi::Py_mp_ass_subscript,
                items::assign_subscript as *mut c_void,
            ),
        ]);
    } else {
        // Where there is none beside a comparison, CPython makes the type unhashable.
        slots.push((py_ffi::Py_tp_hash, hash as *mut c_void));
    }
    slots
}

fn methods<const MUTABLE: bool>() -> Vec<py_ffi::PyMethodDef> {
    type T<const MUTABLE: bool> = Tuple<MUTABLE>;
    const SHALLOW: [&CStr; 2] = [
        c"__copy__($self, /)\n--\n\nThe tuple itself.",
        c"__copy__($self, /)\n--\n\nA new tuple of the same items.",
    ];
    vec![
        method(
            c"count",
            c"count($self, value, /)\n--\n\nReturn number of occurrences of value.",
            py_ffi::METH_O,
            search::count::<T<MUTABLE>>,
        ),
        with_array(
            c"index",
            c"index($self, value, start=0, stop=sys.maxsize, /)\n--\n\nReturn first index of value.\n\nRaises ValueError if the value is not present.",
            search::index::<T<MUTABLE>>,
        ),
        method(c"__copy__", SHALLOW[usize::from(MUTABLE)], py_ffi::METH_NOARGS, copying::copy_tuple),
        method(
            c"__deepcopy__",
            c"__deepcopy__($self, memo, /)\n--\n\nA tuple of deep copies of the items.",
            py_ffi::METH_O,
            if MUTABLE { copying::deepcopy_mutable } else { copying::deepcopy_immutable },
        ),
        method(
            c"__reduce__",
            c"__reduce__($self, /)\n--\n\nFor pickle.",
            py_ffi::METH_NOARGS,
            super::reduce::tuple::<MUTABLE>,
        ),
        method(
            c"__class_getitem__",
            c"__class_getitem__($type, item, /)\n--\n\nA generic alias, for annotations.",
            py_ffi::METH_O | py_ffi::METH_CLASS,
            class_getitem,
        ),
    ]
}

unsafe extern "C" fn len(object: *mut PyObject) -> py_ffi::Py_ssize_t {
    // SAFETY: a tuple of ours.
    unsafe { layout::tuple_len(object) as py_ffi::Py_ssize_t }
}

unsafe extern "C" fn dealloc(object: *mut PyObject) {
    // SAFETY: CPython calls this once, with a dead tuple of ours or of a subclass, which `subtype_dealloc`
    // has untracked.
    unsafe {
        if layout::tuple_release(object) {
            return layout::tuple_free(object, is_exact(object));
        }
        bury(object);
    }
}

/// [`dealloc`] of a tuple with items whose end may nest.
///
/// # Safety
/// As [`dealloc`].
#[inline(never)]
unsafe fn bury(object: *mut PyObject) {
    // SAFETY: as the caller says.
    unsafe {
        let exact = is_exact(object);
        dealloc::nested(object, exact, || layout::tuple_bury(object, exact));
    }
}

/// # Safety
/// A tuple of ours or of a subclass, and the thread is attached.
#[inline]
unsafe fn is_exact(object: *mut PyObject) -> bool {
    // SAFETY: as the caller says.
    unsafe { types::get(Python::assume_attached()).is_tuple_exact(py_ffi::Py_TYPE(object)) }
}

unsafe extern "C" fn traverse(
    object: *mut PyObject,
    visit: py_ffi::visitproc,
    arg: *mut c_void,
) -> c_int {
    // SAFETY: the collector gives a tuple of ours.
    unsafe { layout::tuple_traverse(object, &Visit::new(visit, arg)) }
}

/// `tp_clear` of `mutabletuple`: whatever was an item is None now, so that nobody meets a hole.
unsafe extern "C" fn clear(object: *mut PyObject) -> c_int {
    // SAFETY: the collector gives a tuple of ours, and holds it meanwhile. What was an item dies after the tuple
    // has let go of it.
    unsafe {
        enter_attached(|py| {
            let tuple = Borrowed::from_ptr(py, object);
            for index in 0..layout::tuple_len(object) {
                drop(layout::tuple_swap(&tuple, index, py.None().into_bound(py)));
            }
            Ok(0)
        })
    }
}

/// `tp_hash` of `litetuple`: the hash of the tuple of the same items.
unsafe extern "C" fn hash(object: *mut PyObject) -> py_ffi::Py_hash_t {
    // SAFETY: a `litetuple`, held by the caller: its items stay, whatever their `__hash__` does.
    unsafe {
        enter(|py| {
            let mut hash = TupleHash::new();
            let mut deeper = None;
            for index in 0..layout::tuple_len(object) {
                let item = *layout::tuple_items(object).add(index);
                if let Some(item) = leaf::hash(item) {
                    hash.add(item);
                    continue;
                }
                // Only what may contain others may lie too deep.
                if deeper.is_none() {
                    deeper = Some(Deeper::unguarded(py)?);
                }
                let item = py_ffi::PyObject_Hash(item);
                if item == -1 {
                    return Err(PyErr::fetch(py));
                }
                hash.add(item);
            }
            Ok(hash.finish())
        })
    }
}
