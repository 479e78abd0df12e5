//! The same class as PyO3 makes it: what the record is compared with.

use pyo3::prelude::*;
use pyo3::types::PyString;

#[pyclass(get_all, set_all)]
pub(crate) struct PlainAirport {
    iata: Py<PyString>,
    name: Py<PyString>,
    city: Option<Py<PyString>>,
    state: Option<Py<PyString>>,
    country: Py<PyString>,
    latitude: f64,
    longitude: f64,
}

#[pymethods]
impl PlainAirport {
    #[new]
    fn new(
        iata: Py<PyString>,
        name: Py<PyString>,
        city: Option<Py<PyString>>,
        state: Option<Py<PyString>>,
        country: Py<PyString>,
        latitude: f64,
        longitude: f64,
    ) -> Self {
        Self {
            iata,
            name,
            city,
            state,
            country,
            latitude,
            longitude,
        }
    }
}
