//! A stream of rows: each chunk is gathered when a consumer asks for it, on whatever thread, attached or not.
//!
//! The rows are pinned until the last chunk is out, or the stream is released. The chunks own what they hold.

use super::abi::{Array, EINVAL, EIO, ENOMEM, Owned, Schema, Stream};
use super::out::{Source, What, schema_of};
use crate::array::table::RowTable;
use std::ffi::{CString, c_char, c_int};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::ptr;

/// Rows of a chunk,
const ROWS: usize = 1 << 17;
/// unless they would have more bytes than this.
const BYTES: usize = 1 << 26;

struct State {
    table: &'static RowTable,
    what: What,
    /// `None` once all rows are out: nobody is to wait for the release.
    source: Option<Source>,
    next: usize,
    chunk: usize,
    error: Option<CString>,
}

/// A stream of these rows.
pub(super) fn of(source: Source) -> Owned<Stream> {
    let chunk = if source.is_in_place() {
        source.window.len
    } else {
        (BYTES / source.table.size).clamp(1, ROWS)
    };
    let state = State {
        table: source.table,
        what: source.what,
        source: Some(source),
        next: 0,
        chunk,
        error: None,
    };
    let made = Stream {
        get_schema: Some(get_schema),
        get_next: Some(get_next),
        get_last_error: Some(get_last_error),
        release: Some(release),
        private_data: Box::into_raw(Box::new(state)).cast(),
    };
    // SAFETY: alive and ours, as is all that it leads to.
    unsafe { Owned::new(made) }
}

impl State {
    fn next(&mut self) -> Result<Owned<Array>, c_int> {
        self.error = None;
        let Some(source) = &self.source else {
            return Ok(Owned::empty());
        };
        let count = self.chunk.min(source.window.len - self.next);
        if count == 0 {
            self.source = None;
            return Ok(Owned::empty());
        }
        let array = source.array(self.next, count).map_err(|(field, stop)| {
            let message = source.message(field, &stop);
            let code = if message.is_some() { EINVAL } else { ENOMEM };
            self.error = message.and_then(|text| CString::new(text).ok());
            code
        })?;
        self.next += count;
        if self.next == source.window.len {
            self.source = None;
        }
        Ok(array)
    }
}

unsafe extern "C" fn get_schema(stream: *mut Stream, out: *mut Schema) -> c_int {
    // SAFETY: a consumer calls this with a stream of ours that is not released, and room for a schema.
    unsafe {
        let state = &*(*stream).private_data.cast::<State>();
        let made = catch_unwind(AssertUnwindSafe(|| schema_of(state.table, state.what)));
        made.map_or(EIO, |made| {
            out.write(made.into_inner());
            0
        })
    }
}

unsafe extern "C" fn get_next(stream: *mut Stream, out: *mut Array) -> c_int {
    // SAFETY: as in `get_schema`, with room for an array; one call at a time.
    unsafe {
        let state = &mut *(*stream).private_data.cast::<State>();
        match catch_unwind(AssertUnwindSafe(|| state.next())) {
            Ok(Ok(made)) => {
                out.write(made.into_inner());
                0
            }
            Ok(Err(code)) => code,
            Err(_) => EIO,
        }
    }
}

unsafe extern "C" fn get_last_error(stream: *mut Stream) -> *const c_char {
    // SAFETY: as in `get_schema`.
    let state = unsafe { &*(*stream).private_data.cast::<State>() };
    state
        .error
        .as_ref()
        .map_or(ptr::null(), |text| text.as_ptr())
}

unsafe extern "C" fn release(stream: *mut Stream) {
    // SAFETY: a consumer calls this once with a stream of ours, wherever it lies now.
    unsafe {
        drop(Box::from_raw((*stream).private_data.cast::<State>()));
        (*stream).release = None;
    }
}
