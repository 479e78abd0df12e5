//! [`Key`]: a value of a row as a number of the same order, for sorting.

use super::kind::RowKind;

/// Bytes of a text that one number holds.
const PART: usize = size_of::<u64>();

pub(super) enum Key {
    Some(u64),
    NotANumber,
    None,
}

/// How many numbers it takes to order values of a kind; the first one counts most.
pub(super) fn parts(kind: &RowKind) -> usize {
    match *kind {
        RowKind::Str(size) => size.div_ceil(PART),
        RowKind::Optional(value) => parts(value),
        _ => 1,
    }
}

/// The ranks of shared texts, by their numbers; empty for other kinds.
pub(super) type Ranks = Vec<(u32, u64)>;

/// A number of the order of a value, or of a part of it. A number that is none of a text is as NaN is.
///
/// # Safety
/// A value of that kind, which is no array; one of its parts.
pub(super) unsafe fn key(kind: &RowKind, part: usize, at: *const u8, ranks: &Ranks) -> Key {
    const SIGN: u64 = 1 << 63;
    macro_rules! read {
        ($type:ty) => {
            // SAFETY: as the caller says.
            unsafe { at.cast::<$type>().read_unaligned() }
        };
    }
    let float = |value: f64| {
        if value.is_nan() {
            return Key::NotANumber;
        }
        // Both zeros are equal.
        let bits = (value + 0.0).to_bits();
        Key::Some(if bits & SIGN == 0 { bits | SIGN } else { !bits })
    };
    let signed = |value: i64| Key::Some(value as u64 ^ SIGN);
    match *kind {
        RowKind::Bool => Key::Some(u64::from(read!(u8) != 0)),
        RowKind::Char | RowKind::Uint(4) => Key::Some(u64::from(read!(u32))),
        RowKind::Uint(1) => Key::Some(u64::from(read!(u8))),
        RowKind::Uint(2) => Key::Some(u64::from(read!(u16))),
        RowKind::Uint(_) => Key::Some(read!(u64)),
        RowKind::Int(1) => signed(i64::from(read!(i8))),
        RowKind::Int(2) => signed(i64::from(read!(i16))),
        RowKind::Int(4) => signed(i64::from(read!(i32))),
        RowKind::Int(_) => signed(read!(i64)),
        RowKind::Float(4) => float(f64::from(read!(f32))),
        RowKind::Float(_) => float(read!(f64)),
        // The order of UTF-8 is that of its bytes, and zeros come before all.
        RowKind::Str(size) => {
            let start = part * PART;
            let mut number = [0; PART];
            // SAFETY: as the caller says: bytes of the text.
            unsafe {
                let count = PART.min(size - start);
                std::ptr::copy_nonoverlapping(at.add(start), number.as_mut_ptr(), count);
            }
            Key::Some(u64::from_be_bytes(number))
        }
        // SAFETY: as the caller says; the byte lies behind the value.
        RowKind::Optional(value) => unsafe {
            if at.add(value.size()).read() == 0 {
                Key::None
            } else {
                key(value, part, at, ranks)
            }
        },
        RowKind::Shared(_) => {
            let number = read!(u32);
            match ranks.binary_search_by_key(&number, |&(number, _)| number) {
                Ok(index) => Key::Some(ranks[index].1),
                Err(_) => Key::NotANumber,
            }
        }
        RowKind::Array(..) => Key::None,
    }
}
