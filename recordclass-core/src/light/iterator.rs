//! Iterators over the containers, as those of tuple and list are: a position and, until the end was met, a
//! reference to the container.
//!
//! They are GC objects, unlike the containers: one that its own container's subclass instance holds must not keep
//! both alive for ever.
//!
//! # What must hold
//! 1. `over` is NULL or an owned reference to a container of the kind that the type is for.
//! 2. Both words change only inside the iterator's critical section, in which no Python code runs.

use super::sequence::{List, Sequence, Tuple};
use super::types::{self, Spec};
use crate::ffi::{PyObject, PyTypeObject, new};
use crate::freelist::Freelist;
use crate::gc::Visit;
use crate::methods::method;
use crate::trampoline::{enter, enter_attached};
use pyo3::ffi as py_ffi;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::sync::critical_section::with_critical_section;
use std::ffi::{CStr, c_int, c_void};
use std::ptr::{self, NonNull};

#[repr(C)]
struct Iterator {
    head: PyObject,
    /// Of the next item; of one past an end it may be anything.
    index: isize,
    over: *mut PyObject,
}

/// Dead iterators of all kinds, with their GC headers. A debug build keeps none, as with [`crate::freelist::Pool`].
static SPARE: Freelist = Freelist::new(if cfg!(py_sys_config = "Py_DEBUG") {
    0
} else {
    64
});

/// A kind of iterator.
pub(super) trait Over: 'static {
    type Container: Sequence;
    const BACKWARD: bool;
    const NAME: &'static CStr;
}

pub(super) struct OverTuple;
pub(super) struct OverList;
pub(super) struct OverListBack;

impl Over for OverTuple {
    type Container = Tuple<true>;
    const BACKWARD: bool = false;
    const NAME: &'static CStr = c"recordclass_rs.lighttuple_iterator";
}
impl Over for OverList {
    type Container = List;
    const BACKWARD: bool = false;
    const NAME: &'static CStr = c"recordclass_rs.litelist_iterator";
}
impl Over for OverListBack {
    type Container = List;
    const BACKWARD: bool = true;
    const NAME: &'static CStr = c"recordclass_rs.litelist_reverseiterator";
}

/// Makes the type.
pub(super) fn make<O: Over>(py: Python<'_>) -> PyResult<NonNull<PyTypeObject>> {
    let spec = Spec {
        name: O::NAME,
        doc: c"An iterator over a light container.",
        size: size_of::<Iterator>(),
        item_size: 0,
        flags: py_ffi::Py_TPFLAGS_HAVE_GC
            | py_ffi::Py_TPFLAGS_IMMUTABLETYPE
            | py_ffi::Py_TPFLAGS_DISALLOW_INSTANTIATION,
        slots: vec![
            (py_ffi::Py_tp_dealloc, dealloc as *mut c_void),
            (py_ffi::Py_tp_traverse, traverse as *mut c_void),
            (py_ffi::Py_tp_iter, py_ffi::PyObject_SelfIter as *mut c_void),
            (py_ffi::Py_tp_iternext, next::<O> as *mut c_void),
        ],
        methods: vec![
            method(
                c"__length_hint__",
                c"__length_hint__($self, /)\n--\n\nHow many items are left.",
                py_ffi::METH_NOARGS,
                length_hint::<O>,
            ),
            method(
                c"__reduce__",
                c"__reduce__($self, /)\n--\n\nFor pickle.",
                py_ffi::METH_NOARGS,
                reduce::<O>,
            ),
            method(
                c"__setstate__",
                c"__setstate__($self, index, /)\n--\n\nGo to another place.",
                py_ffi::METH_O,
                setstate::<O>,
            ),
        ],
        metaclass: None,
        base: None,
        vectorcall: None,
    };
    // SAFETY: the functions are those of iterators, and fit their slots and flags.
    unsafe { spec.make(py) }
}

/// `tp_iter` of the tuples.
pub(super) unsafe extern "C" fn tuple(object: *mut PyObject) -> *mut PyObject {
    // SAFETY: `tp_iter`: a tuple of ours.
    unsafe { enter(|py| start(py, types::get(py).tuple_iterator, object, 0)) }
}

