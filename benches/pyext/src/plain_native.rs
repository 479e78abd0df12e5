//! Plain PyO3 classes of numbers. Comparison and `repr` are Rust's own.

use pyo3::prelude::*;

macro_rules! numbers {
    ($name:ident, $number:ty, $default:literal, $($option:ident)|+) => {
        #[pyclass(get_all, $($option),+, module = "recordclass_benches")]
        #[derive(PartialEq, PartialOrd, Clone, Copy)]
        pub(crate) struct $name {
            pub(crate) x: $number,
            pub(crate) y: $number,
            pub(crate) z: $number,
        }

        #[pymethods]
        impl $name {
            #[new]
            #[pyo3(signature = (x, y, z = $default))]
            pub(crate) fn new(x: $number, y: $number, z: $number) -> Self {
                Self { x, y, z }
            }

            fn __eq__(&self, other: &Self) -> bool {
                self == other
            }

            fn __lt__(&self, other: &Self) -> bool {
                self < other
            }

            fn __hash__(slf: &Bound<'_, Self>) -> PyResult<isize> {
                let fields = slf.borrow();
                pyo3::types::PyTuple::new(slf.py(), [fields.x, fields.y, fields.z])?.hash()
            }

            fn __repr__(&self) -> String {
                format!("{}(x={:?}, y={:?}, z={:?})", stringify!($name), self.x, self.y, self.z)
            }

            fn __reduce__<'py>(slf: &Bound<'py, Self>) -> (Bound<'py, PyAny>, ($number, $number, $number)) {
                let fields = slf.borrow();
                (slf.get_type().into_any(), (fields.x, fields.y, fields.z))
            }

            fn __copy__(&self) -> Self {
                *self
            }

            fn first(&self) -> $number {
                self.x
            }
        }
    };
}

numbers!(PlainFloats, f64, 0.0, set_all);
numbers!(FrozenPlainFloats, f64, 0.0, frozen);
numbers!(PlainInts, i64, 0, set_all);
numbers!(FrozenPlainInts, i64, 0, frozen);

pub(super) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_class::<PlainFloats>()?;
    module.add_class::<FrozenPlainFloats>()?;
    module.add_class::<PlainInts>()?;
    module.add_class::<FrozenPlainInts>()
}
