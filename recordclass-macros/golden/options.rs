#[::recordclass::__private::pyo3::pyclass(
    crate = "::recordclass::__private::pyo3",
    frozen,
    immutable_type,
    name = "Row",
    subclass,
    weakref,
    dict
)]
struct Row {
    key: ::recordclass::__private::Slot<
        String,
        { ::recordclass::__private::slot_kind!(String) },
    >,
    count: ::recordclass::__private::Slot<
        i64,
        { ::recordclass::__private::slot_kind!(i64) },
    >,
}
#[::recordclass::__private::pyo3::pymethods]
#[pyo3(crate = "::recordclass::__private::pyo3")]
impl Row {
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
        String,
        { ::recordclass::__private::slot_kind!(String) },
    >();
    const _: () = ::recordclass::__private::check::<
        i64,
        { ::recordclass::__private::slot_kind!(i64) },
    >();
    const SHAPE: ::recordclass::__private::Shape = ::recordclass::__private::Shape::new::<
        Row,
    >(
        ::recordclass::__private::Options {
            gc: false,
            frozen: false,
            eq: false,
            order: false,
            hash: true,
            repr: false,
            sequence: false,
            mapping: true,
            weakref: true,
            dict: true,
            subclass: true,
        },
        &[
            ::recordclass::__private::Field {
                name: c"key",
                doc: c"",
                offset: ::core::mem::offset_of!(Row, key),
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
            ::recordclass::__private::Field {
                name: c"count",
                doc: c"",
                offset: ::core::mem::offset_of!(Row, count),
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
        ],
        &[],
        {
            #[allow(unused_imports)]
            use ::recordclass::__private::probe::Otherwise as _;
            ::recordclass::__private::probe::Probe::<Row>::HAS_DROP
        },
    );
    static FREELIST: ::recordclass::__private::Freelist = ::recordclass::__private::Freelist::new(
        16u32,
    );
    static TABLE: ::recordclass::__private::Table = ::recordclass::__private::Table::new(
        "Row",
        SHAPE,
        ::core::option::Option::Some(&FREELIST),
    );
    unsafe impl ::recordclass::__private::Record for Row {
        const SHAPE: ::recordclass::__private::Shape = SHAPE;
        fn table() -> &'static ::recordclass::__private::Table {
            &TABLE
        }
    }
    impl ::recordclass::__private::Extensible for Row {}
};
