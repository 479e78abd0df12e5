//! The light containers: `mutabletuple`, `litetuple`, `litelist`. What tuple and list are, without a GC header.
//!
//! ```text
//! types.rs       the type objects, made once      kinship.rs   what else counts as a mutabletuple
//! layout.rs      how the objects lie in memory    array.rs     an array that owns its items
//! tuple.rs       slots of the two tuples          construct.rs, items.rs, combine.rs
//! list.rs        slots of litelist                edit.rs, slices.rs, list_combine.rs, sort.rs
//! sequence.rs    what is common to all:           compare.rs, repr.rs, search.rs, iterator.rs,
//!                                                 copying.rs, reduce.rs, state.rs, gather.rs, index.rs,
//!                                                 in_place.rs
//! ```
//!
//! The types are heap types like any other, so Python classes can be derived from them; those get a GC header if
//! they need one. Instances of the types themselves have none: a cycle of nothing but them is never collected.
//!
//! Three rules hold everywhere here. No borrow of the inside of an object outlives a call into Python, for any
//! call may run any code. What is taken out of an object is released when the object is whole again. And an
//! item is read or written only as `layout.rs` does it, which is right without the GIL, too.

mod array;
mod combine;
mod compare;
mod construct;
mod copying;
mod edit;
mod gather;
mod in_place;
pub(crate) mod index;
mod items;
mod iterator;
mod kinship;
mod layout;
mod list;
mod list_combine;
mod reduce;
mod repr;
mod search;
mod sequence;
mod slices;
mod sort;
mod state;
mod tuple;
pub(crate) mod types;

use crate::ffi::PyObject;
use crate::methods::with_array;
use pyo3::ffi as py_ffi;
use pyo3::prelude::*;

/// Makes the types, once in a process.
///
/// # Errors
/// `MemoryError`.
pub(crate) fn prepare(py: Python<'_>) -> PyResult<()> {
    types::make(py).map(drop)
}

/// A `mutabletuple` of those items, new.
///
/// # Errors
/// `MemoryError`.
///
/// # Safety
/// Live objects, borrowed; the types have been made.
pub(crate) unsafe fn mutabletuple<'py>(
    py: Python<'py>,
    items: &[*mut PyObject],
) -> PyResult<Bound<'py, PyAny>> {
    // SAFETY: as the caller says.
    unsafe { layout::tuple_of(py, types::get(py).tuple(true), items) }
}

/// Puts the containers into an extension module.
///
/// # Errors
/// `ImportError` where `dynamic::register` gives it; `MemoryError`.
pub fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    let py = module.py();
    crate::ffi::check_python(py)?;
    let types = types::make(py)?;
    let abc = py.import("collections.abc")?;
    for (name, tp, kind) in [
        ("mutabletuple", types.mutabletuple, "Sequence"),
        ("litetuple", types.litetuple, "Sequence"),
        ("litelist", types.litelist, "MutableSequence"),
    ] {
        // SAFETY: a live type.
        let tp = unsafe { Bound::from_borrowed_ptr(py, tp.as_ptr().cast()) };
        abc.getattr(kind)?.call_method1("register", (&tp,))?;
        module.add(name, tp)?;
    }
    module.add("litelist_fromargs", fromargs(py)?)
}

/// The function `litelist_fromargs`.
fn fromargs(py: Python<'_>) -> PyResult<Bound<'_, PyAny>> {
    let definition = Box::leak(Box::new(with_array(
        c"litelist_fromargs",
        c"litelist_fromargs(*items)\n--\n\nA litelist of the arguments.",
        list::fromargs,
    )));
    let module = pyo3::types::PyString::new(py, "recordclass_rs");
    // SAFETY: the definition never dies, and the function has no self; the result is new or an error.
    unsafe {
        let no_self = std::ptr::null_mut();
        let function = py_ffi::PyCFunction_NewEx(definition, no_self, module.as_ptr());
        Bound::from_owned_ptr_or_err(py, function)
    }
}
