//! Plain PyO3 classes of Python objects, as one writes them by hand: what PyO3 generates for `eq` and its kind
//! wants Rust's traits, which `Py<PyAny>` has not.

use pyo3::prelude::*;
use pyo3::types::PyTuple;

macro_rules! objects {
    ($name:ident, $($option:ident)|+; $($field:ident)+; $last:ident) => {
        #[pyclass(get_all, $($option),+, module = "recordclass_benches")]
        pub(crate) struct $name {
            $(pub(crate) $field: Py<PyAny>,)+
            pub(crate) $last: Py<PyAny>,
        }

        #[pymethods]
        impl $name {
            #[new]
            #[pyo3(signature = ($($field),+, $last = None))]
            #[allow(clippy::too_many_arguments, reason = "as many as fields")]
            fn new(py: Python<'_>, $($field: Py<PyAny>,)+ $last: Option<Py<PyAny>>) -> Self {
                Self { $($field,)+ $last: $last.unwrap_or_else(|| py.None()) }
            }

            fn __eq__(&self, py: Python<'_>, other: &Self) -> PyResult<bool> {
                Ok($(self.$field.bind(py).eq(&other.$field)? &&)+ self.$last.bind(py).eq(&other.$last)?)
            }

            fn __lt__(&self, py: Python<'_>, other: &Self) -> PyResult<bool> {
                self.values(py)?.lt(other.values(py)?)
            }

            fn __hash__(&self, py: Python<'_>) -> PyResult<isize> {
                self.values(py)?.hash()
            }

            fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
                let parts = [
                    $(format!("{}={}", stringify!($field), self.$field.bind(py).repr()?),)+
                    format!("{}={}", stringify!($last), self.$last.bind(py).repr()?),
                ];
                Ok(format!("{}({})", stringify!($name), parts.join(", ")))
            }

            fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<(Bound<'py, PyAny>, Bound<'py, PyTuple>)> {
                let values = slf.borrow().values(slf.py())?;
                Ok((slf.get_type().into_any(), values))
            }

            fn first(&self, py: Python<'_>) -> Py<PyAny> {
                objects!(@first self, py, $($field)+)
            }
        }

        impl $name {
            fn values<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
                PyTuple::new(py, [$(self.$field.bind(py),)+ self.$last.bind(py)])
            }

            pub(crate) fn of(py: Python<'_>, [$($field,)+ $last]: &[Py<PyAny>; objects!(@count $($field)+)]) -> Self {
                Self { $($field: $field.clone_ref(py),)+ $last: $last.clone_ref(py) }
            }
        }
    };
    (@first $self:ident, $py:ident, $first:ident $($others:ident)*) => { $self.$first.clone_ref($py) };
    (@count $($field:ident)+) => { 1 $(+ { let _ = stringify!($field); 1 })+ };
}

objects!(PlainObjects, set_all; x y; z);
objects!(FrozenPlainObjects, frozen; x y; z);
objects!(PlainObjects8, set_all; a b c d e f g; h);
objects!(FrozenPlainObjects8, frozen; a b c d e f g; h);

pub(super) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_class::<PlainObjects>()?;
    module.add_class::<FrozenPlainObjects>()?;
    module.add_class::<PlainObjects8>()?;
    module.add_class::<FrozenPlainObjects8>()
}
