//! [`Scratch`]: room for one row on the stack: values are converted into it, and it is copied to its place when
//! all of them stand. Also for a field of a record on its way to a row.

use std::mem::MaybeUninit;

/// Aligned to 16, as no row exceeds.
type Unit = MaybeUninit<u128>;

/// Rows of up to 256 bytes need no memory from the heap.
const INLINE: usize = 16;

/// Memory of some bytes, all zeros at first.
pub(crate) struct Scratch {
    inline: [Unit; INLINE],
    heap: Vec<Unit>,
}

impl Scratch {
    /// Room for so many bytes.
    #[inline]
    pub(crate) fn new(size: usize) -> Self {
        let units = size.div_ceil(size_of::<Unit>());
        let mut scratch = Scratch {
            inline: [Unit::uninit(); INLINE],
            heap: Vec::new(),
        };
        if units > INLINE {
            scratch.heap = vec![Unit::zeroed(); units];
        } else {
            for unit in &mut scratch.inline[..units] {
                *unit = Unit::zeroed();
            }
        }
        scratch
    }

    /// The first byte.
    #[inline]
    pub(crate) fn bytes(&mut self) -> *mut u8 {
        if self.heap.is_empty() {
            self.inline.as_mut_ptr().cast()
        } else {
            self.heap.as_mut_ptr().cast()
        }
    }
}
