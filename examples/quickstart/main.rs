//! The first ten seconds: airports as records, seen from Python, and what they cost beside other kinds.
//!
//!     cargo run --release --example quickstart
//!
//! `airport.rs` has the record class, `session.rs` shows it from Python, `table.rs` and `kinds.py` measure.

mod airport;
mod plain;
mod session;
mod table;

use pyo3::prelude::*;
use std::process::ExitCode;

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let result = Python::attach(|py| {
        let result = match args.iter().map(String::as_str).collect::<Vec<_>>()[..] {
            [] => quickstart(py),
            // Hidden: the table starts this program again for each measurement.
            ["measure", kind, count] => table::measure_here(py, kind, count),
            _ => Err(pyo3::exceptions::PyValueError::new_err(
                "quickstart takes no arguments",
            )),
        };
        result.inspect_err(|error| error.print(py))
    });
    if result.is_ok() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

fn quickstart(py: Python<'_>) -> PyResult<()> {
    let airports = airport::load(py)?;
    session::show(py, airports)?;
    table::show(py)
}
