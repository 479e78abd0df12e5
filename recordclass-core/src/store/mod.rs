//! How the value of a field lies in the record, by its type.
//!
//! Rust has no overlapping impls, so the choice is made once, by number, at compile time: the macro
//! writes [`slot_kind!`](crate::slot_kind) round the field's type, and the number selects one of
//! the impls of [`Store`] (mutable slots) or [`PlainStore`] (frozen fields).
//!
//! | kind | types | memory in the record |
//! |---|---|---|
//! | [`NATIVE`] | numbers, `bool`, `char` | an atomic, unboxed |
//! | [`OBJECT`] | `Py<PyAny>`, `Option<Py<PyAny>>` | one pointer |
//! | [`TYPED`] | `Py<T>`, `Option<Py<T>>` of other `T` | one pointer, checked on a write |
//! | [`COPY`] | other `Copy` types | the value |
//! | [`BY_REF`], [`BY_CLONE`] | all others | one pointer to a shared, never changed value |

mod convert;
pub(crate) mod copy;
mod known;
pub(crate) mod lone;
mod native;
mod object;
mod plain;
pub(crate) mod shared;
mod unfit;

pub use convert::FromPython;
pub use object::ObjectRef;
pub use unfit::{FieldFrom, FieldInto, FieldShared, check};

use crate::ffi::PyObject;
use crate::field::{Ops, Tracing};

/// See the table at the head of the module.
pub const NATIVE: u8 = 0;
/// See the table at the head of the module.
pub const OBJECT: u8 = 1;
/// See the table at the head of the module.
pub const COPY: u8 = 2;
/// Converted to Python from a reference.
pub const BY_REF: u8 = 3;
/// Converted to Python from a clone.
pub const BY_CLONE: u8 = 4;
/// See the table at the head of the module.
pub const TYPED: u8 = 5;
/// No field: it cannot be made from a Python object.
pub const NO_FROM: u8 = 253;
/// No field: it cannot be converted to a Python object.
pub const NO_INTO: u8 = 254;
/// No field: it cannot be shared between threads.
pub const NOT_SHARED: u8 = 255;

/// [`Ops::takes`] of what is no object slot.
unsafe fn never(_: *mut PyObject) -> bool {
    false
}

/// Stands for a kind number where a type is needed.
pub struct Storage<const KIND: u8>;

/// A mutable slot for a `T`.
pub trait Store<T> {
    /// What lies in the record.
    type Cell: Send + Sync;
    /// What can be done with a cell.
    const OPS: &'static Ops;
    /// Wraps a value.
    fn cell(value: T) -> Self::Cell;
}

/// A frozen field that is a plain `T`.
pub trait PlainStore<T> {
    /// What can be done with a `T` that never changes.
    const OPS: &'static Ops;
}

/// Garbage collection of a mutable slot for a `T`.
pub trait Trace<T> {
    /// `None` where there is nothing to visit.
    const TRACING: Option<Tracing>;
}

/// Garbage collection of a plain `T`.
pub trait PlainTrace<T> {
    /// `None` where there is nothing to visit.
    const TRACING: Option<Tracing>;
}

/// Questions about a type, answered while compiling.
///
/// An inherent constant hides a trait's of the same name: [`probe::Otherwise`] says `false`, and the
/// inherent impls, each under its bound, say `true`.
pub mod probe {
    use crate::native::Native;
    use pyo3::{IntoPyObject, Py, PyAny};
    use std::marker::PhantomData;

    /// Carries the type asked about.
    pub struct Probe<T>(PhantomData<T>);

    /// The answers where no bound holds.
    pub trait Otherwise {
        /// No.
        const IS_NATIVE: bool = false;
        /// No.
        const IS_OBJECT: bool = false;
        /// No.
        const IS_ANY: bool = false;
        /// No.
        const IS_COPY: bool = false;
        /// No.
        const IS_INTO_REF: bool = false;
        /// No.
        const IS_INTO: bool = false;
        /// No.
        const IS_FROM: bool = false;
        /// No.
        const IS_SHARED: bool = false;
        /// No.
        const IS_ELEMENT: bool = false;
        /// No.
        const IS_EXTENSIBLE: bool = false;
        /// No.
        const HAS_DROP: bool = false;
    }
    impl<T> Otherwise for Probe<T> {}

