#[::recordclass::__private::pyo3::pyclass(
    crate = "::recordclass::__private::pyo3",
    frozen,
    immutable_type,
    name = "Type"
)]
struct r#Type {
    r#type: ::recordclass::__private::Slot<
        i64,
        { ::recordclass::__private::slot_kind!(i64) },
    >,
    r#match: ::recordclass::__private::Slot<
        String,
        { ::recordclass::__private::slot_kind!(String) },
    >,
}
#[automatically_derived]
impl r#Type {
    ///Makes a `r#Type` of one value for each field, in declared order.
    #[must_use]
    #[allow(
        dead_code,
        non_snake_case,
        private_interfaces,
        clippy::too_many_arguments,
        clippy::missing_const_for_fn,
        clippy::fn_params_excessive_bools
    )]
    fn r#try(r#type: i64, r#match: String) -> Self {
        Self {
            r#type: ::core::convert::From::from(r#type),
            r#match: ::core::convert::From::from(r#match),
        }
    }
}
#[::recordclass::__private::pyo3::pymethods]
#[pyo3(crate = "::recordclass::__private::pyo3")]
impl r#Type {
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
        String,
        { ::recordclass::__private::slot_kind!(String) },
    >();
    const SHAPE: ::recordclass::__private::Shape = ::recordclass::__private::Shape::new::<
        r#Type,
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
                name: c"type",
                doc: c"",
                offset: ::core::mem::offset_of!(r#Type, r#type),
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
                name: c"match",
                doc: c"",
                offset: ::core::mem::offset_of!(r#Type, r#match),
                ops: <::recordclass::__private::Storage<
                    { ::recordclass::__private::slot_kind!(String) },
                > as ::recordclass::__private::Store<String>>::OPS,
                tracing: ::core::option::Option::None,
                default: ::core::option::Option::None,
                made: ::recordclass::__private::Made::Plainly,
                hint: ::recordclass::__private::hint!(String),
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
            ::recordclass::__private::probe::Probe::<r#Type>::HAS_DROP
        },
    );
    static TABLE: ::recordclass::__private::Table = ::recordclass::__private::Table::new(
        "Type",
        SHAPE,
        ::core::option::Option::None,
    );
    unsafe impl ::recordclass::__private::Record for r#Type {
        const SHAPE: ::recordclass::__private::Shape = SHAPE;
        fn table() -> &'static ::recordclass::__private::Table {
            &TABLE
        }
    }
};
