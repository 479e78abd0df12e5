//! Object slots: one owned pointer, the very memory that CPython's `Py_T_OBJECT_EX` members read.
//!
//! # What must hold
//! 1. The word is NULL (deleted) or an owned reference, of a type that the field's type allows.
//! 2. It changes only while attached, inside the record's critical section, by one atomic store.
//!    That is how CPython's own member access does it on free-threaded builds.
//! 3. Nobody else is told of the old value before the new one stands; the old one is released last
//!    and outside the critical section, for its `__del__` may run anything.

use super::known;
use super::lone::Lone;
use super::{OBJECT, Storage, Store, TYPED, Trace};
use crate::errors::{Site, raise};
use crate::field::{Kind, Ops, Tracing};
use crate::gc::Visit;
use crate::planted;
use pyo3::PyTypeCheck;
use pyo3::ffi;
use pyo3::prelude::*;
use std::cell::UnsafeCell;
use std::ffi::c_int;
use std::ptr;
use std::sync::atomic::{AtomicPtr, Ordering::AcqRel, Ordering::Acquire, Ordering::Release};

/// A slot's memory. `Option<Py<_>>` is a pointer that may be NULL, and drops as it should on any
/// thread: PyO3 defers the decrement where the thread is not attached.
pub struct ObjectCell(UnsafeCell<Option<Py<PyAny>>>);

// SAFETY: invariant 2: every access after construction needs the interpreter and the lock.
unsafe impl Sync for ObjectCell {}

impl ObjectCell {
    fn word(&self) -> &AtomicPtr<ffi::PyObject> {
        // SAFETY: `Option<Py<_>>` has the size and the values of a nullable pointer (`Py` is
        // transparent over `NonNull`), and so has `AtomicPtr`; nobody borrows the inside.
        unsafe { &*self.0.get().cast::<AtomicPtr<ffi::PyObject>>() }
    }

    /// Changes the pointer. With the GIL nobody comes in between, and the processor need not see to it, which takes it
    /// longer than all the rest of a write.
    fn exchange(&self, new: *mut ffi::PyObject) -> *mut ffi::PyObject {
        if cfg!(Py_GIL_DISABLED) {
            return self.word().swap(new, AcqRel);
        }
        let old = self.word().load(Acquire);
        self.word().store(new, Release);
        old
    }

    pub(crate) fn read<'py>(&self, owner: &Bound<'py, PyAny>) -> Option<Bound<'py, PyAny>> {
        let py = owner.py();
        planted::locked(owner, |pause| {
            let value = self.word().load(Acquire);
            pause();
            // SAFETY: invariants 1 and 2: inside the critical section the reference stays owned
            // by the slot until we have our own.
            unsafe { Bound::from_borrowed_ptr_or_opt(py, value) }
        })
    }

    /// Puts a value in, tells the collector if it should know, and gives the old value back.
    pub(crate) fn put<'py>(
        &self,
        owner: &Bound<'py, PyAny>,
        new: Bound<'py, PyAny>,
    ) -> Option<Bound<'py, PyAny>> {
        let value = new.as_ptr();
        let old = self.swap(owner, Some(new));
        // SAFETY: the slot is in a record, which is whole, and holds the value: nothing has run since.
        unsafe { crate::ffi::track_with(owner.as_ptr(), value) };
        old
    }

    /// Puts the new value in and gives the old one back.
    pub(crate) fn swap<'py>(
        &self,
        owner: &Bound<'py, PyAny>,
        new: Option<Bound<'py, PyAny>>,
    ) -> Option<Bound<'py, PyAny>> {
        let new = new.map_or(ptr::null_mut(), Bound::into_ptr);
        let old = planted::locked(owner, |_| {
            let _lone = Lone::lock(self);
            self.exchange(new)
        });
        // SAFETY: invariant 1: the slot owned it, and does no more.
        unsafe { Bound::from_owned_ptr_or_opt(owner.py(), old) }
    }
}

