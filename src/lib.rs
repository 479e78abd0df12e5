#![doc = include_str!("../README.md")]

pub use recordclass_core::cycles::{Cycle, find_cycles};
pub use recordclass_core::{
    FixedStr, FixedStrError, SharedStr, SharedStrError, Slot, Traverse, Visit, without_objects,
};
pub use recordclass_macros::recordclass;

/// Packed arrays: what the option [`array`](options#array) makes.
pub mod array {
    pub use recordclass_core::array::{
        Array, ArrayClass, ArrayMethods, Bool, Char, Element, Nullable, Packed, RowField, RowKind,
        RowTable, Rows, RowsMut, Sharing, Text, TextNumber,
    };
}

#[doc = include_str!("../docs/options.md")]
pub mod options {}

#[doc(hidden)]
pub use recordclass_core::__private;

#[cfg(doctest)]
mod guide;
