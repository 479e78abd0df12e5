//! Assignment to fields of `gc` records made at run time.
//!
//! Elsewhere it is best left to the interpreter, which writes a slot by itself from 3.11 on. A `gc` record is tracked lazily, as
//! a derived one is (`gc`): what is put into it must be seen, so its members are read-only to CPython, and the class has
//! this `tp_setattro`.
//!
//! # What must hold
//! 1. A record of a lazy class that is whole and untracked holds nothing that may lead back to it. So its slots are written
//!    by our own functions only, which call `ffi::track_with`; no base has a member that may be written; and no record of
//!    such a class is given another, nor the other way round: CPython asks whether `tp_free` is the same.
//! 2. A name means a field where a look-up on the class finds the member of its slot. That is so as long as the version of
//!    the type is the one for which it was found out.

use super::class::Class;
use super::shims::Held;
use super::slots::lookup;
use super::spec::Spec;
use crate::attribute::assign;
use crate::ffi::{self, HEAD, PyObject, PyTypeObject};
use crate::in_place::put;
use crate::trampoline::{enter_attached, enter_done};
use pyo3::ffi as py_ffi;
use pyo3::prelude::*;
use std::ffi::{c_int, c_void};
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

/// The version of a type that was looked at, times two, and 1 if every name meant its field: invariant 2.
#[derive(Default)]
pub(super) struct Unshadowed(AtomicU64);

impl Unshadowed {
    /// The state in which it is known to be so.
    fn yes(version: u32) -> u64 {
        u64::from(version) << 1 | 1
    }

    #[inline]
    fn holds(&self, version: u32) -> bool {
        version != 0 && self.0.load(Relaxed) == Self::yes(version)
    }

    fn is_known(&self, version: u32) -> bool {
        version != 0 && self.0.load(Relaxed) >> 1 == u64::from(version)
    }

    fn learn(&self, version: u32, answer: bool) {
        let state = Self::yes(version) - u64::from(!answer);
        self.0.store(state, Relaxed);
    }
}

/// Whether records of a class that is being made are tracked lazily: invariant 1. A `__setattr__` of the user's writes by
/// `object`'s, which must be able to.
///
/// # Safety
/// `tp` is an instance of our metaclass, being made; the base is that of the class.
pub(super) unsafe fn tracked_lazily(
    py: Python<'_>,
    tp: *mut PyTypeObject,
    base: Option<&Class>,
    spec: &Spec,
) -> PyResult<bool> {
    let sealed = base.is_none_or(|base| {
        let mut fields = base.table.fields.iter();
        base.table.lazy || fields.all(|field| field.guarded(&base.table.options))
    });
    let dict = spec.options.dict || base.is_some_and(|base| base.table.dict_at.is_some());
    let gc = spec.options.gc && !cfg!(Py_GIL_DISABLED);
    // SAFETY: as the caller says.
    Ok(gc && !dict && sealed && unsafe { only_ours_write(py, tp)? })
}

