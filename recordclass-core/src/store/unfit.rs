//! Types that cannot be fields of a record.
//!
//! They get a storage all the same, which does nothing and is never run: the class stays a class, and a bad type
//! is told of once, by [`check`], instead of at each place that needs a storage.

use super::{
    BY_CLONE, BY_REF, COPY, NATIVE, NO_FROM, NO_INTO, NOT_SHARED, OBJECT, PlainStore, PlainTrace,
    Storage, Store, TYPED, Trace, never,
};
use crate::field::{Kind, Ops, Tracing};
use crate::slot::Slot;
use pyo3::prelude::*;
use std::marker::PhantomData;
use std::sync::Arc;

/// Does nothing but fail to compile where `T` cannot be a field.
pub const fn check<T, const KIND: u8>()
where
    T: FieldShared<KIND> + FieldFrom<KIND> + FieldInto<KIND>,
{
}

/// Types that can be made out of a Python object.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a field of a record: it cannot be made from a Python object",
    label = "does not implement `FromPyObject`",
    note = "implement or derive `pyo3::FromPyObject` for `{Self}` (for a record: `frozen` and `#[derive(Clone)]`; for a `#[pyclass]`: its option `from_py_object`), or hold the Python object itself, as `Py<..>`"
)]
pub trait FieldFrom<const KIND: u8> {}

/// Types that can be converted to Python without being used up.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a field of a record: it cannot be converted to a Python object",
    label = "implements `IntoPyObject` neither for `&{Self}` nor together with `Clone`",
    note = "derive `pyo3::IntoPyObjectRef` for `{Self}`, or `pyo3::IntoPyObject` and `Clone`, or hold the Python object itself, as `Py<..>`"
)]
pub trait FieldInto<const KIND: u8> {}

/// Types that any thread may use at any time.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a field of a record: records are shared between threads",
    label = "is not `Send + Sync + 'static`",
    note = "use a type that is: `Arc` instead of `Rc`, an atomic or a `Mutex` instead of a `Cell`"
)]
pub trait FieldShared<const KIND: u8> {}

macro_rules! all_but {
    ($trait:ident: $($kind:ident)*) => {$(
        #[diagnostic::do_not_recommend]
        impl<T> $trait<$kind> for T {}
    )*};
}
all_but!(FieldFrom: NATIVE OBJECT TYPED COPY BY_REF BY_CLONE NO_INTO NOT_SHARED);
all_but!(FieldInto: NATIVE OBJECT TYPED COPY BY_REF BY_CLONE NO_FROM NOT_SHARED);
all_but!(FieldShared: NATIVE OBJECT TYPED COPY BY_REF BY_CLONE NO_FROM NO_INTO);

/// What lies in a record that does not compile.
pub struct Nothing<T>(PhantomData<fn() -> T>);

const OPS: &Ops = &Ops {
    kind: Kind::Inert,
    any_object: false,
    takes: never,
    init: |_, _, _| unreachable!(),
    get: |_, _| unreachable!(),
    set: None,
    delete: None,
    copy: None,
    drop: |_| {},
    compare: None,
};

macro_rules! stand_in {
    ($($kind:ident)*) => {$(
        impl<T> Store<T> for Storage<$kind> {
            type Cell = Nothing<T>;
            const OPS: &'static Ops = OPS;
            fn cell(_: T) -> Nothing<T> {
                Nothing(PhantomData)
            }
        }
        impl<T> PlainStore<T> for Storage<$kind> {
            const OPS: &'static Ops = OPS;
        }
        impl<T> Trace<T> for Storage<$kind> {
            const TRACING: Option<Tracing> = None;
        }
        impl<T> PlainTrace<T> for Storage<$kind> {
            const TRACING: Option<Tracing> = None;
        }
        #[doc(hidden)]
        #[allow(clippy::missing_errors_doc, reason = "never run")]
        impl<T> Slot<T, $kind> {
            pub fn get<R>(&self, _owner: &Bound<'_, R>) -> PyResult<Arc<T>> {
                unreachable!()
            }
            pub fn set<R>(&self, _owner: &Bound<'_, R>, _value: T) {}
        }
    )*};
}
stand_in!(NO_FROM NO_INTO NOT_SHARED);
