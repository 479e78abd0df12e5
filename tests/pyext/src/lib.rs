//! `recordclass_fixtures`: the classes that the tests in `tests/python` are about.

use pyo3::pymodule;

mod classes;
mod hazards;
mod options;

#[pymodule]
mod recordclass_fixtures {
    use pyo3::prelude::*;

    #[pymodule_export]
    use crate::classes::Point;

    #[pymodule_init]
    fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
        crate::classes::register(module)?;
        crate::hazards::register(module)?;
        crate::options::register(module)
    }
}
