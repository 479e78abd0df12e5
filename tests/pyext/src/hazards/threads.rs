//! Records used from Rust threads.

use super::plain::{HzGc, HzMut, HzNative};
use pyo3::prelude::*;
use std::thread;
use std::time::{Duration, Instant};

fn until(seconds: f64, mut work: impl FnMut()) {
    let end = Instant::now() + Duration::from_secs_f64(seconds);
    while Instant::now() < end {
        work();
    }
}

/// Four threads that never attach write and read numbers: none is ever seen in halves.
#[pyfunction]
fn hz_storm_native(py: Python<'_>, record: &HzNative, seconds: f64) {
    py.detach(|| {
        thread::scope(|scope| {
            for number in [0_i64, -1, 0x0123_4567_89AB_CDEF, 1 << 40] {
                scope.spawn(move || {
                    until(seconds, || {
                        record.i64.set(number);
                        record.f64.set(number as f64);
                        let seen = record.i64.get();
                        assert!(
                            [0, -1, 0x0123_4567_89AB_CDEF, 1 << 40].contains(&seen),
                            "{seen:x} was never written"
                        );
                    });
                });
            }
        });
    });
}

/// Four threads read and replace the objects of one record, and let the last reference go detached.
#[pyfunction]
fn hz_storm_objects(py: Python<'_>, record: Py<HzMut>, seconds: f64) {
    py.detach(|| {
        thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    until(seconds, || {
                        let value = Python::attach(|py| {
                            let record = record.bind(py);
                            let fresh = pyo3::types::PyList::new(py, [1, 2, 3]);
                            let fresh = fresh.expect("a short list").into_any().unbind();
                            record.get().b.set(record, fresh);
                            record.get().b.get(record)
                        });
                        // Another thread may have deleted it.
                        drop(value);
                    });
                });
            }
        });
    });
}

/// Reads a slot of one record with another as its owner.
#[pyfunction]
fn hz_wrong_owner(
    py: Python<'_>,
    one: &Bound<'_, HzMut>,
    other: &Bound<'_, HzMut>,
) -> PyResult<()> {
    let one = one.get();
    one.a.set(other, py.None());
    one.a.get(other).map(drop)
}

/// Reads a slot of a value that no Python object holds.
#[pyfunction]
fn hz_no_owner(py: Python<'_>, other: &Bound<'_, HzMut>) -> PyResult<()> {
    let loose = HzMut::new(py.None(), py.None());
    loose.a.get(other).map(drop)
}

/// Reads and replaces objects through the Rust side.
#[pyfunction]
fn hz_swap(record: &Bound<'_, HzGc>) -> PyResult<()> {
    let inner = record.get();
    let (a, b) = (inner.a.get(record)?, inner.b.get(record)?);
    inner.a.set(record, b);
    inner.b.set(record, a);
    Ok(())
}

pub(super) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_function(wrap_pyfunction!(hz_storm_native, module)?)?;
    module.add_function(wrap_pyfunction!(hz_storm_objects, module)?)?;
    module.add_function(wrap_pyfunction!(hz_wrong_owner, module)?)?;
    module.add_function(wrap_pyfunction!(hz_no_owner, module)?)?;
    module.add_function(wrap_pyfunction!(hz_swap, module)?)
}
