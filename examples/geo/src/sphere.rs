//! Distances on a sphere, without a word of Python.

use crate::airport::Airport;
use pyo3::Py;
use std::cmp::Ordering;
use std::num::NonZero;
use std::thread;

const RADIUS: f64 = 6371.0; // Kilometres.

/// The way between two points, each its latitude and longitude in degrees.
pub(crate) fn kilometres(a: (f64, f64), b: (f64, f64)) -> f64 {
    let haversine = |angle: f64| (angle.to_radians() / 2.0).sin().powi(2);
    let scale = a.0.to_radians().cos() * b.0.to_radians().cos();
    let way = haversine(b.0 - a.0) + scale * haversine(b.1 - a.1);
    2.0 * RADIUS * way.sqrt().min(1.0).asin()
}

/// A distance to sort by: `f64` has no order of its own, because of NaN.
#[derive(PartialEq)]
pub(crate) struct Key(pub(crate) f64);

impl Eq for Key {}

impl PartialOrd for Key {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Key {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.total_cmp(&other.0)
    }
}

/// For each airport which other is nearest, and how far it is. There are two at least.
pub(crate) fn nearest_of_each(airports: &[Py<Airport>]) -> Vec<(usize, f64)> {
    let place = |airport: &Py<Airport>| {
        let airport = airport.get();
        (airport.latitude.get(), airport.longitude.get())
    };
    let places: Vec<_> = airports.iter().map(place).collect();
    let nearest = |here: usize| {
        let others = (0..places.len()).filter(|&there| there != here);
        let ways = others.map(|there| (there, kilometres(places[here], places[there])));
        ways.min_by(|a, b| a.1.total_cmp(&b.1))
            .unwrap_or((here, 0.0))
    };
    let threads = thread::available_parallelism().map_or(1, NonZero::get);
    let share = places.len().div_ceil(threads);
    thread::scope(|scope| {
        let starts = (0..places.len()).step_by(share);
        let workers: Vec<_> = starts
            .map(|start| {
                let end = places.len().min(start + share);
                scope.spawn(move || (start..end).map(nearest).collect::<Vec<_>>())
            })
            .collect();
        let parts = workers
            .into_iter()
            .map(|worker| worker.join().expect("no distance panics"));
        parts.flatten().collect()
    })
}
