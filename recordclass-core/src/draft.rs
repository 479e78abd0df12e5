//! A record in the making: the Rust struct on the stack, field by field.
//!
//! Only when all fields stand is memory for the object taken, so no code of anybody's ever sees a
//! half-made record.
//!
//! # What must hold
//! 1. Of the table's fields the first `fields` are initialised, of its hidden ones the first `hidden`.
//! 2. Exactly those are dropped, unless they were moved into an object.

use crate::errors::{name_of, raise};
use crate::ffi::{self, PyObject, PyTypeObject};
use crate::field::Field;
use crate::record::Table;
use crate::trampoline::attached;
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::PyType;
use std::mem::MaybeUninit;
use std::ptr;

/// Aligned to 16, as no struct of a record exceeds.
type Unit = MaybeUninit<u128>;

/// Structs of up to 256 bytes need no memory from the heap.
const INLINE: usize = 16;

/// Room for a struct, and how much of it is there.
pub(crate) struct Draft {
    table: &'static Table,
    inline: [Unit; INLINE],
    heap: Vec<Unit>,
    fields: usize,
    hidden: usize,
}

impl Draft {
    /// Room for a struct of the table, with nothing in it.
    ///
    /// Inlined, and never moved from where the caller puts it: it is larger than what it is for.
    #[inline(always)]
    pub(crate) fn new(table: &'static Table) -> Self {
        let units = table.layout.size().div_ceil(size_of::<Unit>());
        let heap = if units > INLINE {
            vec![Unit::uninit(); units]
        } else {
            Vec::new()
        };
        Draft {
            table,
            inline: [Unit::uninit(); INLINE],
            heap,
            fields: 0,
            hidden: 0,
        }
    }

    /// All fields written by `write`, which initialises the field it is given, or fails; the hidden ones
    /// by their defaults.
    ///
    /// # Errors
    /// Those of `write`; what is initialised by then is dropped with the draft.
    ///
    /// # Safety
    /// The caller is attached; the draft is empty. After an `Ok`, `write` has initialised the memory it was
    /// given.
    #[inline]
    pub(crate) unsafe fn fill(
        &mut self,
        py: Python<'_>,
        mut write: impl FnMut(&'static Field, *mut u8) -> PyResult<()>,
    ) -> PyResult<()> {
        let (table, contents) = (self.table, self.contents());
        for field in table.fields {
            // SAFETY: Record 2: the offset lies within the struct.
            write(field, unsafe { contents.add(field.offset) })?;
            self.fields += 1;
        }
        for hidden in table.hidden {
            // SAFETY: as above; the default writes it.
            unsafe {
                let at = contents.add(hidden.offset);
                attached(py, || (hidden.default)(py, at));
            }
            self.hidden += 1;
        }
        Ok(())
    }

    fn contents(&mut self) -> *mut u8 {
        if self.heap.is_empty() {
            self.inline.as_mut_ptr().cast()
        } else {
            self.heap.as_mut_ptr().cast()
        }
    }

    /// Moves the struct into a new object of `tp`: new.
    ///
    /// # Errors
    /// `MemoryError`; `TypeError` if `tp` is a subclass that Rust or C made, and is no record: what is beyond this
    /// table's structs would stay empty.
    ///
    /// # Safety
    /// `tp` is the class of the table, finished, or a subclass; the draft is complete.
    #[inline]
    pub(crate) unsafe fn place(
        &mut self,
        py: Python<'_>,
        tp: *mut PyTypeObject,
    ) -> PyResult<*mut PyObject> {
        let table = self.table;
        let class = table.state(py)?.tp.as_ptr();
        let exact = class == tp;
        // SAFETY: as the caller says.
        if !exact && unsafe { !ffi::is_derived_in_python(py, tp, class)? } {
            return Err(not_ours(py, table, tp));
        }
        // SAFETY: as the caller says; the contents are written before anything else runs. A subclass
        // has its own `tp_alloc`, which zeroes, and tracks the object: no collection can start before
        // the write.
        unsafe {
            let object = if exact {
                ffi::allocate(tp, table).map_or(ptr::null_mut(), ptr::NonNull::as_ptr)
            } else {
                (*tp).tp_alloc.map_or(ptr::null_mut(), |alloc| alloc(tp, 0))
            };
            if object.is_null() {
                return Err(PyErr::fetch(py));
            }
            let at = object.cast::<u8>().add(table.layout.contents());
            ptr::copy_nonoverlapping(self.contents(), at, table.layout.size());
            (self.fields, self.hidden) = (0, 0); // moved: invariant 2
            ffi::clear_extra(object, table);
            if exact && table.options.gc {
                ffi::track(object, table);
            }
            Ok(object)
        }
    }
}

/// The class of PyO3's that extends a record, and is none.
#[cold]
fn not_ours(py: Python<'_>, table: &Table, tp: *mut PyTypeObject) -> PyErr {
    // SAFETY: a live type, borrowed from the caller.
    let class = unsafe { Borrowed::from_ptr(py, tp.cast()).cast_unchecked::<PyType>() };
    let (base, class) = (table.name, name_of(&class));
    raise::<PyTypeError>(format!(
        "a method of '{base}' cannot make a '{class}', which is no record"
    ))
}

impl Drop for Draft {
    fn drop(&mut self) {
        if self.fields == 0 && self.hidden == 0 {
            return;
        }
        let (table, contents) = (self.table, self.contents());
        // SAFETY: `fill` and `place` are called attached, and a draft does not outlive the call.
        let py = unsafe { Python::assume_attached() };
        attached(py, || {
            for field in &table.fields[..self.fields] {
                // SAFETY: invariant 1; Ops 1 and 2.
                unsafe { (field.ops.drop)(contents.add(field.offset)) };
            }
            for hidden in &table.hidden[..self.hidden] {
                if let Some(drop) = hidden.drop {
                    // SAFETY: invariant 1.
                    unsafe { drop(contents.add(hidden.offset)) };
                }
            }
        });
    }
}
