//! Cyclic garbage collection of `#[recordclass(gc)]` records.
//!
//! # What must hold
//! The collector subtracts, from an object's reference count, one for each visit. So each reference
//! that a record owns is visited exactly once, or not at all; a reference shared with somebody
//! else is never visited (see `store::shared`). During a traverse nothing may run Python code.

use crate::ffi::PyObject;
use pyo3::ffi;
use pyo3::prelude::*;
use std::collections::{BTreeMap, HashMap, VecDeque};
use std::ffi::{c_int, c_void};

/// The collector's callback, given to [`Traverse::traverse`].
pub struct Visit {
    visit: ffi::visitproc,
    arg: *mut c_void,
}

impl Visit {
    pub(crate) fn new(visit: ffi::visitproc, arg: *mut c_void) -> Self {
        Visit { visit, arg }
    }

    /// Shows one owned reference to the collector. Non-zero: stop, and return that number.
    pub fn object<T>(&self, object: &Py<T>) -> c_int {
        // SAFETY: a `Py` is a live, owned reference.
        unsafe { self.pointer(object.as_ptr()) }
    }

    /// # Safety
    /// `object` is NULL or an owned reference of the record that is being traversed.
    pub(crate) unsafe fn pointer(&self, object: *mut PyObject) -> c_int {
        if object.is_null() {
            return 0;
        }
        // SAFETY: `visit` and `arg` came from the collector for this very call.
        unsafe { (self.visit)(object, self.arg) }
    }
}

/// A type whose Python references the garbage collector can be shown.
///
/// Fields of a `#[recordclass(gc)]` record need it. It is there for numbers, strings, `Py<T>`, and
/// for `Option`, `Vec`, `Box`, arrays, tuples and maps of such types. For a type of your own, visit
/// each `Py` in it once; for one without Python objects the body is empty:
///
/// ```
/// # use recordclass_core::gc::{Traverse, Visit};
/// #[derive(Clone)]
/// enum Side { Buy, Sell }
/// impl Traverse for Side {
///     fn traverse(&self, _visit: &Visit) -> std::ffi::c_int { 0 }
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be shown to the garbage collector",
    label = "a field of a `gc` record needs `recordclass::Traverse`",
    note = "implement `recordclass::Traverse` for `{Self}`: visit each `Py` in it, or return 0 if it holds none"
)]
pub trait Traverse {
    /// Visits each owned Python reference once, stopping at the first non-zero answer.
    ///
    /// It runs inside the collector: it must not run Python code, nor take or give references.
    fn traverse(&self, visit: &Visit) -> c_int;
}

impl<T> Traverse for Py<T> {
    fn traverse(&self, visit: &Visit) -> c_int {
        visit.object(self)
    }
}

fn each<'a, T: Traverse + 'a>(items: impl IntoIterator<Item = &'a T>, visit: &Visit) -> c_int {
    items
        .into_iter()
        .map(|item| item.traverse(visit))
        .find(|&answer| answer != 0)
        .unwrap_or(0)
}

macro_rules! containers {
    ($($container:ty),*) => {$(
        impl<T: Traverse> Traverse for $container {
            fn traverse(&self, visit: &Visit) -> c_int {
                each(self, visit)
            }
        }
    )*};
}
containers!(Option<T>, Vec<T>, VecDeque<T>);

impl<T: Traverse, const N: usize> Traverse for [T; N] {
    fn traverse(&self, visit: &Visit) -> c_int {
        each(self, visit)
    }
}

impl<T: Traverse + ?Sized> Traverse for Box<T> {
    fn traverse(&self, visit: &Visit) -> c_int {
        (**self).traverse(visit)
    }
}

impl<K: Traverse, V: Traverse, S> Traverse for HashMap<K, V, S> {
    fn traverse(&self, visit: &Visit) -> c_int {
        match each(self.keys(), visit) {
            0 => each(self.values(), visit),
            answer => answer,
        }
    }
}

impl<K: Traverse, V: Traverse> Traverse for BTreeMap<K, V> {
    fn traverse(&self, visit: &Visit) -> c_int {
        match each(self.keys(), visit) {
            0 => each(self.values(), visit),
            answer => answer,
        }
    }
}

impl<A: Traverse, B: Traverse> Traverse for (A, B) {
    fn traverse(&self, visit: &Visit) -> c_int {
        match self.0.traverse(visit) {
            0 => self.1.traverse(visit),
            answer => answer,
        }
    }
}

impl<A: Traverse, B: Traverse, C: Traverse> Traverse for (A, B, C) {
    fn traverse(&self, visit: &Visit) -> c_int {
        let answers = [
            |it: &Self, visit: &Visit| it.0.traverse(visit),
            |it: &Self, visit: &Visit| it.1.traverse(visit),
            |it: &Self, visit: &Visit| it.2.traverse(visit),
        ];
        answers
            .iter()
            .map(|part| part(self, visit))
            .find(|&answer| answer != 0)
            .unwrap_or(0)
    }
}

macro_rules! without_objects {
    ($($leaf:ty),*) => {$(
        impl Traverse for $leaf {
            fn traverse(&self, _visit: &Visit) -> c_int {
                0
            }
        }
    )*};
}
without_objects!(
    (),
    bool,
    char,
    f32,
    f64,
    i8,
    i16,
    i32,
    i64,
    i128,
    isize,
    u8,
    u16,
    u32,
    u64,
    u128,
    usize,
    String,
    str,
    std::path::PathBuf,
    std::time::Duration,
    std::time::SystemTime
);
