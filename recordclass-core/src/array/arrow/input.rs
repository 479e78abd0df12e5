//! What others hand in, read with suspicion: [`SchemaRef`] and [`ArrayRef`] check each pointer and number before it is used.
//!
//! The interface says how many values there are and not how many bytes, so a buffer is as long as its producer claims. All else is
//! checked: nothing is read at a NULL, beyond a length, or in a struct that is released.

use super::abi::{Array, Schema};
use crate::errors::raise;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use std::ffi::{c_char, c_void};
use std::marker::PhantomData;

/// No type's format is longer, but for unions and time zones, which are cut off for messages only.
const LONGEST_FORMAT: usize = 256;
/// No process has more memory: whoever claims a buffer of more bytes lies.
const MOST: usize = if usize::BITS == 64 {
    1 << (usize::BITS / 4 * 3)
} else {
    isize::MAX as usize
};
/// No longer name is looked at.
const LONGEST_NAME: usize = 1 << 12;

/// Not valid Arrow data.
#[cold]
pub(super) fn malformed(what: &str) -> PyErr {
    raise::<PyValueError>(format!("this is no valid Arrow data: {what}"))
}

/// A text that ends with NUL, or at `longest` bytes.
///
/// # Safety
/// NULL, or such a text that lives for `'a`.
pub(super) unsafe fn text<'a>(start: *const c_char, longest: usize) -> Option<&'a [u8]> {
    if start.is_null() {
        return None;
    }
    let mut len = 0;
    // SAFETY: as the caller says: nothing behind the NUL is read.
    unsafe {
        while len < longest && start.add(len).read() != 0 {
            len += 1;
        }
        Some(std::slice::from_raw_parts(start.cast(), len))
    }
}

/// A number of the interface that cannot be negative.
fn count(number: i64, what: &str) -> PyResult<usize> {
    usize::try_from(number).map_err(|_| malformed(&format!("{what} is {number}")))
}

/// One of several pointers.
///
/// # Safety
/// `list` is NULL, or has more than `index` pointers.
unsafe fn pointer<T>(list: *const *mut T, index: usize) -> PyResult<*mut T> {
    // SAFETY: as the caller says.
    let read = || unsafe { list.add(index).read_unaligned() };
    let found = (!list.is_null()).then(read);
    match found {
        Some(found) if !found.is_null() && found.is_aligned() => Ok(found),
        Some(found) if !found.is_null() => Err(malformed("a child that is not aligned")),
        _ => Err(malformed("a child is missing")),
    }
}

/// A schema that is alive, as long as that which it belongs to.
#[derive(Clone, Copy)]
pub(super) struct SchemaRef<'a> {
    schema: *const Schema,
    life: PhantomData<&'a Schema>,
}

impl<'a> SchemaRef<'a> {
    /// # Errors
    /// `ValueError` for one that is not aligned, or released.
    ///
    /// # Safety
    /// A schema of the interface, not NULL, that nobody releases or moves for `'a`.
    pub(super) unsafe fn new(schema: *const Schema) -> PyResult<Self> {
        if !schema.is_aligned() {
            return Err(malformed("a struct that is not aligned"));
        }
        // SAFETY: as the caller says.
        if unsafe { (*schema).release.is_none() } {
            return Err(malformed("a schema is released already"));
        }
        let life = PhantomData;
        Ok(SchemaRef { schema, life })
    }

    fn get(&self) -> &'a Schema {
        // SAFETY: `new`.
        unsafe { &*self.schema }
    }

    pub(super) fn format(&self) -> PyResult<&'a [u8]> {
        // SAFETY: `new`: the schema's texts live as long as it.
        let format = unsafe { text(self.get().format, LONGEST_FORMAT) };
        format.ok_or_else(|| malformed("a type without a format"))
    }

    pub(super) fn name(&self) -> &'a [u8] {
        // SAFETY: as above.
        unsafe { text(self.get().name, LONGEST_NAME) }.unwrap_or_default()
    }

    pub(super) fn children(&self) -> PyResult<usize> {
        count(self.get().n_children, "the number of children of a type")
    }

    /// The child at an index below [`SchemaRef::children`].
    pub(super) fn child(&self, index: usize) -> PyResult<SchemaRef<'a>> {
        // SAFETY: as `new` says, of so many children.
        unsafe { SchemaRef::new(pointer(self.get().children, index)?) }
    }

    /// The type of the values, where these are numbers of entries of a dictionary.
    pub(super) fn dictionary(&self) -> PyResult<Option<SchemaRef<'a>>> {
        let found = self.get().dictionary;
        if found.is_null() {
            return Ok(None);
        }
        // SAFETY: as `new` says.
        unsafe { SchemaRef::new(pointer(&raw const found, 0)?) }.map(Some)
    }
}

