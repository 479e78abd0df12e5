//! `repr`: `mutabletuple(1, 2)`, `litelist([1, 2])`, under the name of the object's own type.

use super::sequence::Sequence;
use super::types;
use crate::ffi::PyObject;
use crate::nesting::Deeper;
use crate::protocol::repr::Entered;
use crate::text::Text;
use crate::trampoline::{attached, enter};
use pyo3::prelude::*;
use pyo3::types::PyString;

/// `tp_repr` of the tuples.
pub(super) unsafe extern "C" fn tuple<const MUTABLE: bool>(object: *mut PyObject) -> *mut PyObject {
    // SAFETY: `tp_repr` of the type.
    unsafe { repr::<super::sequence::Tuple<MUTABLE>>(object, ["(", ")"]) }
}

/// `tp_repr` of `litelist`.
pub(super) unsafe extern "C" fn list(object: *mut PyObject) -> *mut PyObject {
    // SAFETY: `tp_repr` of the type.
    unsafe { repr::<super::sequence::List>(object, ["([", "])"]) }
}

/// # Safety
/// CPython calls this with an object of type `S`.
unsafe fn repr<S: Sequence>(object: *mut PyObject, brackets: [&str; 2]) -> *mut PyObject {
    // SAFETY: as the caller says.
    unsafe {
        enter(|py| {
            let container = Borrowed::from_ptr(py, object);
            text::<S>(&container, brackets).map(Bound::into_ptr)
        })
    }
}

/// # Safety
/// `container` is of type `S`.
unsafe fn text<'py, S: Sequence>(
    container: &Bound<'py, PyAny>,
    [open, close]: [&str; 2],
) -> PyResult<Bound<'py, PyString>> {
    let py = container.py();
    let mut text = Text::new();
    // SAFETY: as the caller says.
    unsafe { name::<S>(container, &mut text) }?;
    text.push_str(open);
    // Only an item that is asked for its repr can lead back here.
    let mut guard = None;
    let mut at = 0;
    // A `__repr__` may change the container: each step reads it anew.
    // SAFETY: as the caller says.
    while let Some(item) = unsafe { S::get(container, at) } {
        if at > 0 {
            text.push_str(", ");
        }
        // SAFETY: a live object.
        if !unsafe { text.push_leaf(item.as_ptr()) } {
            if guard.is_none() {
                let Some(entered) = Entered::enter(container)? else {
                    // SAFETY: as the caller says.
                    return unsafe { inside::<S>(container, [open, close]) };
                };
                guard = Some((entered, Deeper::in_repr(py)?));
            }
            text.push(item.repr()?);
        }
        at += 1;
    }
    text.push_str(close);
    text.finish(py)
}

/// What stands for a container inside of itself.
///
/// # Safety
/// `container` is of type `S`.
#[cold]
unsafe fn inside<'py, S: Sequence>(
    container: &Bound<'py, PyAny>,
    [open, close]: [&str; 2],
) -> PyResult<Bound<'py, PyString>> {
    let mut text = Text::new();
    // SAFETY: as the caller says.
    unsafe { name::<S>(container, &mut text) }?;
    for part in [open, "...", close] {
        text.push_str(part);
    }
    text.finish(container.py())
}

/// The `__name__` of the type.
///
/// # Safety
/// `container` is of type `S`.
unsafe fn name<'py, S: Sequence>(
    container: &Bound<'py, PyAny>,
    text: &mut Text<'py>,
) -> PyResult<()> {
    // SAFETY: as the caller says.
    if unsafe { types::is_exact(container) } {
        text.push_str(S::NAME);
        return Ok(());
    }
    let py = container.py();
    let name = attached(py, || container.get_type().name())?;
    text.push(name);
    Ok(())
}