/// Whether look-ups find no `__setattr__` or `__delattr__` but `object`'s, and ours.
///
/// # Safety
/// As [`tracked_lazily`].
unsafe fn only_ours_write(py: Python<'_>, tp: *mut PyTypeObject) -> PyResult<bool> {
    for name in [c"__setattr__", c"__delattr__"] {
        // SAFETY: as the caller says.
        let found = unsafe { lookup(py, tp, name)? };
        let ours = found.is_none_or(|found| {
            let function = ffi::wrapped(&found);
            function == Some(setattr as *const c_void)
                || function == Some(super::shims::setattr as *const c_void)
        });
        if !ours {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Whether the class is to have the `tp_setattro` of this module.
///
/// # Safety
/// As [`tracked_lazily`].
pub(super) unsafe fn by_name(
    py: Python<'_>,
    tp: *mut PyTypeObject,
    class: &Class,
) -> PyResult<bool> {
    let wanted = class.table.lazy && !class.table.options.frozen;
    // SAFETY: as the caller says.
    Ok(wanted && unsafe { only_ours_write(py, tp)? })
}

/// `tp_free` of lazy classes.
pub(super) unsafe extern "C" fn free(memory: *mut c_void) {
    // SAFETY: `tp_free`: memory of a dead object with a GC header.
    unsafe { py_ffi::PyObject_GC_Del(memory) };
}

/// `tp_setattro`.
pub(super) unsafe extern "C" fn setattr(
    object: *mut PyObject,
    name: *mut PyObject,
    new: *mut PyObject,
) -> c_int {
    // SAFETY: CPython's `tp_setattro` protocol: a record, a str, and an object or NULL to delete. Nothing runs before
    // the value stands, and after that the class is not asked any more.
    #[cfg(not(Py_GIL_DISABLED))]
    unsafe {
        let tp = py_ffi::Py_TYPE(object);
        if let Some(class) = Class::of(tp) {
            if class.unshadowed.holds(ffi::version(tp)) {
                if let Some(row) = row(class, name) {
                    if put(&class.table, &class.table.fields[row], object, new) {
                        return 0;
                    }
                }
            }
        }
    }
    // SAFETY: as above.
    unsafe { any_setattr(object, name, new) }
}

/// The row of the field of an interned name.
///
/// # Safety
/// The thread is attached.
#[inline]
unsafe fn row(class: &Class, name: *mut PyObject) -> Option<usize> {
    // SAFETY: as the caller says.
    let state = class
        .table
        .state
        .get(unsafe { Python::assume_attached() })?;
    state.names.iter().position(|known| known.as_ptr() == name)
}

/// [`setattr`] of whatever name, and deletion.
///
/// # Safety
/// As [`setattr`].
#[inline(never)]
unsafe fn any_setattr(object: *mut PyObject, name: *mut PyObject, new: *mut PyObject) -> c_int {
    // SAFETY: as the caller says.
    unsafe {
        let tp = py_ffi::Py_TYPE(object);
        let class = Class::of_instance(object);
        // A subclass may be none of these, and call this by `super()`.
        if !class.table.lazy {
            return py_ffi::PyObject_GenericSetAttr(object, name, new);
        }
        let ours = enter_attached(|py| {
            let _held = Held::new(tp);
            learn(py, tp, class)?;
            let row = class
                .table
                .state(py)?
                .index_of(Borrowed::from_ptr(py, name));
            match row {
                Some(row) if means_the_field(py, tp, class, row)? => Ok(row as isize),
                _ => Ok(-2),
            }
        });
        match usize::try_from(ours) {
            Ok(row) => enter_done(|py| {
                let _held = Held::new(tp);
                assign(py, &class.table, &class.table.fields[row], object, new)
            }),
            Err(_) if ours == -1 => -1,
            Err(_) => py_ffi::PyObject_GenericSetAttr(object, name, new),
        }
    }
}

/// Finds out whether the names mean the fields, unless that is known of the type as it is.
///
/// # Safety
/// The type of that class, held by the caller.
unsafe fn learn(py: Python<'_>, tp: *mut PyTypeObject, class: &Class) -> PyResult<()> {
    #[cfg(not(Py_GIL_DISABLED))]
    // SAFETY: as the caller says.
    unsafe {
        let Some(first) = class.table.state(py)?.names.first() else {
            return Ok(());
        };
        if class.unshadowed.is_known(ffi::version(tp)) {
            return Ok(());
        }
        let all = all_mean_the_fields(py, tp, class)?;
        if all {
            // A look-up gives the type its version.
            let found = py_ffi::PyObject_GetAttr(tp.cast(), first.as_ptr());
            drop(Bound::from_owned_ptr_or_err(py, found)?);
        }
        let version = ffi::version(tp);
        // Nothing but that look-up may have run code, and what it found out after that is what is told of.
        let still = all && all_mean_the_fields(py, tp, class)? && ffi::version(tp) == version;
        class.unshadowed.learn(version, still);
    }
    Ok(())
}

/// Whether that is so of each field.
///
/// # Safety
/// As [`learn`].
#[cfg(not(Py_GIL_DISABLED))]
unsafe fn all_mean_the_fields(
    py: Python<'_>,
    tp: *mut PyTypeObject,
    class: &Class,
) -> PyResult<bool> {
    for row in 0..class.table.fields.len() {
        // SAFETY: as the caller says.
        if !unsafe { means_the_field(py, tp, class, row)? } {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Whether a look-up of a field's name finds the member of its slot.
///
/// # Safety
/// As [`learn`]; a row of the class.
unsafe fn means_the_field(
    py: Python<'_>,
    tp: *mut PyTypeObject,
    class: &Class,
    row: usize,
) -> PyResult<bool> {
    let field = &class.table.fields[row];
    // SAFETY: as the caller says.
    unsafe {
        let found = lookup(py, tp, field.name)?;
        Ok(found.is_some_and(|found| ffi::is_slot_at(&found, tp, HEAD + field.offset)))
    }
}
