//! What `#[recordclass]` gives on the Rust side, on an embedded interpreter. A module for each topic.
#![allow(missing_docs, reason = "the classes are examples")]

mod class_attribute;
mod conversion;
mod copy_slot;
mod crate_path;
mod cycles;
mod default_value;
mod destructor;
mod extends;
mod field_count;
mod fixed_str;
mod frozen_field;
mod garbage;
mod generics;
mod help;
mod hygiene;
mod layout;
mod links;
#[forbid(unsafe_code)]
#[deny(
    warnings,
    missing_docs,
    missing_debug_implementations,
    unreachable_pub,
    unused_qualifications,
    clippy::all,
    clippy::pedantic,
    clippy::unwrap_used
)]
mod lints;
mod module_name;
mod names;
mod native_slot;
mod object_slot;
mod packed_array;
mod pymodule;
mod rust_constructor;
mod serde;
mod shared_slot;
mod shared_str;
mod user_methods;
