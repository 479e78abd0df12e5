//! [`FixedStr`]: text of a bounded length where it lies, for fields of records and of packed rows.
//!
//! # What must hold
//! 1. The bytes up to the last that is not zero are UTF-8.
//! 2. The rest are zeros, so equal texts are equal bytes, in the order of their texts.

mod python;
#[cfg(feature = "serde")]
mod serde;

pub(crate) use python::utf8_of;

use std::borrow::Borrow;
use std::error::Error;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::Deref;
use std::str::FromStr;

/// Text of at most `N` bytes of UTF-8, held in `N` bytes and nothing else: a `str` for Python.
///
/// The rest is zeros, by which its end is found. So a text may have NUL characters inside, but not as its last: numpy's
/// fixed-size bytes are the same. What is too long, or ends in NUL, is refused, never cut.
///
/// ```
/// use recordclass_core::FixedStr;
///
/// let code: FixedStr<4> = "EDDF".parse()?;
/// assert_eq!(code, "EDDF");
/// assert_eq!(code.len(), 4); // It derefs to `str`.
/// assert_eq!(size_of_val(&code), 4);
/// assert!(FixedStr::<4>::new("Zürich").is_err());
/// # Ok::<_, recordclass_core::FixedStrError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[repr(transparent)]
pub struct FixedStr<const N: usize>([u8; N]);

/// Why a text is no [`FixedStr`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum FixedStrError {
    /// It has more bytes than there is room for.
    TooLong {
        /// Bytes of the text.
        length: usize,
        /// Bytes that fit.
        room: usize,
    },
    /// Its last character is NUL.
    TrailingNul,
}

impl<const N: usize> FixedStr<N> {
    /// The text, if it fits.
    ///
    /// # Errors
    /// Where it has more than `N` bytes, or ends in NUL.
    pub const fn new(text: &str) -> Result<Self, FixedStrError> {
        const { assert!(N > 0, "a FixedStr has room for one byte at least") };
        let text = text.as_bytes();
        if text.len() > N {
            return Err(FixedStrError::TooLong {
                length: text.len(),
                room: N,
            });
        }
        if let [.., 0] = text {
            return Err(FixedStrError::TrailingNul);
        }
        let (mut bytes, mut at) = ([0; N], 0);
        while at < text.len() {
            bytes[at] = text[at];
            at += 1;
        }
        Ok(FixedStr(bytes))
    }

    /// The text in so many bytes with zeros at the end, as [`padded`](Self::padded) gives them; `None` where it is no
    /// UTF-8.
    #[must_use]
    pub fn from_padded(bytes: [u8; N]) -> Option<Self> {
        const { assert!(N > 0, "a FixedStr has room for one byte at least") };
        text_in(&bytes)?;
        Some(FixedStr(bytes))
    }

    /// The text.
    #[must_use]
    #[inline]
    pub fn as_str(&self) -> &str {
        // SAFETY: 1.
        unsafe { std::str::from_utf8_unchecked(trimmed(&self.0)) }
    }

    /// All bytes, those of the padding included.
    #[must_use]
    pub const fn padded(&self) -> &[u8; N] {
        &self.0
    }
}

/// Without the zeros at the end.
#[inline]
fn trimmed(padded: &[u8]) -> &[u8] {
    let used = padded.iter().rposition(|&byte| byte != 0);
    &padded[..used.map_or(0, |last| last + 1)]
}

/// The text in bytes with zeros at the end, if it is UTF-8.
#[inline]
pub(crate) fn text_in(padded: &[u8]) -> Option<&str> {
    std::str::from_utf8(trimmed(padded)).ok()
}

impl<const N: usize> Default for FixedStr<N> {
    fn default() -> Self {
        const { assert!(N > 0, "a FixedStr has room for one byte at least") };
        FixedStr([0; N])
    }
}

