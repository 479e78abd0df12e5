//! From [`Values`] into rows: numbers of the same kind in a loop, all else value by value.

use super::format::Number;
use super::values::{Data, Values, bit, extent, integer};
use crate::array::kind::RowKind;
use crate::array::shared::Sharing;
use crate::fixed_str::FixedStrError;
use crate::shared_str::SharedStrError;

/// Why a value does not go into its field.
pub(super) enum Wrong {
    Null,
    NullItem,
    /// An integer that is out of the range of the field's,
    Range(i128),
    /// or is beyond the integers that floats have all of.
    Inexact(i128),
    /// A list of so many items.
    Length(usize),
    NotOneCharacter,
    /// A text that no field of bounded length can hold.
    Text(FixedStrError),
    NotUtf8,
    /// A text that cannot be shared.
    Shared(SharedStrError),
    /// An offset or index that leads out of the data.
    Beyond,
}

/// A column of rows to be filled: all zeros at first.
pub(super) struct Target<'a> {
    pub(super) kind: &'a RowKind,
    /// The field in the first row.
    pub(super) first: *mut u8,
    pub(super) stride: usize,
    /// What is put where there is no value.
    pub(super) null: Option<*const u8>,
}

/// Bits of which rows there are.
#[derive(Clone, Copy)]
pub(super) struct Bits {
    pub(super) start: *const u8,
    pub(super) offset: usize,
}

impl Bits {
    /// Those behind so many.
    pub(super) fn behind(self, count: usize) -> Self {
        Bits {
            start: self.start,
            offset: self.offset + count,
        }
    }
}

/// Fills rows with so many values, from one on; `rows` begins with the first of them.
///
/// # Errors
/// The number of the row, and what is wrong with its value.
///
/// # Safety
/// There are so many values and rows; rows that are written by nobody else; the plan of the values was made for the kind.
pub(super) unsafe fn fill(
    values: &Values,
    (from, count): (usize, usize),
    rows: Option<Bits>,
    target: &Target<'_>,
) -> Result<(), (usize, Wrong)> {
    let (kind, valid_at) = match target.kind {
        RowKind::Optional(value) => (*value, Some(value.size())),
        kind => (kind, None),
    };
    let size = kind.size();
    // SAFETY: as the caller says.
    unsafe {
        let at = |nth: usize| target.first.add(nth * target.stride);
        let start = same(values, kind, from);
        if let (Some(start), None, None) = (start, rows, values.validity) {
            let (to, stride) = (target.first, target.stride);
            match size {
                1 => spread::<u8>(start, to, stride, count),
                2 => spread::<u16>(start, to, stride, count),
                4 => spread::<u32>(start, to, stride, count),
                8 => spread::<u64>(start, to, stride, count),
                _ => {
                    for nth in 0..count {
                        start.add(nth * size).copy_to_nonoverlapping(at(nth), size);
                    }
                }
            }
            if let Some(valid_at) = valid_at {
                for nth in 0..count {
                    at(nth).add(valid_at).write(1);
                }
            }
            return Ok(());
        }
        for nth in 0..count {
            let there = rows.is_none_or(|bits| bit(bits.start, bits.offset + nth));
            let there = there
                && match start {
                    Some(start) if values.is_valid(from + nth) => {
                        start.add(nth * size).copy_to_nonoverlapping(at(nth), size);
                        true
                    }
                    Some(_) => false,
                    None => put(values, from + nth, kind, at(nth)).map_err(|wrong| (nth, wrong))?,
                };
            if there {
                if let Some(valid_at) = valid_at {
                    at(nth).add(valid_at).write(1);
                }
            } else if let Some(null) = target.null {
                null.copy_to_nonoverlapping(at(nth), target.kind.size());
            } else if valid_at.is_none() {
                return Err((nth, Wrong::Null));
            }
        }
    }
    Ok(())
}

/// The value at an index, where values lie as they do in rows. They may be null, but none of the items in them.
///
/// # Safety
/// The plan of the values was made for the kind.
unsafe fn same(values: &Values, kind: &RowKind, index: usize) -> Option<*const u8> {
    let index = values.offset + index;
    match (&values.data, *kind) {
        (Data::Number(Number::Int(given), start), RowKind::Int(size))
        | (Data::Number(Number::Uint(given), start), RowKind::Uint(size))
        | (Data::Number(Number::Float(given), start), RowKind::Float(size))
            if *given == size =>
        {
            Some(start.wrapping_add(index * kind.size()))
        }
        // SAFETY: the child of such a list has so many items for each.
        (Data::FixedList(count, items), RowKind::Array(item, _)) if items.validity.is_none() => unsafe {
            same(items, item, index * count)
        },
        _ => None,
    }
}