    impl<T: Native> Probe<T> {
        /// A number, `bool` or `char`.
        pub const IS_NATIVE: bool = true;
    }
    impl<T: super::ObjectRef> Probe<T> {
        /// `Py<T>` or `Option<Py<T>>`.
        pub const IS_OBJECT: bool = true;
    }
    impl Probe<Py<PyAny>> {
        /// Any object will do.
        pub const IS_ANY: bool = true;
    }
    impl Probe<Option<Py<PyAny>>> {
        /// Any object will do.
        pub const IS_ANY: bool = true;
    }
    impl<T: Copy> Probe<T> {
        /// Plain data.
        pub const IS_COPY: bool = true;
    }
    impl<'a, 'py, T: 'a> Probe<T>
    where
        &'a T: IntoPyObject<'py>,
    {
        /// A reference to it converts to Python.
        pub const IS_INTO_REF: bool = true;
    }
    impl<T: Clone + for<'py> IntoPyObject<'py>> Probe<T> {
        /// A clone of it converts to Python.
        pub const IS_INTO: bool = true;
    }
    impl<T: super::FromPython> Probe<T> {
        /// It can be made from any Python object.
        pub const IS_FROM: bool = true;
    }
    impl<T: crate::array::Element> Probe<T> {
        /// It can lie in a packed row.
        pub const IS_ELEMENT: bool = true;
    }
    impl<T: crate::record::Extensible> Probe<T> {
        /// Another record can extend it.
        pub const IS_EXTENSIBLE: bool = true;
    }
    impl<T: Send + Sync + 'static> Probe<T> {
        /// Any thread may use it at any time.
        pub const IS_SHARED: bool = true;
    }
    #[allow(
        drop_bounds,
        reason = "the question is just that: is there an impl of Drop"
    )]
    impl<T: Drop> Probe<T> {
        /// The type has an `impl Drop` of its own.
        pub const HAS_DROP: bool = true;
    }

    /// The answers about a type.
    #[allow(
        clippy::struct_excessive_bools,
        missing_docs,
        reason = "each is the probe's answer of that name"
    )]
    pub struct Answers {
        pub is_native: bool,
        pub is_object: bool,
        pub is_any: bool,
        pub is_copy: bool,
        pub is_into_ref: bool,
        pub is_into: bool,
        pub is_from: bool,
        pub is_shared: bool,
    }

    impl Answers {
        /// The kind of storage that they select.
        #[must_use]
        pub const fn kind(self) -> u8 {
            if self.is_native {
                super::NATIVE
            } else if self.is_object {
                if self.is_any {
                    super::OBJECT
                } else {
                    super::TYPED
                }
            } else if !self.is_shared {
                super::NOT_SHARED
            } else if !self.is_from {
                super::NO_FROM
            } else if self.is_copy && self.is_into {
                super::COPY
            } else if self.is_into_ref {
                super::BY_REF
            } else if self.is_into {
                super::BY_CLONE
            } else {
                super::NO_INTO
            }
        }
    }
}

/// The number of the storage kind for a type: a constant expression.
#[macro_export]
#[doc(hidden)]
macro_rules! slot_kind {
    ($type:ty) => {{
        #[allow(unused_imports)]
        use $crate::store::probe::Otherwise as _;
        $crate::store::probe::Answers {
            is_native: $crate::store::probe::Probe::<$type>::IS_NATIVE,
            is_object: $crate::store::probe::Probe::<$type>::IS_OBJECT,
            is_any: $crate::store::probe::Probe::<$type>::IS_ANY,
            is_copy: $crate::store::probe::Probe::<$type>::IS_COPY,
            is_into_ref: $crate::store::probe::Probe::<$type>::IS_INTO_REF,
            is_into: $crate::store::probe::Probe::<$type>::IS_INTO,
            is_from: $crate::store::probe::Probe::<$type>::IS_FROM,
            is_shared: $crate::store::probe::Probe::<$type>::IS_SHARED,
        }
        .kind()
    }};
}
