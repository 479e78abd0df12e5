//! Defaults: the type's, an expression's, a function's.

use crate::help::python;
use pyo3::prelude::*;
use pyo3::types::PyList;
use recordclass::recordclass;
use std::sync::atomic::{AtomicU32, Ordering};

static CALLS: AtomicU32 = AtomicU32::new(0);

fn next_id() -> u32 {
    CALLS.fetch_add(1, Ordering::SeqCst)
}

const LIMIT: f64 = 99.5;

#[recordclass]
struct Job {
    #[record(default_with = next_id)]
    id: u32,
    #[record(default)]
    name: String,
    #[record(default = LIMIT / 2.0)]
    limit: f64,
    /// An expression may use the token.
    #[record(default = PyList::empty(py).into_any().unbind())]
    items: Py<PyAny>,
    #[record(default = py.None())]
    owner: Py<PyAny>,
    #[record(default)]
    parent: Option<Py<PyAny>>,
    #[record(default_with = || vec![1, 2])]
    numbers: Vec<i32>,
    #[record(default = Some(1.5))]
    weight: Option<f64>,
}

#[recordclass(frozen)]
struct FrozenJob {
    #[record(default = "none".to_owned())]
    name: String,
    #[record(default)]
    parent: Option<Py<PyAny>>,
}

fn with_token(py: Python<'_>) -> Py<PyAny> {
    PyList::empty(py).into_any().unbind()
}

#[recordclass]
struct Token {
    #[record(default_with = with_token)]
    items: Py<PyAny>,
    #[record(default_with = |py: Python<'_>| py.None())]
    closure: Py<PyAny>,
}

#[test]
fn a_function_may_take_the_token() {
    Python::attach(|py| {
        let cls = py.get_type::<Token>();
        python!(
            py,
            cls,
            "assert cls().items == [] and cls().items is not cls().items and cls().closure is None"
        );
    });
}

#[test]
fn every_kind_of_default_is_filled_in() {
    Python::attach(|py| {
        let cls = py.get_type::<Job>();
        python!(
            py,
            cls,
            r#"
            a = cls()
            assert (a.name, a.limit, a.items, a.owner, a.parent) == ("", 49.75, [], None, None), a
            assert a.numbers == [1, 2] and a.weight == 1.5
            "#
        );
    });
}

#[test]
fn a_default_is_made_for_each_record() {
    Python::attach(|py| {
        let cls = py.get_type::<Job>();
        python!(
            py,
            cls,
            r#"
            a, b = cls(), cls()
            assert a.id != b.id and a.items is not b.items
            a.items.append(1)
            assert b.items == []
            "#
        );
    });
}

#[test]
fn a_given_value_leaves_the_default_uncalled() {
    Python::attach(|py| {
        let cls = py.get_type::<FrozenJob>();
        python!(
            py,
            cls,
            "assert cls() == cls('none', None) and cls('x').name == 'x'"
        );
    });
}

struct Counted;
static MADE: AtomicU32 = AtomicU32::new(0);

impl Counted {
    fn make() -> f64 {
        MADE.fetch_add(1, Ordering::SeqCst);
        1.0
    }
}

#[recordclass]
struct Lazy {
    #[record(default_with = Counted::make)]
    x: f64,
}

#[test]
fn the_function_runs_only_where_the_value_is_missing() {
    Python::attach(|py| {
        let cls = py.get_type::<Lazy>();
        MADE.store(0, Ordering::SeqCst);
        python!(py, cls, "cls(1.0); cls(x=2.0); cls()");
        assert_eq!(MADE.load(Ordering::SeqCst), 1);
    });
}
