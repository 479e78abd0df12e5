//! What an instance of a Python subclass has beyond its items: a `__dict__`, `__slots__`.

use super::types;
use crate::extra;
use pyo3::prelude::*;

/// The state in the form that pickle knows, or what the subclass's own `__getstate__` gives; `None`: nothing.
///
/// # Safety
/// A container of ours.
///
/// # Errors
/// Whatever code of the subclass raises.
pub(super) unsafe fn of<'py>(object: &Bound<'py, PyAny>) -> PyResult<Option<Bound<'py, PyAny>>> {
    // SAFETY: as the caller says.
    if unsafe { types::is_exact(object) } {
        return Ok(None);
    }
    let name = pyo3::intern!(object.py(), "__getstate__");
    if let Some(own) = object.get_type().getattr_opt(name)? {
        // Since 3.11 `object` has one, too.
        let general = object.py().get_type::<PyAny>().getattr_opt(name)?;
        if !general.is_some_and(|general| general.is(&own)) {
            return Ok(Some(object.call_method0(name)?).filter(|state| !state.is_none()));
        }
    }
    extra::held(object, true)
}

/// Gives the state of one object to another, as `change` makes it.
///
/// # Safety
/// A container of ours.
///
/// # Errors
/// Whatever code of the subclass raises.
pub(super) unsafe fn carry_over<'py>(
    from: &Bound<'py, PyAny>,
    to: &Bound<'py, PyAny>,
    change: impl FnOnce(Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>>,
) -> PyResult<()> {
    // SAFETY: as the caller says.
    let Some(state) = (unsafe { of(from) })? else {
        return Ok(());
    };
    let state = change(state)?;
    match to.getattr_opt(pyo3::intern!(to.py(), "__setstate__"))? {
        Some(setstate) => setstate.call1((state,)).map(drop),
        None => extra::restore(to, &state),
    }
}
