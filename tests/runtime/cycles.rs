//! `find_cycles` from Rust.

use pyo3::prelude::*;
use pyo3::types::PyList;
use recordclass::{find_cycles, recordclass};

#[recordclass]
struct Node {
    #[record(default)]
    next: Option<Py<PyAny>>,
    #[record(default)]
    others: Vec<Py<PyAny>>,
}

fn node(py: Python<'_>) -> PyResult<Bound<'_, Node>> {
    Bound::new(py, Node::new(None, Vec::new()))
}

#[test]
fn cycles_are_found_and_named() -> PyResult<()> {
    Python::attach(|py| {
        let (ring, chain) = (node(py)?, node(py)?);
        let middle = PyList::new(py, [py.None().bind(py), ring.as_any()])?;
        let next = |object: &Bound<'_, PyAny>| Some(object.clone().unbind());
        ring.get().next.set(&ring, next(middle.as_any()));
        chain.get().next.set(&chain, next(node(py)?.as_any()));

        let roots = PyList::new(py, [&ring, &chain])?;
        let found = find_cycles(py, Some(roots.as_any()), false)?;
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].path(), "Node.next -> list[1] -> Node");
        assert!(found[0].objects(py).get_item(0)?.is(&ring));
        assert_eq!(found[0].steps(py).len(), 2);

        ring.get().next.set(&ring, None);
        assert!(find_cycles(py, Some(roots.as_any()), false)?.is_empty());
        Ok(())
    })
}

#[test]
fn objects_inside_of_a_rust_value_are_found() -> PyResult<()> {
    Python::attach(|py| {
        let ring = node(py)?;
        ring.get()
            .others
            .set(&ring, vec![ring.clone().into_any().unbind()]);
        let roots = PyList::new(py, [&ring])?;
        let found = find_cycles(py, Some(roots.as_any()), false)?;
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].path(), "Node.others -> list[0] -> Node");
        drop(found);
        ring.get().others.set(&ring, Vec::new());
        Ok(())
    })
}
