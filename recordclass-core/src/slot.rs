//! [`Slot`]: what a mutable field of a record is on the Rust side.

use crate::errors::raise;
use crate::native::Native;
use crate::store::copy::CopyCell;
use crate::store::shared::SharedCell;
use crate::store::{BY_CLONE, BY_REF, COPY, NATIVE, OBJECT, ObjectRef, Storage, Store, TYPED};
use pyo3::exceptions::PyAttributeError;
use pyo3::prelude::*;
use std::sync::Arc;

/// A mutable field: interior mutability without a borrow flag.
///
/// `#[recordclass]` turns each mutable field's type `T` into `Slot<T, KIND>`; the number is computed
/// from `T` and says how the value is stored:
///
/// | `T` | read | write |
/// |---|---|---|
/// | number, `bool`, `char` | `get() -> T`, on any thread | `set(value)`, on any thread |
/// | `Py<U>`, `Option<Py<U>>` | `get(owner) -> PyResult<T>`: a new reference | `set(owner, value)` |
/// | other `Copy` types | `get(owner) -> T` | `set(owner, value)` |
/// | all others | `get(owner) -> PyResult<Arc<T>>`: a snapshot, never changed | `set(owner, value)` |
///
/// The `owner` is the record that holds the slot, as `Bound`: it shows that the thread is attached,
/// and on free-threaded builds it is what is locked. No reference into the slot is ever handed out, so
/// there is no borrow error, ever.
#[repr(transparent)]
pub struct Slot<T, const KIND: u8>
where
    Storage<KIND>: Store<T>,
{
    pub(crate) cell: <Storage<KIND> as Store<T>>::Cell,
    /// To know whether a struct has a size, the compiler looks at its last field. Which cell this slot has depends on
    /// traits of the classes that `T` leads to; these want them to have a size; and they may end with a slot that leads
    /// back. A last field of no bytes is the end of that question.
    end: (),
}

impl<T, const KIND: u8> Slot<T, KIND>
where
    Storage<KIND>: Store<T>,
{
    /// Wraps a value.
    pub fn new(value: T) -> Self {
        Self {
            cell: <Storage<KIND> as Store<T>>::cell(value),
            end: (),
        }
    }

    /// # Panics
    /// If `owner` is not the record around this slot: reading it would go unlocked.
    #[track_caller]
    fn inside<'a, 'py, R>(&self, owner: &'a Bound<'py, R>) -> &'a Bound<'py, PyAny> {
        let owner = owner.as_any();
        let start = owner.as_ptr() as usize;
        let slot = &raw const *self as usize;
        // SAFETY: reading the size of a live object's type.
        let size = unsafe { (*pyo3::ffi::Py_TYPE(owner.as_ptr())).tp_basicsize } as usize;
        assert!(
            slot.wrapping_sub(start) <= size,
            "the owner given to a slot must be the record that holds the slot"
        );
        owner
    }
}

impl<T, const KIND: u8> From<T> for Slot<T, KIND>
where
    Storage<KIND>: Store<T>,
{
    fn from(value: T) -> Self {
        Self::new(value)
    }
}

impl<T: Default, const KIND: u8> Default for Slot<T, KIND>
where
    Storage<KIND>: Store<T>,
{
    fn default() -> Self {
        Self::new(T::default())
    }
}

impl<T: Native> Slot<T, NATIVE> {
    /// The value. On any thread, attached or not; one relaxed atomic load.
    #[inline]
    pub fn get(&self) -> T {
        T::load(&self.cell)
    }

    /// Replaces the value. On any thread, attached or not; one relaxed atomic store.
    #[inline]
    pub fn set(&self, value: T) {
        T::store(&self.cell, value);
    }
}

