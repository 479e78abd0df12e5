//! Fields that are converted at each access: text, lists, optional numbers, enums.

use super::point::Point;
use pyo3::prelude::*;
use recordclass::recordclass;
use std::collections::BTreeMap;
use std::path::PathBuf;

#[recordclass(order)]
struct Texts {
    text: String,
    #[record(default)]
    numbers: Vec<f64>,
    #[record(default)]
    maybe: Option<f64>,
}

#[recordclass(frozen, order)]
struct FrozenTexts {
    text: String,
    #[record(default)]
    numbers: Vec<f64>,
    #[record(default)]
    maybe: Option<f64>,
}

macro_rules! assorted {
    ($(#[$attribute:meta])* $name:ident) => {
        $(#[$attribute])*
        struct $name {
            #[record(default)]
            pair: (i64, f64),
            #[record(default)]
            named: (String, u8),
            #[record(default)]
            map: BTreeMap<String, f64>,
            #[record(default)]
            array: [u16; 3],
            #[record(default)]
            text: Option<String>,
            #[record(default)]
            count: Option<i64>,
            #[record(default)]
            nested: Vec<Vec<i32>>,
            #[record(default)]
            path: PathBuf,
            #[record(default)]
            point: Option<Py<Point>>,
        }
    };
}

assorted! {
    #[recordclass]
    Assorted
}
assorted! {
    #[recordclass(frozen)]
    FrozenAssorted
}

#[pyclass(eq, from_py_object, module = "recordclass_fixtures")]
#[derive(Clone, PartialEq)]
pub(super) enum Side {
    Buy,
    Sell,
}

#[pyclass(eq, from_py_object, module = "recordclass_fixtures")]
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Shade {
    Light,
    Dark,
}

#[recordclass]
struct Ticket {
    side: Side,
    shade: Shade,
}

#[recordclass(frozen)]
struct FrozenTicket {
    side: Side,
    shade: Shade,
}

pub(super) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_class::<Texts>()?;
    module.add_class::<FrozenTexts>()?;
    module.add_class::<Assorted>()?;
    module.add_class::<FrozenAssorted>()?;
    module.add_class::<Side>()?;
    module.add_class::<Shade>()?;
    module.add_class::<Ticket>()?;
    module.add_class::<FrozenTicket>()
}
