//! Airports as records, and functions over many of them.

mod airport;
mod sphere;

use airport::{Airport, Bounds, Hop};
use pyo3::exceptions::{PyOSError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyList, PyString};
use std::path::PathBuf;

/// All rows of a CSV file with the columns `iata`, `name`, `city`, `state`, `country`, `latitude` and `longitude`.
#[pyfunction]
fn load(py: Python<'_>, path: PathBuf) -> PyResult<Bound<'_, PyList>> {
    let mut rows = csv::Reader::from_path(&path)
        .map_err(|error| PyOSError::new_err(format!("{}: {error}", path.display())))?;
    let airports = PyList::empty(py);
    for row in rows.records() {
        let row = row.map_err(|error| PyValueError::new_err(error.to_string()))?;
        // Equal texts, as `USA`, become one Python object.
        let text = |column: usize| PyString::intern(py, &row[column]).unbind();
        let known = |column: usize| (!matches!(&row[column], "" | "NA")).then(|| text(column));
        let airport = Airport::new(
            text(0),
            text(1),
            known(2),
            known(3),
            text(4),
            row[5].parse()?,
            row[6].parse()?,
        );
        airports.append(Bound::new(py, airport)?)?;
    }
    Ok(airports)
}

/// The `count` airports that are nearest to a point, the nearest first.
#[pyfunction]
#[pyo3(signature = (airports, latitude, longitude, count = 1))]
fn nearest(
    py: Python<'_>,
    mut airports: Vec<Py<Airport>>,
    latitude: f64,
    longitude: f64,
    count: usize,
) -> Vec<Py<Airport>> {
    // Numbers in a record are read on any thread, attached to Python or not: others may run meanwhile.
    py.detach(|| {
        let way = |airport: &Py<Airport>| airport.get().distance_to(latitude, longitude);
        airports.sort_by_cached_key(|airport| sphere::Key(way(airport)));
    });
    airports.truncate(count);
    airports
}

/// Those of the airports that lie in a box.
#[pyfunction]
fn within(airports: Vec<Py<Airport>>, bounds: &Bounds) -> Vec<Py<Airport>> {
    let inside = |airport: &Py<Airport>| {
        let airport = airport.get();
        bounds.contains(airport.latitude.get(), airport.longitude.get())
    };
    airports.into_iter().filter(inside).collect()
}

/// For each airport the hop to its nearest neighbour: `len(airports)` squared distances, on all processors.
#[pyfunction]
fn neighbours(py: Python<'_>, airports: Vec<Py<Airport>>) -> PyResult<Vec<Py<Hop>>> {
    if airports.len() < 2 {
        return Err(PyValueError::new_err("a neighbour takes two airports"));
    }
    let ways = py.detach(|| sphere::nearest_of_each(&airports));
    let hop = |(from, (to, km)): (usize, (usize, f64))| {
        let (from, to) = (airports[from].clone_ref(py), airports[to].clone_ref(py));
        Py::new(py, Hop::new(from, to, km))
    };
    ways.into_iter().enumerate().map(hop).collect()
}

/// Moves each of the airports, in place.
#[pyfunction]
#[pyo3(signature = (airports, *, north = 0.0, east = 0.0))]
fn shift(airports: Vec<Py<Airport>>, north: f64, east: f64) {
    for airport in &airports {
        let airport = airport.get();
        airport.latitude.set(airport.latitude.get() + north);
        airport.longitude.set(airport.longitude.get() + east);
    }
}

#[pymodule]
mod geo {
    #[pymodule_export]
    use super::{Airport, Bounds, Hop, load, nearest, neighbours, shift, within};
}
