#![doc = include_str!("../README.md")]

pub use recordclass_core::{Slot, Traverse, Visit, without_objects};
pub use recordclass_macros::recordclass;

#[doc = include_str!("../docs/options.md")]
pub mod options {}

#[doc(hidden)]
pub use recordclass_core::__private;

#[cfg(doctest)]
mod guide;
