//! `PointArray.__new__`, the function in the class's dict: what PyO3 made the type with finds no such slot.

use super::class::{construct, table_of};
use crate::construct::class_argument;
use crate::ffi::PyObject;
use crate::methods::{Definitions, with_keywords};
use crate::trampoline::enter_attached;
use pyo3::prelude::*;
use pyo3::types::PyTuple;

pub(super) static NEW: Definitions<1> = Definitions([with_keywords(
    c"__new__",
    c"__new__($type, *args, **kwargs)\n--\n\nMakes an array: see help(type) for the signature.",
    new,
)]);

unsafe extern "C" fn new(
    class: *mut PyObject,
    args: *mut PyObject,
    kwargs: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: CPython calls a METH_VARARGS | METH_KEYWORDS function with its self, the class, a tuple, and a dict or NULL.
    unsafe {
        enter_attached(|py| {
            let table = table_of(class.cast())?;
            let args = Borrowed::from_ptr(py, args).cast_unchecked::<PyTuple>();
            // The class cannot have subclasses.
            class_argument(table.name, class, &args)?;
            let rest = args.get_slice(1, args.len());
            let made = construct(table, rest.as_ptr(), kwargs);
            if made.is_null() {
                return Err(PyErr::fetch(py));
            }
            Ok(made)
        })
    }
}
