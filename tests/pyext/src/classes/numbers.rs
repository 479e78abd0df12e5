//! Every width of number that lies unboxed in a record.

use pyo3::prelude::*;
use recordclass::recordclass;

macro_rules! widths {
    ($(#[$attribute:meta])* $name:ident) => {
        $(#[$attribute])*
        struct $name {
            #[record(default)]
            flag: bool,
            #[record(default)]
            i8: i8,
            #[record(default)]
            i16: i16,
            #[record(default)]
            i32: i32,
            #[record(default)]
            i64: i64,
            #[record(default)]
            isize: isize,
            #[record(default)]
            i128: i128,
            #[record(default)]
            u8: u8,
            #[record(default)]
            u16: u16,
            #[record(default)]
            u32: u32,
            #[record(default)]
            u64: u64,
            #[record(default)]
            usize: usize,
            #[record(default)]
            u128: u128,
            #[record(default)]
            f32: f32,
            #[record(default)]
            f64: f64,
            #[record(default = 'a')]
            char: char,
        }
    };
}

widths! {
    #[recordclass(order)]
    Widths
}
widths! {
    #[recordclass(frozen, order)]
    FrozenWidths
}

pub(super) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_class::<Widths>()?;
    module.add_class::<FrozenWidths>()
}
