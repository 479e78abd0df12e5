//! Values that hold nothing: exact `int`, `float` and `str`, `None` and `bool`.
//!
//! Most fields hold one of these. What a protocol does with them runs nobody's code, so it can be done in place, without
//! references taken, recursion counted, or objects made on the way.

use crate::ffi::{PyObject, small_int};
use pyo3::ffi;
use std::cmp::Ordering;

/// The exact type of such a value.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Leaf {
    Int,
    Float,
    Str,
}

/// What leaf an object is; `None` for all others.
///
/// # Safety
/// A live object.
#[inline]
pub(crate) unsafe fn kind(object: *mut PyObject) -> Option<Leaf> {
    // SAFETY: as the caller says; comparing addresses of types.
    unsafe {
        let tp = ffi::Py_TYPE(object);
        if tp == &raw mut ffi::PyLong_Type {
            Some(Leaf::Int)
        } else if tp == &raw mut ffi::PyUnicode_Type {
            Some(Leaf::Str)
        } else if tp == &raw mut ffi::PyFloat_Type {
            Some(Leaf::Float)
        } else {
            None
        }
    }
}

/// How two leaves compare: `None` if that is not known here, `Some(None)` if they are unordered (NaN).
///
/// # Safety
/// Live objects.
#[inline]
pub(crate) unsafe fn compare(
    left: *mut PyObject,
    right: *mut PyObject,
) -> Option<Option<Ordering>> {
    // SAFETY: as the caller says; each reading fits the exact type.
    unsafe {
        if ffi::Py_TYPE(left) != ffi::Py_TYPE(right) {
            return None;
        }
        match kind(left)? {
            Leaf::Int => {
                let (left, right) = (small_int(left)?, small_int(right)?);
                Some(Some(left.cmp(&right)))
            }
            Leaf::Float => {
                let (left, right) = (ffi::PyFloat_AS_DOUBLE(left), ffi::PyFloat_AS_DOUBLE(right));
                Some(left.partial_cmp(&right))
            }
            Leaf::Str => Some(Some(order(left, right))),
        }
    }
}

/// How two strs compare. Not inlined: what compares few of them should stay small.
///
/// # Safety
/// Live, exact strs.
#[inline(never)]
unsafe fn order(left: *mut PyObject, right: *mut PyObject) -> Ordering {
    // SAFETY: as the caller says. Of two strs the comparison cannot fail.
    unsafe {
        match (narrow(left), narrow(right)) {
            (Some(left), Some(right)) => left.cmp(right),
            _ => ffi::PyUnicode_Compare(left, right).cmp(&0),
        }
    }
}

/// The characters of a str that has one byte for each: the order of the bytes is theirs.
///
/// # Safety
/// A live, exact str; the result is good as long as it lives.
#[inline]
pub(crate) unsafe fn narrow<'a>(text: *mut PyObject) -> Option<&'a [u8]> {
    // SAFETY: as the caller says: a str of that kind has so many bytes there.
    unsafe {
        if ffi::PyUnicode_KIND(text) != ffi::PyUnicode_1BYTE_KIND {
            return None;
        }
        let length = ffi::PyUnicode_GET_LENGTH(text) as usize;
        let bytes = ffi::PyUnicode_DATA(text).cast::<u8>();
        Some(std::slice::from_raw_parts(bytes, length))
    }
}

/// The hash of a leaf: that of its type, without a detour.
///
/// # Safety
/// A live object.
#[inline]
pub(crate) unsafe fn hash(object: *mut PyObject) -> Option<isize> {
    // SAFETY: as the caller says. Hashing these types cannot fail.
    unsafe {
        match kind(object)? {
            Leaf::Int => {
                if let Some(number) = small_int(object) {
                    // CPython's hash of an int is its value, below 2**61; -1 says "error" in C.
                    return Some(if number == -1 { -2 } else { number as isize });
                }
            }
            #[cfg(not(Py_GIL_DISABLED))]
            Leaf::Str => {
                // It is kept there once somebody has asked.
                let hash = (*object.cast::<ffi::PyASCIIObject>()).hash;
                if hash != -1 {
                    return Some(hash);
                }
            }
            #[cfg(target_pointer_width = "64")]
            Leaf::Float => {
                let number = ffi::PyFloat_AS_DOUBLE(object);
                // The hash of a NaN is that of the object.
                if !number.is_nan() {
                    return Some(hash_float(number));
                }
            }
            #[allow(unreachable_patterns, reason = "not on every build")]
            _ => {}
        }
        let hash = (*ffi::Py_TYPE(object)).tp_hash?;
        Some(hash(object))
    }
}

/// The hash of a float without an object, equal to that of the int or the fraction of the same value: the
/// remainder modulo 2**61 - 1, as "Numeric Hashing" in Python's documentation of built-in types defines it.
///
/// A NaN has no identity here that CPython could hash; all have the hash that CPython gave them before 3.10.
#[cfg(target_pointer_width = "64")]
pub(crate) fn hash_float(number: f64) -> isize {
    const WIDTH: i32 = 61;
    const MODULUS: u64 = (1 << WIDTH) - 1;
    if number.is_nan() {
        return 0;
    }
    if number.is_infinite() {
        return if number > 0.0 { 314_159 } else { -314_159 };
    }
    let (mantissa, exponent) = mantissa_and_exponent(number);
    // To multiply by a power of two modulo 2**61 - 1 is to rotate 61 bits.
    let turn = exponent.rem_euclid(WIDTH);
    let hash = ((mantissa << turn) & MODULUS) | (mantissa >> (WIDTH - turn));
    let hash = if hash == MODULUS { 0 } else { hash as isize };
    match if number < 0.0 { -hash } else { hash } {
        -1 => -2,
        hash => hash,
    }
}

/// A finite float as `mantissa * 2**exponent`, but for the sign.
pub(crate) fn mantissa_and_exponent(number: f64) -> (u64, i32) {
    let bits = number.to_bits();
    let biased = ((bits >> 52) & 0x7ff) as i32;
    let fraction = bits & ((1 << 52) - 1);
    if biased == 0 {
        (fraction, -1074)
    } else {
        (fraction | (1 << 52), biased - 1075)
    }
}
