//! `default_with = function`: a function with or without the interpreter's token.

use pyo3::Python;

/// A function that makes a default value. `Arguments` only tells the two impls apart.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot make the default value of a field of type `{T}`",
    label = "wants `fn() -> {T}` or `fn(Python<'_>) -> {T}`"
)]
pub trait DefaultWith<Arguments, T> {
    #[doc(hidden)]
    fn make(self, py: Python<'_>) -> T;
}

impl<F: FnOnce() -> T, T> DefaultWith<(), T> for F {
    fn make(self, _py: Python<'_>) -> T {
        self()
    }
}

impl<F: for<'py> FnOnce(Python<'py>) -> T, T> DefaultWith<(Python<'static>,), T> for F {
    fn make(self, py: Python<'_>) -> T {
        self(py)
    }
}

/// Calls the function.
pub fn default_with<Arguments, T>(py: Python<'_>, function: impl DefaultWith<Arguments, T>) -> T {
    function.make(py)
}
