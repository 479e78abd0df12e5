//! The mistakes found so far: collected, and told all at once.

use proc_macro2::Span;
use quote::ToTokens;

/// An accumulator of errors. Dropping it unread is a bug in this crate, and panics.
pub(crate) struct Errors {
    found: Option<syn::Error>,
    read: bool,
}

impl Errors {
    pub(crate) fn new() -> Self {
        Errors {
            found: None,
            read: false,
        }
    }

    /// A mistake at a place.
    pub(crate) fn at(&mut self, span: Span, message: impl std::fmt::Display) {
        self.add(syn::Error::new(span, message));
    }

    /// A mistake that spans some tokens.
    pub(crate) fn on(&mut self, tokens: impl ToTokens, message: impl std::fmt::Display) {
        self.add(syn::Error::new_spanned(tokens, message));
    }

    pub(crate) fn add(&mut self, error: syn::Error) {
        match &mut self.found {
            Some(found) => found.combine(error),
            None => self.found = Some(error),
        }
    }

    /// All of them, in one; `Ok` where there are none.
    pub(crate) fn finish(mut self) -> syn::Result<()> {
        self.read = true;
        match self.found.take() {
            Some(error) => Err(error),
            None => Ok(()),
        }
    }
}

impl Drop for Errors {
    fn drop(&mut self) {
        assert!(
            self.read || std::thread::panicking(),
            "recordclass: errors were not read"
        );
    }
}
