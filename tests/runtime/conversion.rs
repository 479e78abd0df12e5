//! Between Rust values and Python objects: `Py::new`, `Bound`, `cast`, `extract`.

use pyo3::prelude::*;
use recordclass::recordclass;

#[recordclass]
struct Point {
    x: f64,
    y: f64,
}

#[recordclass]
struct Other {
    x: f64,
}

#[test]
fn a_new_object_holds_the_given_values() {
    Python::attach(|py| {
        let point = Py::new(py, Point::new(1.0, 2.0)).unwrap();
        assert_eq!(point.get().x.get(), 1.0);
        assert_eq!(point.bind(py).get().y.get(), 2.0);
        assert_eq!(point.bind(py).borrow().y.get(), 2.0);
    });
}

#[test]
fn an_object_made_by_python_is_read_in_rust() {
    Python::attach(|py| {
        let object = py.get_type::<Point>().call1((3, 4.5)).unwrap();
        let point = object.cast::<Point>().unwrap();
        assert_eq!((point.get().x.get(), point.get().y.get()), (3.0, 4.5));
    });
}

#[test]
fn cast_tells_classes_apart() {
    Python::attach(|py| {
        let other = Bound::new(py, Other::new(1.0)).unwrap().into_any();
        assert!(other.cast::<Point>().is_err());
        assert!(other.cast_exact::<Other>().is_ok());
        assert!(!other.is_instance_of::<Point>());
    });
}

#[test]
fn extract_gives_references_to_the_same_object() {
    Python::attach(|py| {
        let object = Bound::new(py, Point::new(1.0, 2.0)).unwrap().into_any();
        let owned: Py<Point> = object.extract().unwrap();
        let guard: PyRef<'_, Point> = object.extract().unwrap();
        assert_eq!(guard.x.get(), 1.0);
        owned.get().x.set(9.0);
        assert_eq!(guard.x.get(), 9.0);
        let x: f64 = object.getattr("x").unwrap().extract().unwrap();
        assert_eq!(x, 9.0);
    });
}

#[test]
fn a_record_converts_into_python_by_value() {
    Python::attach(|py| {
        let list = [Point::new(1.0, 2.0), Point::new(3.0, 4.0)]
            .into_pyobject(py)
            .unwrap();
        let text = list.repr().unwrap().to_string();
        assert_eq!(text, "[Point(x=1.0, y=2.0), Point(x=3.0, y=4.0)]");
    });
}
