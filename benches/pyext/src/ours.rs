//! Our records of the same fields. Without a word said they are as a user gets them; `Free` ones keep dead objects for
//! reuse, as the Cython classes in the comparison do. `Bare` ones have no method of their own: where all fields are numbers,
//! reading them is another matter then.

use pyo3::prelude::*;
use pyo3::types::{PyInt, PyString};
use recordclass::recordclass;

fn none(py: Python<'_>) -> Py<PyAny> {
    py.None()
}

macro_rules! record {
    ($(#[$attribute:meta])* $name:ident: $kind:ty = $default:path; $($field:ident)+; $last:ident) => {
        $(#[$attribute])*
        pub(crate) struct $name {
            $(pub(crate) $field: $kind,)+
            #[record(default_with = $default)]
            pub(crate) $last: $kind,
        }
    };
}

record! { #[recordclass(order, hash)] Objects: Py<PyAny> = none; x y; z }
record! { #[recordclass(order, hash, freelist = 64)] FreeObjects: Py<PyAny> = none; x y; z }
record! { #[recordclass(order, frozen)] FrozenObjects: Py<PyAny> = none; x y; z }
record! { #[recordclass(order, hash, gc)] GcObjects: Py<PyAny> = none; x y; z }
record! { #[recordclass(order, hash)] Objects8: Py<PyAny> = none; a b c d e f g; h }
record! { #[recordclass(order, hash, freelist = 64)] FreeObjects8: Py<PyAny> = none; a b c d e f g; h }
record! { #[recordclass(order, frozen)] FrozenObjects8: Py<PyAny> = none; a b c d e f g; h }
record! { #[recordclass(order, hash, gc)] GcObjects8: Py<PyAny> = none; a b c d e f g; h }
record! { #[recordclass(order, hash)] Floats: f64 = f64::default; x y; z }
record! { #[recordclass(order, hash)] BareFloats: f64 = f64::default; x y; z }
record! { #[recordclass(order, hash, freelist = 64)] FreeFloats: f64 = f64::default; x y; z }
record! { #[recordclass(order, frozen)] FrozenFloats: f64 = f64::default; x y; z }
record! { #[recordclass(order, hash)] Ints: i64 = i64::default; x y; z }
record! { #[recordclass(order, hash)] BareInts: i64 = i64::default; x y; z }
record! { #[recordclass(order, frozen)] FrozenInts: i64 = i64::default; x y; z }

/// Fields whose type is checked when they are assigned to.
#[recordclass(order, hash)]
pub(crate) struct Typed {
    pub(crate) x: Py<PyInt>,
    pub(crate) y: Py<PyString>,
    #[record(default)]
    pub(crate) z: Option<Py<PyInt>>,
}

macro_rules! first_object {
    ($($name:ident . $field:ident),+) => {$(
        #[pymethods]
        impl $name {
            fn first(slf: &Bound<'_, Self>) -> PyResult<Py<PyAny>> {
                Ok(slf.get().$field.get(slf)?.into_any())
            }
        }
    )+};
}

macro_rules! first_frozen {
    ($($name:ident . $field:ident),+) => {$(
        #[pymethods]
        impl $name {
            fn first(&self, py: Python<'_>) -> Py<PyAny> {
                self.$field.clone_ref(py)
            }
        }
    )+};
}

first_object!(
    Objects.x,
    FreeObjects.x,
    GcObjects.x,
    Typed.x,
    Objects8.a,
    FreeObjects8.a,
    GcObjects8.a
);
first_frozen!(FrozenObjects.x, FrozenObjects8.a);

macro_rules! first_number {
    ($($name:ident -> $number:ty: $($get:ident)?),+) => {$(
        #[pymethods]
        impl $name {
            fn first(&self) -> $number {
                self.x$(.$get())?
            }
        }
    )+};
}

first_number!(
    Floats -> f64: get,
    FreeFloats -> f64: get,
    FrozenFloats -> f64:,
    Ints -> i64: get,
    FrozenInts -> i64:
);

pub(super) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_class::<Objects>()?;
    module.add_class::<FreeObjects>()?;
    module.add_class::<FrozenObjects>()?;
    module.add_class::<GcObjects>()?;
    module.add_class::<Typed>()?;
    module.add_class::<Objects8>()?;
    module.add_class::<FreeObjects8>()?;
    module.add_class::<FrozenObjects8>()?;
    module.add_class::<GcObjects8>()?;
    module.add_class::<Floats>()?;
    module.add_class::<BareFloats>()?;
    module.add_class::<FreeFloats>()?;
    module.add_class::<FrozenFloats>()?;
    module.add_class::<Ints>()?;
    module.add_class::<BareInts>()?;
    module.add_class::<FrozenInts>()
}
