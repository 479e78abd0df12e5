//! The generated Rust constructor: `new`, by another name, or none.

use crate::help::python;
use pyo3::prelude::*;
use recordclass::recordclass;

#[recordclass(new = "make")]
struct Renamed {
    x: f64,
}

impl Renamed {
    fn new() -> Self {
        Self::make(1.0)
    }
}

#[recordclass(new = false)]
struct Without {
    x: f64,
    #[record(frozen)]
    id: u32,
}

impl Without {
    fn new(id: u32) -> Self {
        Self { x: 0.5.into(), id }
    }
}

#[recordclass(new = false)]
struct Both {
    x: f64,
}

#[pymethods]
impl Both {
    #[new]
    #[pyo3(signature = (x = 3.0))]
    fn new(x: f64) -> Self {
        Both {
            x: (x * 2.0).into(),
        }
    }
}

#[recordclass]
struct AllFields {
    #[record(default = 1.0, kw_only)]
    x: f64,
    #[record(name = "why")]
    y: f64,
}

#[test]
fn it_can_have_another_name() {
    assert_eq!(Renamed::new().x.get(), 1.0);
}

#[test]
fn it_can_be_left_to_the_user() {
    Python::attach(|py| {
        let record = Bound::new(py, Without::new(7)).unwrap();
        python!(py, record, "assert (record.x, record.id) == (0.5, 7)");
        let cls = py.get_type::<Without>();
        python!(py, cls, "assert cls(1, 2).id == 2");
    });
}

#[test]
fn it_can_be_that_of_python_too() {
    Python::attach(|py| {
        let cls = py.get_type::<Both>();
        python!(py, cls, "assert cls().x == 6.0 and cls(x=1.0).x == 2.0");
    });
}

#[test]
fn it_takes_every_field_in_declared_order() {
    let record = AllFields::new(1.0, 2.0);
    assert_eq!((record.x.get(), record.y.get()), (1.0, 2.0));
}
