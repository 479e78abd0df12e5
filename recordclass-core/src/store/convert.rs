//! Conversion of values that are neither native nor objects, through PyO3's own traits.

use super::{BY_CLONE, BY_REF, Storage};
use crate::errors::Site;
use crate::trampoline::attached;
use pyo3::prelude::*;
use pyo3::{BoundObject, FromPyObject};

/// A type that PyO3 can make out of any Python object: `FromPyObject` for every lifetime.
pub trait FromPython: Sized {
    #[doc(hidden)]
    fn from_python(site: Site<'_>, value: Borrowed<'_, '_, PyAny>) -> PyResult<Self>;
}

impl<T> FromPython for T
where
    T: for<'a, 'py> FromPyObject<'a, 'py>,
{
    fn from_python(site: Site<'_>, value: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
        attached(value.py(), || {
            T::extract(value).map_err(|error| site.conversion(value.py(), error.into()))
        })
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
