#[::recordclass::__private::pyo3::pyclass(
    crate = "::recordclass::__private::pyo3",
    frozen,
    immutable_type,
    name = "Node"
)]
struct Node {
    value: ::recordclass::__private::Slot<
        Py<PyAny>,
        { ::recordclass::__private::slot_kind!(Py < PyAny >) },
    >,
    tags: Vec<Py<PyAny>>,
    next: ::recordclass::__private::Slot<
        Option<Py<Node>>,
        { ::recordclass::__private::slot_kind!(Option < Py < Node > >) },
    >,
    cache: Option<Py<PyAny>>,
}
#[automatically_derived]
impl Node {
    ///Makes a `Node` of one value for each field, in declared order.
    #[must_use]
    #[allow(
        dead_code,
        non_snake_case,
        private_interfaces,
        clippy::too_many_arguments,
        clippy::missing_const_for_fn,
        clippy::fn_params_excessive_bools
    )]
    fn new(
        value: Py<PyAny>,
        tags: Vec<Py<PyAny>>,
        next: Option<Py<Node>>,
        cache: Option<Py<PyAny>>,
    ) -> Self {
        Self {
            value: ::core::convert::From::from(value),
            tags,
            next: ::core::convert::From::from(next),
            cache,
        }
    }
}
#[::recordclass::__private::pyo3::pymethods]
#[pyo3(crate = "::recordclass::__private::pyo3")]
impl Node {
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
        Py<PyAny>,
        { ::recordclass::__private::slot_kind!(Py < PyAny >) },
    >();
    const _: () = ::recordclass::__private::check::<
        Vec<Py<PyAny>>,
        { ::recordclass::__private::slot_kind!(Vec < Py < PyAny > >) },
    >();
    const _: () = ::recordclass::__private::check::<
        Option<Py<Node>>,
        { ::recordclass::__private::slot_kind!(Option < Py < Node > >) },
    >();
    const SHAPE: ::recordclass::__private::Shape = ::recordclass::__private::Shape::new::<
        Node,
    >(
        ::recordclass::__private::Options {
            gc: true,
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
                name: c"value",
                doc: c"",
                offset: ::core::mem::offset_of!(Node, value),
                ops: <::recordclass::__private::Storage<
                    { ::recordclass::__private::slot_kind!(Py < PyAny >) },
                > as ::recordclass::__private::Store<Py<PyAny>>>::OPS,
                tracing: <::recordclass::__private::Storage<
                    { ::recordclass::__private::slot_kind!(Py < PyAny >) },
                > as ::recordclass::__private::Trace<Py<PyAny>>>::TRACING,
                default: ::core::option::Option::None,
                made: ::recordclass::__private::Made::Plainly,
                hint: ::recordclass::__private::hint!(Py < PyAny >),
                role: ::recordclass::__private::Role {
                    frozen: false,
                    kw_only: false,
                    repr: true,
                    compare: true,
                    hash: true,
                },
            },
            ::recordclass::__private::Field {
                name: c"tags",
                doc: c"",
                offset: ::core::mem::offset_of!(Node, tags),
                ops: <::recordclass::__private::Storage<
                    { ::recordclass::__private::slot_kind!(Vec < Py < PyAny > >) },
                > as ::recordclass::__private::PlainStore<Vec<Py<PyAny>>>>::OPS,
                tracing: <::recordclass::__private::Storage<
                    { ::recordclass::__private::slot_kind!(Vec < Py < PyAny > >) },
                > as ::recordclass::__private::PlainTrace<Vec<Py<PyAny>>>>::TRACING,
                default: ::core::option::Option::None,
                made: ::recordclass::__private::Made::Plainly,
                hint: ::recordclass::__private::hint!(Vec < Py < PyAny > >),
                role: ::recordclass::__private::Role {
                    frozen: true,
                    kw_only: false,
                    repr: true,
                    compare: true,
                    hash: true,
                },
            },
            ::recordclass::__private::Field {
                name: c"next",
                doc: c"",
                offset: ::core::mem::offset_of!(Node, next),
                ops: <::recordclass::__private::Storage<
                    { ::recordclass::__private::slot_kind!(Option < Py < Node > >) },
                > as ::recordclass::__private::Store<Option<Py<Node>>>>::OPS,
                tracing: <::recordclass::__private::Storage<
                    { ::recordclass::__private::slot_kind!(Option < Py < Node > >) },
                > as ::recordclass::__private::Trace<Option<Py<Node>>>>::TRACING,
                default: ::core::option::Option::Some({
                    #[allow(unused_variables, clippy::all, clippy::pedantic)]
                    fn value(
                        py: ::recordclass::__private::pyo3::Python<'_>,
                    ) -> Option<Py<Node>> {
                        None
                    }
                    unsafe fn write(
                        py: ::recordclass::__private::pyo3::Python<'_>,
                        dst: *mut ::core::primitive::u8,
                    ) {
                        unsafe {
                            dst.cast::<
                                    ::recordclass::__private::Slot<
                                        Option<Py<Node>>,
                                        {
                                            ::recordclass::__private::slot_kind!(Option < Py < Node > >)
                                        },
                                    >,
                                >()
                                .write(
                                    <::recordclass::__private::Slot<
                                        Option<Py<Node>>,
                                        {
                                            ::recordclass::__private::slot_kind!(Option < Py < Node > >)
                                        },
                                    >>::new(value(py)),
                                )
                        }
                    }
                    write
                }),
                made: ::recordclass::__private::Made::Plainly,
                hint: ::recordclass::__private::hint!(Option < Py < Node > >),
                role: ::recordclass::__private::Role {
                    frozen: false,
                    kw_only: false,
                    repr: true,
                    compare: true,
                    hash: true,
                },
            },
        ],
        &[
            ::recordclass::__private::Hidden::traced::<
                Option<Py<PyAny>>,
            >(
                ::core::mem::offset_of!(Node, cache),
                {
                    #[allow(unused_variables, clippy::all, clippy::pedantic)]
                    fn value(
                        py: ::recordclass::__private::pyo3::Python<'_>,
                    ) -> Option<Py<PyAny>> {
                        <Option<Py<PyAny>> as ::core::default::Default>::default()
                    }
                    unsafe fn write(
                        py: ::recordclass::__private::pyo3::Python<'_>,
                        dst: *mut ::core::primitive::u8,
                    ) {
                        unsafe { dst.cast::<Option<Py<PyAny>>>().write(value(py)) }
                    }
                    write
                },
            ),
        ],
        {
            #[allow(unused_imports)]
            use ::recordclass::__private::probe::Otherwise as _;
            ::recordclass::__private::probe::Probe::<Node>::HAS_DROP
        },
    );
    static TABLE: ::recordclass::__private::Table = ::recordclass::__private::Table::new(
        "Node",
        SHAPE,
        ::core::option::Option::None,
    );
    unsafe impl ::recordclass::__private::Record for Node {
        const SHAPE: ::recordclass::__private::Shape = SHAPE;
        fn table() -> &'static ::recordclass::__private::Table {
            &TABLE
        }
    }
};
