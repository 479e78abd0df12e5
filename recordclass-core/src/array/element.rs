//! [`Element`]: the types of fields that fit into a packed row, and what each is there.
//!
//! Python code, numpy and files may write any bytes into a row. So the type of a row's field takes any pattern of
//! bits: numbers are themselves, but a `bool` is a [`Bool`], a `char` a [`Char`], and an `Option` a [`Nullable`].

use super::kind::RowKind;
use std::fmt;
use std::mem::MaybeUninit;

/// A type of a record's field that can lie in a packed row.
///
/// # Safety
/// 1. `Row` takes any pattern of bits in its bytes, and has nothing to drop.
/// 2. `KIND` describes `Row`, its size and alignment included. Where it is a number or an array of numbers, `Row` is
///    `Self`.
pub unsafe trait Element: Copy + Send + Sync + 'static {
    /// What lies in the row.
    type Row: Copy + Send + Sync + fmt::Debug + PartialEq + 'static;
    /// The same as data.
    const KIND: RowKind;
    /// To the row.
    fn into_row(self) -> Self::Row;
    /// From the row; `None` where the bytes are no value of the type.
    fn from_row(row: Self::Row) -> Option<Self>;
}

/// A truth value in a packed row: one byte, of which 0 is false.
#[derive(Clone, Copy, Default)]
#[repr(transparent)]
pub struct Bool(u8);

impl Bool {
    /// The value.
    #[must_use]
    pub fn get(self) -> bool {
        self.0 != 0
    }
}

impl From<bool> for Bool {
    fn from(value: bool) -> Self {
        Bool(u8::from(value))
    }
}

impl From<Bool> for bool {
    fn from(value: Bool) -> Self {
        value.get()
    }
}

impl PartialEq for Bool {
    fn eq(&self, other: &Self) -> bool {
        self.get() == other.get()
    }
}

impl Eq for Bool {}

impl fmt::Debug for Bool {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.get().fmt(f)
    }
}

/// A character in a packed row: its number in four bytes.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
#[repr(transparent)]
pub struct Char(u32);

impl Char {
    /// The character; `None` where foreign code wrote a number that is none.
    #[must_use]
    pub fn get(self) -> Option<char> {
        char::from_u32(self.0)
    }
}

impl From<char> for Char {
    fn from(value: char) -> Self {
        Char(u32::from(value))
    }
}

impl fmt::Debug for Char {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.get() {
            Some(char) => char.fmt(f),
            None => write!(f, "Char({:#x})", self.0),
        }
    }
}

/// A value or none in a packed row: the value, and behind it a byte that says whether there is one.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct Nullable<R> {
    value: R,
    valid: u8,
}

impl<R: Copy> Nullable<R> {
    /// # Safety
    /// Zeros are an `R`.
    pub(super) unsafe fn new(value: Option<R>) -> Self {
        let valid = u8::from(value.is_some());
        // SAFETY: as the caller says.
        let none = || unsafe { MaybeUninit::<R>::zeroed().assume_init() };
        Nullable {
            value: value.unwrap_or_else(none),
            valid,
        }
    }

    /// The value, if there is one.
    pub fn get(self) -> Option<R> {
        (self.valid != 0).then_some(self.value)
    }
}

impl<R: Copy + PartialEq> PartialEq for Nullable<R> {
    fn eq(&self, other: &Self) -> bool {
        self.get() == other.get()
    }
}

impl<R: Copy + fmt::Debug> fmt::Debug for Nullable<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.get().fmt(f)
    }
}

impl<T: Element> From<Option<T>> for Nullable<T::Row> {
    fn from(value: Option<T>) -> Self {
        // SAFETY: Element 1: zeros are a value of `Row`.
        unsafe { Nullable::new(value.map(T::into_row)) }
    }
}

macro_rules! numbers {
    ($($type:ty: $kind:expr;)*) => {$(
        // SAFETY: 1: a number of any bits is one; 2: the kind is that of its bytes.
        unsafe impl Element for $type {
            type Row = $type;
            const KIND: RowKind = $kind;
            #[inline]
            fn into_row(self) -> $type {
                self
            }
            #[inline]
            fn from_row(row: $type) -> Option<$type> {
                Some(row)
            }
        }
    )*};
}
numbers! {
    i8: RowKind::Int(1);
    i16: RowKind::Int(2);
    i32: RowKind::Int(4);
    i64: RowKind::Int(8);
    isize: RowKind::Int(size_of::<isize>() as u8);
    u8: RowKind::Uint(1);
    u16: RowKind::Uint(2);
    u32: RowKind::Uint(4);
    u64: RowKind::Uint(8);
    usize: RowKind::Uint(size_of::<usize>() as u8);
    f32: RowKind::Float(4);
    f64: RowKind::Float(8);
}

// SAFETY: 1: a byte; 2: one byte.
unsafe impl Element for bool {
    type Row = Bool;
    const KIND: RowKind = RowKind::Bool;
    fn into_row(self) -> Bool {
        self.into()
    }
    fn from_row(row: Bool) -> Option<bool> {
        Some(row.get())
    }
}

// SAFETY: 1: a number; 2: four bytes.
unsafe impl Element for char {
    type Row = Char;
    const KIND: RowKind = RowKind::Char;
    fn into_row(self) -> Char {
        self.into()
    }
    fn from_row(row: Char) -> Option<char> {
        row.get()
    }
}

// SAFETY: 1 and 2: those of the elements, one behind the other.
unsafe impl<T: Element, const N: usize> Element for [T; N] {
    type Row = [T::Row; N];
    const KIND: RowKind = RowKind::Array(&T::KIND, N);
    fn into_row(self) -> Self::Row {
        self.map(T::into_row)
    }
    fn from_row(row: Self::Row) -> Option<Self> {
        let values = row.map(T::from_row);
        if values.iter().any(Option::is_none) {
            return None;
        }
        Some(values.map(|value| value.unwrap_or_else(|| unreachable!("looked at above"))))
    }
}

// SAFETY: 1: a `Row`, and a byte of which all but 0 mean the same; 2: `repr(C)`: the byte lies behind the value.
unsafe impl<T: Element + crate::native::Native> Element for Option<T> {
    type Row = Nullable<T::Row>;
    const KIND: RowKind = RowKind::Optional(&<T as Element>::KIND);
    fn into_row(self) -> Self::Row {
        self.into()
    }
    fn from_row(row: Self::Row) -> Option<Self> {
        row.get()
            .map_or(Some(None), |value| T::from_row(value).map(Some))
    }
}
