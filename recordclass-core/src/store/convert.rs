//! Conversion of values that are neither native nor objects, through PyO3's own traits.

use super::{BY_CLONE, BY_REF, Storage};
use crate::errors::{Mismatch, Site};
use crate::trampoline::attached;
use pyo3::prelude::*;
use pyo3::types::PyInt;
use pyo3::{BoundObject, FromPyObject};
use std::any::TypeId;

/// A type that PyO3 can make out of any Python object: `FromPyObject` for every lifetime.
pub trait FromPython: Sized {
    #[doc(hidden)]
    fn from_python(site: Site<'_>, value: Borrowed<'_, '_, PyAny>) -> PyResult<Self>;
}

impl<T> FromPython for T
where
    T: for<'a, 'py> FromPyObject<'a, 'py> + 'static,
{
    fn from_python(site: Site<'_>, value: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
        attached(value.py(), || {
            T::extract(value).map_err(|error| match range::<T>() {
                Some(range) if value.is_instance_of::<PyInt>() => {
                    let shown = value
                        .str()
                        .map_or_else(|_| "?".to_owned(), |text| text.to_string());
                    let why = Mismatch::Range(format!("in {range}, not {shown}"));
                    site.mismatch(why, &value)
                }
                _ => site.conversion(value.py(), error.into()),
            })
        })
    }
}

/// The range of the integers that are too wide for an atomic. An `int` fails only for being out of it,
/// with an error that depends on Python's version; ours is that of the narrower integers.
fn range<T: 'static>() -> Option<String> {
    let this = TypeId::of::<T>();
    if this == TypeId::of::<i128>() {
        Some(format!("{}..={}", i128::MIN, i128::MAX))
    } else if this == TypeId::of::<u128>() {
        Some(format!("{}..={}", u128::MIN, u128::MAX))
    } else {
        None
    }
}

/// Converts without consuming: from a reference, or from a clone.
pub trait ToPython<T> {
    #[doc(hidden)]
    fn to_python<'py>(py: Python<'py>, value: &T) -> PyResult<Bound<'py, PyAny>>;
}

impl<T> ToPython<T> for Storage<BY_REF>
where
    for<'a, 'py> &'a T: IntoPyObject<'py>,
{
    fn to_python<'py>(py: Python<'py>, value: &T) -> PyResult<Bound<'py, PyAny>> {
        attached(py, || by_value(py, value))
    }
}

impl<T> ToPython<T> for Storage<BY_CLONE>
where
    T: Clone + for<'py> IntoPyObject<'py>,
{
    fn to_python<'py>(py: Python<'py>, value: &T) -> PyResult<Bound<'py, PyAny>> {
        attached(py, || by_value(py, value.clone()))
    }
}

/// Converts, consuming.
pub(super) fn by_value<'py, T: IntoPyObject<'py>>(
    py: Python<'py>,
    value: T,
) -> PyResult<Bound<'py, PyAny>> {
    match value.into_pyobject(py) {
        Ok(object) => Ok(object.into_any().into_bound()),
        Err(error) => Err(error.into()),
    }
}
