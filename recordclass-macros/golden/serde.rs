#[derive(
    ::recordclass::__private::serde::Serialize,
    ::recordclass::__private::serde::Deserialize
)]
#[serde(crate = "::recordclass::__private::serde")]
#[serde(rename = "Flight")]
#[::recordclass::__private::pyo3::pyclass(
    crate = "::recordclass::__private::pyo3",
    frozen,
    immutable_type,
    name = "Flight"
)]
struct FlightStruct {
    #[serde(rename = "flightNumber")]
    flight_number: ::recordclass::__private::Slot<
        u32,
        { ::recordclass::__private::slot_kind!(u32) },
    >,
    #[serde(default = "FlightStruct::__rc_default_origin")]
    origin: ::recordclass::__private::Slot<
        String,
        { ::recordclass::__private::slot_kind!(String) },
    >,
    #[serde(skip, default = "FlightStruct::__rc_default_cache")]
    cache: Cache,
}
#[automatically_derived]
#[allow(private_interfaces)]
impl FlightStruct {
    #[doc(hidden)]
    #[allow(unused_variables, non_snake_case, clippy::all, clippy::pedantic)]
    fn __rc_default_origin() -> ::recordclass::__private::Slot<
        String,
        { ::recordclass::__private::slot_kind!(String) },
    > {
        fn value() -> String {
            "BER".to_owned()
        }
        let made = value();
        <::recordclass::__private::Slot<
            String,
            { ::recordclass::__private::slot_kind!(String) },
        >>::new(made)
    }
    #[doc(hidden)]
    #[allow(unused_variables, non_snake_case, clippy::all, clippy::pedantic)]
    fn __rc_default_cache() -> Cache {
        fn value(py: ::recordclass::__private::pyo3::Python<'_>) -> Cache {
            Cache::new(py)
        }
        let made = ::recordclass::__private::pyo3::Python::attach(value);
        made
    }
}
#[automatically_derived]
impl FlightStruct {
    ///Makes a `FlightStruct` of one value for each field, in declared order.
    #[must_use]
    #[allow(
        dead_code,
        non_snake_case,
        private_interfaces,
        clippy::too_many_arguments,
        clippy::missing_const_for_fn,
        clippy::fn_params_excessive_bools
    )]
    fn new(flight_number: u32, origin: String, cache: Cache) -> Self {
        Self {
            flight_number: ::core::convert::From::from(flight_number),
            origin: ::core::convert::From::from(origin),
            cache,
        }
    }
}
#[::recordclass::__private::pyo3::pymethods]
#[pyo3(crate = "::recordclass::__private::pyo3")]
impl FlightStruct {
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
        u32,
        { ::recordclass::__private::slot_kind!(u32) },
    >();
    const _: () = ::recordclass::__private::check::<
        String,
        { ::recordclass::__private::slot_kind!(String) },
    >();
    const SHAPE: ::recordclass::__private::Shape = ::recordclass::__private::Shape::new::<
        FlightStruct,
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
                name: c"flightNumber",
                doc: c"",
                offset: ::core::mem::offset_of!(FlightStruct, flight_number),
                ops: <::recordclass::__private::Storage<
                    { ::recordclass::__private::slot_kind!(u32) },
                > as ::recordclass::__private::Store<u32>>::OPS,
                tracing: ::core::option::Option::None,
                default: ::core::option::Option::None,
                made: ::recordclass::__private::Made::Plainly,
                hint: ::recordclass::__private::hint!(u32),
                role: ::recordclass::__private::Role {
                    frozen: false,
                    kw_only: false,
                    repr: true,
                    compare: true,
                    hash: true,
                },
            },
            ::recordclass::__private::Field {
                name: c"origin",
                doc: c"",
                offset: ::core::mem::offset_of!(FlightStruct, origin),
                ops: <::recordclass::__private::Storage<
                    { ::recordclass::__private::slot_kind!(String) },
                > as ::recordclass::__private::Store<String>>::OPS,
                tracing: ::core::option::Option::None,
                default: ::core::option::Option::Some({
                    #[allow(unused_variables, clippy::all, clippy::pedantic)]
                    fn value(py: ::recordclass::__private::pyo3::Python<'_>) -> String {
                        "BER".to_owned()
                    }
                    unsafe fn write(
                        py: ::recordclass::__private::pyo3::Python<'_>,
                        dst: *mut ::core::primitive::u8,
                    ) {
                        unsafe {
                            dst.cast::<
                                    ::recordclass::__private::Slot<
                                        String,
                                        { ::recordclass::__private::slot_kind!(String) },
                                    >,
                                >()
                                .write(
                                    <::recordclass::__private::Slot<
                                        String,
                                        { ::recordclass::__private::slot_kind!(String) },
                                    >>::new(value(py)),
                                )
                        }
                    }
                    write
                }),
                made: ::recordclass::__private::Made::ByCode,
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
        &[
            ::recordclass::__private::Hidden::new::<
                Cache,
            >(
                ::core::mem::offset_of!(FlightStruct, cache),
                {
                    #[allow(unused_variables, clippy::all, clippy::pedantic)]
                    fn value(py: ::recordclass::__private::pyo3::Python<'_>) -> Cache {
                        Cache::new(py)
                    }
                    unsafe fn write(
                        py: ::recordclass::__private::pyo3::Python<'_>,
                        dst: *mut ::core::primitive::u8,
                    ) {
                        unsafe { dst.cast::<Cache>().write(value(py)) }
                    }
                    write
                },
            ),
        ],
        {
            #[allow(unused_imports)]
            use ::recordclass::__private::probe::Otherwise as _;
            ::recordclass::__private::probe::Probe::<FlightStruct>::HAS_DROP
        },
    );
    static TABLE: ::recordclass::__private::Table = ::recordclass::__private::Table::new(
        "Flight",
        SHAPE,
        ::core::option::Option::None,
    );
    unsafe impl ::recordclass::__private::Record for FlightStruct {
        const SHAPE: ::recordclass::__private::Shape = SHAPE;
        fn table() -> &'static ::recordclass::__private::Table {
            &TABLE
        }
    }
};
