//! The end of a record: the user's `Drop` runs once, fields are dropped once.

use crate::help::python;
use pyo3::prelude::*;
use recordclass::recordclass;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};

static DROPS: AtomicUsize = AtomicUsize::new(0);

#[recordclass]
struct Guard {
    id: u32,
    child: Option<Py<PyAny>>,
}

impl Drop for Guard {
    fn drop(&mut self) {
        DROPS.fetch_add(1, SeqCst);
    }
}

#[test]
fn the_users_drop_runs_once() {
    Python::attach(|py| {
        let cls = py.get_type::<Guard>();
        DROPS.store(0, SeqCst);
        python!(py, cls, "for i in range(10): cls(i, None)");
        assert_eq!(DROPS.load(SeqCst), 10);
        drop(Py::new(py, Guard::new(1, None)).unwrap());
        assert_eq!(DROPS.load(SeqCst), 11);
        python!(
            py,
            cls,
            "p = None\nfor i in range(1000): p = cls(i, p)\ndel p"
        );
        assert_eq!(DROPS.load(SeqCst), 1011);
        // One whose construction fails never was.
        assert!(cls.call1(("x", py.None())).is_err());
        assert_eq!(DROPS.load(SeqCst), 1011);
    });
}

/// Converts to Python as a number: how many there are.
#[derive(Clone)]
struct Share(Arc<()>);

impl<'py> FromPyObject<'_, 'py> for Share {
    type Error = PyErr;
    fn extract(_: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        Ok(Share(Arc::new(())))
    }
}

impl<'py> IntoPyObject<'py> for Share {
    type Target = pyo3::types::PyInt;
    type Output = Bound<'py, Self::Target>;
    type Error = std::convert::Infallible;
    fn into_pyobject(self, py: Python<'py>) -> Result<Self::Output, Self::Error> {
        Arc::strong_count(&self.0).into_pyobject(py)
    }
}

#[recordclass]
struct Mutable {
    share: Share,
}

#[recordclass(frozen)]
struct Frozen {
    share: Share,
}

#[test]
fn what_a_field_owns_is_dropped_with_the_record() {
    let share = Share(Arc::new(()));
    Python::attach(|py| {
        let mutable = Py::new(py, Mutable::new(share.clone())).unwrap();
        let frozen = Py::new(py, Frozen::new(share.clone())).unwrap();
        assert_eq!(Arc::strong_count(&share.0), 3);
        drop(frozen);
        assert_eq!(Arc::strong_count(&share.0), 2);
        mutable.bind(py).setattr("share", 1).unwrap();
        assert_eq!(Arc::strong_count(&share.0), 1);
    });
}

#[test]
fn a_value_that_never_became_an_object_is_dropped_too() {
    let share = Share(Arc::new(()));
    drop(Mutable::new(share.clone()));
    drop(Frozen::new(share.clone()));
    assert_eq!(Arc::strong_count(&share.0), 1);
}

#[test]
fn an_object_that_was_let_go_while_detached_is_dropped() {
    let share = Share(Arc::new(()));
    let record = Python::attach(|py| Py::new(py, Frozen::new(share.clone())).unwrap());
    drop(record);
    Python::attach(|_| {});
    assert_eq!(Arc::strong_count(&share.0), 1);
}
