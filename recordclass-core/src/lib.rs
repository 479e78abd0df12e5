//! The runtime of the [`recordclass`](https://docs.rs/recordclass) crate.
//!
//! Use it through that crate. Everything that need not be generated is here, compiled once and driven by
//! a static [field table](record::Table): slots, descriptors, construction, protocols, and the
//! finishing of the type object that PyO3 makes.
//!
//! The way of a record class is told in [`type_object`].

mod annotations;
mod arguments;
pub mod array;
mod attribute;
mod base_class;
mod by_name;
mod classes;
mod construct;
pub mod cycles;
mod dealloc;
mod default;
mod draft;
pub mod dynamic;
mod early;
pub mod errors;
mod extra;
mod ffi;
pub mod field;
mod fixed_str;
mod freelist;
pub mod gc;
pub mod hint;
pub mod hooks;
mod in_place;
mod layout;
mod leaf;
pub mod light;
mod methods;
mod module;
pub mod native;
mod nesting;
mod objects;
mod once;
mod places;
mod planted;
mod protocol;
pub mod record;
#[cfg(feature = "serde")]
mod serde;
pub mod shape;
mod shared_str;
mod shims;
mod signature;
mod slot;
pub mod store;
mod text;
mod trampoline;
pub mod type_object;
mod values;

pub use fixed_str::{FixedStr, FixedStrError};
pub use gc::{Traverse, Visit};
pub use shared_str::{SharedStr, SharedStrError};
pub use slot::Slot;

/// Not part of the API: what generated code names. It may change in any release.
#[doc(hidden)]
pub mod __private {
    pub use crate::array::{
        ArrayClass, Core, Fit, Packed, Place, RowField, RowTable, check_row, finish_array,
    };
    pub use crate::base_class::{BaseClass, IntoBase};
    pub use crate::default::default_with;
    pub use crate::extending;
    pub use crate::field::{Field, Hidden, Made, Ops, Role, Tracing};
    pub use crate::fits_row;
    pub use crate::freelist::Freelist;
    pub use crate::hint;
    pub use crate::is_extensible;
    pub use crate::record::{Extensible, Options, Record, Table};
    pub use crate::shape::{Base, Shape};
    pub use crate::slot::Slot;
    pub use crate::slot_kind;
    pub use crate::store::probe;
    pub use crate::store::{PlainStore, PlainTrace, Storage, Store, Trace, check};
    pub use crate::type_object::finish;
    #[cfg(feature = "serde")]
    pub use ::serde;
    pub use pyo3;
}
