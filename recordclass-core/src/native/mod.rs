//! Native field types: numbers, `bool` and `char`, stored unboxed and read without a lock.
//!
//! A slot of up to 8 bytes is an atomic with relaxed order, so that any thread may read and write
//! it, attached to the interpreter or not, with the GIL or without.

mod float;
mod integer;
mod text;

use crate::errors::Mismatch;
use pyo3::prelude::*;
use std::cmp::Ordering;

/// A type that a slot stores unboxed in an atomic. Implemented for `bool`, `char`, `f32`, `f64`,
/// and the integers of up to 64 bits.
pub trait Native: Copy + Send + Sync + sealed::Sealed + 'static {
    /// The atomic of the same size and alignment.
    #[doc(hidden)]
    type Atomic: Send + Sync;
    #[doc(hidden)]
    const KIND: crate::field::Kind = crate::field::Kind::Native;
    #[doc(hidden)]
    fn atomic(self) -> Self::Atomic;
    #[doc(hidden)]
    fn load(cell: &Self::Atomic) -> Self;
    #[doc(hidden)]
    fn store(cell: &Self::Atomic, value: Self);
    #[doc(hidden)]
    fn to_python(self, py: Python<'_>) -> PyResult<Bound<'_, PyAny>>;
    #[doc(hidden)]
    fn from_python(value: &Bound<'_, PyAny>) -> Result<Self, Mismatch>;
    #[doc(hidden)]
    fn compare(self, other: Self) -> Option<Ordering>;
}

/// The number in the memory of a field: one relaxed load.
///
/// # Safety
/// A live cell of that type.
#[inline]
pub(crate) unsafe fn read<T: Native>(at: *const u8) -> T {
    // SAFETY: as the caller says; the shared borrow of an atomic ends with the load.
    T::load(unsafe { &*at.cast::<T::Atomic>() })
}

/// Replaces the number in the memory of a field: one relaxed store.
///
/// # Safety
/// As [`read`].
#[inline]
pub(crate) unsafe fn write<T: Native>(at: *mut u8, value: T) {
    // SAFETY: as the caller says; the shared borrow of an atomic ends with the store.
    T::store(unsafe { &*at.cast::<T::Atomic>() }, value);
}

pub(crate) mod sealed {
    pub trait Sealed {}
}

/// The three functions of [`Native`] that move a value in and out of its atomic.
macro_rules! in_atomic {
    ($atomic:ty, $into:expr, $back:expr) => {
        type Atomic = $atomic;
        #[inline]
        fn atomic(self) -> $atomic {
            let into = $into;
            <$atomic>::new(into(self))
        }
        #[inline]
        fn load(cell: &$atomic) -> Self {
            let back = $back;
            back(cell.load(std::sync::atomic::Ordering::Relaxed))
        }
        #[inline]
        fn store(cell: &$atomic, value: Self) {
            let into = $into;
            cell.store(into(value), std::sync::atomic::Ordering::Relaxed);
        }
    };
}
pub(crate) use in_atomic;
