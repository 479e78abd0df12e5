//! The type objects: made once in a process, and immutable and immortal from then on.
//!
//! # What must hold
//! [`get`] is called only where [`make`] has succeeded: an instance or a type at hand shows it has.

use crate::errors::raise;
use crate::ffi::{self, PyObject, PyTypeObject};
use pyo3::exceptions::PySystemError;
use pyo3::ffi as py_ffi;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use std::ffi::{CStr, c_int, c_uint, c_ulong, c_void};
use std::ptr::{self, NonNull};

pub(super) struct Types {
    pub(super) mutabletuple: NonNull<PyTypeObject>,
    pub(super) litetuple: NonNull<PyTypeObject>,
    pub(super) litelist: NonNull<PyTypeObject>,
    pub(super) tuple_iterator: NonNull<PyTypeObject>,
    pub(super) list_iterator: NonNull<PyTypeObject>,
    pub(super) list_reverse_iterator: NonNull<PyTypeObject>,
}

// SAFETY: pointers to objects that never die; whoever uses them is attached.
unsafe impl Send for Types {}
// SAFETY: as above.
unsafe impl Sync for Types {}

static TYPES: PyOnceLock<Types> = PyOnceLock::new();

/// The types.
///
/// # Safety
/// See the head of the module.
#[inline]
pub(super) unsafe fn get(py: Python<'_>) -> &'static Types {
    // SAFETY: as the caller says.
    unsafe { TYPES.get(py).unwrap_unchecked() }
}

/// The types, made if they are not yet.
pub(super) fn make(py: Python<'_>) -> PyResult<&'static Types> {
    TYPES.get_or_try_init(py, || {
        ffi::check_numbers(py)?;
        Ok(Types {
            mutabletuple: super::tuple::make::<true>(py)?,
            litetuple: super::tuple::make::<false>(py)?,
            litelist: super::list::make(py)?,
            tuple_iterator: super::iterator::make::<super::iterator::OverTuple>(py)?,
            list_iterator: super::iterator::make::<super::iterator::OverList>(py)?,
            list_reverse_iterator: super::iterator::make::<super::iterator::OverListBack>(py)?,
        })
    })
}

impl Types {
    #[inline]
    pub(super) fn tuple(&self, mutable: bool) -> *mut PyTypeObject {
        if mutable {
            self.mutabletuple.as_ptr()
        } else {
            self.litetuple.as_ptr()
        }
    }

    #[inline]
    pub(super) fn is_tuple_exact(&self, tp: *mut PyTypeObject) -> bool {
        tp == self.mutabletuple.as_ptr() || tp == self.litetuple.as_ptr()
    }

    /// Whether it is one of the two tuple types or a subclass.
    #[inline]
    pub(super) fn is_tuple(&self, tp: *mut PyTypeObject) -> bool {
        self.is_tuple_exact(tp)
            || is_subtype(tp, self.mutabletuple)
            || is_subtype(tp, self.litetuple)
    }

    /// Whether it is `litelist` or a subclass.
    #[inline]
    pub(super) fn is_list(&self, tp: *mut PyTypeObject) -> bool {
        tp == self.litelist.as_ptr() || is_subtype(tp, self.litelist)
    }
}

fn is_subtype(tp: *mut PyTypeObject, base: NonNull<PyTypeObject>) -> bool {
    // SAFETY: reads the MRO of a live type; runs no code.
    unsafe { py_ffi::PyType_IsSubtype(tp, base.as_ptr()) != 0 }
}

/// The type `object`, borrowed.
pub(super) fn object() -> *mut PyTypeObject {
    &raw mut py_ffi::PyBaseObject_Type
}

/// The type of an object, borrowed.
#[inline]
pub(super) fn type_of(object: &Bound<'_, PyAny>) -> *mut PyTypeObject {
    // SAFETY: a live object.
    unsafe { py_ffi::Py_TYPE(object.as_ptr()) }
}

/// Whether it is a built-in type whose instances contain no other objects.
#[inline]
pub(super) fn is_atom(tp: *mut PyTypeObject) -> bool {
    [
        &raw mut py_ffi::PyUnicode_Type,
        &raw mut py_ffi::PyLong_Type,
        &raw mut py_ffi::PyFloat_Type,
        &raw mut py_ffi::PyBool_Type,
        &raw mut py_ffi::PyBytes_Type,
        &raw mut py_ffi::PyComplex_Type,
    ]
    .contains(&tp)
}

/// Whether an instance is of one of the three types themselves, not of a subclass.
///
/// # Safety
/// See the head of the module.
#[inline]
pub(super) unsafe fn is_exact(object: &Bound<'_, PyAny>) -> bool {
    // SAFETY: as the caller says.
    let types = unsafe { get(object.py()) };
    let tp = type_of(object);
    types.is_tuple_exact(tp) || tp == types.litelist.as_ptr()
}

/// What a type is made of.
pub(crate) struct Spec {
    /// With the module in front, for ever.
    pub(crate) name: &'static CStr,
    pub(crate) doc: &'static CStr,
    pub(crate) size: usize,
    pub(crate) item_size: usize,
    pub(crate) flags: c_ulong,
    pub(crate) slots: Vec<(c_int, *mut c_void)>,
    pub(crate) methods: Vec<py_ffi::PyMethodDef>,
    /// `None`: of the type `type`.
    pub(crate) metaclass: Option<NonNull<PyTypeObject>>,
    pub(crate) base: Option<NonNull<PyTypeObject>>,
    pub(crate) vectorcall: Option<py_ffi::vectorcallfunc>,
}

impl Spec {
    /// Makes the type, owned for ever. Nobody has seen it.
    ///
    /// # Safety
    /// The functions are made for each other, the sizes and the flags, and fit their slots and flags.
    pub(crate) unsafe fn make(mut self, py: Python<'_>) -> PyResult<NonNull<PyTypeObject>> {
        if !self.methods.is_empty() {
            // CPython keeps the pointer, as long as the type lives.
            self.methods.push(py_ffi::PyMethodDef::zeroed());
            let methods = Box::leak(self.methods.into_boxed_slice());
            let slot = (py_ffi::Py_tp_methods, methods.as_mut_ptr().cast());
            self.slots.push(slot);
        }
        let doc = (py_ffi::Py_tp_doc, self.doc.as_ptr().cast_mut().cast());
        self.slots.push(doc);
        let mut slots: Vec<_> = self
            .slots
            .iter()
            .map(|&(slot, pfunc)| ffi::type_slot(slot, pfunc))
            .collect();
        slots.push(ffi::LAST_SLOT);
        let mut spec = py_ffi::PyType_Spec {
            name: self.name.as_ptr(),
            basicsize: self.size as c_int,
            itemsize: self.item_size as c_int,
            flags: (py_ffi::Py_TPFLAGS_DEFAULT | self.flags) as c_uint,
            slots: slots.as_mut_ptr(),
        };
        // SAFETY: a valid specification, as the caller says; the results are new or errors.
        unsafe {
            let bases = self.base.map(|base| {
                let base = Bound::from_borrowed_ptr(py, base.as_ptr().cast());
                pyo3::types::PyTuple::new(py, [base])
            });
            let bases = bases.transpose()?;
            let bases = bases.as_ref().map_or(ptr::null_mut(), Bound::as_ptr);
            let tp = ffi::new_type(py, self.metaclass, &mut spec, bases)?;
            let tp = NonNull::new(tp.into_ptr().cast::<PyTypeObject>())
                .ok_or_else(|| raise::<PySystemError>("recordclass: no type"))?;
            ffi::shorten_name(tp.as_ptr());
            if let Some(vectorcall) = self.vectorcall {
                ffi::set_vectorcall(tp.as_ptr(), vectorcall);
            }
            Ok(tp)
        }
    }
}

/// `__class_getitem__`: `litelist[int]`.
pub(crate) unsafe extern "C" fn class_getitem(
    class: *mut PyObject,
    item: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: a METH_O class method; the result is new or NULL.
    unsafe { py_ffi::Py_GenericAlias(class, item) }
}