/// `tp_iter` of `litelist`.
pub(super) unsafe extern "C" fn list(object: *mut PyObject) -> *mut PyObject {
    // SAFETY: `tp_iter`: a list of ours.
    unsafe { enter(|py| start(py, types::get(py).list_iterator, object, 0)) }
}

/// `litelist.__reversed__`.
pub(super) unsafe extern "C" fn list_backward(
    object: *mut PyObject,
    _none: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: a METH_NOARGS method of `litelist`.
    unsafe {
        enter(|py| {
            let last = List::len(&Borrowed::from_ptr(py, object)) as isize - 1;
            start(py, types::get(py).list_reverse_iterator, object, last)
        })
    }
}

/// # Safety
/// `tp` is the iterator type for the container `over`.
#[inline]
unsafe fn start(
    py: Python<'_>,
    tp: NonNull<PyTypeObject>,
    over: *mut PyObject,
    index: isize,
) -> PyResult<*mut PyObject> {
    // SAFETY: as the caller says. `PyObject_GC_New` sets the head and takes the type's reference; the collector is
    // told when the rest is there.
    unsafe {
        let iterator = match SPARE.take() {
            Some(memory) => py_ffi::PyObject_Init(memory.as_ptr(), tp.as_ptr()).cast(),
            None => py_ffi::PyObject_GC_New::<Iterator>(tp.as_ptr()),
        };
        if iterator.is_null() {
            return Err(PyErr::fetch(py));
        }
        (&raw mut (*iterator).index).write(index);
        (&raw mut (*iterator).over).write(super::array::new_reference(over));
        py_ffi::PyObject_GC_Track(iterator.cast());
        Ok(iterator.cast())
    }
}

/// The container of an iterator that is at hand. With the GIL it lives as long as no code runs; without it another
/// thread may finish the iterator at any time.
#[cfg(not(Py_GIL_DISABLED))]
type Container<'a, 'py> = Borrowed<'a, 'py, PyAny>;
#[cfg(Py_GIL_DISABLED)]
type Container<'a, 'py> = Bound<'py, PyAny>;

/// The container and the position; `None` at the end. The container is for use before any code runs.
///
/// # Safety
/// An iterator of ours.
#[inline]
unsafe fn place<'a, 'py>(
    iterator: &'a Bound<'py, PyAny>,
    step: impl FnOnce(isize) -> isize,
) -> Option<(Container<'a, 'py>, isize)> {
    let it = iterator.as_ptr().cast::<Iterator>();
    // SAFETY: invariants 1 and 2.
    with_critical_section(iterator, || unsafe {
        let over = Borrowed::from_ptr_or_opt(iterator.py(), (*it).over)?;
        #[cfg(Py_GIL_DISABLED)]
        let over = over.to_owned();
        let index = (*it).index;
        (*it).index = step(index);
        Some((over, index))
    })
}

unsafe extern "C" fn next<O: Over>(object: *mut PyObject) -> *mut PyObject {
    // SAFETY: `tp_iternext`: an iterator of ours; NULL without an exception ends the iteration.
    unsafe {
        enter(|py| {
            let iterator = Borrowed::from_ptr(py, object);
            let step = |index| if O::BACKWARD { index - 1 } else { index + 1 };
            let Some((over, index)) = place(&iterator, step) else {
                return Ok(ptr::null_mut());
            };
            let item = usize::try_from(index)
                .ok()
                .and_then(|index| O::Container::get(&over, index));
            match item {
                Some(item) => Ok(item.into_ptr()),
                None => {
                    finish(&iterator);
                    Ok(ptr::null_mut())
                }
            }
        })
    }
}

/// The end was met: the container is let go of, for good.
///
/// # Safety
/// An iterator of ours.
#[cold]
unsafe fn finish(iterator: &Bound<'_, PyAny>) {
    let it = iterator.as_ptr().cast::<Iterator>();
    // SAFETY: invariants 1 and 2; the container may die after the critical section.
    unsafe {
        let over =
            with_critical_section(iterator, || (&raw mut (*it).over).replace(ptr::null_mut()));
        py_ffi::Py_XDECREF(over);
    }
}

