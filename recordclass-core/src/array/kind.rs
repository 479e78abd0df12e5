//! [`RowKind`]: what lies in a row where a field is. Everything that reads or exports rows is driven by it.

use super::shared::{SharedTexts, Sharing};

/// The type of a field in a packed row. Numbers lie in the byte order and size of the machine.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RowKind {
    /// One byte: 0 is false, 1 is true. Foreign memory may hold others, which are true.
    Bool,
    /// A Unicode scalar value in four bytes. Foreign memory may hold others: reading them is an error.
    Char,
    /// Signed, of 1, 2, 4 or 8 bytes.
    Int(u8),
    /// Unsigned, of 1, 2, 4 or 8 bytes.
    Uint(u8),
    /// Of 4 or 8 bytes.
    Float(u8),
    /// So many bytes of UTF-8, zeros at the end. Foreign memory may hold others: reading them is an error.
    Str(usize),
    /// The number of a shared text in four bytes. Foreign code may write others: reading them is an error.
    Shared(Sharing),
    /// So many of a kind, one behind the other.
    Array(&'static RowKind, usize),
    /// A value, and behind it one byte: 0 where there is none. The value's own bytes are 0 then, too, unless
    /// foreign code wrote them.
    Optional(&'static RowKind),
}

impl RowKind {
    /// Bytes in the row, those of padding inside included.
    #[must_use]
    pub const fn size(&self) -> usize {
        match *self {
            RowKind::Bool => 1,
            RowKind::Char | RowKind::Shared(_) => 4,
            RowKind::Int(size) | RowKind::Uint(size) | RowKind::Float(size) => size as usize,
            RowKind::Str(size) => size,
            RowKind::Array(element, count) => element.size() * count,
            RowKind::Optional(value) => (value.size() + 1).next_multiple_of(value.align()),
        }
    }

    /// The alignment in the row.
    #[must_use]
    pub const fn align(&self) -> usize {
        match *self {
            RowKind::Bool | RowKind::Str(_) => 1,
            RowKind::Char | RowKind::Shared(_) => align_of::<u32>(),
            RowKind::Float(8) => align_of::<f64>(),
            RowKind::Int(8) | RowKind::Uint(8) => align_of::<u64>(),
            RowKind::Int(size) | RowKind::Uint(size) | RowKind::Float(size) => size as usize,
            RowKind::Array(element, _) => element.align(),
            RowKind::Optional(value) => value.align(),
        }
    }

    /// Whether every pattern of bits is a value of the field's own type, of the same bytes.
    pub(crate) const fn is_plain(&self) -> bool {
        match *self {
            RowKind::Int(_) | RowKind::Uint(_) | RowKind::Float(_) => true,
            RowKind::Array(element, _) => element.is_plain(),
            RowKind::Bool
            | RowKind::Char
            | RowKind::Str(_)
            | RowKind::Shared(_)
            | RowKind::Optional(_) => false,
        }
    }

    /// Whether there may be no value.
    pub(crate) const fn is_optional(&self) -> bool {
        matches!(self, RowKind::Optional(_))
    }

    /// What is done with numbers of texts, where it has such.
    pub(super) fn shared(&self) -> Option<&'static dyn SharedTexts> {
        match self {
            RowKind::Shared(texts) => Some(texts.0),
            RowKind::Array(inner, _) | RowKind::Optional(inner) => inner.shared(),
            _ => None,
        }
    }

    /// Calls `gap` with start and length of each run of bytes that belongs to no value.
    pub(crate) fn gaps(&self, at: usize, gap: &mut impl FnMut(usize, usize)) {
        match *self {
            RowKind::Array(element, count) => {
                for index in 0..count {
                    element.gaps(at + index * element.size(), gap);
                }
            }
            RowKind::Optional(value) => {
                let used = value.size() + 1;
                if self.size() > used {
                    gap(at + used, self.size() - used);
                }
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::SharedStr;
    use crate::array::{Element, Nullable, Text, TextNumber};

    #[test]
    fn sizes_are_those_of_the_rust_types() {
        const F64: RowKind = RowKind::Float(8);
        const I16: RowKind = RowKind::Int(2);
        assert_eq!(RowKind::Optional(&F64).size(), size_of::<Nullable<f64>>());
        assert_eq!(RowKind::Optional(&I16).size(), size_of::<Nullable<i16>>());
        assert_eq!(RowKind::Array(&I16, 3).size(), size_of::<[i16; 3]>());
        assert_eq!(RowKind::Str(5).size(), size_of::<Text<5>>());
        assert_eq!(
            RowKind::Optional(&RowKind::Str(5)).size(),
            size_of::<Nullable<Text<5>>>()
        );
        assert_eq!(
            <Option<SharedStr> as Element>::KIND.size(),
            size_of::<Nullable<TextNumber>>()
        );
        assert_eq!(RowKind::Uint(8).align(), align_of::<u64>());
    }

    #[test]
    fn padding_behind_a_validity_byte_is_a_gap() {
        let mut gaps = Vec::new();
        RowKind::Optional(&RowKind::Float(8)).gaps(8, &mut |at, size| gaps.push((at, size)));
        assert_eq!(gaps, [(17, 7)]);
    }
}
