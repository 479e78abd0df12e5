#[::recordclass::__private::pyo3::pyclass(
    crate = "::recordclass::__private::pyo3",
    frozen,
    immutable_type,
    name = "Node"
)]
struct Node {
    next: ::recordclass::__private::Slot<
        Option<Py<Node>>,
        { ::recordclass::__private::slot_kind!(Option < Py < Node > >) },
    >,
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
    fn new(next: Option<Py<Node>>) -> Self {
        Self {
            next: ::core::convert::From::from(next),
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
                name: c"next",
                doc: c"",
                offset: ::core::mem::offset_of!(Node, next),
                ops: <::recordclass::__private::Storage<
                    { ::recordclass::__private::slot_kind!(Option < Py < Node > >) },
                > as ::recordclass::__private::Store<Option<Py<Node>>>>::OPS,
                tracing: <::recordclass::__private::Storage<
                    { ::recordclass::__private::slot_kind!(Option < Py < Node > >) },
                > as ::recordclass::__private::Trace<Option<Py<Node>>>>::TRACING,
                default: ::core::option::Option::None,
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
        &[],
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
