//! Classes for the tests of behaviour, by what the tests ask of them.

mod arrays;
mod attributes;
mod construct;
mod cycles;
mod extends;
mod functions;
mod hints;
mod names;
mod numbers;
mod objects;
mod options;
mod own;
mod point;
mod quick;
mod texts;

pub(crate) use point::Point;

use pyo3::prelude::*;

pub(crate) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    arrays::register(module)?;
    attributes::register(module)?;
    construct::register(module)?;
    cycles::register(module)?;
    extends::register(module)?;
    functions::register(module)?;
    hints::register(module)?;
    names::register(module)?;
    numbers::register(module)?;
    objects::register(module)?;
    options::register(module)?;
    own::register(module)?;
    point::register(module)?;
    quick::register(module)?;
    texts::register(module)
}
