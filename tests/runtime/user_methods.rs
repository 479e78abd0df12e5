//! The user's own `#[pymethods]` beside the generated ones: what is written there wins.

use crate::help::python;
use pyo3::prelude::*;
use pyo3::types::PyType;
use recordclass::recordclass;

#[recordclass]
struct Plain {
    x: f64,
    y: f64,
}

#[pymethods]
impl Plain {
    fn norm(&self) -> f64 {
        self.x.get().hypot(self.y.get())
    }
    fn scale(slf: &Bound<'_, Self>, factor: f64) {
        let record = slf.get();
        record.x.set(record.x.get() * factor);
    }
    #[getter]
    fn sum(&self) -> f64 {
        self.x.get() + self.y.get()
    }
    #[staticmethod]
    fn origin() -> Self {
        Self::new(0.0, 0.0)
    }
    #[classmethod]
    fn named(class: &Bound<'_, PyType>) -> PyResult<String> {
        Ok(class.name()?.to_string())
    }
    fn __str__(&self) -> &'static str {
        "plain"
    }
    fn __add__(&self, other: &Self) -> Self {
        Self::new(self.x.get() + other.x.get(), self.y.get() + other.y.get())
    }
}

#[recordclass(order)]
struct Own {
    x: i64,
}

#[pymethods]
impl Own {
    #[new]
    fn make(text: &str) -> PyResult<Self> {
        Ok(Self::new(text.parse()?))
    }
    fn __repr__(&self) -> String {
        format!("<{}>", self.x.get())
    }
    fn __eq__(&self, other: &Self) -> bool {
        self.x.get() % 10 == other.x.get() % 10
    }
    fn __hash__(&self) -> u64 {
        7
    }
    fn __len__(&self) -> usize {
        42
    }
    fn __getitem__(&self, key: &str) -> String {
        format!("item {key}")
    }
    fn __iter__(slf: &Bound<'_, Self>) -> PyResult<Py<PyAny>> {
        Ok(slf.py().eval(c"iter('abc')", None, None)?.unbind())
    }
    fn __contains__(&self, _value: &Bound<'_, PyAny>) -> bool {
        true
    }
    fn __copy__(&self) -> i64 {
        -1
    }
}

#[test]
fn methods_getters_static_and_class_methods_work() {
    Python::attach(|py| {
        let cls = py.get_type::<Plain>();
        python!(
            py,
            cls,
            r#"
            p = cls(3.0, 4.0)
            assert p.norm() == 5.0 and p.sum == 7.0
            p.scale(2.0)
            assert p.x == 6.0
            assert cls.origin() == cls(0.0, 0.0) and cls.named() == "Plain"
            assert str(p) == "plain" and repr(p) == "Plain(x=6.0, y=4.0)"
            assert p + p == cls(12.0, 8.0)
            "#
        );
    });
}

#[test]
fn what_the_user_wrote_wins() {
    Python::attach(|py| {
        let cls = py.get_type::<Own>();
        python!(
            py,
            cls,
            r#"
            import copy
            p = cls("13")
            assert p.x == 13 and repr(p) == "<13>"
            assert p == cls("3") and not p == cls("4") and hash(p) == 7
            assert len(p) == 42 and p["a"] == "item a" and list(p) == ["a", "b", "c"] and 99 in p
            assert copy.copy(p) == -1
            "#
        );
    });
}

#[test]
fn what_the_user_did_not_write_is_generated() {
    Python::attach(|py| {
        let cls = py.get_type::<Own>();
        python!(
            py,
            cls,
            r#"
            assert cls("1") < cls("2") and cls.__match_args__ == ("x",)
            p = cls("1")
            p.x = 5
            assert p.x == 5
            "#
        );
    });
}

#[test]
fn the_users_constructor_is_the_only_one() {
    Python::attach(|py| {
        let error = py.get_type::<Own>().call1((1,)).unwrap_err();
        assert!(error.is_instance_of::<pyo3::exceptions::PyTypeError>(py));
    });
}
