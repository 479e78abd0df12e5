//! [`Column`]: the values of one field of many rows, gathered into the buffers of an Arrow array.

use super::buffer::Buffer;
use crate::array::block::NoMemory;
use crate::array::kind::RowKind;
use crate::array::shared::{Numbers, SharedTexts};
use crate::fixed_str::text_in;

/// Values one behind the other, as Arrow lays them out.
pub(super) struct Column {
    /// The kind of a value; that of an `Option`'s is with `validity`.
    kind: RowKind,
    pub(super) len: usize,
    pub(super) nulls: usize,
    /// A bit for each value, where there may be nulls.
    pub(super) validity: Option<Buffer>,
    pub(super) values: Values,
}

pub(super) enum Values {
    /// Numbers.
    Plain(Buffer),
    /// Truth values.
    Bits(Buffer),
    /// Where each text ends, and where the first begins; all of it.
    Text(Buffer, Buffer),
    /// The index of each shared text, and the texts.
    Indices(Buffer, Box<dyn Numbers>),
    /// Shared texts in lists: there duckdb takes indices for the values, and so would give numbers.
    Shared(&'static dyn SharedTexts, Vec<&'static str>),
    /// So many items for each value.
    List(usize, Box<Column>),
}

/// Why values could not be gathered.
pub(super) enum Stop {
    NoMemory,
    /// The bytes of that row are no value of the field.
    NoValue(usize),
    /// More text than 32-bit offsets reach.
    TooLong,
}

impl From<NoMemory> for Stop {
    fn from(NoMemory: NoMemory) -> Self {
        Stop::NoMemory
    }
}

impl Column {
    /// Room for so many values.
    pub(super) fn new(kind: &RowKind, room: usize) -> Result<Self, NoMemory> {
        let (kind, validity) = match *kind {
            RowKind::Optional(value) => (*value, Some(Buffer::bits(room)?)),
            kind => (kind, None),
        };
        let values = match kind {
            RowKind::Bool => Values::Bits(Buffer::bits(room)?),
            RowKind::Int(_) | RowKind::Uint(_) | RowKind::Float(_) | RowKind::Optional(_) => {
                Values::Plain(Buffer::new(room, kind.size())?)
            }
            RowKind::Shared(texts) => {
                Values::Indices(Buffer::new(room, size_of::<i32>())?, texts.0.numbering())
            }
            RowKind::Char | RowKind::Str(_) => {
                let ends = Buffer::new(room.checked_add(1).ok_or(NoMemory)?, size_of::<i32>())?;
                // SAFETY: room for one at least.
                unsafe { ends.start().cast::<i32>().write(0) };
                Values::Text(ends, Buffer::new(room, kind.size())?)
            }
            RowKind::Array(item, count) => {
                let room = room.checked_mul(count).ok_or(NoMemory)?;
                let mut items = Column::new(item, room)?;
                if let Some(texts) = items.kind.shared().filter(|_| items.is_of_indices()) {
                    let mut written = Vec::new();
                    written.try_reserve_exact(room).map_err(|_| NoMemory)?;
                    items.values = Values::Shared(texts, written);
                }
                Values::List(count, Box::new(items))
            }
        };
        Ok(Column {
            kind,
            len: 0,
            nulls: 0,
            validity,
            values,
        })
    }

    fn is_of_indices(&self) -> bool {
        matches!(self.values, Values::Indices(..))
    }