/// An array that is alive, as long as that which it belongs to; its numbers make sense.
#[derive(Clone, Copy)]
pub(super) struct ArrayRef<'a> {
    array: *const Array,
    life: PhantomData<&'a Array>,
    pub(super) len: usize,
    /// Values that are passed over before the first.
    pub(super) offset: usize,
    buffers: usize,
    /// -1 where they were not counted.
    nulls: i64,
}

impl<'a> ArrayRef<'a> {
    /// # Errors
    /// `ValueError` for one that is released, or not as an array with so many buffers and children is.
    ///
    /// # Safety
    /// An array of the interface, not NULL and aligned, that nobody releases or moves for `'a`.
    pub(super) unsafe fn new(array: *const Array) -> PyResult<Self> {
        // SAFETY: as the caller says.
        let it = unsafe { &*array };
        if it.release.is_none() {
            return Err(malformed("an array is released already"));
        }
        let len = count(it.length, "the length of an array")?;
        let offset = count(it.offset, "the offset of an array")?;
        // Sixteen times as many bytes, of the largest values, are a number still.
        let fits = len.checked_add(offset);
        if fits.is_none_or(|end| end > isize::MAX as usize / 16) {
            let message = format!("an array of length {len} at offset {offset}");
            return Err(malformed(&message));
        }
        if it.null_count < -1 || it.null_count > it.length {
            let message = format!("{} nulls among {len} values", it.null_count);
            return Err(malformed(&message));
        }
        Ok(ArrayRef {
            array,
            life: PhantomData,
            len,
            offset,
            buffers: count(it.n_buffers, "the number of buffers")?,
            nulls: it.null_count,
        })
    }

    fn get(&self) -> &'a Array {
        // SAFETY: `new`.
        unsafe { &*self.array }
    }

    /// Whether there are so many buffers and children, and a dictionary where there should be one.
    pub(super) fn shaped(&self, buffers: usize, children: usize, dictionary: bool) -> PyResult<()> {
        if self.buffers != buffers {
            let message = format!("{} buffers where {buffers} are due", self.buffers);
            return Err(malformed(&message));
        }
        let given = count(self.get().n_children, "the number of children of an array")?;
        if given != children {
            let message = format!("{given} children of an array where its type has {children}");
            return Err(malformed(&message));
        }
        match (dictionary, self.get().dictionary.is_null()) {
            (true, true) => Err(malformed("a dictionary is missing")),
            (false, false) => Err(malformed("a dictionary where the type has none")),
            _ => Ok(()),
        }
    }

    pub(super) fn buffers(&self) -> usize {
        self.buffers
    }

    /// A buffer of so many bytes at least: NULL only if that is 0.
    pub(super) fn buffer(&self, index: usize, bytes: usize) -> PyResult<*const u8> {
        let found = self.buffer_or_null(index)?;
        if bytes == 0 {
            return Ok(found);
        }
        if found.is_null() {
            return Err(malformed("a buffer is missing"));
        }
        if bytes > MOST || found.addr().checked_add(bytes).is_none() {
            let message = format!("a buffer of {bytes} bytes");
            return Err(malformed(&message));
        }
        Ok(found)
    }

    fn buffer_or_null(&self, index: usize) -> PyResult<*const u8> {
        let list = self.get().buffers;
        if list.is_null() || index >= self.buffers {
            return Err(malformed("the list of buffers is missing"));
        }
        // SAFETY: `new`, and one of so many.
        Ok(unsafe { list.add(index).read_unaligned() }.cast())
    }

    /// The list of buffers, of which there are as many as [`ArrayRef::buffers`] says.
    pub(super) fn list(&self) -> *const *const c_void {
        self.get().buffers
    }

    /// The bits of validity, where there may be nulls.
    pub(super) fn validity(&self) -> PyResult<Option<*const u8>> {
        if self.nulls == 0 || self.len == 0 {
            return Ok(None);
        }
        let found = self.buffer_or_null(0)?;
        if found.is_null() && self.nulls < 0 {
            // They were not counted, and there are none.
            return Ok(None);
        }
        self.buffer(0, (self.offset + self.len).div_ceil(8))
            .map(Some)
    }

    /// The child at an index below the number that [`ArrayRef::shaped`] has checked.
    pub(super) fn child(&self, index: usize) -> PyResult<ArrayRef<'a>> {
        // SAFETY: as `new` says, of so many children.
        unsafe { ArrayRef::new(pointer(self.get().children, index)?) }
    }

    /// The dictionary, which [`ArrayRef::shaped`] has seen.
    pub(super) fn dictionary(&self) -> PyResult<ArrayRef<'a>> {
        let found = self.get().dictionary;
        // SAFETY: as `new` says.
        unsafe { ArrayRef::new(pointer(&raw const found, 0)?) }
    }
}