/// How many items are left, as far as one can know.
///
/// # Safety
/// An iterator of kind `O`.
unsafe fn left<O: Over>(iterator: &Bound<'_, PyAny>) -> isize {
    // SAFETY: as the caller says.
    unsafe {
        let Some((over, index)) = place(iterator, |index| index) else {
            return 0;
        };
        let length = O::Container::len(&over) as isize;
        match O::BACKWARD {
            false => (length - index).max(0),
            true if index < length => index + 1,
            true => 0,
        }
    }
}

unsafe extern "C" fn length_hint<O: Over>(
    object: *mut PyObject,
    _none: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: a METH_NOARGS method of the type.
    unsafe {
        enter(|py| {
            let left = py_ffi::PyLong_FromSsize_t(left::<O>(&Borrowed::from_ptr(py, object)));
            Bound::from_owned_ptr_or_err(py, left).map(Bound::into_ptr)
        })
    }
}

/// The way that leads here again: `iter(container)`, and then `__setstate__(index)`.
unsafe extern "C" fn reduce<O: Over>(object: *mut PyObject, _none: *mut PyObject) -> *mut PyObject {
    // SAFETY: a METH_NOARGS method of the type.
    unsafe {
        enter_attached(|py| {
            // Looked up first: that may run code, which may move the iterator.
            let builtins = py.import(intern!(py, "builtins"))?;
            let (iter, reversed) = (
                builtins.getattr(intern!(py, "iter"))?,
                builtins.getattr(intern!(py, "reversed"))?,
            );
            let iterator = Borrowed::from_ptr(py, object);
            let Some((over, index)) = place(&iterator, |index| index) else {
                let list = types::get(py).list_iterator.as_ptr();
                let nothing = if O::BACKWARD || py_ffi::Py_TYPE(object) == list {
                    new::list(py)?.into_any()
                } else {
                    new::tuple(py, [])?.into_any()
                };
                let args = new::tuple(py, [nothing])?.into_any();
                return Ok(new::tuple(py, [iter, args])?.into_ptr());
            };
            let over: Bound<'_, PyAny> = over.to_owned();
            let again = if O::BACKWARD { reversed } else { iter };
            let args = new::tuple(py, [over])?.into_any();
            let index = index.into_pyobject(py)?.into_any();
            Ok(new::tuple(py, [again, args, index])?.into_ptr())
        })
    }
}

unsafe extern "C" fn setstate<O: Over>(
    object: *mut PyObject,
    state: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: a METH_O method of the type; any object.
    unsafe {
        enter(|py| {
            let index = py_ffi::PyLong_AsSsize_t(state);
            if index == -1 && !py_ffi::PyErr_Occurred().is_null() {
                return Err(PyErr::fetch(py));
            }
            let iterator = Borrowed::from_ptr(py, object);
            if let Some((over, _)) = place(&iterator, |index| index) {
                let length = O::Container::len(&over) as isize;
                let index = if O::BACKWARD {
                    index.clamp(-1, length - 1)
                } else {
                    index.clamp(0, length)
                };
                place(&iterator, |_| index);
            }
            Ok(py.None().into_ptr())
        })
    }
}

unsafe extern "C" fn dealloc(object: *mut PyObject) {
    // SAFETY: CPython calls this once, with a dead iterator of ours; invariant 1.
    unsafe {
        py_ffi::PyObject_GC_UnTrack(object.cast());
        let tp = py_ffi::Py_TYPE(object);
        py_ffi::Py_XDECREF((*object.cast::<Iterator>()).over);
        if !SPARE.keep(object) {
            py_ffi::PyObject_GC_Del(object.cast());
        }
        py_ffi::Py_DECREF(tp.cast());
    }
}

unsafe extern "C" fn traverse(
    object: *mut PyObject,
    visit: py_ffi::visitproc,
    arg: *mut c_void,
) -> c_int {
    let visit = Visit::new(visit, arg);
    // SAFETY: the collector gives an iterator of ours, and has stopped whoever could write; invariant 1.
    unsafe {
        match visit.pointer((*object.cast::<Iterator>()).over) {
            0 => visit.pointer(py_ffi::Py_TYPE(object).cast()),
            answer => answer,
        }
    }
}