#[cfg(feature = "serde")]
impl ObjectCell {
    /// The object, without the owner; the outer `None` where no interpreter runs any more.
    ///
    /// Only for slots that CPython's own member access does not write: those of kind [`TYPED`].
    pub(crate) fn read_alone(&self) -> Option<Option<Py<PyAny>>> {
        Python::try_attach(|py| {
            let _lone = Lone::lock(self);
            // SAFETY: invariant 1; `lone` 2: the reference stays owned by the slot until we have our own.
            let object = unsafe { Bound::from_borrowed_ptr_or_opt(py, self.word().load(Acquire)) };
            object.map(Bound::unbind)
        })
    }
}

/// `Py<T>` and `Option<Py<T>>`: what an object slot can be declared as.
///
/// # Safety
/// `into_object` gives only objects that `check` accepts, and `from_object` may rely on it.
pub unsafe trait ObjectRef: Sized + Send + Sync + 'static {
    /// Whether `None` stands for "no object".
    #[doc(hidden)]
    const OPTIONAL: bool;
    #[doc(hidden)]
    fn check(value: &Bound<'_, PyAny>) -> bool;
    /// Whether it is sure, and cannot panic, that `check` holds.
    ///
    /// # Safety
    /// A live object; the thread is attached.
    #[doc(hidden)]
    unsafe fn takes(value: *mut ffi::PyObject) -> bool;
    #[doc(hidden)]
    fn wanted(py: Python<'_>) -> String;
    #[doc(hidden)]
    fn into_object(self) -> Py<PyAny>;
    /// # Safety
    /// `check` holds for the object.
    #[doc(hidden)]
    unsafe fn from_object(object: Bound<'_, PyAny>) -> Self;
}

// SAFETY: a `Py<T>` is an instance of T, which is what `check` asks.
unsafe impl<T: PyTypeCheck + 'static> ObjectRef for Py<T> {
    const OPTIONAL: bool = false;
    fn check(value: &Bound<'_, PyAny>) -> bool {
        T::type_check(value)
    }
    unsafe fn takes(value: *mut ffi::PyObject) -> bool {
        // SAFETY: as the caller says.
        unsafe { known::is::<T>(value) }
    }
    fn wanted(py: Python<'_>) -> String {
        let class = T::classinfo_object(py);
        class
            .getattr("__qualname__")
            .and_then(|name| name.extract())
            .unwrap_or_else(|_| {
                class
                    .str()
                    .map_or_else(|_| "?".to_owned(), |text| text.to_string())
            })
    }
    fn into_object(self) -> Py<PyAny> {
        self.into_any()
    }
    unsafe fn from_object(object: Bound<'_, PyAny>) -> Self {
        // SAFETY: the caller says that `check` holds.
        unsafe { object.cast_into_unchecked() }.unbind()
    }
}

// SAFETY: as for `Py<T>`; `None` stands as Python's None.
unsafe impl<T: PyTypeCheck + 'static> ObjectRef for Option<Py<T>> {
    const OPTIONAL: bool = true;
    fn check(value: &Bound<'_, PyAny>) -> bool {
        value.is_none() || T::type_check(value)
    }
    unsafe fn takes(value: *mut ffi::PyObject) -> bool {
        // SAFETY: as the caller says; None lives for ever.
        unsafe { value == ffi::Py_None() || known::is::<T>(value) }
    }
    fn wanted(py: Python<'_>) -> String {
        format!("{} or None", Py::<T>::wanted(py))
    }
    /// Before 3.12 `None` is counted like any object, so this waits for the interpreter.
    fn into_object(self) -> Py<PyAny> {
        self.map_or_else(|| Python::attach(|py| py.None()), Py::into_any)
    }
    unsafe fn from_object(object: Bound<'_, PyAny>) -> Self {
        // SAFETY: the caller says that `check` holds.
        (!object.is_none()).then(|| unsafe { object.cast_into_unchecked() }.unbind())
    }
}

