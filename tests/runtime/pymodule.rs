//! Records in modules: added at run time, exported from a declarative module, known to functions.

use crate::help::python;
use pyo3::prelude::*;
use pyo3::{wrap_pyfunction, wrap_pymodule};
use recordclass::recordclass;

#[recordclass]
struct Added {
    x: f64,
}

#[recordclass]
struct Exported {
    x: f64,
}

#[pyfunction]
fn by_reference(record: &Exported) -> f64 {
    record.x.get()
}

#[pyfunction]
fn by_bound(record: &Bound<'_, Exported>) -> f64 {
    record.get().x.get()
}

#[pyfunction]
fn by_py(record: Py<Exported>) -> Py<Exported> {
    record
}

#[pyfunction]
fn by_pyref(record: PyRef<'_, Exported>) -> f64 {
    record.x.get()
}

#[pyfunction]
fn by_value_out(x: f64) -> Exported {
    Exported::new(x)
}

#[pyfunction]
fn perhaps(record: Option<&Exported>) -> Option<Exported> {
    record.map(|record| Exported::new(record.x.get() + 1.0))
}

#[pyfunction]
fn many(records: Vec<Py<Exported>>) -> Vec<Py<Exported>> {
    records
}

#[pymodule]
mod declared {
    #[pymodule_export]
    use super::{Exported, by_bound, by_py, by_pyref, by_reference, by_value_out, many, perhaps};
}

#[test]
fn a_class_is_added_to_a_module_at_run_time() {
    Python::attach(|py| {
        let module = PyModule::new(py, "made").unwrap();
        module.add_class::<Added>().unwrap();
        python!(py, module, "assert module.Added(1.5).x == 1.5");
        let class = module.getattr("Added").unwrap();
        assert!(class.is(py.get_type::<Added>()));
    });
}

#[test]
fn a_class_is_exported_from_a_declarative_module() {
    Python::attach(|py| {
        let module = wrap_pymodule!(declared)(py);
        python!(
            py,
            module,
            r#"
            p = module.Exported(1.5)
            assert module.by_reference(p) == module.by_bound(p) == module.by_pyref(p) == 1.5
            assert module.by_py(p) is p
            assert module.many([p, p])[1] is p
            "#
        );
    });
}

#[test]
fn a_function_returns_a_record_by_value() {
    Python::attach(|py| {
        let module = wrap_pymodule!(declared)(py);
        python!(
            py,
            module,
            r#"
            p = module.by_value_out(2.0)
            assert type(p) is module.Exported and p.x == 2.0
            assert module.perhaps(p).x == 3.0
            assert module.perhaps(None) is None
            "#
        );
    });
}

#[test]
fn an_argument_of_another_class_is_a_type_error() {
    Python::attach(|py| {
        let function = wrap_pyfunction!(by_reference, py).unwrap();
        let other = Py::new(py, Added::new(1.0)).unwrap();
        let error = function.call1((other,)).unwrap_err();
        assert!(error.is_instance_of::<pyo3::exceptions::PyTypeError>(py));
    });
}