    /// Gathers so many values, `stride` bytes from one to the next.
    ///
    /// Other code that may write to the rows can do so meanwhile. So what has to be a value is copied first, and
    /// looked at then.
    ///
    /// # Safety
    /// There are that many of the kind, aligned, and there is room for them.
    pub(super) unsafe fn gather(
        &mut self,
        first: *const u8,
        stride: isize,
        count: usize,
    ) -> Result<(), Stop> {
        let at = |nth: usize| first.wrapping_offset(stride.wrapping_mul(nth as isize));
        let size = self.kind.size();
        // SAFETY: as the caller says, of each value.
        unsafe {
            let is_optional = self.validity.is_some();
            let is_there = |nth: usize| !is_optional || at(nth).add(size).read() != 0;
            // The number of a shared text.
            let shared = |nth: usize| is_there(nth).then(|| at(nth).cast::<u32>().read_volatile());
            if let Some(validity) = &self.validity {
                let valid = |nth| at(nth).add(size).read() != 0;
                self.nulls += count - set(validity.start(), self.len, count, valid);
            }
            match &mut self.values {
                Values::Plain(room) => {
                    let to = room.start().add(self.len * size);
                    match size {
                        _ if stride == size as isize => {
                            first.copy_to_nonoverlapping(to, count * size)
                        }
                        1 => copy::<u8>(at, count, to),
                        2 => copy::<u16>(at, count, to),
                        4 => copy::<u32>(at, count, to),
                        _ => copy::<u64>(at, count, to),
                    }
                }
                Values::Bits(bits) => {
                    set(bits.start(), self.len, count, |nth| at(nth).read() != 0);
                }
                Values::Text(ends, text) => {
                    let ends = ends.start().cast::<i32>().add(self.len);
                    let mut end = ends.read() as usize;
                    for nth in 0..count {
                        if is_there(nth) {
                            let room = text.start().add(end);
                            end += put_text(&self.kind, at(nth), room).ok_or(Stop::NoValue(nth))?;
                        }
                        ends.add(nth + 1)
                            .write(i32::try_from(end).map_err(|_| Stop::TooLong)?);
                    }
                }
                Values::Indices(indices, texts) => {
                    let indices = indices.start().cast::<i32>().add(self.len);
                    for nth in 0..count {
                        let index = match shared(nth) {
                            Some(number) => texts.index(number).ok_or(Stop::NoValue(nth))?,
                            None => 0,
                        };
                        indices
                            .add(nth)
                            .write(i32::try_from(index).map_err(|_| Stop::TooLong)?);
                    }
                }
                Values::Shared(texts, written) => {
                    for nth in 0..count {
                        written.push(match shared(nth) {
                            Some(number) => texts.text(number).ok_or(Stop::NoValue(nth))?,
                            None => "",
                        });
                    }
                }
                Values::List(items, column) => {
                    let stride = column.stride();
                    for nth in 0..count {
                        let done = column.gather(at(nth), stride, *items);
                        done.map_err(|stop| match stop {
                            Stop::NoValue(_) => Stop::NoValue(nth),
                            stop => stop,
                        })?;
                    }
                }
            }
        }
        self.len += count;
        Ok(())
    }

    /// From one value to the next where they lie one behind the other.
    fn stride(&self) -> isize {
        match self.validity {
            Some(_) => (self.kind.size() + 1).next_multiple_of(self.kind.align()) as isize,
            None => self.kind.size() as isize,
        }
    }
}

/// Copies numbers.
///
/// # Safety
/// `count` of them, aligned, where `at` says; room for them.
unsafe fn copy<T>(at: impl Fn(usize) -> *const u8, count: usize, to: *mut u8) {
    let to = to.cast::<T>();
    for nth in 0..count {
        // SAFETY: as the caller says.
        unsafe { to.add(nth).write(at(nth).cast::<T>().read()) };
    }
}

/// Sets bits that were 0, from one on, and counts those that are 1 then.
///
/// # Safety
/// There are so many.
unsafe fn set(bits: *mut u8, from: usize, count: usize, bit: impl Fn(usize) -> bool) -> usize {
    let mut ones = 0;
    for nth in 0..count {
        let one = bit(nth);
        ones += usize::from(one);
        let at = from + nth;
        // SAFETY: as the caller says.
        unsafe { *bits.add(at / 8) |= u8::from(one) << (at % 8) };
    }
    ones
}

/// Writes a text as UTF-8; the bytes of that, or `None` for what is none.
///
/// # Safety
/// A value of the kind, aligned, a character or text; room for as many bytes.
unsafe fn put_text(kind: &RowKind, from: *const u8, room: *mut u8) -> Option<usize> {
    // Others may write to what is read, so it is read once.
    if let RowKind::Str(size) = *kind {
        // SAFETY: as the caller says.
        let copy = unsafe {
            from.copy_to_nonoverlapping(room, size);
            std::slice::from_raw_parts(room, size)
        };
        return text_in(copy).map(str::len);
    }
    // SAFETY: as the caller says.
    let number = unsafe { from.cast::<u32>().read_volatile() };
    let mut text = [0; 4];
    let text = char::from_u32(number)?.encode_utf8(&mut text);
    // SAFETY: as the caller says.
    unsafe { text.as_ptr().copy_to_nonoverlapping(room, text.len()) };
    Some(text.len())
}
