//! Feature `serde`: a string.

use super::FixedStr;
use serde::de::{Deserialize, Deserializer, Error, Visitor};
use serde::ser::{Serialize, Serializer};
use std::fmt;

impl<const N: usize> Serialize for FixedStr<N> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self)
    }
}

impl<'de, const N: usize> Deserialize<'de> for FixedStr<N> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(Text)
    }
}

struct Text<const N: usize>;

impl<const N: usize> Visitor<'_> for Text<N> {
    type Value = FixedStr<N>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "text of at most {N} bytes")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<FixedStr<N>, E> {
        FixedStr::new(text).map_err(E::custom)
    }
}
