/// A point in space.
#[derive(Default)]
#[::recordclass::__private::pyo3::pyclass(
    crate = "::recordclass::__private::pyo3",
    frozen,
    immutable_type,
    name = "Point"
)]
pub struct Point {
    pub x: ::recordclass::__private::Slot<
        f64,
        { ::recordclass::__private::slot_kind!(f64) },
    >,
    pub y: ::recordclass::__private::Slot<
        f64,
        { ::recordclass::__private::slot_kind!(f64) },
    >,
    pub z: ::recordclass::__private::Slot<
        f64,
        { ::recordclass::__private::slot_kind!(f64) },
    >,
}
#[automatically_derived]
impl Point {
    ///Makes a `Point` of one value for each field, in declared order.
    #[must_use]
    #[allow(
        dead_code,
        non_snake_case,
        private_interfaces,
        clippy::too_many_arguments,
        clippy::missing_const_for_fn,
        clippy::fn_params_excessive_bools
    )]
    pub fn new(x: f64, y: f64, z: f64) -> Self {
        Self {
            x: ::core::convert::From::from(x),
            y: ::core::convert::From::from(y),
            z: ::core::convert::From::from(z),
        }
    }
}
#[::recordclass::__private::pyo3::pymethods]
#[pyo3(crate = "::recordclass::__private::pyo3")]
impl Point {
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
        f64,
        { ::recordclass::__private::slot_kind!(f64) },
    >();
    const _: () = ::recordclass::__private::check::<
        f64,
        { ::recordclass::__private::slot_kind!(f64) },
    >();
    const _: () = ::recordclass::__private::check::<
        f64,
        { ::recordclass::__private::slot_kind!(f64) },
    >();
    const SHAPE: ::recordclass::__private::Shape = ::recordclass::__private::Shape::new::<
        Point,
    >(
        ::recordclass::__private::Options {
            gc: false,
            frozen: false,
            eq: true,
            order: true,
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
                name: c"x",
                doc: c"",
                offset: ::core::mem::offset_of!(Point, x),
                ops: <::recordclass::__private::Storage<
                    { ::recordclass::__private::slot_kind!(f64) },
                > as ::recordclass::__private::Store<f64>>::OPS,
                tracing: ::core::option::Option::None,
                default: ::core::option::Option::None,
                made: ::recordclass::__private::Made::Plainly,
                hint: ::recordclass::__private::hint!(f64),
                role: ::recordclass::__private::Role {
                    frozen: false,
                    kw_only: false,
                    repr: true,
                    compare: true,
                    hash: true,
                },
            },
            ::recordclass::__private::Field {
                name: c"y",
                doc: c"",
                offset: ::core::mem::offset_of!(Point, y),
                ops: <::recordclass::__private::Storage<
                    { ::recordclass::__private::slot_kind!(f64) },
                > as ::recordclass::__private::Store<f64>>::OPS,
                tracing: ::core::option::Option::None,
                default: ::core::option::Option::None,
                made: ::recordclass::__private::Made::Plainly,
                hint: ::recordclass::__private::hint!(f64),
                role: ::recordclass::__private::Role {
                    frozen: false,
                    kw_only: false,
                    repr: true,
                    compare: true,
                    hash: true,
                },
            },
            ::recordclass::__private::Field {
                name: c"z",
                doc: c"",
                offset: ::core::mem::offset_of!(Point, z),
                ops: <::recordclass::__private::Storage<
                    { ::recordclass::__private::slot_kind!(f64) },
                > as ::recordclass::__private::Store<f64>>::OPS,
                tracing: ::core::option::Option::None,
                default: ::core::option::Option::Some({
                    #[allow(unused_variables, clippy::all, clippy::pedantic)]
                    fn value(py: ::recordclass::__private::pyo3::Python<'_>) -> f64 {
                        0.0
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
                made: ::recordclass::__private::Made::Plainly,
                hint: ::recordclass::__private::hint!(f64),
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
            ::recordclass::__private::probe::Probe::<Point>::HAS_DROP
        },
    );
    static TABLE: ::recordclass::__private::Table = ::recordclass::__private::Table::new(
        "Point",
        SHAPE,
        ::core::option::Option::None,
    );
    unsafe impl ::recordclass::__private::Record for Point {
        const SHAPE: ::recordclass::__private::Shape = SHAPE;
        fn table() -> &'static ::recordclass::__private::Table {
            &TABLE
        }
    }
};