/// Copies numbers to where they lie in rows.
///
/// # Safety
/// There are so many, anyhow aligned; and so many rows.
unsafe fn spread<T>(start: *const u8, to: *mut u8, stride: usize, count: usize) {
    for nth in 0..count {
        // SAFETY: as the caller says. A field is aligned; anyhow is enough.
        unsafe {
            let value = start.cast::<T>().add(nth).read_unaligned();
            to.add(nth * stride).cast::<T>().write_unaligned(value);
        }
    }
}

/// Puts a value into zeroed room for the kind. `false` if there is none.
///
/// # Safety
/// Room for the kind; the plan of the values was made for it.
unsafe fn put(values: &Values, index: usize, kind: &RowKind, to: *mut u8) -> Result<bool, Wrong> {
    if index >= values.len {
        return Err(Wrong::Beyond);
    }
    if !values.is_valid(index) {
        return Ok(false);
    }
    let at = values.offset + index;
    // SAFETY: Values 2, for an index below its length; as the caller says.
    unsafe {
        match (&values.data, *kind) {
            // Before all else: what is done with a dictionary depends on the kind of its values.
            (_, RowKind::Optional(value)) => {
                if put(values, index, value, to)? {
                    to.add(value.size()).write(1);
                }
            }
            (Data::Dictionary(number, indices, entries, met), _) => {
                let entry =
                    usize::try_from(integer(*number, *indices, at)).map_err(|_| Wrong::Beyond)?;
                let RowKind::Shared(_) = kind else {
                    return put(entries, entry, kind, to);
                };
                let text = to.cast::<u32>();
                if let Some(number) = met.get(entry) {
                    text.write_unaligned(number);
                } else if put(entries, entry, kind, to)? {
                    met.set(entry, text.read_unaligned());
                } else {
                    return Ok(false);
                }
            }
            (Data::Bool(bits), _) => to.write(bit(*bits, at).into()),
            (Data::Number(Number::Float(given), start), RowKind::Float(size)) => {
                put_float(float(*given, *start, at), size, to);
            }
            (Data::Number(number, start), RowKind::Float(size)) => {
                let value = integer(*number, *start, at);
                let exact = 1_i128 << if size == 4 { 24 } else { 53 };
                if !(-exact..=exact).contains(&value) {
                    return Err(Wrong::Inexact(value));
                }
                put_float(value as f64, size, to);
            }
            (Data::Number(number, start), _) => {
                put_integer(integer(*number, *start, at), kind, to)?
            }
            (Data::Text(offset, ends, text, last), _) => {
                let (from, end) = extent(*offset, *ends, at, *last).ok_or(Wrong::Beyond)?;
                put_text(text.wrapping_add(from), end - from, kind, to)?;
            }
            (Data::View(views), _) => {
                let (start, len) = views.text(at).ok_or(Wrong::Beyond)?;
                put_text(start, len, kind, to)?;
            }
            (Data::FixedList(count, items), RowKind::Array(item, _)) => {
                put_items(items, (at * count, *count), item, to)?;
            }
            (Data::List(offset, ends, items), RowKind::Array(item, count)) => {
                let (from, end) = extent(*offset, *ends, at, items.len).ok_or(Wrong::Beyond)?;
                if end - from != count {
                    return Err(Wrong::Length(end - from));
                }
                put_items(items, (from, count), item, to)?;
            }
            (Data::Null | Data::FixedList(..) | Data::List(..), _) => return Ok(false),
        }
    }
    Ok(true)
}

/// # Safety
/// As [`put`], of so many items, one behind the other.
unsafe fn put_items(
    items: &Values,
    (from, count): (usize, usize),
    kind: &RowKind,
    to: *mut u8,
) -> Result<(), Wrong> {
    for nth in 0..count {
        // SAFETY: as the caller says.
        unsafe {
            let there = put(items, from + nth, kind, to.add(nth * kind.size()))?;
            if !there && !matches!(kind, RowKind::Optional(_)) {
                return Err(Wrong::NullItem);
            }
        }
    }
    Ok(())
}

/// # Safety
/// Room for the kind, an integer's.
unsafe fn put_integer(value: i128, kind: &RowKind, to: *mut u8) -> Result<(), Wrong> {
    macro_rules! write {
        ($type:ty) => {{
            let value = <$type>::try_from(value).map_err(|_| Wrong::Range(value))?;
            // SAFETY: as the caller says.
            unsafe { to.cast::<$type>().write_unaligned(value) }
        }};
    }
    match *kind {
        RowKind::Int(1) => write!(i8),
        RowKind::Int(2) => write!(i16),
        RowKind::Int(4) => write!(i32),
        RowKind::Int(_) => write!(i64),
        RowKind::Uint(1) => write!(u8),
        RowKind::Uint(2) => write!(u16),
        RowKind::Uint(4) => write!(u32),
        _ => write!(u64),
    }
    Ok(())
}

