//! The record as it will be: everything decided, nothing left to ask of the attribute.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote_spanned};
use syn::{Attribute, Expr, Path, Type, Visibility};

/// A struct that will be a record class.
pub(crate) struct Record {
    /// All attributes but our own, in their order.
    pub(crate) attrs: Vec<Attribute>,
    pub(crate) vis: Visibility,
    pub(crate) ident: Ident,
    pub(crate) fields: Vec<Field>,
    /// The path of the facade crate, `::recordclass` unless told otherwise.
    pub(crate) krate: Path,
    /// Whether the user wrote that path: then an error in it belongs there.
    pub(crate) krate_is_given: bool,
    /// The Python name.
    pub(crate) name: String,
    pub(crate) module: Option<String>,
    /// The record that it extends.
    pub(crate) extends: Option<Path>,
    pub(crate) gc: bool,
    pub(crate) frozen: bool,
    pub(crate) eq: bool,
    pub(crate) order: bool,
    pub(crate) hash: bool,
    pub(crate) repr: bool,
    pub(crate) sequence: bool,
    pub(crate) mapping: bool,
    pub(crate) weakref: bool,
    pub(crate) dict: bool,
    pub(crate) subclass: bool,
    pub(crate) freelist: u32,
    pub(crate) serde: bool,
    /// Whether a record can be made of a Python record by a clone.
    pub(crate) cloned: bool,
    /// The name of the Rust constructor; `None`: none is made.
    pub(crate) new: Option<Ident>,
    /// The packed array class, where there is one.
    pub(crate) array: Option<Array>,
}

/// A packed array class.
pub(crate) struct Array {
    /// The Rust struct.
    pub(crate) class: Ident,
    /// The Rust struct of a row.
    pub(crate) row: Ident,
    /// The Python name.
    pub(crate) name: String,
}

impl Record {
    /// The hidden module of the runtime, written as if at a place: an error in a path that starts with it stands there.
    pub(crate) fn private_at(&self, span: Span) -> TokenStream {
        let mut krate = self.krate.to_token_stream();
        if !self.krate_is_given {
            krate = respan(krate, span);
        }
        quote_spanned!(span=> #krate::__private)
    }
}

/// The same tokens at another place. A group cannot stand in a path's plain tokens, but may in its arguments.
fn respan(tokens: TokenStream, span: Span) -> TokenStream {
    let moved = tokens.into_iter().map(|mut token| {
        token.set_span(token.span().located_at(span));
        token
    });
    moved.collect()
}

/// A field of it.
pub(crate) struct Field {
    /// All attributes but our own, in their order.
    pub(crate) attrs: Vec<Attribute>,
    pub(crate) vis: Visibility,
    pub(crate) ident: Ident,
    pub(crate) ty: Type,
    /// The Python name.
    pub(crate) name: String,
    pub(crate) doc: String,
    pub(crate) default: Default,
    /// Whether the struct holds a plain `T` instead of a slot.
    pub(crate) frozen: bool,
    pub(crate) kw_only: bool,
    /// Rust only: Python does not know the field.
    pub(crate) skip: bool,
    pub(crate) repr: bool,
    pub(crate) compare: bool,
    pub(crate) hash: bool,
}

/// Where the value comes from if a call gives none.
pub(crate) enum Default {
    /// It must be given.
    None,
    /// `Default::default()`.
    Trait,
    /// An expression.
    Expr(Box<Expr>),
    /// A function, called for each record.
    With(Box<TokenStream>),
}
