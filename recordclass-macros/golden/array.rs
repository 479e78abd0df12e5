#[::recordclass::__private::pyo3::pyclass(
    crate = "::recordclass::__private::pyo3",
    frozen,
    immutable_type,
    name = "Point"
)]
pub struct Point {
    /// Metres to the east.
    pub x: ::recordclass::__private::Slot<
        f64,
        { ::recordclass::__private::slot_kind!(f64) },
    >,
    on: ::recordclass::__private::Slot<
        Option<bool>,
        { ::recordclass::__private::slot_kind!(Option < bool >) },
    >,
    cached: u64,
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
    pub fn new(x: f64, on: Option<bool>, cached: u64) -> Self {
        Self {
            x: ::core::convert::From::from(x),
            on: ::core::convert::From::from(on),
            cached,
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
        Option<bool>,
        { ::recordclass::__private::slot_kind!(Option < bool >) },
    >();
    const SHAPE: ::recordclass::__private::Shape = ::recordclass::__private::Shape::new::<
        Point,
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
                name: c"x",
                doc: c"Metres to the east.",
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
                name: c"on",
                doc: c"",
                offset: ::core::mem::offset_of!(Point, on),
                ops: <::recordclass::__private::Storage<
                    { ::recordclass::__private::slot_kind!(Option < bool >) },
                > as ::recordclass::__private::Store<Option<bool>>>::OPS,
                tracing: ::core::option::Option::None,
                default: ::core::option::Option::None,
                made: ::recordclass::__private::Made::Plainly,
                hint: ::recordclass::__private::hint!(Option < bool >),
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
                u64,
            >(
                ::core::mem::offset_of!(Point, cached),
                {
                    #[allow(unused_variables, clippy::all, clippy::pedantic)]
                    fn value(py: ::recordclass::__private::pyo3::Python<'_>) -> u64 {
                        <u64 as ::core::default::Default>::default()
                    }
                    unsafe fn write(
                        py: ::recordclass::__private::pyo3::Python<'_>,
                        dst: *mut ::core::primitive::u8,
                    ) {
                        unsafe { dst.cast::<u64>().write(value(py)) }
                    }
                    write
                },
            ),
        ],
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
///A row of [`Points`]: the fields of [`Point`] as plain data.
#[derive(
    ::core::clone::Clone,
    ::core::marker::Copy,
    ::core::fmt::Debug,
    ::core::cmp::PartialEq
)]
#[allow(dead_code, missing_docs, private_interfaces)]
#[repr(C)]
pub struct PointRow {
    /// Metres to the east.
    pub x: <::recordclass::__private::Fit<
        { ::recordclass::__private::fits_row!(f64) },
    > as ::recordclass::__private::Place<f64>>::Row,
    on: <::recordclass::__private::Fit<
        { ::recordclass::__private::fits_row!(Option < bool >) },
    > as ::recordclass::__private::Place<Option<bool>>>::Row,
}
#[automatically_derived]
impl PointRow {
    ///Makes a row of the values of a [`Point`].
    #[must_use]
    #[allow(
        dead_code,
        non_snake_case,
        private_interfaces,
        clippy::too_many_arguments,
        clippy::fn_params_excessive_bools
    )]
    pub fn new(x: f64, on: Option<bool>) -> Self {
        Self {
            x: <::recordclass::__private::Fit<
                { ::recordclass::__private::fits_row!(f64) },
            > as ::recordclass::__private::Place<f64>>::into_row(x),
            on: <::recordclass::__private::Fit<
                { ::recordclass::__private::fits_row!(Option < bool >) },
            > as ::recordclass::__private::Place<Option<bool>>>::into_row(on),
        }
    }
}
///The Python class `Points`: rows of [`Point`] in one block of memory.
#[::recordclass::__private::pyo3::pyclass(
    crate = "::recordclass::__private::pyo3",
    frozen,
    immutable_type,
    name = "Points"
)]
pub struct Points {
    core: ::recordclass::__private::Core,
}
#[::recordclass::__private::pyo3::pymethods]
#[pyo3(crate = "::recordclass::__private::pyo3")]
impl Points {
    #[classattr]
    #[pyo3(name = "__row_fields__")]
    #[doc(hidden)]
    fn __rc_finish(
        py: ::recordclass::__private::pyo3::Python<'_>,
    ) -> ::recordclass::__private::pyo3::PyResult<
        ::recordclass::__private::pyo3::Py<::recordclass::__private::pyo3::PyAny>,
    > {
        ::recordclass::__private::finish_array::<Self>(py)
    }
}
const _: () = {
    const _: () = ::recordclass::__private::check_row::<
        f64,
        { ::recordclass::__private::fits_row!(f64) },
    >();
    const _: () = ::recordclass::__private::check_row::<
        Option<bool>,
        { ::recordclass::__private::fits_row!(Option < bool >) },
    >();
    static ROWS: ::recordclass::__private::RowTable = ::recordclass::__private::RowTable::new::<
        Point,
    >(
        "Points",
        ::core::option::Option::None,
        ::core::module_path!(),
        &[
            <::recordclass::__private::Fit<
                { ::recordclass::__private::fits_row!(f64) },
            > as ::recordclass::__private::Place<f64>>::FIELD
                .at("x", ::core::mem::offset_of!(PointRow, x)),
            <::recordclass::__private::Fit<
                { ::recordclass::__private::fits_row!(Option < bool >) },
            > as ::recordclass::__private::Place<Option<bool>>>::FIELD
                .at("on", ::core::mem::offset_of!(PointRow, on)),
        ],
    );
    unsafe impl ::recordclass::__private::Packed for Point {
        type Row = PointRow;
        type Array = Points;
        fn rows() -> &'static ::recordclass::__private::RowTable {
            &ROWS
        }
    }
    unsafe impl ::recordclass::__private::ArrayClass for Points {
        type Record = Point;
        fn around(core: ::recordclass::__private::Core) -> Self {
            Self { core }
        }
        fn core(&self) -> &::recordclass::__private::Core {
            &self.core
        }
    }
};
