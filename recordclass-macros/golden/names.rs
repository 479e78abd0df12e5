#[crate::vendored::rc::__private::pyo3::pyclass(
    crate = "crate::vendored::rc::__private::pyo3",
    frozen,
    immutable_type,
    name = "Wind",
    module = "weather.air"
)]
struct WindRecord {
    max_speed: crate::vendored::rc::__private::Slot<
        f64,
        { crate::vendored::rc::__private::slot_kind!(f64) },
    >,
    direction: crate::vendored::rc::__private::Slot<
        i64,
        { crate::vendored::rc::__private::slot_kind!(i64) },
    >,
}
#[automatically_derived]
impl WindRecord {
    ///Makes a `WindRecord` of one value for each field, in declared order.
    #[must_use]
    #[allow(
        dead_code,
        non_snake_case,
        private_interfaces,
        clippy::too_many_arguments,
        clippy::missing_const_for_fn,
        clippy::fn_params_excessive_bools
    )]
    fn new(max_speed: f64, direction: i64) -> Self {
        Self {
            max_speed: ::core::convert::From::from(max_speed),
            direction: ::core::convert::From::from(direction),
        }
    }
}
#[crate::vendored::rc::__private::pyo3::pymethods]
#[pyo3(crate = "crate::vendored::rc::__private::pyo3")]
impl WindRecord {
    #[classattr]
    #[pyo3(name = "__record_fields__")]
    #[doc(hidden)]
    fn __rc_finish(
        py: crate::vendored::rc::__private::pyo3::Python<'_>,
    ) -> crate::vendored::rc::__private::pyo3::PyResult<
        crate::vendored::rc::__private::pyo3::Py<
            crate::vendored::rc::__private::pyo3::PyAny,
        >,
    > {
        crate::vendored::rc::__private::finish::<Self>(py, ::core::option::Option::None)
    }
}
const _: () = {
    const _: () = crate::vendored::rc::__private::check::<
        f64,
        { crate::vendored::rc::__private::slot_kind!(f64) },
    >();
    const _: () = crate::vendored::rc::__private::check::<
        i64,
        { crate::vendored::rc::__private::slot_kind!(i64) },
    >();
    const SHAPE: crate::vendored::rc::__private::Shape = crate::vendored::rc::__private::Shape::new::<
        WindRecord,
    >(
        crate::vendored::rc::__private::Options {
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
            crate::vendored::rc::__private::Field {
                name: c"maxSpeed",
                doc: c"",
                offset: ::core::mem::offset_of!(WindRecord, max_speed),
                ops: <crate::vendored::rc::__private::Storage<
                    { crate::vendored::rc::__private::slot_kind!(f64) },
                > as crate::vendored::rc::__private::Store<f64>>::OPS,
                tracing: ::core::option::Option::None,
                default: ::core::option::Option::None,
                made: crate::vendored::rc::__private::Made::Plainly,
                hint: crate::vendored::rc::__private::hint!(f64),
                role: crate::vendored::rc::__private::Role {
                    frozen: false,
                    kw_only: false,
                    repr: true,
                    compare: true,
                    hash: true,
                },
            },
            crate::vendored::rc::__private::Field {
                name: c"from_",
                doc: c"",
                offset: ::core::mem::offset_of!(WindRecord, direction),
                ops: <crate::vendored::rc::__private::Storage<
                    { crate::vendored::rc::__private::slot_kind!(i64) },
                > as crate::vendored::rc::__private::Store<i64>>::OPS,
                tracing: ::core::option::Option::None,
                default: ::core::option::Option::None,
                made: crate::vendored::rc::__private::Made::Plainly,
                hint: crate::vendored::rc::__private::hint!(i64),
                role: crate::vendored::rc::__private::Role {
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
            use crate::vendored::rc::__private::probe::Otherwise as _;
            crate::vendored::rc::__private::probe::Probe::<WindRecord>::HAS_DROP
        },
    );
    static TABLE: crate::vendored::rc::__private::Table = crate::vendored::rc::__private::Table::new(
        "Wind",
        SHAPE,
        ::core::option::Option::None,
    );
    unsafe impl crate::vendored::rc::__private::Record for WindRecord {
        const SHAPE: crate::vendored::rc::__private::Shape = SHAPE;
        fn table() -> &'static crate::vendored::rc::__private::Table {
            &TABLE
        }
    }
};
