#[::recordclass::__private::pyo3::pyclass(
    crate = "::recordclass::__private::pyo3",
    frozen,
    immutable_type,
    name = "PairF32"
)]
pub struct PairF32 {
    first: ::recordclass::__private::Slot<
        f32,
        { ::recordclass::__private::slot_kind!(f32) },
    >,
    second: ::recordclass::__private::Slot<
        f32,
        { ::recordclass::__private::slot_kind!(f32) },
    >,
}
#[automatically_derived]
impl PairF32 {
    ///Makes a `PairF32` of one value for each field, in declared order.
    #[must_use]
    #[allow(
        dead_code,
        non_snake_case,
        private_interfaces,
        clippy::too_many_arguments,
        clippy::missing_const_for_fn,
        clippy::fn_params_excessive_bools
    )]
    pub fn new(first: f32, second: f32) -> Self {
        Self {
            first: ::core::convert::From::from(first),
            second: ::core::convert::From::from(second),
        }
    }
}
#[::recordclass::__private::pyo3::pymethods]
#[pyo3(crate = "::recordclass::__private::pyo3")]
impl PairF32 {
    #[classattr]
    #[pyo3(name = "__record_fields__")]
    #[doc(hidden)]
    fn __rc_finish(
        py: ::recordclass::__private::pyo3::Python<'_>,
    ) -> ::recordclass::__private::pyo3::PyResult<
        ::recordclass::__private::pyo3::Py<::recordclass::__private::pyo3::PyAny>,
    > {
        ::recordclass::__private::finish::<
            Self,
        >(py, ::core::option::Option::Some(::core::module_path!()))
    }
}
const _: () = {
    const _: () = ::recordclass::__private::check::<
        f32,
        { ::recordclass::__private::slot_kind!(f32) },
    >();
    const _: () = ::recordclass::__private::check::<
        f32,
        { ::recordclass::__private::slot_kind!(f32) },
    >();
    const SHAPE: ::recordclass::__private::Shape = ::recordclass::__private::Shape::new::<
        PairF32,
    >(
        ::recordclass::__private::Options {
            gc: false,
            frozen: false,
            eq: true,
            order: false,
            hash: false,
            repr: true,
            sequence: true,
            mapping: false,
            weakref: false,
            dict: false,
            subclass: false,
        },
        &[
            ::recordclass::__private::Field {
                name: c"first",
                doc: c"",
                offset: ::core::mem::offset_of!(PairF32, first),
                ops: <::recordclass::__private::Storage<
                    { ::recordclass::__private::slot_kind!(f32) },
                > as ::recordclass::__private::Store<f32>>::OPS,
                tracing: ::core::option::Option::None,
                default: ::core::option::Option::None,
                made: ::recordclass::__private::Made::Plainly,
                hint: ::recordclass::__private::hint!(f32),
                role: ::recordclass::__private::Role {
                    frozen: false,
                    kw_only: false,
                    repr: true,
                    compare: true,
                    hash: true,
                },
            },
            ::recordclass::__private::Field {
                name: c"second",
                doc: c"",
                offset: ::core::mem::offset_of!(PairF32, second),
                ops: <::recordclass::__private::Storage<
                    { ::recordclass::__private::slot_kind!(f32) },
                > as ::recordclass::__private::Store<f32>>::OPS,
                tracing: ::core::option::Option::None,
                default: ::core::option::Option::Some({
                    #[allow(unused_variables, clippy::all, clippy::pedantic)]
                    fn value(py: ::recordclass::__private::pyo3::Python<'_>) -> f32 {
                        f32::default()
                    }
                    unsafe fn write(
                        py: ::recordclass::__private::pyo3::Python<'_>,
                        dst: *mut ::core::primitive::u8,
                    ) {
                        unsafe {
                            dst.cast::<
                                    ::recordclass::__private::Slot<
                                        f32,
                                        { ::recordclass::__private::slot_kind!(f32) },
                                    >,
                                >()
                                .write(
                                    <::recordclass::__private::Slot<
                                        f32,
                                        { ::recordclass::__private::slot_kind!(f32) },
                                    >>::new(value(py)),
                                )
                        }
                    }
                    write
                }),
                made: ::recordclass::__private::Made::ByCode,
                hint: ::recordclass::__private::hint!(f32),
                role: ::recordclass::__private::Role {
                    frozen: false,
                    kw_only: false,
                    repr: true,
                    compare: true,
                    hash: true,
                },
            },
        ],
        &[],
        {
            #[allow(unused_imports)]
            use ::recordclass::__private::probe::Otherwise as _;
            ::recordclass::__private::probe::Probe::<PairF32>::HAS_DROP
        },
    );
    static TABLE: ::recordclass::__private::Table = ::recordclass::__private::Table::new(
        "PairF32",
        SHAPE,
        ::core::option::Option::None,
    );
    unsafe impl ::recordclass::__private::Record for PairF32 {
        const SHAPE: ::recordclass::__private::Shape = SHAPE;
        fn table() -> &'static ::recordclass::__private::Table {
            &TABLE
        }
    }
};
#[::recordclass::__private::pyo3::pyclass(
    crate = "::recordclass::__private::pyo3",
    frozen,
    immutable_type,
    name = "PairInt"
)]
pub struct PairInt {
    first: ::recordclass::__private::Slot<
        i64,
        { ::recordclass::__private::slot_kind!(i64) },
    >,
    second: ::recordclass::__private::Slot<
        i64,
        { ::recordclass::__private::slot_kind!(i64) },
    >,
}
#[automatically_derived]
impl PairInt {
    ///Makes a `PairInt` of one value for each field, in declared order.
    #[must_use]
    #[allow(
        dead_code,
        non_snake_case,
        private_interfaces,
        clippy::too_many_arguments,
        clippy::missing_const_for_fn,
        clippy::fn_params_excessive_bools
    )]
    pub fn new(first: i64, second: i64) -> Self {
        Self {
            first: ::core::convert::From::from(first),
            second: ::core::convert::From::from(second),
        }
    }
}
#[::recordclass::__private::pyo3::pymethods]
#[pyo3(crate = "::recordclass::__private::pyo3")]
impl PairInt {
    #[classattr]
    #[pyo3(name = "__record_fields__")]
    #[doc(hidden)]
    fn __rc_finish(
        py: ::recordclass::__private::pyo3::Python<'_>,
    ) -> ::recordclass::__private::pyo3::PyResult<
        ::recordclass::__private::pyo3::Py<::recordclass::__private::pyo3::PyAny>,
    > {
        ::recordclass::__private::finish::<
            Self,
        >(py, ::core::option::Option::Some(::core::module_path!()))
    }
}
const _: () = {
    const _: () = ::recordclass::__private::check::<
        i64,
        { ::recordclass::__private::slot_kind!(i64) },
    >();
    const _: () = ::recordclass::__private::check::<
        i64,
        { ::recordclass::__private::slot_kind!(i64) },
    >();
    const SHAPE: ::recordclass::__private::Shape = ::recordclass::__private::Shape::new::<
        PairInt,
    >(
        ::recordclass::__private::Options {
            gc: false,
            frozen: false,
            eq: true,
            order: false,
            hash: false,
            repr: true,
            sequence: true,
            mapping: false,
            weakref: false,
            dict: false,
            subclass: false,
        },
        &[
            ::recordclass::__private::Field {
                name: c"first",
                doc: c"",
                offset: ::core::mem::offset_of!(PairInt, first),
                ops: <::recordclass::__private::Storage<
                    { ::recordclass::__private::slot_kind!(i64) },
                > as ::recordclass::__private::Store<i64>>::OPS,
                tracing: ::core::option::Option::None,
                default: ::core::option::Option::None,
                made: ::recordclass::__private::Made::Plainly,
                hint: ::recordclass::__private::hint!(i64),
                role: ::recordclass::__private::Role {
                    frozen: false,
                    kw_only: false,
                    repr: true,
                    compare: true,
                    hash: true,
                },
            },
            ::recordclass::__private::Field {
                name: c"second",
                doc: c"",
                offset: ::core::mem::offset_of!(PairInt, second),
                ops: <::recordclass::__private::Storage<
                    { ::recordclass::__private::slot_kind!(i64) },
                > as ::recordclass::__private::Store<i64>>::OPS,
                tracing: ::core::option::Option::None,
                default: ::core::option::Option::Some({
                    #[allow(unused_variables, clippy::all, clippy::pedantic)]
                    fn value(py: ::recordclass::__private::pyo3::Python<'_>) -> i64 {
                        i64::default()
                    }
                    unsafe fn write(
                        py: ::recordclass::__private::pyo3::Python<'_>,
                        dst: *mut ::core::primitive::u8,
                    ) {
                        unsafe {
                            dst.cast::<
                                    ::recordclass::__private::Slot<
                                        i64,
                                        { ::recordclass::__private::slot_kind!(i64) },
                                    >,
                                >()
                                .write(
                                    <::recordclass::__private::Slot<
                                        i64,
                                        { ::recordclass::__private::slot_kind!(i64) },
                                    >>::new(value(py)),
                                )
                        }
                    }
                    write
                }),
                made: ::recordclass::__private::Made::ByCode,
                hint: ::recordclass::__private::hint!(i64),
                role: ::recordclass::__private::Role {
                    frozen: false,
                    kw_only: false,
                    repr: true,
                    compare: true,
                    hash: true,
                },
            },
        ],
        &[],
        {
            #[allow(unused_imports)]
            use ::recordclass::__private::probe::Otherwise as _;
            ::recordclass::__private::probe::Probe::<PairInt>::HAS_DROP
        },
    );
    static TABLE: ::recordclass::__private::Table = ::recordclass::__private::Table::new(
        "PairInt",
        SHAPE,
        ::core::option::Option::None,
    );
    unsafe impl ::recordclass::__private::Record for PairInt {
        const SHAPE: ::recordclass::__private::Shape = SHAPE;
        fn table() -> &'static ::recordclass::__private::Table {
            &TABLE
        }
    }
};
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "there is no instantiation of `Pair` for `{Self}`",
    note = "name it in `#[recordclass(instantiate(..))]`"
)]
pub trait __RcClassOfPair {
    type Class;
}
impl __RcClassOfPair for (f32,) {
    type Class = PairF32;
}
impl __RcClassOfPair for (i64,) {
    type Class = PairInt;
}
///The record class that was made of `Pair` for these arguments.
#[allow(dead_code)]
pub type Pair<T> = <(T,) as __RcClassOfPair>::Class;
