//! The `#[recordclass]` attribute. Use it through the `recordclass` crate, whose documentation tells
//! what it does.
//!
//! Data flows one way: `args` (syntax, every mistake collected) -> `validate` -> `model` (nothing left
//! to ask) -> `expand` (cannot fail). Where there were mistakes, `fallback` keeps the class usable, so
//! that one mistake gives one message.

mod args;
mod case;
mod diag;
mod expand;
mod fallback;
mod model;
mod options;
mod suggest;
mod syntax;
mod validate;

use proc_macro::TokenStream;

/// Turns a struct with named fields into a compact Python class.
///
/// See the documentation of the `recordclass` crate for the options.
#[proc_macro_attribute]
pub fn recordclass(args: TokenStream, item: TokenStream) -> TokenStream {
    expand::attribute(args.into(), item.into()).into()
}
