//! A place for a pointer for each field of a record in the making.

use crate::ffi::PyObject;
use std::ptr;

/// Fields that fit without taking memory from the heap.
const INLINE: usize = 16;

/// A place for each field, NULL at first. It owns nothing.
pub(crate) struct Places {
    inline: [*mut PyObject; INLINE],
    heap: Vec<*mut PyObject>,
    count: usize,
}

impl Places {
    #[inline]
    pub(crate) fn new(count: usize) -> Self {
        let heap = if count > INLINE {
            vec![ptr::null_mut(); count]
        } else {
            Vec::new()
        };
        Places {
            inline: [ptr::null_mut(); INLINE],
            heap,
            count,
        }
    }

    #[inline]
    pub(crate) fn all(&mut self) -> &mut [*mut PyObject] {
        if self.count > INLINE {
            &mut self.heap
        } else {
            &mut self.inline[..self.count]
        }
    }
}
