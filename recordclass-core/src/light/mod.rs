//! The light containers: `mutabletuple`, `litetuple`, `litelist`. What tuple and list are, without a GC header.

use pyo3::prelude::*;

/// Puts the containers into an extension module.
///
/// # Errors
/// `MemoryError`.
pub fn register(_module: &Bound<'_, PyModule>) -> PyResult<()> {
    Ok(())
}
