//! The record class of the README, and a list of its instances out of a CSV file.

use pyo3::prelude::*;
use pyo3::types::{PyList, PyString};
use recordclass::recordclass;

/// An airport: seven fields, and no more memory than they need.
#[recordclass]
pub(crate) struct Airport {
    iata: Py<PyString>,
    name: Py<PyString>,
    city: Option<Py<PyString>>,
    state: Option<Py<PyString>>,
    country: Py<PyString>,
    latitude: f64,
    longitude: f64,
}

#[pymethods]
impl Airport {
    /// Kilometres to a point, along the surface of the earth.
    fn distance_to(&self, latitude: f64, longitude: f64) -> f64 {
        let (here, there) = (self.latitude.get().to_radians(), latitude.to_radians());
        let turn = (longitude - self.longitude.get()).to_radians();
        let haversine = |angle: f64| (angle / 2.0).sin().powi(2);
        let way = haversine(there - here) + here.cos() * there.cos() * haversine(turn);
        2.0 * 6371.0 * way.sqrt().asin()
    }
}

/// Where the data is.
pub(crate) const CSV: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/data/airports.csv");

/// All rows of the file, read by Python's `csv` module, as a list of records.
pub(crate) fn load(py: Python<'_>) -> PyResult<Bound<'_, PyList>> {
    let mode = [("encoding", "utf-8"), ("newline", "")];
    let file = py.import("builtins")?.call_method(
        "open",
        (CSV,),
        Some(&pyo3::types::IntoPyDict::into_py_dict(mode, py)?),
    )?;
    let airports = PyList::empty(py);
    for row in py
        .import("csv")?
        .call_method1("reader", (&file,))?
        .try_iter()?
        .skip(1)
    {
        let [iata, name, city, state, country, latitude, longitude]: [String; 7] =
            row?.extract()?;
        // Interned: equal names, as `USA`, are one Python object.
        let text = |value: &str| PyString::intern(py, value).unbind();
        let known = |value: &str| (!matches!(value, "" | "NA")).then(|| text(value));
        let airport = Airport::new(
            text(&iata),
            text(&name),
            known(&city),
            known(&state),
            text(&country),
            latitude.parse()?,
            longitude.parse()?,
        );
        airports.append(Py::new(py, airport)?)?;
    }
    file.call_method0("close")?;
    Ok(airports)
}