impl<const N: usize> TryFrom<&str> for FixedStr<N> {
    type Error = FixedStrError;
    fn try_from(text: &str) -> Result<Self, FixedStrError> {
        Self::new(text)
    }
}

impl<const N: usize> FromStr for FixedStr<N> {
    type Err = FixedStrError;
    fn from_str(text: &str) -> Result<Self, FixedStrError> {
        Self::new(text)
    }
}

impl<const N: usize> Deref for FixedStr<N> {
    type Target = str;
    fn deref(&self) -> &str {
        self.as_str()
    }
}

impl<const N: usize> AsRef<str> for FixedStr<N> {
    fn as_ref(&self) -> &str {
        self.as_str()
    }
}

/// Its `Eq`, `Ord` and `Hash` are those of the text.
impl<const N: usize> Borrow<str> for FixedStr<N> {
    fn borrow(&self) -> &str {
        self.as_str()
    }
}

impl<const N: usize> Hash for FixedStr<N> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.as_str().hash(state);
    }
}

impl<const N: usize> PartialEq<str> for FixedStr<N> {
    fn eq(&self, other: &str) -> bool {
        self.as_str() == other
    }
}

impl<const N: usize> PartialEq<&str> for FixedStr<N> {
    fn eq(&self, other: &&str) -> bool {
        self.as_str() == *other
    }
}

impl<const N: usize> From<FixedStr<N>> for String {
    fn from(text: FixedStr<N>) -> String {
        text.as_str().to_owned()
    }
}

impl<const N: usize> fmt::Debug for FixedStr<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}

impl<const N: usize> fmt::Display for FixedStr<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Display for FixedStrError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            FixedStrError::TooLong { length, room } => write!(
                f,
                "text of {length} bytes in UTF-8 does not fit into {room} bytes"
            ),
            FixedStrError::TrailingNul => {
                f.write_str("text that ends in NUL cannot be held in a FixedStr")
            }
        }
    }
}

impl Error for FixedStrError {}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashMap;

    #[test]
    fn texts_keep_what_they_are() {
        for text in ["", "a", "abcd", "é", "日", "a\0b", "\0\0\x01"] {
            let fixed: FixedStr<4> = text.parse().unwrap();
            assert_eq!(fixed, text);
            assert_eq!(FixedStr::from_padded(*fixed.padded()), Some(fixed));
        }
        assert_eq!(
            FixedStr::<4>::new("Zürich"),
            Err(FixedStrError::TooLong { length: 7, room: 4 })
        );
        assert_eq!(FixedStr::<4>::new("a\0"), Err(FixedStrError::TrailingNul));
        assert_eq!(FixedStr::<4>::new("\0"), Err(FixedStrError::TrailingNul));
    }

    #[test]
    fn bytes_that_are_no_text_are_none() {
        assert_eq!(FixedStr::from_padded([0xff, 0]), None);
        assert_eq!(FixedStr::from_padded([b'a', 0xc3]), None);
        assert_eq!(FixedStr::from_padded([0xed, 0xa0, 0x80]), None);
    }

    #[test]
    fn order_and_hash_are_those_of_the_text() {
        let texts = ["", "\0\x01", "a", "a\0b", "ab", "b", "é", "日"];
        let fixed = texts.map(|text| FixedStr::<4>::new(text).unwrap());
        for (a, text) in fixed.iter().zip(texts) {
            for (b, other) in fixed.iter().zip(texts) {
                assert_eq!(a.cmp(b), text.cmp(other), "{text:?} {other:?}");
            }
        }
        let map: HashMap<FixedStr<4>, usize> = fixed.into_iter().zip(0..).collect();
        assert_eq!(map.get("ab"), Some(&4));
    }

    #[test]
    fn it_is_known_while_compiling() {
        const METRE: FixedStr<2> = match FixedStr::new("m") {
            Ok(unit) => unit,
            Err(_) => panic!(),
        };
        assert_eq!(format!("{METRE:>3} {METRE:?}"), "  m \"m\"");
    }
}
