//! What PyO3 is told about the base of a record that extends another.
//!
//! The attribute does not see the base. Were one that cannot be extended given to PyO3, each place that needs it would be an
//! error of its own; so the compiler is asked first, and PyO3 gets another base there. What is wrong is told once, by
//! [`Base::of`](crate::shape::Base::of).

use crate::record::Extensible;
use pyo3::PyClass;
use pyo3::prelude::*;
use pyo3::pyclass_init::PyClassInitializer;

/// Whether a type is a record with `subclass`: a constant expression.
#[macro_export]
#[doc(hidden)]
macro_rules! is_extensible {
    ($type:ty) => {{
        #[allow(unused_imports)]
        use $crate::store::probe::Otherwise as _;
        $crate::store::probe::Probe::<$type>::IS_EXTENSIBLE
    }};
}

/// Stands for the answer of [`is_extensible!`](crate::is_extensible) where a type is needed.
pub struct Answer<const EXTENSIBLE: bool>;

/// A base by that answer.
pub trait ChooseBase<B> {
    /// What PyO3 extends.
    type Class;
    /// What `add_subclass` is called on.
    type Start;
}

impl<B: Extensible> ChooseBase<B> for Answer<true> {
    type Class = B;
    type Start = PyClassInitializer<B>;
}

impl<B> ChooseBase<B> for Answer<false> {
    type Class = PyAny;
    type Start = NoBase;
}

/// The class that PyO3 extends.
pub type BaseClass<B, const EXTENSIBLE: bool> = <Answer<EXTENSIBLE> as ChooseBase<B>>::Class;

/// What the constructor of a derived record takes for its base: a `B`, or what its own constructor gives.
#[diagnostic::on_unimplemented(
    message = "an instance of `{B}` cannot be made of `{Self}`",
    label = "is neither a `{B}` nor what its constructor gives"
)]
pub trait IntoBase<B, const EXTENSIBLE: bool>
where
    Answer<EXTENSIBLE>: ChooseBase<B>,
{
    /// The part of an instance that is the base's.
    fn start(self) -> <Answer<EXTENSIBLE> as ChooseBase<B>>::Start;
}

#[diagnostic::do_not_recommend]
impl<B: Extensible, T: Into<PyClassInitializer<B>>> IntoBase<B, true> for T {
    fn start(self) -> PyClassInitializer<B> {
        self.into()
    }
}

#[diagnostic::do_not_recommend]
impl<B, T> IntoBase<B, false> for T {
    fn start(self) -> NoBase {
        NoBase(())
    }
}

/// What there is of a base that cannot be extended, in code that does not compile.
pub struct NoBase(());

impl NoBase {
    /// Never run.
    #[must_use]
    pub fn add_subclass<S: PyClass>(self, _own: S) -> PyClassInitializer<S> {
        unreachable!("a class with such a base does not compile")
    }
}
