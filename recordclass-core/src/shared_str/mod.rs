//! [`SharedStr`]: text that is kept once for the whole process, and is its number in a record or a packed row.
//!
//! # What must hold
//! 1. The number is one that [`texts`] gave, so there is a text of it.

#[cfg(all(any(target_os = "linux", target_os = "macos"), not(miri)))]
mod fork;
mod python;
#[cfg(feature = "serde")]
mod serde;
mod texts;

use std::cmp::Ordering;
use std::error::Error;
use std::fmt;
use std::ops::Deref;
use std::str::FromStr;
use texts::TEXTS;

/// Text that many records have, in four bytes: a `str` for Python.
///
/// Each text is kept once, for as long as the process runs, however many records have it; the four bytes are its
/// number. So one is copied and compared as a number is. It is for texts of which there are few: names of sensors,
/// currencies, states. What is read once and never again is a leak here.
///
/// The number means nothing elsewhere. Another process, and another extension module in the same, has numbers of its
/// own; what carries rows there carries their texts, too.
///
/// ```
/// use recordclass_core::SharedStr;
///
/// let sensor = SharedStr::new("outside/north")?;
/// assert_eq!(sensor, "outside/north");
/// assert_eq!(sensor.len(), 13); // It derefs to `str`.
/// assert_eq!(size_of_val(&sensor), 4);
/// assert_eq!(sensor, SharedStr::new(&format!("outside/{}", "north"))?);
/// # Ok::<_, recordclass_core::SharedStrError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default)]
#[repr(transparent)]
pub struct SharedStr(u32);

/// Why a text cannot be a [`SharedStr`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum SharedStrError {
    /// It has more than 2 GiB.
    TooLong,
    /// There are as many texts as numbers of 32 bits.
    Full,
    /// There is no memory to keep it.
    NoMemory,
}

impl SharedStr {
    /// The text's place in a row, or in a record: kept from now on, if it is new.
    ///
    /// # Errors
    /// Where there is no room for one more.
    pub fn new(text: &str) -> Result<Self, SharedStrError> {
        TEXTS.number(text).map(SharedStr)
    }

    /// The text.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        TEXTS
            .text(self.0)
            .unwrap_or_else(|| unreachable!("invariant 1"))
    }

    /// How many texts this library has met in this process, the empty one included: they are never forgotten.
    #[must_use]
    pub fn count() -> usize {
        TEXTS.count() as usize
    }

    /// Its number, for this process and this library.
    pub(crate) fn number(self) -> u32 {
        self.0
    }

    /// The text of a number, if there is one,
    pub(crate) fn text_of(number: u32) -> Option<&'static str> {
        TEXTS.text(number)
    }

    /// and as a shared one.
    pub(crate) fn of_number(number: u32) -> Option<Self> {
        TEXTS.text(number).map(|_| SharedStr(number))
    }
}

impl TryFrom<&str> for SharedStr {
    type Error = SharedStrError;
    fn try_from(text: &str) -> Result<Self, SharedStrError> {
        Self::new(text)
    }
}

impl FromStr for SharedStr {
    type Err = SharedStrError;
    fn from_str(text: &str) -> Result<Self, SharedStrError> {
        Self::new(text)
    }
}

impl Deref for SharedStr {
    type Target = str;
    fn deref(&self) -> &str {
        self.as_str()
    }
}

impl AsRef<str> for SharedStr {
    fn as_ref(&self) -> &str {
        self.as_str()
    }
}

impl From<SharedStr> for &'static str {
    fn from(text: SharedStr) -> &'static str {
        text.as_str()
    }
}

impl From<SharedStr> for String {
    fn from(text: SharedStr) -> String {
        text.as_str().to_owned()
    }
}

/// The order of the texts, whatever their numbers are.
impl Ord for SharedStr {
    fn cmp(&self, other: &Self) -> Ordering {
        if self.0 == other.0 {
            return Ordering::Equal;
        }
        self.as_str().cmp(other.as_str())
    }
}

impl PartialOrd for SharedStr {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq<str> for SharedStr {
    fn eq(&self, other: &str) -> bool {
        self.as_str() == other
    }
}

impl PartialEq<&str> for SharedStr {
    fn eq(&self, other: &&str) -> bool {
        self.as_str() == *other
    }
}

impl fmt::Debug for SharedStr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}

impl fmt::Display for SharedStr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Display for SharedStrError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            SharedStrError::TooLong => "a shared text has at most 2 GiB in UTF-8",
            SharedStrError::Full => "there are 4294967295 shared texts, and no number for one more",
            SharedStrError::NoMemory => "no memory for one more shared text",
        })
    }
}

impl Error for SharedStrError {}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn equal_texts_are_one() {
        let texts = ["", "a", "a\0", "é", "日本", "a"].map(|text| SharedStr::new(text).unwrap());
        assert_eq!(
            texts[1].as_str().as_ptr(),
            texts[5].as_str().as_ptr(),
            "kept twice"
        );
        assert_eq!(texts[0], SharedStr::default());
        let different: HashSet<_> = texts.into_iter().collect();
        assert_eq!(different.len(), 5);
        assert_eq!(format!("{:>3}{:?}", texts[1], texts[2]), "  a\"a\\0\"");
        assert!(SharedStr::count() >= 5);
    }

    #[test]
    fn the_order_is_that_of_the_texts() {
        let mut texts = ["zz", "b", "é", "", "a\0", "a"].map(|text| SharedStr::new(text).unwrap());
        texts.sort();
        assert_eq!(
            texts.map(SharedStr::as_str),
            ["", "a", "a\0", "b", "zz", "é"]
        );
    }

    #[test]
    fn numbers_that_nobody_gave_are_no_text() {
        let last = SharedStr::new("the last one").unwrap();
        assert_eq!(SharedStr::of_number(last.number()), Some(last));
        assert_eq!(SharedStr::of_number(u32::MAX), None);
    }
}
