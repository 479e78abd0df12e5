//! Generated code is clean under strict lints, and writes no `unsafe` that the user is blamed for: see the
//! attributes of this module.

use crate::help::python;
use pyo3::prelude::*;
use recordclass::recordclass;

/// Every kind of field.
#[recordclass(order, hash)]
pub(crate) struct Strict {
    /// A number.
    pub x: f64,
    /// A switch.
    pub(crate) a: bool,
    b: bool,
    c: bool,
    d: bool,
    #[record(default = 1.5)]
    limit: f64,
    #[record(default)]
    text: String,
    #[record(default_with = Vec::new)]
    list: Vec<f64>,
    #[record(default = py.None())]
    object: Py<PyAny>,
    #[record(default)]
    wide: i128,
    #[record(default)]
    perhaps: Option<f64>,
    #[record(frozen, default)]
    id: u32,
}

/// Every kind of plain field.
#[recordclass(frozen, gc)]
pub(crate) struct StrictFrozen {
    /// A number.
    x: f64,
    text: String,
    object: Option<Py<PyAny>>,
    wide: i128,
}

/// Nothing.
#[recordclass]
pub(crate) struct StrictEmpty {}

#[test]
fn strict_code_compiles_and_works() {
    Python::attach(|py| {
        let (cls, frozen) = (py.get_type::<Strict>(), py.get_type::<StrictFrozen>());
        python!(
            py,
            cls frozen,
            "assert cls(1.0, True, False, True, False).limit == 1.5 and frozen(1.0, 'a', None, 2).wide == 2"
        );
    });
}
