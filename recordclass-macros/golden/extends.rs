#[::recordclass::__private::pyo3::pyclass(
    crate = "::recordclass::__private::pyo3",
    frozen,
    immutable_type,
    name = "Solid",
    weakref,
    extends = ::recordclass::__private::BaseClass<crate::shapes::Point,
    {::recordclass::__private::is_extensible!(crate::shapes::Point)}>
)]
pub struct Solid {
    pub z: ::recordclass::__private::Slot<
        f64,
        { ::recordclass::__private::slot_kind!(f64) },
    >,
    base: ::recordclass::__private::Slot<
        i64,
        { ::recordclass::__private::slot_kind!(i64) },
    >,
}
#[automatically_derived]
impl Solid {
    ///Makes a `Solid` of one value for each field, in declared order. The first is the base, or what its own constructor gives; `Py::new` and `Bound::new` take the result.
    #[must_use]
    #[allow(
        dead_code,
        non_snake_case,
        private_interfaces,
        clippy::too_many_arguments,
        clippy::missing_const_for_fn,
        clippy::fn_params_excessive_bools
    )]
    #[allow(private_bounds, clippy::new_ret_no_self)]
    pub fn new(
        base: impl ::recordclass::__private::IntoBase<
            crate::shapes::Point,
            { ::recordclass::__private::is_extensible!(crate ::shapes::Point) },
        >,
        z: f64,
        base: i64,
    ) -> ::recordclass::__private::pyo3::PyClassInitializer<Self> {
        <_ as ::recordclass::__private::IntoBase<
            crate::shapes::Point,
            { ::recordclass::__private::is_extensible!(crate ::shapes::Point) },
        >>::start(base)
            .add_subclass(Self {
                z: ::core::convert::From::from(z),
                base: ::core::convert::From::from(base),
            })
    }
}
#[::recordclass::__private::pyo3::pymethods]
#[pyo3(crate = "::recordclass::__private::pyo3")]
impl Solid {
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
        i64,
        { ::recordclass::__private::slot_kind!(i64) },
    >();
    const BASE: ::recordclass::__private::Base = ::recordclass::__private::Base::of::<
        crate::shapes::Point,
    >();
    const _: () = ::core::assert!(
        ! BASE.shape.options.gc,
        "`crate::shapes::Point` is `gc`, so `Solid` must be, too: write `gc` beside `extends`"
    );
    const _: () = ::core::assert!(
        ! BASE.shape.options.frozen,
        "`crate::shapes::Point` is `frozen`, so `Solid` must be, too: write `frozen` beside `extends`"
    );
    const _: () = ::core::assert!(
        BASE.shape.weakref().is_none(),
        "`crate::shapes::Point` has `weakref` already, and so have its instances: remove it from `Solid`"
    );
    const _: () = ::core::assert!(
        ! BASE.shape.options.mapping,
        "`crate::shapes::Point` is a mapping, so `Solid` must be one: write `mapping` beside `extends`"
    );
    const _: () = ::core::assert!(
        ! BASE.has_field(c"z"),
        "`crate::shapes::Point` has a field with the Python name `z`: choose another one"
    );
    const _: () = ::core::assert!(
        ! BASE.has_field(c"base"),
        "`crate::shapes::Point` has a field with the Python name `base`: choose another one"
    );
    const _: () = ::core::assert!(
        ! BASE.has_optional(),
        "field `z` without a default follows those of `crate::shapes::Point`, of which one has a default: give it a default, or make it `kw_only`"
    );
    const OWN: ::recordclass::__private::Shape = ::recordclass::__private::Shape::new::<
        Solid,
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
            weakref: true,
            dict: false,
            subclass: false,
        },
        &[
            ::recordclass::__private::Field {
                name: c"z",
                doc: c"",
                offset: ::core::mem::offset_of!(Solid, z),
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
                name: c"base",
                doc: c"",
                offset: ::core::mem::offset_of!(Solid, base),
                ops: <::recordclass::__private::Storage<
                    { ::recordclass::__private::slot_kind!(i64) },
                > as ::recordclass::__private::Store<i64>>::OPS,
                tracing: ::core::option::Option::None,
                default: ::core::option::Option::Some({
                    #[allow(unused_variables, clippy::all, clippy::pedantic)]
                    fn value(py: ::recordclass::__private::pyo3::Python<'_>) -> i64 {
                        1
                    }
                    unsafe fn write(
                        py: ::recordclass::__private::pyo3::Python<'_>,
                        dst: *mut ::core::primitive::u8,
                    ) {
                        unsafe {
                            dst.cast::<
                                    ::recordclass::__private::Slot<
                                        i64,
                                        { ::recordclass::__private::slot_kind!(i64) },
                                    >,
                                >()
                                .write(
                                    <::recordclass::__private::Slot<
                                        i64,
                                        { ::recordclass::__private::slot_kind!(i64) },
                                    >>::new(value(py)),
                                )
                        }
                    }
                    write
                }),
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
            ::recordclass::__private::probe::Probe::<Solid>::HAS_DROP
        },
    );
    const SHAPE: ::recordclass::__private::Shape = ::recordclass::__private::extending!(
        Solid, BASE, OWN
    );
    static TABLE: ::recordclass::__private::Table = ::recordclass::__private::Table::new(
        "Solid",
        SHAPE,
        ::core::option::Option::None,
    );
    unsafe impl ::recordclass::__private::Record for Solid {
        const SHAPE: ::recordclass::__private::Shape = SHAPE;
        fn table() -> &'static ::recordclass::__private::Table {
            &TABLE
        }
    }
};
