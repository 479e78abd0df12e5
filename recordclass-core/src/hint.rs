//! [`Hint`]: what Python calls the type of a field, for `__annotations__`.
//!
//! The macro sees the name of a type only, and an alias would deceive it. So [`hint!`](crate::hint) asks the type
//! itself, while compiling: types of the standard library, records, PyO3's own, and containers of such have an answer
//! ([`Hinted`]); a `#[pyclass]` is asked for its class. What nobody knows is `Any`. All of it is data: a function is
//! compiled for each class that fields refer to, and none for each field.

use crate::record::{Record, Table};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyNone, PyTuple, PyType};
use pyo3::{PyTypeCheck, PyTypeInfo};

/// The type of a field, as Python writes it.
#[derive(Clone, Copy)]
pub enum Hint {
    /// Any object.
    Any,
    /// A type of a module: `("builtins", "int")`, `("pathlib", "Path")`.
    Named(&'static str, &'static str),
    /// That or `None`.
    Optional(&'static Hint),
    /// A built-in container of such items: `list[float]`, `dict[str, int]`.
    Of(&'static str, &'static [&'static Hint]),
    /// A list of items of one type.
    Many(&'static Hint),
    /// What an `isinstance` check wants.
    Class(for<'py> fn(Python<'py>) -> Bound<'py, PyAny>),
    /// A record class, perhaps not yet made: its table, and what makes it.
    Record(
        fn() -> &'static Table,
        for<'py> fn(Python<'py>) -> Bound<'py, PyAny>,
    ),
}

impl Hint {
    /// The type as an object; `None` as long as a record class in it is not finished.
    ///
    /// # Errors
    /// Import errors; what `|` and `[..]` raise.
    pub(crate) fn object<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        let built_in = |name: &str| py.import("builtins")?.getattr(name);
        Ok(Some(match self {
            Hint::Any => py.import("typing")?.getattr("Any")?,
            Hint::Named(module, name) => py.import(*module)?.getattr(*name)?,
            Hint::Optional(inner) => {
                let Some(inner) = inner.object(py)? else {
                    return Ok(None);
                };
                // `Any | None` would be a `Union` that says no more than `Any`.
                if inner.is(&py.import("typing")?.getattr("Any")?) {
                    return Ok(Some(inner));
                }
                inner.bitor(py.get_type::<PyNone>())?
            }
            Hint::Many(item) => match item.object(py)? {
                Some(item) => built_in("list")?.get_item(item)?,
                None => return Ok(None),
            },
            Hint::Of(container, items) => {
                let mut objects = Vec::with_capacity(items.len());
                for item in *items {
                    match item.object(py)? {
                        Some(item) => objects.push(item),
                        None => return Ok(None),
                    }
                }
                built_in(container)?.get_item(PyTuple::new(py, objects)?)?
            }
            Hint::Class(class) => {
                let class = class(py);
                // A check may be for one of several classes.
                if class.is_instance_of::<PyType>() {
                    class
                } else {
                    py.import("typing")?.getattr("Any")?
                }
            }
            Hint::Record(table, _) => match table().state.get(py) {
                // SAFETY: a class that never dies.
                Some(state) => unsafe {
                    Bound::from_borrowed_ptr(py, state.tp.as_ptr().cast()).clone()
                },
                None => return Ok(None),
            },
        }))
    }

    /// Makes the classes in it that are not made yet. Not to be called while a class is being made, for those may need it.
    pub(crate) fn make(&self, py: Python<'_>) {
        match self {
            Hint::Record(_, class) => drop(class(py)),
            Hint::Optional(inner) | Hint::Many(inner) => inner.make(py),
            Hint::Of(_, items) => items.iter().for_each(|item| item.make(py)),
            Hint::Any | Hint::Named(..) | Hint::Class(_) => {}
        }
    }

    /// The same as text, for what cannot be had yet: a forward reference.
    pub(crate) fn text(&self, py: Python<'_>) -> String {
        match self {
            Hint::Any => "typing.Any".to_owned(),
            Hint::Named("builtins", name) => (*name).to_owned(),
            Hint::Named(module, name) => format!("{module}.{name}"),
            Hint::Optional(Hint::Any) => Hint::Any.text(py),
            Hint::Optional(inner) => format!("{} | None", inner.text(py)),
            Hint::Many(item) => format!("list[{}]", item.text(py)),
            Hint::Of(container, items) => {
                let items: Vec<String> = items.iter().map(|item| item.text(py)).collect();
                format!("{container}[{}]", items.join(", "))
            }
            Hint::Class(class) => {
                let name = class(py).getattr("__qualname__");
                name.map_or_else(|_| Hint::Any.text(py), |name| name.to_string())
            }
            Hint::Record(table, _) => table().name.to_owned(),
        }
    }
}

/// A type that says what Python calls it.
pub trait Hinted {
    /// See [`Hint`].
    const HINT: &'static Hint;
    /// What a `Vec` of these is.
    const LIST: &'static Hint = &Hint::Many(Self::HINT);
}

impl<T: Record> Hinted for T {
    const HINT: &'static Hint = &Hint::Record(T::table, class::<T>);
}

macro_rules! named {
    ($module:literal: $($($type:ty),+ = $name:literal;)*) => {$($(
        impl Hinted for $type {
            const HINT: &'static Hint = &Hint::Named($module, $name);
        }
    )+)*};
}
named! { "builtins":
    bool, pyo3::types::PyBool = "bool";
    i8, i16, i32, i64, i128, isize, u16, u32, u64, u128, usize, pyo3::types::PyInt = "int";
    f32, f64, pyo3::types::PyFloat = "float";
    char, String, std::ffi::OsString, std::borrow::Cow<'static, str>, pyo3::types::PyString = "str";
    pyo3::types::PyBytes = "bytes";
    pyo3::types::PyByteArray = "bytearray";
    pyo3::types::PyList = "list";
    PyDict = "dict";
    PyTuple = "tuple";
    pyo3::types::PySet = "set";
    pyo3::types::PyFrozenSet = "frozenset";
    pyo3::types::PyComplex = "complex";
    PyType = "type";
}
named! { "pathlib":
    std::path::PathBuf = "Path";
}
named! { "datetime":
    std::time::Duration, pyo3::types::PyDelta = "timedelta";
    std::time::SystemTime, pyo3::types::PyDateTime = "datetime";
    pyo3::types::PyDate = "date";
    pyo3::types::PyTime = "time";
    pyo3::types::PyTzInfo = "tzinfo";
}
named! { "ipaddress":
    std::net::Ipv4Addr = "IPv4Address";
    std::net::Ipv6Addr = "IPv6Address";
}

/// Many of them are bytes.
impl Hinted for u8 {
    const HINT: &'static Hint = i64::HINT;
    const LIST: &'static Hint = &Hint::Named("builtins", "bytes");
}
impl Hinted for PyAny {
    const HINT: &'static Hint = &Hint::Any;
}
impl<T: Hinted> Hinted for Py<T> {
    const HINT: &'static Hint = T::HINT;
}
impl<T: Hinted> Hinted for Option<T> {
    const HINT: &'static Hint = &Hint::Optional(T::HINT);
}

impl<T: Hinted> Hinted for Vec<T> {
    const HINT: &'static Hint = T::LIST;
}
impl<T: Hinted, const N: usize> Hinted for [T; N] {
    const HINT: &'static Hint = &Hint::Many(T::HINT);
}

macro_rules! containers {
    ($($name:literal: <$($item:ident),+ $(; $more:ident)?> $type:ty;)*) => {$(
        impl<$($item: Hinted),+ $(, $more)?> Hinted for $type {
            const HINT: &'static Hint = &Hint::Of($name, &[$($item::HINT),+]);
        }
    )*};
}
containers! {
    "dict": <K, V; S> std::collections::HashMap<K, V, S>;
    "dict": <K, V> std::collections::BTreeMap<K, V>;
    "set": <T; S> std::collections::HashSet<T, S>;
    "set": <T> std::collections::BTreeSet<T>;
    "list": <T> std::collections::VecDeque<T>;
    "tuple": <A> (A,);
    "tuple": <A, B> (A, B);
    "tuple": <A, B, C> (A, B, C);
    "tuple": <A, B, C, D> (A, B, C, D);
}

fn class<T: PyTypeInfo>(py: Python<'_>) -> Bound<'_, PyAny> {
    T::type_object(py).into_any()
}

/// The same questions as [`store::probe`](crate::store::probe)'s, asked in the same way: an inherent constant, under
/// its bound, hides that of the trait. The first answer that is not `None` counts.
pub mod probe {
    use super::{Hint, Hinted, PyTypeCheck, class};
    use pyo3::pyclass::PyClass;
    use pyo3::{Bound, Py, PyAny, Python};
    use std::marker::PhantomData;

    /// Carries the type asked about.
    pub struct Probe<T>(PhantomData<T>);

    /// The answers where no bound holds.
    #[allow(missing_docs, reason = "each is the probe's answer of that name")]
    pub trait Otherwise {
        const KNOWN: Option<&'static Hint> = None;
        const CLASS: Option<&'static Hint> = None;
        const OBJECT: Option<&'static Hint> = None;
        const OPTION_CLASS: Option<&'static Hint> = None;
        const OPTION_OBJECT: Option<&'static Hint> = None;
        const VEC_CLASS: Option<&'static Hint> = None;
        const VEC_OBJECT: Option<&'static Hint> = None;
    }
    impl<T> Otherwise for Probe<T> {}

    fn checked<T: PyTypeCheck>(py: Python<'_>) -> Bound<'_, PyAny> {
        T::classinfo_object(py)
    }

    impl<T: Hinted> Probe<T> {
        /// It says so itself.
        pub const KNOWN: Option<&'static Hint> = Some(T::HINT);
    }
    impl<T: PyClass> Probe<T> {
        /// A class, held by value.
        pub const CLASS: Option<&'static Hint> = Some(&Hint::Class(class::<T>));
    }
    impl<T: PyTypeCheck> Probe<Py<T>> {
        /// An object of any other type.
        pub const OBJECT: Option<&'static Hint> = Some(&Hint::Class(checked::<T>));
    }
    impl<T: PyClass> Probe<Option<T>> {
        /// See `CLASS`.
        pub const OPTION_CLASS: Option<&'static Hint> =
            Some(&Hint::Optional(&Hint::Class(class::<T>)));
    }
    impl<T: PyTypeCheck> Probe<Option<Py<T>>> {
        /// See `OBJECT`.
        pub const OPTION_OBJECT: Option<&'static Hint> =
            Some(&Hint::Optional(&Hint::Class(checked::<T>)));
    }
    impl<T: PyClass> Probe<Vec<T>> {
        /// See `CLASS`.
        pub const VEC_CLASS: Option<&'static Hint> = Some(&Hint::Many(&Hint::Class(class::<T>)));
    }
    impl<T: PyTypeCheck> Probe<Vec<Py<T>>> {
        /// See `OBJECT`.
        pub const VEC_OBJECT: Option<&'static Hint> = Some(&Hint::Many(&Hint::Class(checked::<T>)));
    }
}

/// The first answer there is.
#[must_use]
pub const fn first(answers: &[Option<&'static Hint>]) -> &'static Hint {
    let mut rest = answers;
    while let [answer, more @ ..] = rest {
        if let Some(hint) = answer {
            return hint;
        }
        rest = more;
    }
    &Hint::Any
}

/// The hint for a type: a constant expression.
#[macro_export]
#[doc(hidden)]
macro_rules! hint {
    ($type:ty) => {{
        #[allow(unused_imports)]
        use $crate::hint::probe::Otherwise as _;
        $crate::hint::first(&[
            $crate::hint::probe::Probe::<$type>::KNOWN,
            $crate::hint::probe::Probe::<$type>::CLASS,
            $crate::hint::probe::Probe::<$type>::OBJECT,
            $crate::hint::probe::Probe::<$type>::OPTION_CLASS,
            $crate::hint::probe::Probe::<$type>::OPTION_OBJECT,
            $crate::hint::probe::Probe::<$type>::VEC_CLASS,
            $crate::hint::probe::Probe::<$type>::VEC_OBJECT,
        ])
    }};
}