macro_rules! object_slot {
    ($($kind:ident)*) => {$(
        impl<T: ObjectRef> Slot<T, $kind> {
            /// The object, a new reference.
            ///
            /// # Errors
            /// `AttributeError` where Python code deleted the field.
            ///
            /// # Panics
            /// If `owner` is not the record that holds this slot.
            #[track_caller]
            pub fn get<R>(&self, owner: &Bound<'_, R>) -> PyResult<T> {
                let owner = self.inside(owner);
                let object = self.cell.read(owner).ok_or_else(|| deleted(owner))?;
                // SAFETY: what is in the slot went through `check` (invariant 1 of `store::object`).
                Ok(unsafe { T::from_object(object) })
            }

            /// Replaces the object. The old one is released last, when the new one already stands.
            ///
            /// # Panics
            /// If `owner` is not the record that holds this slot.
            #[track_caller]
            pub fn set<R>(&self, owner: &Bound<'_, R>, value: T) {
                let owner = self.inside(owner);
                drop(
                    self.cell
                        .put(owner, value.into_object().into_bound(owner.py())),
                );
            }
        }
    )*};
}
object_slot!(OBJECT TYPED);

impl<T> Slot<T, COPY>
where
    T: Copy,
    Storage<COPY>: Store<T, Cell = CopyCell<T>>,
{
    /// The value.
    ///
    /// # Panics
    /// If `owner` is not the record that holds this slot.
    #[track_caller]
    pub fn get<R>(&self, owner: &Bound<'_, R>) -> T {
        self.cell.read(self.inside(owner))
    }

    /// Replaces the value.
    ///
    /// # Panics
    /// If `owner` is not the record that holds this slot.
    #[track_caller]
    pub fn set<R>(&self, owner: &Bound<'_, R>, value: T) {
        self.cell.write(self.inside(owner), value);
    }
}

macro_rules! shared_slot {
    ($($kind:ident)*) => {$(
        impl<T> Slot<T, $kind>
        where
            Storage<$kind>: Store<T, Cell = SharedCell<T>>,
        {
            /// The value, shared: a later assignment to the field does not change it.
            ///
            /// # Errors
            /// `AttributeError` where the garbage collector has cleared the record.
            ///
            /// # Panics
            /// If `owner` is not the record that holds this slot.
            #[track_caller]
            pub fn get<R>(&self, owner: &Bound<'_, R>) -> PyResult<Arc<T>> {
                let owner = self.inside(owner);
                self.cell.read(owner).ok_or_else(|| deleted(owner))
            }

            /// Replaces the value.
            ///
            /// # Panics
            /// If `owner` is not the record that holds this slot.
            #[track_caller]
            pub fn set<R>(&self, owner: &Bound<'_, R>, value: T) {
                drop(self.cell.swap(self.inside(owner), Some(Arc::new(value))));
            }
        }
    )*};
}
shared_slot!(BY_REF BY_CLONE);

#[cold]
fn deleted(owner: &Bound<'_, PyAny>) -> PyErr {
    let class = crate::errors::type_name(owner);
    raise::<PyAttributeError>(format!(
        "the field of this '{class}' object was deleted and has no value"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_whole_in_any_thread() {
        let slot = Slot::<f64, NATIVE>::new(0.0);
        let wide = Slot::<i64, NATIVE>::new(0);
        std::thread::scope(|scope| {
            for sign in [1.0, -1.0] {
                let (slot, wide) = (&slot, &wide);
                scope.spawn(move || {
                    for _ in 0..50 {
                        slot.set(sign * f64::MAX);
                        wide.set(sign as i64 * i64::MAX);
                    }
                });
            }
            for _ in 0..50 {
                assert!([0.0, f64::MAX].contains(&slot.get().abs()));
                assert!([0, i64::MAX].contains(&wide.get().abs()));
            }
        });
        assert_eq!(slot.get().abs(), f64::MAX);
    }

    #[test]
    fn small_numbers_keep_their_bits() {
        assert_eq!(Slot::<char, NATIVE>::new('\u{10ffff}').get(), '\u{10ffff}');
        assert_eq!(Slot::<u8, NATIVE>::new(255).get(), 255);
        assert!(Slot::<bool, NATIVE>::new(true).get());
        assert!(Slot::<f32, NATIVE>::new(f32::NAN).get().is_nan());
    }
}
