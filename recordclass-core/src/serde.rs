//! Feature `serde`: a slot is written as the value in it, and read as one.
//!
//! So `#[derive(Serialize, Deserialize)]` below `#[recordclass]`, or its option `serde`, sees the fields as if they were plain.

use crate::native::Native;
use crate::slot::Slot;
use crate::store::copy::CopyCell;
use crate::store::shared::SharedCell;
use crate::store::{BY_CLONE, BY_REF, COPY, NATIVE, ObjectRef, Storage, Store, TYPED};
use serde::de::{Deserialize, Deserializer};
use serde::ser::{Error, Serialize, Serializer};

/// Whoever wants to read a slot that is not native while the interpreter shuts down.
const TOO_LATE: &str = "the Python interpreter is shutting down: its records can no longer be read";
/// Python code said `del record.field`, or the garbage collector broke a cycle there.
const DELETED: &str = "a field of the record was deleted and has no value";

impl<'de, T, const KIND: u8> Deserialize<'de> for Slot<T, KIND>
where
    T: Deserialize<'de>,
    Storage<KIND>: Store<T>,
{
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self::new(T::deserialize(deserializer)?))
    }
}

impl<T: Native + Serialize> Serialize for Slot<T, NATIVE> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.get().serialize(serializer)
    }
}

impl<T> Serialize for Slot<T, COPY>
where
    T: Copy + Serialize,
    Storage<COPY>: Store<T, Cell = CopyCell<T>>,
{
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let value = self.cell.read_alone();
        let value = value.ok_or_else(|| S::Error::custom(TOO_LATE))?;
        value.serialize(serializer)
    }
}

macro_rules! shared_slot {
    ($($kind:ident)*) => {$(
        impl<T> Serialize for Slot<T, $kind>
        where
            T: Serialize,
            Storage<$kind>: Store<T, Cell = SharedCell<T>>,
        {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let value = self.cell.read_alone();
                let value = value.ok_or_else(|| S::Error::custom(TOO_LATE))?;
                let value = value.ok_or_else(|| S::Error::custom(DELETED))?;
                value.serialize(serializer)
            }
        }
    )*};
}
shared_slot!(BY_REF BY_CLONE);

/// `Py<Inner>` of a class that is [`Serialize`], by PyO3's own impl.
impl<T: ObjectRef + Serialize> Serialize for Slot<T, TYPED> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let object = self.cell.read_alone();
        let object = object.ok_or_else(|| S::Error::custom(TOO_LATE))?;
        let object = object.ok_or_else(|| S::Error::custom(DELETED))?;
        // SAFETY: what is in the slot went through `check` (invariant 1 of `store::object`).
        let object =
            pyo3::Python::try_attach(|py| unsafe { T::from_object(object.into_bound(py)) });
        let object = object.ok_or_else(|| S::Error::custom(TOO_LATE))?;
        object.serialize(serializer)
    }
}
