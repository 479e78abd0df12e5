//! What else counts as a `mutabletuple`: classes made by the `recordclass()` factory, which are no real subclasses.
//!
//! `isinstance` and `issubclass` ask the type of the class they are given. So `mutabletuple` has a metaclass, which
//! answers for it; for subclasses, and whatever else has that metaclass, it answers as `type` does.
//! `isinstance` takes exact instances for what they are before it asks anybody.

use super::types::{self, Spec};
use crate::dynamic;
use crate::ffi::{self, PyObject, PyTypeObject};
use crate::methods::method;
use crate::trampoline::enter_attached;
use pyo3::ffi as py_ffi;
use pyo3::prelude::*;
use std::ptr::NonNull;

/// Whether the instances of a class are to pass for `mutabletuple`s.
///
/// # Safety
/// `tp` is a live type, and the caller is attached.
unsafe fn counts_as_mutabletuple(tp: *mut PyTypeObject) -> bool {
    // SAFETY: as the caller says.
    unsafe { dynamic::is_named_tuple(tp) }
}

/// The metaclass, owned for ever.
pub(super) fn metaclass(py: Python<'_>) -> PyResult<NonNull<PyTypeObject>> {
    let spec = Spec {
        name: c"recordclass_rs.mutabletuple_type",
        doc: c"The type of mutabletuple: it knows which other classes count as one.",
        // As large as the base.
        size: 0,
        item_size: 0,
        flags: py_ffi::Py_TPFLAGS_IMMUTABLETYPE,
        slots: Vec::new(),
        methods: vec![
            method(
                c"__instancecheck__",
                c"__instancecheck__($self, instance, /)\n--\n\nCheck if an object is an instance.",
                py_ffi::METH_O,
                instance_check,
            ),
            method(
                c"__subclasscheck__",
                c"__subclasscheck__($self, subclass, /)\n--\n\nCheck if a class is a subclass.",
                py_ffi::METH_O,
                subclass_check,
            ),
        ],
        metaclass: None,
        base: NonNull::new(&raw mut py_ffi::PyType_Type),
        vectorcall: None,
    };
    // SAFETY: the functions fit their flags; nobody has seen the type when its flag is set. Calls of a class
    // go to its `tp_vectorcall`, at the offset inherited from `type`; the flag that says so is not always.
    unsafe {
        let tp = spec.make(py)?;
        ffi::change_flags(tp.as_ptr(), py_ffi::Py_TPFLAGS_HAVE_VECTORCALL, 0);
        Ok(tp)
    }
}

unsafe extern "C" fn instance_check(class: *mut PyObject, object: *mut PyObject) -> *mut PyObject {
    // SAFETY: a METH_O method of the metaclass: `class` is one of its instances; any object.
    unsafe {
        let tp = py_ffi::Py_TYPE(object);
        answer(class, object, tp, c"__instancecheck__")
    }
}

unsafe extern "C" fn subclass_check(class: *mut PyObject, other: *mut PyObject) -> *mut PyObject {
    // SAFETY: as above.
    unsafe {
        let tp = if py_ffi::PyType_Check(other) != 0 {
            other.cast()
        } else {
            std::ptr::null_mut()
        };
        answer(class, other, tp, c"__subclasscheck__")
    }
}

/// What `type` says, unless `tp`, the class in question or NULL, counts as a `mutabletuple`.
///
/// # Safety
/// `class` is an instance of the metaclass; all are live, and the caller is attached.
unsafe fn answer(
    class: *mut PyObject,
    asked: *mut PyObject,
    tp: *mut PyTypeObject,
    check: &std::ffi::CStr,
) -> *mut PyObject {
    // SAFETY: as the caller says; an attribute of the built-in `type`, called with two objects.
    unsafe {
        enter_attached(|py| {
            let is_ours = class == types::get(py).mutabletuple.as_ptr().cast();
            if is_ours && !tp.is_null() && counts_as_mutabletuple(tp) {
                return Ok(pyo3::types::PyBool::new(py, true).to_owned().into_ptr());
            }
            let ordinary = (&raw mut py_ffi::PyType_Type).cast();
            let check = py_ffi::PyObject_GetAttrString(ordinary, check.as_ptr());
            let check = Bound::from_owned_ptr_or_err(py, check)?;
            let class = Borrowed::from_ptr(py, class);
            let asked = Borrowed::from_ptr(py, asked);
            check.call1((class, asked)).map(Bound::into_ptr)
        })
    }
}
