//! The text of a repr in the making.
//!
//! It grows on the stack, and most never leave it. What numbers and strings look like is written in place; the repr of
//! any other value is asked for, and what it gives is appended, or, if it is no UTF-8 (lone surrogates), kept as
//! the object it is.

use crate::ffi::{PyObject, new, small_int};
use crate::leaf::{self, Leaf};
use pyo3::ffi as py_ffi;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::PyString;

/// Bytes that need no memory from the heap.
const INLINE: usize = 256;

pub(crate) struct Text<'py> {
    parts: Vec<Bound<'py, PyString>>,
    inline: [u8; INLINE],
    used: usize,
    heap: Vec<u8>,
    ascii: bool,
}

impl<'py> Text<'py> {
    pub(crate) fn new() -> Self {
        Text {
            parts: Vec::new(),
            inline: [0; INLINE],
            used: 0,
            heap: Vec::new(),
            ascii: true,
        }
    }

    pub(crate) fn push_str(&mut self, part: &str) {
        self.push_ascii(part.as_bytes());
        self.ascii &= part.is_ascii();
    }

    /// Appends UTF-8, which the caller says is ASCII.
    #[inline]
    fn push_ascii(&mut self, part: &[u8]) {
        if self.heap.is_empty() {
            let end = self.used + part.len();
            if let Some(room) = self.inline.get_mut(self.used..end) {
                room.copy_from_slice(part);
                self.used = end;
                return;
            }
            self.heap.reserve(end.max(2 * INLINE));
            self.heap.extend_from_slice(&self.inline[..self.used]);
        }
        self.heap.extend_from_slice(part);
    }

    fn so_far(&self) -> &[u8] {
        if self.heap.is_empty() {
            &self.inline[..self.used]
        } else {
            &self.heap
        }
    }

    /// Appends a str.
    pub(crate) fn push(&mut self, part: Bound<'py, PyString>) {
        let py = part.py();
        let mut length = 0;
        // SAFETY: a live str; NULL with an exception set, or UTF-8 of that length, which lives as long as
        // the str.
        unsafe {
            let utf8 = py_ffi::PyUnicode_AsUTF8AndSize(part.as_ptr(), &raw mut length);
            if !utf8.is_null() {
                let utf8 = std::slice::from_raw_parts(utf8.cast::<u8>(), length as usize);
                self.push_ascii(utf8);
                self.ascii &= utf8.is_ascii();
                return;
            }
            py_ffi::PyErr_Clear();
        }
        if let Ok(so_far) = self.take(py) {
            self.parts.push(so_far);
        }
        self.parts.push(part);
    }

    /// Appends the repr of a value that holds nothing; `false` if it is another, or not simple enough.
    ///
    /// # Safety
    /// A live object.
    #[inline]
    pub(crate) unsafe fn push_leaf(&mut self, object: *mut PyObject) -> bool {
        // SAFETY: as the caller says; each reading fits the exact type.
        unsafe {
            match leaf::kind(object) {
                Some(Leaf::Int) => match small_int(object) {
                    Some(number) => self.push_int(number),
                    None => return false,
                },
                Some(Leaf::Float) => self.push_float(py_ffi::PyFloat_AS_DOUBLE(object)),
                Some(Leaf::Str) => return self.push_quoted(object),
                None if object == py_ffi::Py_None() => self.push_ascii(b"None"),
                None if object == py_ffi::Py_True() => self.push_ascii(b"True"),
                None if object == py_ffi::Py_False() => self.push_ascii(b"False"),
                None => return false,
            }
        }
        true
    }

    pub(crate) fn push_int(&mut self, number: i64) {
        let mut digits = [0; 20];
        let mut start = digits.len();
        let mut rest = number.unsigned_abs();
        loop {
            start -= 1;
            digits[start] = b'0' + (rest % 10) as u8;
            rest /= 10;
            if rest == 0 {
                break;
            }
        }
        if number < 0 {
            start -= 1;
            digits[start] = b'-';
        }
        self.push_ascii(&digits[start..]);
    }

    /// Appends a float as Python writes it: the shortest digits that read back as the same number, with an exponent
    /// below 1e-4 and from 1e16 on.
    #[inline]
    pub(crate) fn push_float(&mut self, number: f64) {
        let size = number.abs();
        if (1e-4..1e16).contains(&size) || size == 0.0 {
            let mut room = zmij::Buffer::new();
            self.push_ascii(room.format_finite(number).as_bytes());
        } else {
            self.push_extreme_float(number);
        }
    }

    /// [`push_float`](Self::push_float) of those that have an exponent, and of those that are no numbers.
    #[inline(never)]
    fn push_extreme_float(&mut self, number: f64) {
        if number.is_nan() {
            return self.push_ascii(b"nan");
        }
        let mut room = zmij::Buffer::new();
        let text = room.format(number).as_bytes();
        match text {
            // Here Python has an exponent already: 0.000012, 1.2e-05.
            [b'0', b'.', b'0', b'0', b'0', b'0', digits @ ..] => {
                self.push_hundred_thousandths(digits)
            }
            [b'-', b'0', b'.', b'0', b'0', b'0', b'0', digits @ ..] => {
                self.push_ascii(b"-");
                self.push_hundred_thousandths(digits);
            }
            // And two digits of it at least.
            [rest @ .., b'-', digit] if number.is_finite() => {
                self.push_ascii(rest);
                self.push_ascii(&[b'-', b'0', *digit]);
            }
            _ => self.push_ascii(text),
        }
    }

