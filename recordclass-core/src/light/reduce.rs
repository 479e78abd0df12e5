//! Pickle, protocols 0 to 5.
//!
//! Constructors of subclasses, which may take other arguments, are not called: `mutabletuple.__new__` makes the
//! object, of the subclass, out of the items as they are. There is no `__setstate__`.
//!
//! A `mutabletuple` may contain itself. So only what surely does not lead back to it is an argument of the
//! constructor; the other items are None there, and assigned when the new tuple is known to the unpickler.

use super::iterator;
use super::layout::{tuple_len, tuple_snapshot};
use super::state;
use super::types::{self, type_of};
use crate::ffi::{PyObject, new};
use crate::nesting::Deeper;
use crate::trampoline::enter_attached;
use pyo3::intern;
use pyo3::prelude::*;

/// `__reduce__()` of the tuples.
pub(super) unsafe extern "C" fn tuple<const MUTABLE: bool>(
    object: *mut PyObject,
    _none: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: a METH_NOARGS method: CPython has checked that `object` is of the type.
    unsafe {
        enter_attached(|py| {
            let _deeper = Deeper::counted(py)?;
            let tuple = Borrowed::from_ptr(py, object);
            let state = state::of(&tuple)?;
            let (class, mut args) = maker(&tuple, types::get(py).tuple(MUTABLE))?;
            let items = tuple_snapshot(&tuple)?;
            let later = new::list(py)?;
            debug_assert!(items.len() == tuple_len(object));
            for (index, &item) in items.as_slice().iter().enumerate() {
                let item = Bound::from_borrowed_ptr(py, item);
                if MUTABLE && !is_atom(&item) {
                    let index = new::int(py, index)?.into_any();
                    later.append(new::tuple(py, [index, item])?)?;
                    args.push(py.None().into_bound(py));
                } else {
                    args.push(item);
                }
            }
            let args = new::tuple(py, args)?.into_any();
            let none = || py.None().into_bound(py);
            let reduced = if !later.is_empty() {
                let state = state.unwrap_or_else(none);
                let later = later.try_iter()?.into_any();
                new::tuple(py, [class, args, state, none(), later])?
            } else if let Some(state) = state {
                new::tuple(py, [class, args, state])?
            } else {
                new::tuple(py, [class, args])?
            };
            Ok(reduced.into_ptr())
        })
    }
}

/// `__reduce__()` of `litelist`: an empty list, and an iterator over what is to be put into it.
pub(super) unsafe extern "C" fn list(object: *mut PyObject, _none: *mut PyObject) -> *mut PyObject {
    // SAFETY: as above.
    unsafe {
        enter_attached(|py| {
            let _deeper = Deeper::counted(py)?;
            let list = Borrowed::from_ptr(py, object);
            let state = state::of(&list)?;
            let (class, args) = maker(&list, types::get(py).litelist.as_ptr())?;
            let items = Bound::from_owned_ptr_or_err(py, iterator::list(object))?;
            let args = new::tuple(py, args)?.into_any();
            let state = state.unwrap_or_else(|| py.None().into_bound(py));
            Ok(new::tuple(py, [class, args, state, items])?.into_ptr())
        })
    }
}

/// What to call to get an object like this, and the first arguments.
///
/// # Safety
/// `object` is an instance of `base` or a subclass.
unsafe fn maker<'py>(
    object: &Bound<'py, PyAny>,
    base: *mut crate::ffi::PyTypeObject,
) -> PyResult<(Bound<'py, PyAny>, Vec<Bound<'py, PyAny>>)> {
    let py = object.py();
    // SAFETY: a live type, as the caller says.
    let base_class = unsafe { Bound::from_borrowed_ptr(py, base.cast()) };
    if type_of(object) == base {
        return Ok((base_class, Vec::new()));
    }
    let new = base_class.getattr(intern!(py, "__new__"))?;
    Ok((new, vec![object.get_type().into_any()]))
}

/// Whether the pickle of an object cannot lead back to anything.
fn is_atom(object: &Bound<'_, PyAny>) -> bool {
    object.is_none() || types::is_atom(type_of(object))
}
