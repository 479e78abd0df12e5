::core::compile_error! {
    "unknown option `frozn` in `#[recordclass(..)]`: did you mean `frozen`?"
}
::core::compile_error! {
    "field `y` without a default follows `x`, which has one: give it a default, make it `kw_only`, or move it up"
}
#[::recordclass::__private::pyo3::pyclass(
    crate = "::recordclass::__private::pyo3",
    frozen,
    immutable_type,
    name = "Point"
)]
struct Point {
    x: ::recordclass::__private::Slot<
        f64,
        { ::recordclass::__private::slot_kind!(f64) },
    >,
    y: ::recordclass::__private::Slot<
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
    fn new(x: f64, y: f64) -> Self {
        Self {
            x: ::core::convert::From::from(x),
            y: ::core::convert::From::from(y),
        }
    }
}
