//! Temperatures of many sensors as a packed array, and what is asked of a part of one.

mod reading;
mod summary;

use pyo3::prelude::*;
use reading::{Reading, ReadingArray};
use recordclass::array::{Array, ArrayMethods};
use summary::{Summary, SummaryArray, SummaryRow};

/// Made-up readings: the same for the same numbers, in any process.
#[pyfunction]
#[pyo3(signature = (count, sensors = 100))]
fn made_up(count: u32, sensors: u32) -> Array<Reading> {
    reading::made_up(count, sensors.max(1)).collect()
}

/// Number, sum, least and greatest for each sensor. This is what runs on each part.
#[pyfunction]
fn summarize(readings: &Bound<'_, ReadingArray>) -> PyResult<Array<Summary>> {
    let rows = readings.rows()?;
    // The rows are a slice that Python cannot move meanwhile; other threads of the interpreter run on.
    let summaries: Vec<SummaryRow> = readings.py().detach(|| summary::of_each_sensor(&rows));
    Ok(summaries.into())
}

/// One summary out of those of the parts.
#[pyfunction]
fn merge(parts: Vec<Bound<'_, SummaryArray>>) -> PyResult<Array<Summary>> {
    let mut all = summary::Summaries::default();
    for part in parts {
        part.rows()?.iter().for_each(|row| all.add(row));
    }
    Ok(all.into_rows().into())
}

#[pymodule]
mod _native {
    #[pymodule_export]
    use super::{Reading, ReadingArray, Summary, SummaryArray, made_up, merge, summarize};
}
