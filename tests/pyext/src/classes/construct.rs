//! Constructors: defaults, keywords, no fields, many fields, one's own.

use pyo3::prelude::*;
use pyo3::types::PyList;
use recordclass::recordclass;
use std::sync::atomic::{AtomicI64, Ordering};

#[recordclass(kw_only)]
struct Keywords {
    a: Py<PyAny>,
    b: Py<PyAny>,
    #[record(default = py.None())]
    c: Py<PyAny>,
}

/// As `def Partly(a, b=None, *, c, d=None)`, declared in another order.
#[recordclass]
struct Partly {
    #[record(kw_only)]
    c: Py<PyAny>,
    a: Py<PyAny>,
    #[record(kw_only, default)]
    d: Option<Py<PyAny>>,
    #[record(default)]
    b: Option<Py<PyAny>>,
}

fn fresh_list(py: Python<'_>) -> Py<PyList> {
    PyList::empty(py).unbind()
}

fn next_serial() -> i64 {
    static NEXT: AtomicI64 = AtomicI64::new(0);
    NEXT.fetch_add(1, Ordering::Relaxed)
}

#[recordclass]
struct Defaults {
    #[record(default = -5)]
    number: i64,
    #[record(default = 1.5)]
    real: f64,
    #[record(default = "it's \"quoted\"\n".to_owned())]
    text: String,
    #[record(default)]
    empty: Option<f64>,
    #[record(default = true)]
    flag: bool,
    #[record(default_with = fresh_list)]
    list: Py<PyList>,
    #[record(default_with = next_serial)]
    serial: i64,
    #[record(default = f64::INFINITY)]
    endless: f64,
    #[record(default = vec![1.0])]
    numbers: Vec<f64>,
    #[record(default = "\u{e4}\u{1f600}\\".to_owned())]
    wide: String,
}

#[recordclass]
struct Empty {}

#[recordclass(frozen, order)]
struct FrozenEmpty {}

#[recordclass(order)]
struct One {
    only: Py<PyAny>,
}

#[recordclass(order)]
struct OneDefault {
    #[record(default)]
    only: Option<Py<PyAny>>,
}

macro_rules! many {
    ($($field:ident)*) => {
        /// Sixty-four fields.
        #[recordclass(order)]
        struct Many {
            $($field: i64,)*
        }
    };
}
many! {
    f00 f01 f02 f03 f04 f05 f06 f07 f08 f09 f10 f11 f12 f13 f14 f15
    f16 f17 f18 f19 f20 f21 f22 f23 f24 f25 f26 f27 f28 f29 f30 f31
    f32 f33 f34 f35 f36 f37 f38 f39 f40 f41 f42 f43 f44 f45 f46 f47
    f48 f49 f50 f51 f52 f53 f54 f55 f56 f57 f58 f59 f60 f61 f62 f63
}

/// Constructed by a function of its own, which does not take the fields.
#[recordclass(new = false)]
struct OwnNew {
    total: i64,
    items: Py<PyAny>,
}

#[pymethods]
impl OwnNew {
    #[new]
    #[pyo3(signature = (*items))]
    fn new(items: Bound<'_, pyo3::types::PyTuple>) -> PyResult<Self> {
        let mut total = 0;
        for item in &items {
            total += item.extract::<i64>()?;
        }
        Ok(OwnNew {
            total: total.into(),
            items: items.into_any().unbind().into(),
        })
    }
}

pub(super) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_class::<Keywords>()?;
    module.add_class::<Partly>()?;
    module.add_class::<Defaults>()?;
    module.add_class::<Empty>()?;
    module.add_class::<FrozenEmpty>()?;
    module.add_class::<One>()?;
    module.add_class::<OneDefault>()?;
    module.add_class::<Many>()?;
    module.add_class::<OwnNew>()
}
