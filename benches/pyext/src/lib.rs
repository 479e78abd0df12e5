//! `recordclass_benches`: plain PyO3 classes and records of the same fields, for the benchmark in `benches`.
//!
//! Fields are called `x`, `y`, `z`, or `a` to `h`; the last one has a default. Each class has a method `first`
//! that gives the first field, so that calls of methods can be compared.

use pyo3::pymodule;

mod arrays;
mod loops;
mod ours;
mod plain;
mod plain_native;
mod wide;

#[pymodule]
mod recordclass_benches {
    use pyo3::prelude::*;

    #[pymodule_export]
    use crate::loops::{create, total};

    #[pymodule_init]
    fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
        crate::arrays::register(module)?;
        crate::ours::register(module)?;
        crate::plain::register(module)?;
        crate::plain_native::register(module)?;
        crate::wide::register(module)
    }
}
