//! What has a quick way of its own: fields of types that CPython marks, and defaults that are there already.

use pyo3::prelude::*;
use pyo3::types::{
    PyBool, PyByteArray, PyBytes, PyDict, PyFloat, PyInt, PyList, PyString, PyTuple, PyType,
};
use recordclass::recordclass;

macro_rules! known {
    ($(#[$attribute:meta])* $name:ident { $($field:ident: $type:ty),+ }) => {
        $(#[$attribute])*
        struct $name {
            $($field: Py<$type>,)+
        }
    };
}

macro_rules! known_types {
    ($($(#[$attribute:meta])* $name:ident;)+) => {$(
        known! {
            $(#[$attribute])*
            $name {
                int: PyInt, str: PyString, float: PyFloat, bool: PyBool, bytes: PyBytes, bytearray: PyByteArray,
                list: PyList, tuple: PyTuple, dict: PyDict, type_: PyType
            }
        }
    )+};
}
known_types! {
    #[recordclass(order)] Known;
    #[recordclass(frozen)] FrozenKnown;
    #[recordclass(gc)] GcKnown;
}

/// With `None`, and a field whose type CPython does not mark.
#[recordclass(hash)]
struct MaybeKnown {
    int: Option<Py<PyInt>>,
    #[record(default)]
    str: Option<Py<PyString>>,
    #[record(default = None)]
    named: Option<Py<super::objects::Named>>,
}

const HALF: f64 = 0.5;

/// Defaults that are written in place.
#[recordclass]
struct PlainDefaults {
    a: Py<PyAny>,
    #[record(default)]
    b: Option<Py<PyAny>>,
    #[record(default = HALF)]
    c: f64,
    #[record(default = -7)]
    d: i64,
    #[record(default = None)]
    e: Option<Py<PyAny>>,
}

/// Nothing else, so that its slots lie one behind the other.
#[recordclass]
struct NoneDefaults {
    a: Py<PyAny>,
    #[record(default)]
    b: Option<Py<PyAny>>,
    #[record(default = None)]
    c: Option<Py<PyAny>>,
}

#[recordclass(gc)]
struct GcNoneDefaults {
    a: Py<PyAny>,
    #[record(default)]
    b: Option<Py<PyAny>>,
}

/// Nothing but floats, and the last of them by a call.
#[recordclass]
struct FloatDefaults {
    x: f64,
    #[record(default = 1.5)]
    y: f64,
    #[record(default_with = counted)]
    z: f64,
}

#[recordclass]
struct FloatConstants {
    x: f64,
    #[record(default = 1.5)]
    y: f64,
    #[record(default)]
    z: f64,
}

/// The first default is a call for each record, though those behind it are there already.
#[recordclass]
struct MixedDefaults {
    a: Py<PyAny>,
    #[record(default_with = counted)]
    b: f64,
    #[record(default = 2)]
    c: i64,
}

/// Counts its calls.
fn counted() -> f64 {
    use std::sync::atomic::{AtomicU32, Ordering};
    static CALLS: AtomicU32 = AtomicU32::new(0);
    f64::from(CALLS.fetch_add(1, Ordering::Relaxed))
}

pub(super) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_class::<Known>()?;
    module.add_class::<FrozenKnown>()?;
    module.add_class::<GcKnown>()?;
    module.add_class::<MaybeKnown>()?;
    module.add_class::<PlainDefaults>()?;
    module.add_class::<NoneDefaults>()?;
    module.add_class::<GcNoneDefaults>()?;
    module.add_class::<FloatDefaults>()?;
    module.add_class::<FloatConstants>()?;
    module.add_class::<MixedDefaults>()
}
