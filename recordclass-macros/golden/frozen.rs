#[derive(Clone)]
#[::recordclass::__private::pyo3::pyclass(
    crate = "::recordclass::__private::pyo3",
    frozen,
    immutable_type,
    name = "Version",
    from_py_object
)]
pub(crate) struct Version {
    number: u32,
    label: String,
}
#[automatically_derived]
impl Version {
    ///Makes a `Version` of one value for each field, in declared order.
    #[must_use]
    #[allow(
        dead_code,
        non_snake_case,
        private_interfaces,
        clippy::too_many_arguments,
        clippy::missing_const_for_fn,
        clippy::fn_params_excessive_bools
    )]
    pub(crate) fn new(number: u32, label: String) -> Self {
        Self { number, label }
    }
}
#[::recordclass::__private::pyo3::pymethods]
#[pyo3(crate = "::recordclass::__private::pyo3")]
impl Version {
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
        Version,
    >(
        ::recordclass::__private::Options {
            gc: false,
            frozen: true,
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
                name: c"number",
                doc: c"",
                offset: ::core::mem::offset_of!(Version, number),
                ops: <::recordclass::__private::Storage<
                    { ::recordclass::__private::slot_kind!(u32) },
                > as ::recordclass::__private::PlainStore<u32>>::OPS,
                tracing: ::core::option::Option::None,
                default: ::core::option::Option::None,
                made: ::recordclass::__private::Made::Plainly,
                hint: ::recordclass::__private::hint!(u32),
                role: ::recordclass::__private::Role {
                    frozen: true,
                    kw_only: false,
                    repr: true,
                    compare: true,
                    hash: true,
                },
            },
            ::recordclass::__private::Field {
                name: c"label",
                doc: c"",
                offset: ::core::mem::offset_of!(Version, label),
                ops: <::recordclass::__private::Storage<
                    { ::recordclass::__private::slot_kind!(String) },
                > as ::recordclass::__private::PlainStore<String>>::OPS,
                tracing: ::core::option::Option::None,
                default: ::core::option::Option::Some({
                    #[allow(unused_variables, clippy::all, clippy::pedantic)]
                    fn value(py: ::recordclass::__private::pyo3::Python<'_>) -> String {
                        <String as ::core::default::Default>::default()
                    }
                    unsafe fn write(
                        py: ::recordclass::__private::pyo3::Python<'_>,
                        dst: *mut ::core::primitive::u8,
                    ) {
                        unsafe { dst.cast::<String>().write(value(py)) }
                    }
                    write
                }),
                made: ::recordclass::__private::Made::Plainly,
                hint: ::recordclass::__private::hint!(String),
                role: ::recordclass::__private::Role {
                    frozen: true,
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
            ::recordclass::__private::probe::Probe::<Version>::HAS_DROP
        },
    );
    static TABLE: ::recordclass::__private::Table = ::recordclass::__private::Table::new(
        "Version",
        SHAPE,
        ::core::option::Option::None,
    );
    unsafe impl ::recordclass::__private::Record for Version {
        const SHAPE: ::recordclass::__private::Shape = SHAPE;
        fn table() -> &'static ::recordclass::__private::Table {
            &TABLE
        }
    }
};
