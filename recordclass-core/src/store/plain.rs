//! Frozen fields: a plain `T`, which nobody changes while the record lives, so it may be borrowed
//! for as long as the record is held.

use super::convert::{ToPython, by_value};
use super::native::convert;
use super::object::checked;
use super::{
    BY_CLONE, BY_REF, COPY, FromPython, NATIVE, OBJECT, ObjectRef, PlainStore, PlainTrace, Storage,
    TYPED, never,
};
use crate::errors::Site;
use crate::field::{Compare, Get, Init, Kind, Ops, Tracing};
use crate::gc::{Traverse, Visit};
use crate::native::Native;
use crate::trampoline::attached;
use pyo3::prelude::*;
use std::cmp::Ordering;
use std::ffi::c_int;
use std::ptr;

/// What all plain fields have in common: no way to change them.
const fn frozen(
    kind: Kind,
    init: Init,
    get: Get,
    drop: unsafe fn(*mut u8),
    compare: Option<Compare>,
) -> Ops {
    Ops {
        kind,
        any_object: false,
        takes: never,
        init,
        get,
        set: None,
        delete: None,
        copy: None,
        drop,
        compare,
    }
}

impl<T: Native> PlainStore<T> for Storage<NATIVE> {
    const OPS: &'static Ops = &frozen(
        T::KIND,
        init_native::<T>,
        get_native::<T>,
        |_| {},
        Some(compare_native::<T>),
    );
}

macro_rules! plain_object {
    ($($kind:ident any $any:literal;)*) => {$(
        impl<T: ObjectRef> PlainStore<T> for Storage<$kind> {
            const OPS: &'static Ops = &Ops {
                // `None` in an `Option<Py<_>>` is NULL: such a field is never written as it comes.
                any_object: $any && !T::OPTIONAL,
                takes: if T::OPTIONAL { never } else { T::takes },
                ..frozen(
                    if T::OPTIONAL { Kind::NullableObject } else { Kind::Object },
                    init_object::<T>,
                    get_object,
                    drop_value::<T>,
                    None,
                )
            };
        }
        impl<T: Traverse> PlainTrace<T> for Storage<$kind> {
            const TRACING: Option<Tracing> = Some(Tracing { traverse: traverse::<T>, clear: None });
        }
    )*};
}
plain_object! {
    OBJECT any true;
    TYPED any false;
}

impl<T> PlainStore<T> for Storage<COPY>
where
    T: Copy + FromPython + for<'py> IntoPyObject<'py> + Send + Sync + 'static,
{
    const OPS: &'static Ops = &frozen(Kind::Inert, init_value::<T>, get_copy::<T>, |_| {}, None);
}

macro_rules! by_reference {
    ($($kind:ident)*) => {$(
        impl<T> PlainStore<T> for Storage<$kind>
        where
            T: FromPython + Send + Sync + 'static,
            Storage<$kind>: ToPython<T>,
        {
            const OPS: &'static Ops = &frozen(
                Kind::Other,
                init_value::<T>,
                get_value::<T, $kind>,
                drop_value::<T>,
                None,
            );
        }
        impl<T: Traverse> PlainTrace<T> for Storage<$kind> {
            const TRACING: Option<Tracing> = Some(Tracing { traverse: traverse::<T>, clear: None });
        }
    )*};
}
by_reference!(BY_REF BY_CLONE);

impl<T> PlainTrace<T> for Storage<NATIVE> {
    const TRACING: Option<Tracing> = None;
}
impl<T> PlainTrace<T> for Storage<COPY> {
    const TRACING: Option<Tracing> = None;
}
/// # Safety
/// [`Ops`] 2; the borrow ends before the record does.
unsafe fn value<'a, T>(src: *const u8) -> &'a T {
    // SAFETY: as the caller says; a frozen field has only shared borrows.
    unsafe { &*src.cast::<T>() }
}

unsafe fn init_native<T: Native>(
    site: Site<'_>,
    value: Borrowed<'_, '_, PyAny>,
    dst: *mut u8,
) -> PyResult<()> {
    let native: T = convert(site, &value)?;
    // SAFETY: Ops 2: room for a `T`.
    unsafe { dst.cast::<T>().write(native) };
    Ok(())
}

unsafe fn get_native<'py, T: Native>(
    owner: &Bound<'py, PyAny>,
    src: *const u8,
) -> PyResult<Option<Bound<'py, PyAny>>> {
    // SAFETY: Ops 2.
    unsafe { *value::<T>(src) }.to_python(owner.py()).map(Some)
}

unsafe fn compare_native<T: Native>(a: *const u8, b: *const u8) -> Option<Ordering> {
    // SAFETY: Ops 2, for both.
    unsafe { value::<T>(a).compare(*value::<T>(b)) }
}

unsafe fn init_object<T: ObjectRef>(
    site: Site<'_>,
    value: Borrowed<'_, '_, PyAny>,
    dst: *mut u8,
) -> PyResult<()> {
    checked::<T>(site, &value)?;
    // SAFETY: just checked; Ops 2: room for a `T`.
    unsafe { dst.cast::<T>().write(T::from_object(value.to_owned())) };
    Ok(())
}

/// `Py<T>` and `Option<Py<T>>` are one pointer, where NULL is `None`.
unsafe fn get_object<'py>(
    owner: &Bound<'py, PyAny>,
    src: *const u8,
) -> PyResult<Option<Bound<'py, PyAny>>> {
    let py = owner.py();
    // SAFETY: Ops 2: one of the two types, both transparent over a pointer.
    let object = unsafe { value::<Option<Py<PyAny>>>(src) };
    Ok(Some(
        object
            .as_ref()
            .map_or_else(|| py.None(), |object| object.clone_ref(py))
            .into_bound(py),
    ))
}

unsafe fn init_value<T: FromPython>(
    site: Site<'_>,
    value: Borrowed<'_, '_, PyAny>,
    dst: *mut u8,
) -> PyResult<()> {
    let value = T::from_python(site, value)?;
    // SAFETY: Ops 2: room for a `T`.
    unsafe { dst.cast::<T>().write(value) };
    Ok(())
}

unsafe fn get_copy<'py, T: Copy + for<'any> IntoPyObject<'any>>(
    owner: &Bound<'py, PyAny>,
    src: *const u8,
) -> PyResult<Option<Bound<'py, PyAny>>> {
    // SAFETY: Ops 2.
    let value = unsafe { *value::<T>(src) };
    attached(owner.py(), || by_value(owner.py(), value).map(Some))
}

unsafe fn get_value<'py, T, const KIND: u8>(
    owner: &Bound<'py, PyAny>,
    src: *const u8,
) -> PyResult<Option<Bound<'py, PyAny>>>
where
    Storage<KIND>: ToPython<T>,
{
    // SAFETY: Ops 2; frozen, so the borrow may last while the conversion runs anything: the
    // caller holds the owner (Ops 3).
    Storage::<KIND>::to_python(owner.py(), unsafe { value::<T>(src) }).map(Some)
}

unsafe fn drop_value<T>(dst: *mut u8) {
    // SAFETY: Ops 2: initialised, and given up.
    unsafe { ptr::drop_in_place(dst.cast::<T>()) };
}

unsafe fn traverse<T: Traverse>(src: *const u8, visit: &Visit) -> c_int {
    // SAFETY: Ops 2.
    unsafe { value::<T>(src) }.traverse(visit)
}
