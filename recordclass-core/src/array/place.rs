//! What a field has in a row, chosen while compiling by whether its type is an [`Element`].
//!
//! A type that is none gets a place all the same, which is never used: so it is told of once, by [`check_row`],
//! instead of wherever the row's struct is.

use super::element::Element;
use super::table::RowField;
use std::fmt;

/// Stands for the answer where a type is needed.
pub struct Fit<const YES: bool>;

/// The place of a `T` in a row.
pub trait Place<T> {
    /// What lies there.
    type Row: Copy + Send + Sync + fmt::Debug + PartialEq + 'static;
    /// The field, at the beginning of the row and without a name.
    const FIELD: RowField;
    /// To the row.
    fn into_row(value: T) -> Self::Row;
}

impl<T: Element> Place<T> for Fit<true> {
    type Row = T::Row;
    const FIELD: RowField = RowField::new::<T>("", 0);
    fn into_row(value: T) -> T::Row {
        value.into_row()
    }
}

impl<T> Place<T> for Fit<false> {
    type Row = u8;
    const FIELD: RowField = RowField::new::<u8>("", 0);
    fn into_row(_: T) -> u8 {
        0
    }
}

/// Does nothing but fail to compile where `T` cannot lie in a row.
pub const fn check_row<T: FieldOfRow<FIT>, const FIT: bool>() {}

/// Types that can lie in a packed row.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a field of a record with `array`",
    label = "holds objects or memory, or takes more room than a row has for it",
    note = "rows hold numbers of up to 64 bits, `bool`, `char`, text of bounded length as `recordclass::FixedStr<N>`, text that many rows share as `recordclass::SharedStr`, arrays `[T; N]` of these, and `Option`s of one: remove `array`, or change the type of the field"
)]
pub trait FieldOfRow<const FIT: bool> {}

#[diagnostic::do_not_recommend]
impl<T> FieldOfRow<true> for T {}

/// Whether a type can lie in a row: a constant expression.
#[macro_export]
#[doc(hidden)]
macro_rules! fits_row {
    ($type:ty) => {{
        #[allow(unused_imports)]
        use $crate::store::probe::Otherwise as _;
        $crate::store::probe::Probe::<$type>::IS_ELEMENT
    }};
}
