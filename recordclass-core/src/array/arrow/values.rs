//! [`Values`]: an array that was checked against its plan, so that any value of it can be read.

use super::format::{Number, Offset, Text};
use super::input::{ArrayRef, malformed};
use super::plan::Plan;
use pyo3::prelude::*;
use std::ffi::c_void;
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

/// Values as a producer gave them: pointers into its buffers.
///
/// # Invariants
/// 1. The array behind it is alive as long as this is.
/// 2. Its buffers have what `offset + len` values of their layout need, as the producer says. What lies in them is not
///    checked: offsets and indices are looked at when they are used.
pub(super) struct Values {
    pub(super) len: usize,
    pub(super) offset: usize,
    pub(super) validity: Option<*const u8>,
    pub(super) data: Data,
}

pub(super) enum Data {
    Null,
    Bool(*const u8),
    Number(Number, *const u8),
    /// Where each text ends, where the first begins; and the bytes, up to the last end.
    Text(Offset, *const u8, *const u8, usize),
    View(Views),
    FixedList(usize, Box<Values>),
    List(Offset, *const u8, Box<Values>),
    Dictionary(Number, *const u8, Box<Values>, Met),
}

/// Texts of 16 bytes, or elsewhere: in buffers whose sizes are told.
pub(super) struct Views {
    views: *const u8,
    buffers: *const *const c_void,
    sizes: *const u8,
    count: usize,
}

// SAFETY: they read only, what nobody writes to.
unsafe impl Send for Values {}
// SAFETY: as above.
unsafe impl Sync for Values {}

/// The numbers of shared texts of a dictionary, as far as rows had them: texts that none has are not to be kept for ever.
pub(super) struct Met(Vec<AtomicU32>);

impl Met {
    /// More than so many are looked up each time: a producer may claim any number.
    const MOST: usize = 1 << 20;

    fn new(entries: usize) -> Self {
        let mut numbers = Vec::new();
        if entries <= Self::MOST && numbers.try_reserve_exact(entries).is_ok() {
            numbers.resize_with(entries, AtomicU32::default);
        }
        Met(numbers)
    }

    /// The number of an entry, if it is known.
    pub(super) fn get(&self, entry: usize) -> Option<u32> {
        self.0.get(entry)?.load(Relaxed).checked_sub(1)
    }

    pub(super) fn set(&self, entry: usize, number: u32) {
        if let Some(known) = self.0.get(entry) {
            // 0 is for none. No text has the number for which this would be that.
            known.store(number.wrapping_add(1), Relaxed);
        }
    }
}

impl Values {
    /// # Errors
    /// `ValueError` where the array is not as its type must be.
    ///
    /// # Safety
    /// Invariant 1.
    pub(super) unsafe fn new(plan: &Plan, array: ArrayRef<'_>) -> PyResult<Self> {
        // No overflow: `ArrayRef::new`.
        let end = array.offset + array.len;
        // An array without values has no buffers worth a look.
        let bytes = |size: usize| if array.len == 0 { 0 } else { end * size };
        let ends = |offset: Offset| {
            let entries = if array.len == 0 { 0 } else { end + 1 };
            array.buffer(1, entries * offset.size())
        };
        let validity = if matches!(plan, Plan::Null) {
            None
        } else {
            // Each has that buffer first.
            Some(array)
        };
        let data = match plan {
            Plan::Null => {
                array.shaped(array.buffers(), 0, false)?;
                Data::Null
            }
            Plan::Bool => {
                array.shaped(2, 0, false)?;
                Data::Bool(array.buffer(1, bytes(1).div_ceil(8))?)
            }
            Plan::Number(number) => {
                array.shaped(2, 0, false)?;
                Data::Number(*number, array.buffer(1, bytes(number.size()))?)
            }
            Plan::Text(Text::Offsets(offset)) => {
                array.shaped(3, 0, false)?;
                let ends = ends(*offset)?;
                let last = if array.len == 0 {
                    0
                } else {
                    // SAFETY: so many ends.
                    unsafe { end_at(*offset, ends, end) }?
                };
                Data::Text(*offset, ends, array.buffer(2, last)?, last)
            }
            Plan::Text(Text::View) => {
                let Some(count) = array.buffers().checked_sub(3) else {
                    return Err(malformed("too few buffers for utf8_view"));
                };
                array.shaped(array.buffers(), 0, false)?;
                let sizes = count.saturating_mul(8);
                Data::View(Views {
                    views: array.buffer(1, bytes(16))?,
                    buffers: array.list(),
                    sizes: array.buffer(count + 2, sizes)?,
                    count,
                })
            }
            Plan::FixedList(count, item) => {
                array.shaped(1, 1, false)?;
                let child = array.child(0)?;
                if end
                    .checked_mul(*count)
                    .is_none_or(|items| child.len < items)
                {
                    let message = format!("{} items in {end} lists of {count}", child.len);
                    return Err(malformed(&message));
                }
                // SAFETY: invariant 1.
                Data::FixedList(*count, Box::new(unsafe { Values::new(item, child)? }))
            }
            Plan::List(offset, item) => {
                array.shaped(2, 1, false)?;
                // SAFETY: invariant 1.
                let items = unsafe { Values::new(item, array.child(0)?)? };
                Data::List(*offset, ends(*offset)?, Box::new(items))
            }
            Plan::Dictionary {
                index,
                entries,
                shared,
            } => {
                array.shaped(2, 0, true)?;
                let indices = array.buffer(1, bytes(index.size()))?;
                // SAFETY: invariant 1.
                let entries = unsafe { Values::new(entries, array.dictionary()?)? };
                let met = Met::new(if *shared { entries.len } else { 0 });
                Data::Dictionary(*index, indices, Box::new(entries), met)
            }
        };
        let validity = validity.map_or(Ok(None), |array| array.validity())?;
        Ok(Values {
            len: array.len,
            offset: array.offset,
            validity,
            data,
        })
    }

