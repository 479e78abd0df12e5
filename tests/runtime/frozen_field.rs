//! Frozen fields are plain Rust fields: borrowed for as long as the record is held.

use crate::help::python;
use pyo3::prelude::*;
use recordclass::recordclass;

#[recordclass(frozen)]
struct Frozen {
    x: f64,
    name: String,
    tags: Vec<String>,
    next: Option<Py<PyAny>>,
}

#[recordclass]
struct Partly {
    #[record(frozen)]
    id: u32,
    count: u32,
}

#[test]
fn plain_fields_are_read_without_an_owner() {
    Python::attach(|py| {
        let record = Frozen::new(1.0, "n".into(), vec!["a".into()], None);
        let record = Py::new(py, record).unwrap();
        let (name, tags): (&str, &[String]) = (&record.get().name, &record.get().tags);
        py.detach(|| assert_eq!((name, tags.len()), ("n", 1)));
        assert!(record.get().next.is_none());
        assert_eq!(record.get().x, 1.0);
    });
}

#[test]
fn python_cannot_assign_to_them() {
    Python::attach(|py| {
        let partly = Bound::new(py, Partly::new(1, 2)).unwrap();
        python!(
            py,
            partly,
            r#"
            partly.count = 3
            for change in (lambda: setattr(partly, "id", 5), lambda: delattr(partly, "id")):
                try:
                    change()
                except AttributeError:
                    pass
                else:
                    raise AssertionError("changed")
            "#
        );
        assert_eq!((partly.get().id, partly.get().count.get()), (1, 3));
    });
}

#[test]
fn a_frozen_record_is_hashed_by_value() {
    Python::attach(|py| {
        let cls = py.get_type::<Frozen>();
        python!(
            py,
            cls,
            r#"
            class K:
                pass
            a, b = cls(1.0, "n", [], None), cls(1.0, "n", [], None)
            try:
                hash(a)
            except TypeError:  # as that of a tuple with a list in it
                pass
            else:
                raise AssertionError
            assert a == b and a != cls(2.0, "n", [], None)
            "#
        );
    });
}