/// The value, if the field's type allows it.
pub(super) fn checked<T: ObjectRef>(site: Site<'_>, value: &Bound<'_, PyAny>) -> PyResult<()> {
    if T::check(value) {
        return Ok(());
    }
    let want = T::wanted(value.py());
    let Site { class, field } = site;
    let got = crate::errors::type_name(value);
    Err(raise::<pyo3::exceptions::PyTypeError>(format!(
        "{class}.{field} must be {want}, not {got}"
    )))
}

macro_rules! object_store {
    ($($kind:ident any $any:literal;)*) => {$(
        impl<T: ObjectRef> Store<T> for Storage<$kind> {
            type Cell = ObjectCell;
            const OPS: &'static Ops = &Ops {
                kind: Kind::Object,
                any_object: $any,
                takes: T::takes,
                init: init::<T>,
                get,
                set: Some(set::<T>),
                delete: Some(delete),
                copy: Some(copy),
                drop: drop_cell,
                compare: None,
            };
            fn cell(value: T) -> ObjectCell {
                ObjectCell(UnsafeCell::new(Some(value.into_object())))
            }
        }

        impl<T: ObjectRef> Trace<T> for Storage<$kind> {
            const TRACING: Option<Tracing> = Some(Tracing { traverse, clear: Some(clear) });
        }
    )*};
}
object_store! {
    OBJECT any true;
    TYPED any false;
}

/// # Safety
/// [`Ops`] 2; the borrow ends before the record does.
unsafe fn cell<'a>(at: *const u8) -> &'a ObjectCell {
    // SAFETY: as the caller says; a cell has only shared borrows.
    unsafe { &*at.cast::<ObjectCell>() }
}

unsafe fn init<T: ObjectRef>(
    site: Site<'_>,
    value: Borrowed<'_, '_, PyAny>,
    dst: *mut u8,
) -> PyResult<()> {
    checked::<T>(site, &value)?;
    let owned = value.to_owned().unbind();
    // SAFETY: Ops 2: room for a cell.
    unsafe {
        dst.cast::<ObjectCell>()
            .write(ObjectCell(UnsafeCell::new(Some(owned))))
    };
    Ok(())
}

unsafe fn get<'py>(
    owner: &Bound<'py, PyAny>,
    src: *const u8,
) -> PyResult<Option<Bound<'py, PyAny>>> {
    // SAFETY: Ops 2 and 3.
    Ok(unsafe { cell(src) }.read(owner))
}

unsafe fn set<'py, T: ObjectRef>(
    site: Site<'_>,
    owner: &Bound<'py, PyAny>,
    dst: *mut u8,
    value: &Bound<'py, PyAny>,
) -> PyResult<()> {
    checked::<T>(site, value)?;
    // SAFETY: Ops 2 and 3. The old value dies here, last.
    drop(unsafe { cell(dst) }.put(owner, value.clone()));
    Ok(())
}

unsafe fn delete(owner: &Bound<'_, PyAny>, dst: *mut u8) -> bool {
    // SAFETY: Ops 2 and 3. The old value dies here, last.
    unsafe { cell(dst) }.swap(owner, None).is_some()
}

unsafe fn copy(owner: &Bound<'_, PyAny>, src: *const u8, dst: *mut u8) {
    // SAFETY: Ops 2, for both.
    unsafe {
        let value = cell(src).read(owner).map(Bound::unbind);
        dst.cast::<ObjectCell>()
            .write(ObjectCell(UnsafeCell::new(value)));
    }
}

unsafe fn drop_cell(dst: *mut u8) {
    // SAFETY: Ops 2: initialised, and given up.
    unsafe { ptr::drop_in_place(dst.cast::<ObjectCell>()) };
}

unsafe fn traverse(src: *const u8, visit: &Visit) -> c_int {
    // SAFETY: Ops 2; the collector has stopped whoever could write.
    unsafe { visit.pointer(cell(src).word().load(Acquire)) }
}

unsafe fn clear(owner: &Bound<'_, PyAny>, dst: *mut u8) {
    // SAFETY: Ops 2 and 3.
    drop(unsafe { cell(dst) }.swap(owner, None));
}
