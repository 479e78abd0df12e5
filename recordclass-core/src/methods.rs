//! The named methods of a record class, with their docs and signatures. They serve all classes, and so do the
//! definitions.

use crate::ffi::{self, StaticDefinition};
use crate::shims;
use pyo3::PyTypeInfo;
use pyo3::ffi::{
    METH_CLASS, METH_FASTCALL, METH_KEYWORDS, METH_NOARGS, METH_O, METH_VARARGS, PyCFunction,
    PyCFunctionFast, PyCFunctionFastWithKeywords, PyCFunctionWithKeywords, PyMethodDef,
    PyMethodDefPointer,
};
use pyo3::prelude::*;
use std::ffi::{CStr, c_int};

/// Gives methods to a class of PyO3's that has no `#[pymethods]`: what that writes would be in every library, whether
/// the class is used there or not, and is two kilobytes.
///
/// # Safety
/// The functions fit their flags, and take instances of the class.
pub(crate) unsafe fn give<T: PyTypeInfo>(
    py: Python<'_>,
    methods: &'static [PyMethodDef],
) -> PyResult<()> {
    let class = py.get_type::<T>();
    for method in methods {
        // SAFETY: as the caller says; a definition lives for ever, and its name is a text.
        unsafe {
            let name = CStr::from_ptr(method.ml_name);
            let method = StaticDefinition::Method(method);
            let descriptor = ffi::static_descriptor(py, class.as_type_ptr(), method)?;
            class.setattr(ffi::new::text(py, &name.to_string_lossy())?, descriptor)?;
        }
    }
    Ok(())
}

pub(crate) const fn method(
    name: &'static CStr,
    doc: &'static CStr,
    flags: c_int,
    function: PyCFunction,
) -> PyMethodDef {
    PyMethodDef {
        ml_name: name.as_ptr(),
        ml_meth: PyMethodDefPointer {
            PyCFunction: function,
        },
        ml_flags: flags,
        ml_doc: doc.as_ptr(),
    }
}

pub(crate) const fn with_keywords(
    name: &'static CStr,
    doc: &'static CStr,
    function: PyCFunctionWithKeywords,
) -> PyMethodDef {
    PyMethodDef {
        ml_name: name.as_ptr(),
        ml_meth: PyMethodDefPointer {
            PyCFunctionWithKeywords: function,
        },
        ml_flags: METH_VARARGS | METH_KEYWORDS,
        ml_doc: doc.as_ptr(),
    }
}

/// The same of the class.
pub(crate) const fn class_method(
    name: &'static CStr,
    doc: &'static CStr,
    function: PyCFunctionWithKeywords,
) -> PyMethodDef {
    let mut method = with_keywords(name, doc, function);
    method.ml_flags |= METH_CLASS;
    method
}

/// A method that is given its arguments as an array.
pub(crate) const fn with_array(
    name: &'static CStr,
    doc: &'static CStr,
    function: PyCFunctionFast,
) -> PyMethodDef {
    PyMethodDef {
        ml_name: name.as_ptr(),
        ml_meth: PyMethodDefPointer {
            PyCFunctionFast: function,
        },
        ml_flags: METH_FASTCALL,
        ml_doc: doc.as_ptr(),
    }
}

/// A method that is given its arguments as an array, those by name included.
const fn with_array_and_keywords(
    name: &'static CStr,
    doc: &'static CStr,
    function: PyCFunctionFastWithKeywords,
) -> PyMethodDef {
    PyMethodDef {
        ml_name: name.as_ptr(),
        ml_meth: PyMethodDefPointer {
            PyCFunctionFastWithKeywords: function,
        },
        ml_flags: METH_FASTCALL | METH_KEYWORDS,
        ml_doc: doc.as_ptr(),
    }
}

/// Definitions of methods, which live as long as the process.
pub(crate) struct Definitions<const N: usize>(pub(crate) [PyMethodDef; N]);

// SAFETY: CPython and we only read them, and what they point to is static.
unsafe impl<const N: usize> Sync for Definitions<N> {}

impl<const N: usize> Definitions<N> {
    pub(crate) fn all(&'static self) -> &'static [PyMethodDef] {
        &self.0
    }
}

/// `__new__`, a function of the type.
pub(crate) static NEW: Definitions<1> = Definitions([with_keywords(
    c"__new__",
    c"__new__($type, *args, **kwargs)\n--\n\nMakes a record: see help(type) for the signature.",
    shims::new_method,
)]);

/// `__reduce_ex__`, which pickle asks for first.
pub(crate) static REDUCE_EX: Definitions<1> = Definitions([method(
    c"__reduce_ex__",
    c"__reduce_ex__($self, protocol, /)\n--\n\nFor pickle: the class and the values.",
    METH_O,
    shims::reduce,
)]);

/// What every record class has.
pub(crate) static ALWAYS: Definitions<6> = Definitions([
    method(
        c"__copy__",
        c"__copy__($self, /)\n--\n\nA new record with the same values; a frozen record itself.",
        METH_NOARGS,
        shims::copy,
    ),
    method(
        c"__deepcopy__",
        c"__deepcopy__($self, memo, /)\n--\n\nA new record with deep copies of the values.",
        METH_O,
        shims::deepcopy,
    ),
    with_array_and_keywords(
        c"__replace__",
        c"__replace__($self, /, **changes)\n--\n\nA new record with other values for some fields.",
        shims::replace,
    ),
    method(
        c"__reduce__",
        c"__reduce__($self, /)\n--\n\nFor pickle: the class and the values.",
        METH_NOARGS,
        shims::reduce,
    ),
    method(
        c"_asdict",
        c"_asdict($self, /)\n--\n\nA new dict of names and values.",
        METH_NOARGS,
        shims::asdict,
    ),
    method(
        c"__make__",
        c"__make__($type, values, /)\n--\n\nA record of one value for each field, without a constructor call.",
        METH_O | METH_CLASS,
        shims::make,
    ),
]);

/// What classes with the option `mapping` have.
pub(crate) static MAPPING: Definitions<4> = Definitions([
    method(
        c"keys",
        c"keys($self, /)\n--\n\nThe names of the fields.",
        METH_NOARGS,
        shims::keys,
    ),
    method(
        c"values",
        c"values($self, /)\n--\n\nThe values of the fields.",
        METH_NOARGS,
        shims::values,
    ),
    method(
        c"items",
        c"items($self, /)\n--\n\nPairs of name and value.",
        METH_NOARGS,
        shims::items,
    ),
    method(
        c"get",
        c"get($self, key, default=None, /)\n--\n\nThe value of the field of that name, or the default.",
        METH_VARARGS,
        shims::get,
    ),
]);
