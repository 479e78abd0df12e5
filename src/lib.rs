#![doc = include_str!("../README.md")]

pub use recordclass_core::{Slot, Traverse, Visit};
pub use recordclass_macros::recordclass;

#[doc(hidden)]
pub use recordclass_core::__private;
