//! [`Text`]: what a [`FixedStr`] is in a packed row.

use super::element::{Element, Nullable};
use super::kind::RowKind;
use crate::fixed_str::{FixedStr, text_in};
use std::fmt;

/// Text in a packed row: bytes of UTF-8, zeros at the end.
#[derive(Clone, Copy, PartialEq, Eq)]
#[repr(transparent)]
pub struct Text<const N: usize>([u8; N]);

impl<const N: usize> Text<N> {
    /// The text; `None` where foreign code wrote bytes that are no UTF-8.
    #[must_use]
    pub fn get(&self) -> Option<&str> {
        text_in(&self.0)
    }

    /// All bytes, the zeros included.
    #[must_use]
    pub fn bytes(&self) -> &[u8; N] {
        &self.0
    }
}

impl<const N: usize> From<FixedStr<N>> for Text<N> {
    fn from(text: FixedStr<N>) -> Self {
        Text(*text.padded())
    }
}

impl<const N: usize> fmt::Debug for Text<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.get() {
            Some(text) => text.fmt(f),
            None => write!(f, "Text(b\"{}\")", self.0.escape_ascii()),
        }
    }
}

// SAFETY: 1: bytes; 2: so many of them.
unsafe impl<const N: usize> Element for FixedStr<N> {
    type Row = Text<N>;
    const KIND: RowKind = RowKind::Str(N);
    fn into_row(self) -> Text<N> {
        self.into()
    }
    fn from_row(row: Text<N>) -> Option<Self> {
        FixedStr::from_padded(row.0)
    }
}

// SAFETY: as for an `Option` of a number.
unsafe impl<const N: usize> Element for Option<FixedStr<N>> {
    type Row = Nullable<Text<N>>;
    const KIND: RowKind = RowKind::Optional(&RowKind::Str(N));
    fn into_row(self) -> Self::Row {
        // SAFETY: a `Text` is bytes.
        unsafe { Nullable::new(self.map(Text::from)) }
    }
    fn from_row(row: Self::Row) -> Option<Self> {
        row.get()
            .map_or(Some(None), |text| FixedStr::from_row(text).map(Some))
    }
}