    /// Appends digits, the first of which counts hundred-thousandths.
    fn push_hundred_thousandths(&mut self, digits: &[u8]) {
        let (first, rest) = digits.split_at(1);
        self.push_ascii(first);
        if !rest.is_empty() {
            self.push_ascii(b".");
            self.push_ascii(rest);
        }
        self.push_ascii(b"e-05");
    }

    /// Appends a str in quotes, if each of its characters stands for itself there.
    ///
    /// # Safety
    /// A live, exact str.
    unsafe fn push_quoted(&mut self, text: *mut PyObject) -> bool {
        // SAFETY: as the caller says.
        let Some(bytes) = (unsafe { leaf::narrow(text) }) else {
            return false;
        };
        let plain = |&byte: &u8| (b' '..=b'~').contains(&byte) && byte != b'\'' && byte != b'\\';
        if !bytes.iter().all(plain) {
            return false;
        }
        self.push_ascii(b"'");
        self.push_ascii(bytes);
        self.push_ascii(b"'");
        true
    }

    /// What was written since the last part, as a str.
    fn take(&mut self, py: Python<'py>) -> PyResult<Bound<'py, PyString>> {
        let bytes = self.so_far();
        // SAFETY: UTF-8 of that length. A new ASCII str has a byte of room for each character. The result is
        // new or an error.
        let text = unsafe {
            let length = bytes.len() as py_ffi::Py_ssize_t;
            let new = if self.ascii {
                let new = py_ffi::PyUnicode_New(length, 127);
                if !new.is_null() && length > 0 {
                    let data = py_ffi::PyUnicode_DATA(new).cast::<u8>();
                    data.copy_from_nonoverlapping(bytes.as_ptr(), bytes.len());
                }
                new
            } else {
                py_ffi::PyUnicode_FromStringAndSize(bytes.as_ptr().cast(), length)
            };
            Bound::from_owned_ptr_or_err(py, new)?.cast_into_unchecked()
        };
        self.used = 0;
        self.heap.clear();
        self.ascii = true;
        Ok(text)
    }

    pub(crate) fn finish(mut self, py: Python<'py>) -> PyResult<Bound<'py, PyString>> {
        let last = self.take(py)?;
        if self.parts.is_empty() {
            return Ok(last);
        }
        self.parts.push(last);
        let parts = new::list(py)?;
        for part in &self.parts {
            parts.append(part)?;
        }
        let joined = new::text(py, "")?.call_method1(intern!(py, "join"), (parts,))?;
        Ok(joined.cast_into()?)
    }
}

#[cfg(test)]
mod tests {
    use super::Text;

    fn float(number: f64) -> String {
        let mut text = Text::new();
        text.push_float(number);
        String::from_utf8(text.so_far().to_vec()).unwrap()
    }

    #[test]
    fn floats_are_written_as_python_writes_them() {
        for (number, want) in [
            (0.0, "0.0"),
            (-0.0, "-0.0"),
            (1.0, "1.0"),
            (1.5, "1.5"),
            (100.0, "100.0"),
            (0.1, "0.1"),
            (0.0001, "0.0001"),
            (0.000_123, "0.000123"),
            (0.000_01, "1e-05"),
            (1.25e-7, "1.25e-07"),
            (123_456_789_012_345.0, "123456789012345.0"),
            (1e15, "1000000000000000.0"),
            (9_999_999_999_999_998.0, "9999999999999998.0"),
            (1e16, "1e+16"),
            (1.7976931348623157e308, "1.7976931348623157e+308"),
            (5e-324, "5e-324"),
            (-2.5e100, "-2.5e+100"),
            (1e-9, "1e-09"),
            (1.25e-9, "1.25e-09"),
            (-1.25e-5, "-1.25e-05"),
            (9.999_999_999_999_999e-5, "9.999999999999999e-05"),
            // Ties, 657207455347339.25 and its like: the even digit.
            (657_207_455_347_339.2, "657207455347339.2"),
            (657_207_455_347_339.8, "657207455347339.8"),
            (5.960464477539063e-8, "5.960464477539063e-08"),
            (f64::INFINITY, "inf"),
            (f64::NEG_INFINITY, "-inf"),
            (f64::NAN, "nan"),
        ] {
            assert_eq!(float(number), want);
        }
    }

    #[test]
    fn ints_are_written_whole() {
        for number in [0, 7, -7, 10, -100, i64::MAX, i64::MIN] {
            let mut text = Text::new();
            text.push_int(number);
            assert_eq!(text.so_far(), number.to_string().as_bytes());
        }
    }

    #[test]
    fn a_long_text_moves_to_the_heap() {
        let mut text = Text::new();
        for _ in 0..100 {
            text.push_str("0123456789");
        }
        assert_eq!(text.so_far(), "0123456789".repeat(100).as_bytes());
    }
}
