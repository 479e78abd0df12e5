//! Cyclic garbage collection of `#[recordclass(gc)]` records.
//!
//! A record whose fields are numbers and objects is not told of to the collector at birth, but once it holds a value
//! that the collector knows, or may come to know: only such a value can lead back. So a million records of
//! strings and numbers cost no visits. Every write of an object is seen: by `tp_setattro`, by item assignment, and by
//! [`Slot::set`](crate::Slot::set). Where a field holds objects inside of a Rust value (a `Vec<Py<..>>`), the class has a
//! `__dict__`, or there is no GIL, records are tracked from birth.
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
/// for `Option`, `Vec`, `Box`, arrays, tuples and maps of such types. For a type of your own without Python
/// objects, [`without_objects!`](crate::without_objects) says so; one that holds some implements the trait.
///
/// # Safety
/// `traverse` runs inside the collector.
/// 1. It runs no Python code, attaches to no interpreter, and takes or gives no references.
/// 2. It visits only references that the value owns, each at most once: not what is inside an `Arc` or
///    another shared owner. One that is not visited keeps its object alive, and that is all.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be shown to the garbage collector",
    label = "a field of a `gc` record needs `recordclass::Traverse`",
    note = "if it holds no Python objects, say `recordclass::without_objects!({Self});`; else implement `recordclass::Traverse`, and visit each `Py` in it"
)]
pub unsafe trait Traverse {
    /// Visits each owned Python reference once, stopping at the first non-zero answer.
    fn traverse(&self, visit: &Visit) -> c_int;
}

// SAFETY: 1 and 2: passes on to what it owns, each once.
unsafe impl<T> Traverse for Py<T> {
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
        // SAFETY: 1 and 2: passes on to what it owns, each once.
        unsafe impl<T: Traverse> Traverse for $container {
            fn traverse(&self, visit: &Visit) -> c_int {
                each(self, visit)
            }
        }
    )*};
}
containers!(Option<T>, Vec<T>, VecDeque<T>);

// SAFETY: 1 and 2: passes on to what it owns, each once.
unsafe impl<T: Traverse, const N: usize> Traverse for [T; N] {
    fn traverse(&self, visit: &Visit) -> c_int {
        each(self, visit)
    }
}

// SAFETY: 1 and 2: passes on to what it owns, each once.
unsafe impl<T: Traverse + ?Sized> Traverse for Box<T> {
    fn traverse(&self, visit: &Visit) -> c_int {
        (**self).traverse(visit)
    }
}

// SAFETY: 1 and 2: passes on to what it owns, each once.
unsafe impl<K: Traverse, V: Traverse, S> Traverse for HashMap<K, V, S> {
    fn traverse(&self, visit: &Visit) -> c_int {
        match each(self.keys(), visit) {
            0 => each(self.values(), visit),
            answer => answer,
        }
    }
}

// SAFETY: 1 and 2: passes on to what it owns, each once.
unsafe impl<K: Traverse, V: Traverse> Traverse for BTreeMap<K, V> {
    fn traverse(&self, visit: &Visit) -> c_int {
        match each(self.keys(), visit) {
            0 => each(self.values(), visit),
            answer => answer,
        }
    }
}

// SAFETY: 1 and 2: passes on to what it owns, each once.
unsafe impl<A: Traverse, B: Traverse> Traverse for (A, B) {
    fn traverse(&self, visit: &Visit) -> c_int {
        match self.0.traverse(visit) {
            0 => self.1.traverse(visit),
            answer => answer,
        }
    }
}

// SAFETY: 1 and 2: passes on to what it owns, each once.
unsafe impl<A: Traverse, B: Traverse, C: Traverse> Traverse for (A, B, C) {
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

/// Says of types that they hold no Python objects, so that they can be fields of `gc` records.
///
/// ```
/// #[derive(Clone)]
/// enum Side { Buy, Sell }
/// recordclass_core::without_objects!(Side);
/// ```
///
/// It cannot do harm: objects that such a type does hold are kept alive, as if somebody outside held them.
#[macro_export]
macro_rules! without_objects {
    ($($leaf:ty),* $(,)?) => {$(
        // SAFETY: visits nothing, runs nothing.
        unsafe impl $crate::Traverse for $leaf {
            fn traverse(&self, _visit: &$crate::Visit) -> ::std::ffi::c_int {
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
