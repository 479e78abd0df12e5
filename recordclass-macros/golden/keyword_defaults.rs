#[::recordclass::__private::pyo3::pyclass(
    crate = "::recordclass::__private::pyo3",
    frozen,
    immutable_type,
    name = "Request"
)]
struct Request {
    path: ::recordclass::__private::Slot<
        String,
        { ::recordclass::__private::slot_kind!(String) },
    >,
    headers: ::recordclass::__private::Slot<
        Vec<u8>,
        { ::recordclass::__private::slot_kind!(Vec < u8 >) },
    >,
    time: ::recordclass::__private::Slot<
        f64,
        { ::recordclass::__private::slot_kind!(f64) },
    >,
}
#[automatically_derived]
impl Request {
    ///Makes a `Request` of one value for each field, in declared order.
    #[must_use]
    #[allow(
        dead_code,
        non_snake_case,
        private_interfaces,
        clippy::too_many_arguments,
        clippy::missing_const_for_fn,
        clippy::fn_params_excessive_bools
    )]
    fn new(path: String, headers: Vec<u8>, time: f64) -> Self {
        Self {
            path: ::core::convert::From::from(path),
            headers: ::core::convert::From::from(headers),
            time: ::core::convert::From::from(time),
        }
    }
}
#[::recordclass::__private::pyo3::pymethods]
#[pyo3(crate = "::recordclass::__private::pyo3")]
impl Request {
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
        Vec<u8>,
        { ::recordclass::__private::slot_kind!(Vec < u8 >) },
    >();
    const _: () = ::recordclass::__private::check::<
        f64,
        { ::recordclass::__private::slot_kind!(f64) },
    >();
    const SHAPE: ::recordclass::__private::Shape = ::recordclass::__private::Shape::new::<
        Request,
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
                name: c"path",
                doc: c"",
                offset: ::core::mem::offset_of!(Request, path),
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
                name: c"headers",
                doc: c"",
                offset: ::core::mem::offset_of!(Request, headers),
                ops: <::recordclass::__private::Storage<
                    { ::recordclass::__private::slot_kind!(Vec < u8 >) },
                > as ::recordclass::__private::Store<Vec<u8>>>::OPS,
                tracing: ::core::option::Option::None,
                default: ::core::option::Option::Some({
                    #[allow(unused_variables, clippy::all, clippy::pedantic)]
                    fn value(py: ::recordclass::__private::pyo3::Python<'_>) -> Vec<u8> {
                        ::recordclass::__private::default_with::<
                            _,
                            Vec<u8>,
                        >(py, Vec::new)
                    }
                    unsafe fn write(
                        py: ::recordclass::__private::pyo3::Python<'_>,
                        dst: *mut ::core::primitive::u8,
                    ) {
                        unsafe {
                            dst.cast::<
                                    ::recordclass::__private::Slot<
                                        Vec<u8>,
                                        { ::recordclass::__private::slot_kind!(Vec < u8 >) },
                                    >,
                                >()
                                .write(
                                    <::recordclass::__private::Slot<
                                        Vec<u8>,
                                        { ::recordclass::__private::slot_kind!(Vec < u8 >) },
                                    >>::new(value(py)),
                                )
                        }
                    }
                    write
                }),
                made: ::recordclass::__private::Made::ByCall,
                hint: ::recordclass::__private::hint!(Vec < u8 >),
                role: ::recordclass::__private::Role {
                    frozen: false,
                    kw_only: true,
                    repr: true,
                    compare: true,
                    hash: true,
                },
            },
            ::recordclass::__private::Field {
                name: c"time",
                doc: c"",
                offset: ::core::mem::offset_of!(Request, time),
                ops: <::recordclass::__private::Storage<
                    { ::recordclass::__private::slot_kind!(f64) },
                > as ::recordclass::__private::Store<f64>>::OPS,
                tracing: ::core::option::Option::None,
                default: ::core::option::Option::Some({
                    #[allow(unused_variables, clippy::all, clippy::pedantic)]
                    fn value(py: ::recordclass::__private::pyo3::Python<'_>) -> f64 {
                        ::recordclass::__private::default_with::<
                            _,
                            f64,
                        >(py, crate::clock::now)
                    }
                    unsafe fn write(
                        py: ::recordclass::__private::pyo3::Python<'_>,
                        dst: *mut ::core::primitive::u8,
                    ) {
                        unsafe {
                            dst.cast::<
                                    ::recordclass::__private::Slot<
                                        f64,
                                        { ::recordclass::__private::slot_kind!(f64) },
                                    >,
                                >()
                                .write(
                                    <::recordclass::__private::Slot<
                                        f64,
                                        { ::recordclass::__private::slot_kind!(f64) },
                                    >>::new(value(py)),
                                )
                        }
                    }
                    write
                }),
                made: ::recordclass::__private::Made::ByCall,
                hint: ::recordclass::__private::hint!(f64),
                role: ::recordclass::__private::Role {
                    frozen: false,
                    kw_only: true,
                    repr: false,
                    compare: false,
                    hash: false,
                },
            },
        ],
        &[],
        {
            #[allow(unused_imports)]
            use ::recordclass::__private::probe::Otherwise as _;
            ::recordclass::__private::probe::Probe::<Request>::HAS_DROP
        },
    );
    static TABLE: ::recordclass::__private::Table = ::recordclass::__private::Table::new(
        "Request",
        SHAPE,
        ::core::option::Option::None,
    );
    unsafe impl ::recordclass::__private::Record for Request {
        const SHAPE: ::recordclass::__private::Shape = SHAPE;
        fn table() -> &'static ::recordclass::__private::Table {
            &TABLE
        }
    }
};
