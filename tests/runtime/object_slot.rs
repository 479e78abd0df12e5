//! Object slots: read and written through the record that holds them.

use crate::help::python;
use crate::help::{panic_of, references, text};
use pyo3::exceptions::PyAttributeError;
use pyo3::prelude::*;
use pyo3::types::{PyList, PyString};
use recordclass::recordclass;

#[recordclass]
struct Node {
    value: Py<PyAny>,
    next: Option<Py<PyAny>>,
    name: Py<PyString>,
}

fn node(py: Python<'_>) -> Bound<'_, Node> {
    let value = PyList::empty(py).into_any().unbind();
    Bound::new(py, Node::new(value, None, PyString::new(py, "n").unbind())).unwrap()
}

#[test]
fn get_gives_a_new_reference_to_the_object() {
    Python::attach(|py| {
        let node = node(py);
        let value = node.get().value.get(&node).unwrap();
        let before = references(value.as_ptr());
        let again = node.get().value.get(&node).unwrap();
        assert!(value.is(&again));
        assert_eq!(references(value.as_ptr()), before + 1);
    });
}

#[test]
fn set_gives_the_reference_away() {
    Python::attach(|py| {
        let node = node(py);
        let list = PyList::empty(py);
        node.get()
            .value
            .set(&node, list.clone().into_any().unbind());
        assert!(node.getattr("value").unwrap().is(&list));
        drop(node);
        assert_eq!(references(list.as_ptr()), 1);
    });
}

#[test]
fn none_is_pythons_none() {
    Python::attach(|py| {
        let node = node(py);
        assert!(node.getattr("next").unwrap().is_none());
        assert!(node.get().next.get(&node).unwrap().is_none());
        node.setattr("next", 5).unwrap();
        let next = node.get().next.get(&node).unwrap().unwrap();
        assert_eq!(next.extract::<i32>(py).unwrap(), 5);
        node.get().next.set(&node, None);
        assert!(node.getattr("next").unwrap().is_none());
    });
}

#[test]
fn a_typed_slot_takes_its_type_only() {
    Python::attach(|py| {
        let node = node(py);
        let error = node.setattr("name", 5).unwrap_err();
        assert_eq!(
            text(py, &error),
            "TypeError: Node.name must be str, not int"
        );
        let name = node.get().name.get(&node).unwrap();
        assert_eq!(name.bind(py).to_str().unwrap(), "n");
    });
}

#[test]
fn a_deleted_field_is_an_attribute_error() {
    Python::attach(|py| {
        let node = node(py);
        node.delattr("value").unwrap();
        let error = node.get().value.get(&node).unwrap_err();
        assert!(error.is_instance_of::<PyAttributeError>(py));
        assert!(text(py, &error).contains("deleted"), "{error}");
        node.get().value.set(&node, py.None());
        assert!(node.get().value.get(&node).unwrap().is_none(py));
    });
}

#[test]
fn the_wrong_owner_panics_with_a_reason() {
    Python::attach(|py| {
        let (one, two) = (node(py), node(py));
        let message = panic_of(|| drop(one.get().value.get(&two)));
        assert!(
            message.contains("the record that holds the slot"),
            "{message}"
        );
        let message = panic_of(|| one.get().value.set(&two, py.None()));
        assert!(
            message.contains("the record that holds the slot"),
            "{message}"
        );
        let list = PyList::empty(py);
        let message = panic_of(|| drop(one.get().value.get(&list)));
        assert!(
            message.contains("the record that holds the slot"),
            "{message}"
        );
        // Nothing is broken by that.
        assert!(one.get().value.get(&one).is_ok());
    });
}

#[test]
fn a_slot_outside_of_any_object_has_no_owner() {
    Python::attach(|py| {
        let free = Node::new(py.None(), None, PyString::new(py, "").unbind());
        let other = node(py);
        let message = panic_of(|| drop(free.value.get(&other)));
        assert!(
            message.contains("the record that holds the slot"),
            "{message}"
        );
    });
}

/// `__del__` of the old value runs when the new one already stands, and may read and write the slot.
#[test]
fn the_old_value_dies_after_the_new_one_stands() {
    Python::attach(|py| {
        let node = node(py);
        python!(
            py,
            node,
            r#"
            class Old:
                def __del__(self):
                    node.name = "saw " + repr(node.value)
            node.value = Old()
            "#
        );
        node.get()
            .value
            .set(&node, 7_i32.into_pyobject(py).unwrap().into_any().unbind());
        let name = node.get().name.get(&node).unwrap();
        assert_eq!(name.bind(py).to_str().unwrap(), "saw 7");
    });
}

#[test]
fn the_last_write_in_del_stands() {
    Python::attach(|py| {
        let node = node(py);
        python!(
            py,
            node,
            r#"
            class Old:
                def __del__(self):
                    node.value = "from __del__"
            node.value = Old()
            "#
        );
        node.get().value.set(&node, py.None());
        let value = node.get().value.get(&node).unwrap();
        assert_eq!(value.bind(py).to_string(), "from __del__");
    });
}
