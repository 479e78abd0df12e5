//! Records that lead to others of their own class, in every place of the struct.

use crate::help::python;
use pyo3::prelude::*;
use recordclass::recordclass;

#[recordclass(gc)]
struct Chain {
    value: f64,
    #[record(default)]
    next: Option<Py<Chain>>,
}

#[recordclass]
struct Only {
    next: Option<Py<Only>>,
}

#[recordclass(gc, serde)]
#[derive(Default)]
struct Tree {
    #[record(default)]
    parent: Option<Py<Tree>>,
    #[record(default)]
    children: Vec<Py<Tree>>,
}

#[recordclass(frozen)]
struct Fixed {
    others: Vec<Py<Fixed>>,
}

#[test]
fn the_last_field_may_lead_to_the_own_class() {
    Python::attach(|py| {
        let last = Py::new(py, Chain::new(2.0, None)).unwrap();
        let first = Bound::new(py, Chain::new(1.0, Some(last))).unwrap();
        let only = Bound::new(py, Only::new(None)).unwrap();
        let fixed = Bound::new(py, Fixed::new(vec![])).unwrap();
        let tree = Bound::new(py, Tree::default()).unwrap();
        python!(
            py,
            first only fixed tree,
            r#"
            assert repr(first) == 'Chain(value=1.0, next=Chain(value=2.0, next=None))'
            assert type(first).__basicsize__ == object.__basicsize__ + 16
            assert type(only).__basicsize__ == object.__basicsize__ + 8
            only.next = only
            assert only.next is only
            only.next = None
            assert len(type(fixed)([fixed]).others) == 1
            tree.children = [type(tree)(tree)]
            assert tree.children[0].parent is tree
            tree.children[0].parent = None
            "#
        );
        let text = serde_json::to_string(tree.get()).unwrap();
        assert_eq!(
            text,
            r#"{"parent":null,"children":[{"parent":null,"children":[]}]}"#
        );
        assert!(serde_json::from_str::<Tree>(&text).is_ok());
    });
}
