//! `repr`: `PointArray([Point(x=1.0, y=2.0), ...])`, of which only the first and the last rows are shown where
//! there are many.

use super::core::Core;
use super::make::record_of;
use super::scratch::Scratch;
use crate::ffi::PyObject;
use crate::trampoline::enter_attached;
use pyo3::prelude::*;
use pyo3::types::PyString;

/// Rows that are shown all.
const ALL: usize = 6;
/// Rows at each end of more than that.
const ENDS: usize = 3;

/// `tp_repr`.
pub(super) unsafe extern "C" fn repr(object: *mut PyObject) -> *mut PyObject {
    // SAFETY: CPython calls this with an array.
    unsafe { enter_attached(|py| text(py, Core::of(object)).map(Bound::into_ptr)) }
}

fn text<'py>(py: Python<'py>, array: &Core) -> PyResult<Bound<'py, PyString>> {
    array.check(py)?;
    let len = array.len(py);
    let mut shown = Vec::new();
    let mut show = |range: std::ops::Range<usize>| {
        for index in range {
            let mut row = Scratch::new(array.table.size);
            array.load(py, index, &mut row)?;
            let record = record_of(py, array.table, (index, &mut row))?;
            shown.push(record.repr()?.to_string());
        }
        PyResult::Ok(())
    };
    let name = array.table.name;
    let text = if len <= ALL {
        show(0..len)?;
        format!("{name}([{}])", shown.join(", "))
    } else {
        show(0..ENDS)?;
        show(len - ENDS..len)?;
        let (first, last) = shown.split_at(ENDS);
        let (first, last) = (first.join(", "), last.join(", "));
        format!("<{name} of {len} rows: [{first}, ..., {last}]>")
    };
    Ok(PyString::new(py, &text))
}
