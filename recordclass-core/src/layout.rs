//! [`Layout`]: sizes and places of a record class, as its table keeps them: in numbers of 32 bits, since there is a table for
//! each class in the library's file.

use crate::shape::Shape;
use std::num::NonZeroU32;

/// Where what is in an instance. All in bytes, from the object's start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Layout {
    contents: u32,
    size: u32,
    own: u32,
    instance_size: u32,
    dict_at: Option<NonZeroU32>,
    weaklist_at: Option<NonZeroU32>,
    align: u32,
}

/// # Panics
/// If an instance takes 4 GiB: while compiling, or for a class made at run time with half a billion fields.
const fn narrow(number: usize) -> u32 {
    assert!(
        number <= u32::MAX as usize,
        "an instance takes less than 4 GiB"
    );
    number as u32
}

const fn narrow_place(at: Option<usize>) -> Option<NonZeroU32> {
    match at {
        Some(at) => NonZeroU32::new(narrow(at)),
        None => None,
    }
}

impl Layout {
    pub(crate) const fn of(shape: &Shape) -> Self {
        Layout {
            contents: narrow(shape.contents),
            size: narrow(shape.contents_size()),
            own: narrow(shape.own),
            instance_size: narrow(shape.size()),
            dict_at: narrow_place(shape.dict_at),
            weaklist_at: narrow_place(shape.weaklist_at),
            align: narrow(shape.align),
        }
    }

    /// That of instances whose head is followed by pointers, of which the two may be special.
    pub(crate) fn of_pointers(
        head: usize,
        end: usize,
        dict_at: Option<usize>,
        weaklist_at: Option<usize>,
    ) -> Self {
        Layout {
            contents: narrow(head),
            size: narrow(end - head),
            own: narrow(head),
            instance_size: narrow(end),
            dict_at: narrow_place(dict_at),
            weaklist_at: narrow_place(weaklist_at),
            align: align_of::<usize>() as u32,
        }
    }

    /// Where the first struct begins.
    #[inline]
    pub(crate) const fn contents(&self) -> usize {
        self.contents as usize
    }

    /// How many bytes the structs take, from there on.
    pub(crate) const fn size(&self) -> usize {
        self.size as usize
    }

    /// Where the class's own struct begins.
    pub(crate) const fn own(&self) -> usize {
        self.own as usize
    }

    /// The size of an instance: head, struct, a pointer each for `dict` and `weakref`, rounded up.
    #[inline]
    pub(crate) const fn instance_size(&self) -> usize {
        self.instance_size as usize
    }

    /// Where the pointer of the option `dict`, its own or its base's, lies.
    #[inline]
    pub(crate) fn dict_at(&self) -> Option<usize> {
        self.dict_at.map(|at| at.get() as usize)
    }

    /// Where that of the option `weakref` lies.
    #[inline]
    pub(crate) fn weaklist_at(&self) -> Option<usize> {
        self.weaklist_at.map(|at| at.get() as usize)
    }

    /// The strictest of the structs' alignments.
    pub(crate) const fn align(&self) -> usize {
        self.align as usize
    }
}