/// # Safety
/// Room for so many bytes, 4 or 8.
unsafe fn put_float(value: f64, size: u8, to: *mut u8) {
    // SAFETY: as the caller says. From 4 bytes to 8 and back no bit is lost.
    unsafe {
        match size {
            4 => to.cast::<f32>().write_unaligned(value as f32),
            _ => to.cast::<f64>().write_unaligned(value),
        }
    }
}

/// # Safety
/// There are more than `index` floats of that size.
unsafe fn float(size: u8, start: *const u8, index: usize) -> f64 {
    // SAFETY: as the caller says.
    unsafe {
        match size {
            2 => half(start.cast::<u16>().add(index).read_unaligned()),
            4 => start.cast::<f32>().add(index).read_unaligned().into(),
            _ => start.cast::<f64>().add(index).read_unaligned(),
        }
    }
}

/// The value of a float of 16 bits. By its bits: `powi` need not be exact.
fn half(bits: u16) -> f64 {
    let (exponent, fraction) = (u64::from(bits >> 10 & 0x1f), u64::from(bits & 0x3ff));
    let size = match exponent {
        0 => fraction as f64 / f64::from(1 << 24),
        31 if fraction == 0 => f64::INFINITY,
        31 => f64::NAN,
        _ => f64::from_bits((exponent + 1023 - 15) << 52 | fraction << (52 - 10)),
    };
    if bits >> 15 == 0 { size } else { -size }
}

/// # Safety
/// So many bytes of text; room for the kind.
unsafe fn put_text(start: *const u8, len: usize, kind: &RowKind, to: *mut u8) -> Result<(), Wrong> {
    // The bytes are copied and looked at then, for a producer might change them.
    if let RowKind::Str(room) = *kind {
        if len > room {
            let length = len;
            return Err(Wrong::Text(FixedStrError::TooLong { length, room }));
        }
        // A pointer may be NULL where there is no text.
        if len == 0 {
            return Ok(());
        }
        // SAFETY: as the caller says, and these fit.
        let text = unsafe {
            start.copy_to_nonoverlapping(to, len);
            std::slice::from_raw_parts(to, len)
        };
        return match std::str::from_utf8(text) {
            Err(_) => Err(Wrong::NotUtf8),
            Ok(text) if text.ends_with('\0') => Err(Wrong::Text(FixedStrError::TrailingNul)),
            Ok(_) => Ok(()),
        };
    }
    if let RowKind::Shared(texts) = *kind {
        // SAFETY: as the caller says.
        let number = unsafe { number_of(start, len, texts) }?;
        // SAFETY: as the caller says.
        unsafe { to.cast::<u32>().write_unaligned(number) };
        return Ok(());
    }
    let mut copy = [0; 4];
    if len == 0 || len > copy.len() {
        return Err(Wrong::NotOneCharacter);
    }
    // SAFETY: as the caller says.
    unsafe { start.copy_to_nonoverlapping(copy.as_mut_ptr(), len) };
    let text = std::str::from_utf8(&copy[..len]).map_err(|_| Wrong::NotUtf8)?;
    let mut chars = text.chars();
    let (Some(char), None, RowKind::Char) = (chars.next(), chars.next(), kind) else {
        return Err(Wrong::NotOneCharacter);
    };
    // SAFETY: as the caller says.
    unsafe { to.cast::<u32>().write_unaligned(char.into()) };
    Ok(())
}

/// The number of a shared text.
///
/// # Safety
/// So many bytes of text.
unsafe fn number_of(start: *const u8, len: usize, texts: Sharing) -> Result<u32, Wrong> {
    /// Most texts need no memory of their own to be copied to.
    const SHORT: usize = 64;
    let (mut short, mut long) = ([0; SHORT], Vec::new());
    // A pointer may be NULL where there is no text.
    let copy = if len <= SHORT {
        &mut short[..len]
    } else {
        let reserved = long.try_reserve_exact(len);
        reserved.map_err(|_| Wrong::Shared(SharedStrError::NoMemory))?;
        long.resize(len, 0);
        &mut long[..]
    };
    if len > 0 {
        // SAFETY: as the caller says, and room for these.
        unsafe { start.copy_to_nonoverlapping(copy.as_mut_ptr(), len) };
    }
    let text = std::str::from_utf8(copy).map_err(|_| Wrong::NotUtf8)?;
    texts.0.number(text).map_err(Wrong::Shared)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_are_what_they_are() {
        for (bits, want) in [
            (0x0000, 0.0),
            (0x3c00, 1.0),
            (0xc000, -2.0),
            (0x3555, 0.333_251_953_125),
            (0x7bff, 65504.0),
            (0x0001, 1.0 / 16_777_216.0),
            (0x7c00, f64::INFINITY),
            (0xfc00, f64::NEG_INFINITY),
        ] {
            assert_eq!(half(bits), want);
        }
        assert!(half(0x7e00).is_nan());
        assert!(half(0x8000).is_sign_negative());
    }
}
