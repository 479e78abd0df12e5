//! One class for each combination of `eq`, `order`, `hash` and `frozen`; then the options by field.
//!
//! A class is named after what is on, by first letters: `OptionsEO` is `eq, order`.

use pyo3::prelude::*;
use recordclass::recordclass;

macro_rules! matrix {
    ($($name:ident ($($option:tt)*);)*) => {
        $(
            #[recordclass($($option)*)]
            struct $name {
                a: Py<PyAny>,
                b: i64,
            }
        )*

        fn register_matrix(module: &Bound<'_, PyModule>) -> PyResult<()> {
            $(module.add_class::<$name>()?;)*
            Ok(())
        }
    };
}

matrix! {
    Options (eq = false);
    OptionsH (eq = false, hash);
    OptionsF (eq = false, frozen);
    OptionsHF (eq = false, hash, frozen);
    OptionsE ();
    OptionsEH (hash);
    OptionsEF (frozen);
    OptionsEHF (hash, frozen);
    OptionsEO (order);
    OptionsEOH (order, hash);
    OptionsEOF (order, frozen);
    OptionsEOHF (order, hash, frozen);
}

/// Each field is left out of one protocol.
#[recordclass(order, hash)]
struct LeftOut {
    all: i64,
    #[record(repr = false)]
    unseen: i64,
    #[record(compare = false)]
    uncompared: i64,
    #[record(hash = false)]
    unhashed: i64,
}

#[recordclass(repr = false)]
struct NoRepr {
    x: f64,
}

#[recordclass(sequence = false)]
struct NoSequence {
    x: f64,
    y: f64,
}

pub(super) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    register_matrix(module)?;
    module.add_class::<LeftOut>()?;
    module.add_class::<NoRepr>()?;
    module.add_class::<NoSequence>()
}