    /// Whether there is a value at an index below `len`.
    #[inline]
    pub(super) fn is_valid(&self, index: usize) -> bool {
        match self.validity {
            // SAFETY: invariant 2.
            Some(bits) => unsafe { bit(bits, self.offset + index) },
            None => !matches!(self.data, Data::Null),
        }
    }
}

/// A bit.
///
/// # Safety
/// There are more than `index`.
#[inline]
pub(super) unsafe fn bit(bits: *const u8, index: usize) -> bool {
    // SAFETY: as the caller says.
    unsafe { bits.add(index / 8).read() >> (index % 8) & 1 != 0 }
}

/// An integer, anyhow aligned.
///
/// # Safety
/// There are more than `index`; it is one of integers.
#[inline]
pub(super) unsafe fn integer(number: Number, start: *const u8, index: usize) -> i128 {
    macro_rules! read {
        ($type:ty) => {
            // SAFETY: as the caller says.
            unsafe { start.cast::<$type>().add(index).read_unaligned() }.into()
        };
    }
    match number {
        Number::Int(1) => read!(i8),
        Number::Int(2) => read!(i16),
        Number::Int(4) => read!(i32),
        Number::Int(_) => read!(i64),
        Number::Uint(1) => read!(u8),
        Number::Uint(2) => read!(u16),
        Number::Uint(4) => read!(u32),
        Number::Uint(_) | Number::Float(_) => read!(u64),
    }
}

/// Where a text or list ends.
///
/// # Errors
/// `ValueError` for a negative number.
///
/// # Safety
/// There are more than `index`.
unsafe fn end_at(offset: Offset, ends: *const u8, index: usize) -> PyResult<usize> {
    // SAFETY: as the caller says.
    let end = unsafe { end_or_none(offset, ends, index) };
    end.ok_or_else(|| malformed("a text or list that ends before the first byte"))
}

/// The same; `None` for a negative number.
///
/// # Safety
/// There are more than `index`.
#[inline]
unsafe fn end_or_none(offset: Offset, ends: *const u8, index: usize) -> Option<usize> {
    let number = match offset {
        Offset::Four => Number::Int(4),
        Offset::Eight => Number::Int(8),
    };
    // SAFETY: as the caller says.
    usize::try_from(unsafe { integer(number, ends, index) }).ok()
}

/// From where to where a text or list goes. Each number is read once: a producer might change it.
///
/// # Safety
/// There is one more than `index`, and another.
#[inline]
pub(super) unsafe fn extent(
    offset: Offset,
    ends: *const u8,
    index: usize,
    last: usize,
) -> Option<(usize, usize)> {
    // SAFETY: as the caller says.
    let (from, to) = unsafe {
        (
            end_or_none(offset, ends, index)?,
            end_or_none(offset, ends, index + 1)?,
        )
    };
    (from <= to && to <= last).then_some((from, to))
}

impl Views {
    /// Start and length of a text; `None` where it lies nowhere.
    ///
    /// # Safety
    /// There are more than `index`.
    pub(super) unsafe fn text(&self, index: usize) -> Option<(*const u8, usize)> {
        // SAFETY: as the caller says: 16 bytes. The numbers are checked against what is told of the buffers.
        unsafe {
            let view = self.views.add(index * 16);
            let number =
                |at: usize| usize::try_from(view.add(at).cast::<i32>().read_unaligned()).ok();
            let len = number(0)?;
            if len <= 12 {
                return Some((view.add(4), len));
            }
            let (buffer, from) = (number(8)?, number(12)?);
            if buffer >= self.count {
                return None;
            }
            let size = self.sizes.cast::<i64>().add(buffer).read_unaligned();
            let size = usize::try_from(size).ok()?;
            let start = self.buffers.add(2 + buffer).read_unaligned().cast::<u8>();
            let there = !start.is_null() && from.checked_add(len)? <= size;
            there.then(|| (start.add(from), len))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_met_is_known() {
        let met = Met::new(3);
        assert_eq!(met.get(1), None);
        // The empty text has the number 0; no text has `u32::MAX`.
        for number in [0, 5, u32::MAX - 1] {
            met.set(1, number);
            assert_eq!(
                [0, 1, 2, 3].map(|entry| met.get(entry)),
                [None, Some(number), None, None]
            );
        }
        // What there is no room for is looked up again.
        met.set(3, 7);
        assert_eq!(met.get(3), None);
        assert_eq!(Met::new(Met::MOST + 1).get(0), None);
    }
}
