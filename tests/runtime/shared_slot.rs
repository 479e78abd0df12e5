//! Slots of all other types: what is read is a snapshot that nothing changes any more.

use crate::help::panic_of;
use crate::help::python;
use pyo3::prelude::*;
use recordclass::recordclass;
use std::collections::HashMap;
use std::sync::Arc;

#[derive(FromPyObject, IntoPyObject, Clone, PartialEq, Debug)]
struct ByClone {
    a: i32,
}

#[recordclass]
struct Shared {
    name: String,
    values: Vec<f64>,
    table: HashMap<String, i32>,
    by_clone: ByClone,
}

fn shared(py: Python<'_>) -> Bound<'_, Shared> {
    let table = HashMap::from([("one".to_owned(), 1)]);
    let record = Shared::new("a".into(), vec![1.0], table, ByClone { a: 1 });
    Bound::new(py, record).unwrap()
}

#[test]
fn a_snapshot_outlives_the_assignment() {
    Python::attach(|py| {
        let record = shared(py);
        let before = record.get().values.get(&record).unwrap();
        record.setattr("values", [2.0, 3.0]).unwrap();
        let after = record.get().values.get(&record).unwrap();
        assert_eq!((&*before, &*after), (&vec![1.0], &vec![2.0, 3.0]));
        assert_eq!(
            Arc::strong_count(&before),
            1,
            "the record let go of the old value"
        );
        record.get().values.set(&record, vec![]);
        assert_eq!(*after, [2.0, 3.0]);
    });
}

#[test]
fn a_snapshot_outlives_the_record() {
    let snapshot = Python::attach(|py| {
        let record = shared(py);
        record.get().name.get(&record).unwrap()
    });
    assert_eq!(*snapshot, "a");
    assert_eq!(Arc::strong_count(&snapshot), 1);
}

#[test]
fn values_convert_both_ways() {
    Python::attach(|py| {
        let record = shared(py);
        python!(
            py,
            record,
            r#"
            assert record.name == "a" and record.values == [1.0] and record.table == {"one": 1}
            record.table = {"two": 2}
            record.name = "b"
            assert record.values is not record.values
            "#
        );
        let table = record.get().table.get(&record).unwrap();
        assert_eq!(table.get("two"), Some(&2));
        assert_eq!(
            *record.get().by_clone.get(&record).unwrap(),
            ByClone { a: 1 }
        );
    });
}

#[test]
fn the_wrong_owner_panics() {
    Python::attach(|py| {
        let (one, two) = (shared(py), shared(py));
        let message = panic_of(|| drop(one.get().name.get(&two)));
        assert!(
            message.contains("the record that holds the slot"),
            "{message}"
        );
    });
}
