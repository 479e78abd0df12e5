//! The records.

use crate::sphere;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::PyString;
use recordclass::recordclass;

/// An airport: 72 bytes for a head of 16 and seven fields.
///
/// The texts are Python's own objects, so that reading one costs nothing and equal ones are shared; the numbers lie in
/// the record.
#[recordclass]
pub(crate) struct Airport {
    pub(crate) iata: Py<PyString>,
    pub(crate) name: Py<PyString>,
    pub(crate) city: Option<Py<PyString>>,
    pub(crate) state: Option<Py<PyString>>,
    #[record(default = PyString::intern(py, "USA").unbind(), kw_only)]
    pub(crate) country: Py<PyString>,
    /// Degrees north.
    pub(crate) latitude: f64,
    /// Degrees east.
    pub(crate) longitude: f64,
}

#[pymethods]
impl Airport {
    /// Kilometres to a point, along the surface of the earth.
    pub(crate) fn distance_to(&self, latitude: f64, longitude: f64) -> f64 {
        let here = (self.latitude.get(), self.longitude.get());
        sphere::kilometres(here, (latitude, longitude))
    }
}

/// Between two parallels and two meridians. It never changes, so it can be a key of a dict.
#[recordclass(frozen, kw_only)]
pub(crate) struct Bounds {
    #[record(default = -90.0)]
    pub(crate) south: f64,
    #[record(default = -180.0)]
    pub(crate) west: f64,
    #[record(default = 90.0)]
    pub(crate) north: f64,
    #[record(default = 180.0)]
    pub(crate) east: f64,
}

#[pymethods]
impl Bounds {
    fn __post_init__(&self) -> PyResult<()> {
        if self.south > self.north {
            return Err(PyValueError::new_err(
                "south of a Bounds must not be greater than north",
            ));
        }
        Ok(())
    }

    /// Whether a point lies inside. A box whose west is greater than its east crosses the date line.
    pub(crate) fn contains(&self, latitude: f64, longitude: f64) -> bool {
        let between = if self.west <= self.east {
            (self.west..=self.east).contains(&longitude)
        } else {
            longitude >= self.west || longitude <= self.east
        };
        (self.south..=self.north).contains(&latitude) && between
    }
}

/// From one airport to another. It shares the airports with whoever else has them.
#[recordclass(frozen)]
pub(crate) struct Hop {
    #[record(name = "from_")]
    pub(crate) from: Py<Airport>,
    pub(crate) to: Py<Airport>,
    pub(crate) km: f64,
}
