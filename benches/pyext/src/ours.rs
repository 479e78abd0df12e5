//! Our records of the same fields. Without a word said they are as a user gets them; `Free` ones keep dead objects for
//! reuse, as the Cython classes in the comparison do. `Bare` ones have no method of their own: where all fields are numbers,
//! reading them is another matter then.

use pyo3::prelude::*;
use pyo3::types::{PyInt, PyString};
use recordclass::recordclass;

fn none(py: Python<'_>) -> Py<PyAny> {
    py.None()
}

/// The default of the last field is `None` or a number, as that of the others' classes is. In an object field that is
/// `Option<Py<PyAny>>`, but in a frozen class, where such a field is stored in another way: there a function makes it.
macro_rules! record {
    ($(#[$attribute:meta])* $name:ident: $kind:ty, $last_kind:ty = $($default:tt)+) => {
        record! { @ $(#[$attribute])* $name: $kind, $last_kind, ($($default)+) x y; z }
    };
    ($(#[$attribute:meta])* 8 $name:ident: $kind:ty, $last_kind:ty = $($default:tt)+) => {
        record! { @ $(#[$attribute])* $name: $kind, $last_kind, ($($default)+) a b c d e f g; h }
    };
    (@ $(#[$attribute:meta])* $name:ident: $kind:ty, $last_kind:ty, ($($default:tt)+) $($field:ident)+; $last:ident) => {
        $(#[$attribute])*
        pub(crate) struct $name {
            $(pub(crate) $field: $kind,)+
            #[record($($default)+)]
            pub(crate) $last: $last_kind,
        }
    };
}

type Object = Py<PyAny>;
type Last = Option<Object>;

record! { #[recordclass(order, hash)] Objects: Object, Last = default }
record! { #[recordclass(order, hash, freelist = 64)] FreeObjects: Object, Last = default }
record! { #[recordclass(order, frozen)] FrozenObjects: Object, Object = default_with = none }
record! { #[recordclass(order, hash, gc)] GcObjects: Object, Last = default }
record! { #[recordclass(order, hash)] 8 Objects8: Object, Last = default }
record! { #[recordclass(order, hash, freelist = 64)] 8 FreeObjects8: Object, Last = default }
record! { #[recordclass(order, frozen)] 8 FrozenObjects8: Object, Object = default_with = none }
record! { #[recordclass(order, hash, gc)] 8 GcObjects8: Object, Last = default }
record! { #[recordclass(order, hash)] Floats: f64, f64 = default = 0.0 }
record! { #[recordclass(order, hash)] BareFloats: f64, f64 = default = 0.0 }
record! { #[recordclass(order, hash, freelist = 64)] FreeFloats: f64, f64 = default = 0.0 }
record! { #[recordclass(order, frozen)] FrozenFloats: f64, f64 = default = 0.0 }
record! { #[recordclass(order, hash)] Ints: i64, i64 = default = 0 }
record! { #[recordclass(order, hash)] BareInts: i64, i64 = default = 0 }
record! { #[recordclass(order, frozen)] FrozenInts: i64, i64 = default = 0 }

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
