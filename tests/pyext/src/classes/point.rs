//! The record of the documentation, in its variants.

use pyo3::prelude::*;
use recordclass::recordclass;

/// A point in space.
#[recordclass(order)]
pub struct Point {
    /// Metres to the east.
    pub(super) x: f64,
    /// Metres to the north.
    pub(super) y: f64,
    #[record(default = 0.0)]
    pub(super) z: f64,
}

/// A point that stays.
#[recordclass(frozen, order)]
pub(super) struct FrozenPoint {
    /// Metres to the east.
    pub(super) x: f64,
    /// Metres to the north.
    pub(super) y: f64,
    #[record(default = 0.0)]
    pub(super) z: f64,
}

#[recordclass]
struct PointF32 {
    x: f32,
    y: f32,
    z: f32,
}

#[recordclass(frozen)]
struct FrozenPointF32 {
    x: f32,
    y: f32,
    z: f32,
}

pub(super) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_class::<FrozenPoint>()?;
    module.add_class::<PointF32>()?;
    module.add_class::<FrozenPointF32>()
}
