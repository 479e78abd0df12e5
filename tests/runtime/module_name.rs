//! `__module__`: what the attribute says, else the crate; and classes of one name in two modules.

use crate::help::python;
use pyo3::prelude::*;
use pyo3::wrap_pymodule;
use recordclass::recordclass;

mod one {
    #[recordclass::recordclass(module = "pkg.one")]
    pub(super) struct Same {
        x: f64,
    }
}

mod two {
    #[recordclass::recordclass(module = "pkg.two")]
    pub(super) struct Same {
        y: u8,
    }
}

#[recordclass]
struct Loose {
    x: f64,
}

#[pymodule]
mod inline {
    use pyo3::prelude::*;

    /// PyO3 looks for its own attributes here, so records are added by hand.
    #[recordclass::recordclass]
    struct Inside {
        x: f64,
    }

    #[recordclass::recordclass(module = "other.place")]
    struct Explicit {
        x: f64,
    }

    #[pymodule_export]
    use super::Loose;

    #[pymodule_init]
    fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
        module.add_class::<Inside>()?;
        module.add_class::<Explicit>()
    }
}

fn module_of(class: &Bound<'_, PyAny>) -> String {
    class.getattr("__module__").unwrap().extract().unwrap()
}

#[test]
fn an_explicit_module_stands() {
    Python::attach(|py| {
        assert_eq!(module_of(py.get_type::<one::Same>().as_any()), "pkg.one");
        assert_eq!(module_of(py.get_type::<two::Same>().as_any()), "pkg.two");
    });
}

#[test]
fn two_classes_of_one_name_are_two_classes() {
    Python::attach(|py| {
        let (one, two) = (py.get_type::<one::Same>(), py.get_type::<two::Same>());
        python!(
            py,
            one two,
            r#"
            assert one is not two and one.__name__ == two.__name__ == "Same"
            assert one(1.0).x == 1.0 and two(1).y == 1 and one(1.0) != two(1)
            assert repr(one) == "<class 'pkg.one.Same'>", repr(one)
            "#
        );
    });
}

#[test]
fn without_an_import_it_is_the_crate() {
    Python::attach(|py| {
        let crate_name = module_path!().split("::").next().unwrap();
        assert_eq!(module_of(py.get_type::<Loose>().as_any()), crate_name);
    });
}

#[test]
fn a_class_written_inside_a_declarative_module_belongs_to_it() {
    Python::attach(|py| {
        let module = wrap_pymodule!(inline)(py);
        python!(
            py,
            module,
            r#"
            assert module.Explicit.__module__ == "other.place"
            assert module.Inside(1.0).x == 1.0
            assert module.Inside.__module__ != "builtins"
            "#
        );
    });
}
