#[::recordclass::__private::pyo3::pyclass(
    crate = "::recordclass::__private::pyo3",
    frozen,
    immutable_type,
    name = "Counted"
)]
struct Counted {
    name: ::recordclass::__private::Slot<
        String,
        { ::recordclass::__private::slot_kind!(String) },
    >,
    hits: std::sync::atomic::AtomicU64,
    length: usize,
}
#[automatically_derived]
impl Counted {
    ///Makes a `Counted` of one value for each field, in declared order.
    #[must_use]
    #[allow(
        dead_code,
        non_snake_case,
        private_interfaces,
        clippy::too_many_arguments,
        clippy::missing_const_for_fn,
        clippy::fn_params_excessive_bools
    )]
    fn new(name: String, hits: std::sync::atomic::AtomicU64, length: usize) -> Self {
        Self {
            name: ::core::convert::From::from(name),
            hits,
            length,
        }
    }
}
#[::recordclass::__private::pyo3::pymethods]
#[pyo3(crate = "::recordclass::__private::pyo3")]
impl Counted {
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
    const SHAPE: ::recordclass::__private::Shape = ::recordclass::__private::Shape::new::<
        Counted,
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
                name: c"name",
                doc: c"",
                offset: ::core::mem::offset_of!(Counted, name),
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
        &[
            ::recordclass::__private::Hidden::new::<
                std::sync::atomic::AtomicU64,
            >(
                ::core::mem::offset_of!(Counted, hits),
                {
                    #[allow(unused_variables, clippy::all, clippy::pedantic)]
                    fn value(
                        py: ::recordclass::__private::pyo3::Python<'_>,
                    ) -> std::sync::atomic::AtomicU64 {
                        <std::sync::atomic::AtomicU64 as ::core::default::Default>::default()
                    }
                    unsafe fn write(
                        py: ::recordclass::__private::pyo3::Python<'_>,
                        dst: *mut ::core::primitive::u8,
                    ) {
                        unsafe {
                            dst.cast::<std::sync::atomic::AtomicU64>().write(value(py))
                        }
                    }
                    write
                },
            ),
            ::recordclass::__private::Hidden::new::<
                usize,
            >(
                ::core::mem::offset_of!(Counted, length),
                {
                    #[allow(unused_variables, clippy::all, clippy::pedantic)]
                    fn value(py: ::recordclass::__private::pyo3::Python<'_>) -> usize {
                        py.version().len()
                    }
                    unsafe fn write(
                        py: ::recordclass::__private::pyo3::Python<'_>,
                        dst: *mut ::core::primitive::u8,
                    ) {
                        unsafe { dst.cast::<usize>().write(value(py)) }
                    }
                    write
                },
            ),
        ],
        {
            #[allow(unused_imports)]
            use ::recordclass::__private::probe::Otherwise as _;
            ::recordclass::__private::probe::Probe::<Counted>::HAS_DROP
        },
    );
    static TABLE: ::recordclass::__private::Table = ::recordclass::__private::Table::new(
        "Counted",
        SHAPE,
        ::core::option::Option::None,
    );
    unsafe impl ::recordclass::__private::Record for Counted {
        const SHAPE: ::recordclass::__private::Shape = SHAPE;
        fn table() -> &'static ::recordclass::__private::Table {
            &TABLE
        }
    }
};
