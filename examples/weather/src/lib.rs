//! Days of weather: from CSV through serde to records, and summed up to months.

use chrono::{Datelike, NaiveDate};
use pyo3::exceptions::{PyOSError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::PyType;
use recordclass::recordclass;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// What most of the day was like.
#[pyclass(frozen, eq, hash, from_py_object, module = "weather")]
#[derive(Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Sky {
    Drizzle,
    Fog,
    Rain,
    Snow,
    Sun,
}

#[pymethods]
impl Sky {
    /// For `pickle`, which does not know enums of PyO3 by itself: `getattr(Sky, "Sun")`.
    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<(Bound<'py, PyAny>, Named<'py>)> {
        let getattr = slf.py().import("builtins")?.getattr("getattr")?;
        let name = match slf.get() {
            Sky::Drizzle => "Drizzle",
            Sky::Fog => "Fog",
            Sky::Rain => "Rain",
            Sky::Snow => "Snow",
            Sky::Sun => "Sun",
        };
        Ok((getattr, (slf.as_any().get_type(), name)))
    }
}

type Named<'py> = (Bound<'py, PyType>, &'static str);

/// A day of weather. All of it lies in the record: a date takes four bytes, the sky one.
#[recordclass(frozen, serde, module = "weather")]
struct Day {
    #[serde(with = "slashes")]
    date: NaiveDate,
    /// Millimetres.
    precipitation: f64,
    /// Degrees Celsius.
    #[record(name = "high")]
    #[serde(rename = "temp_max")]
    temp_max: f64,
    #[record(name = "low")]
    #[serde(rename = "temp_min")]
    temp_min: f64,
    /// Metres a second.
    #[record(default)]
    wind: f64,
    #[record(name = "sky", default = Sky::Sun)]
    #[serde(rename = "weather")]
    weather: Sky,
}

/// Dates as the file has them: `2012/01/31`.
mod slashes {
    use chrono::NaiveDate;
    use serde::de::{Deserialize, Deserializer, Error};
    use serde::ser::Serializer;

    const FORM: &str = "%Y/%m/%d";

    pub(super) fn serialize<S: Serializer>(
        date: &NaiveDate,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&date.format(FORM))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<NaiveDate, D::Error> {
        let text = String::deserialize(deserializer)?;
        NaiveDate::parse_from_str(&text, FORM).map_err(D::Error::custom)
    }
}

/// What the days of a month add up to. Months are ordered by year and month, which come first.
#[recordclass(frozen, order, module = "weather")]
#[derive(Clone)]
struct Month {
    year: i32,
    month: u32,
    /// Means of the days.
    high: f64,
    low: f64,
    /// Sum of the days.
    precipitation: f64,
    #[record(default)]
    wet_days: u32,
}

/// All days of a CSV file.
#[pyfunction]
fn load(py: Python<'_>, path: PathBuf) -> PyResult<Vec<Py<Day>>> {
    let mut rows = csv::Reader::from_path(&path)
        .map_err(|error| PyOSError::new_err(format!("{}: {error}", path.display())))?;
    let days = rows.deserialize().map(|day| {
        let day: Day = day.map_err(|error| PyValueError::new_err(error.to_string()))?;
        Py::new(py, day)
    });
    days.collect()
}

/// Writes days as `load` reads them.
#[pyfunction]
fn save(days: Vec<Py<Day>>, path: PathBuf) -> PyResult<()> {
    let failed = |error: csv::Error| PyOSError::new_err(format!("{}: {error}", path.display()));
    let mut rows = csv::Writer::from_path(&path).map_err(failed)?;
    for day in &days {
        rows.serialize(day.get()).map_err(failed)?;
    }
    rows.flush()?;
    Ok(())
}

/// The months of the days, in order.
#[pyfunction]
fn monthly(days: Vec<Py<Day>>) -> Vec<Month> {
    let mut months: BTreeMap<(i32, u32), Vec<&Day>> = BTreeMap::new();
    for day in &days {
        let day = day.get(); // A frozen record is a plain struct: no slots, no interpreter.
        let month = (day.date.year(), day.date.month());
        months.entry(month).or_default().push(day);
    }
    let sum_up = |((year, month), days): ((i32, u32), Vec<&Day>)| {
        let sum = |of: fn(&Day) -> f64| days.iter().map(|day| of(day)).sum::<f64>();
        let count = days.len() as f64;
        let wet = days.iter().filter(|day| day.precipitation > 0.0).count();
        Month::new(
            year,
            month,
            sum(|day| day.temp_max) / count,
            sum(|day| day.temp_min) / count,
            sum(|day| day.precipitation),
            wet as u32,
        )
    };
    months.into_iter().map(sum_up).collect()
}

#[pymodule]
mod _native {
    #[pymodule_export]
    use super::{Day, Month, Sky, load, monthly, save};
}
