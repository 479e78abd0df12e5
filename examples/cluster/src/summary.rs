//! What is known of each sensor, without a word of Python.

use crate::reading::ReadingRow;
use recordclass::recordclass;
use std::collections::BTreeMap;

/// It can be put together out of the summaries of parts: so a mean is no field of it.
#[recordclass(array)]
pub(crate) struct Summary {
    pub(crate) sensor: u32,
    pub(crate) readings: u64,
    pub(crate) sum: f64,
    pub(crate) least: f64,
    pub(crate) most: f64,
}

/// By sensor.
#[derive(Default)]
pub(crate) struct Summaries(BTreeMap<u32, SummaryRow>);

impl Summaries {
    pub(crate) fn add(&mut self, row: &SummaryRow) {
        let known = self.0.entry(row.sensor).or_insert_with(|| {
            SummaryRow::new(row.sensor, 0, 0.0, f64::INFINITY, f64::NEG_INFINITY)
        });
        known.readings += row.readings;
        known.sum += row.sum;
        known.least = known.least.min(row.least);
        known.most = known.most.max(row.most);
    }

    pub(crate) fn into_rows(self) -> Vec<SummaryRow> {
        self.0.into_values().collect()
    }
}

pub(crate) fn of_each_sensor(readings: &[ReadingRow]) -> Vec<SummaryRow> {
    let mut all = Summaries::default();
    for reading in readings {
        let celsius = reading.celsius;
        all.add(&SummaryRow::new(
            reading.sensor,
            1,
            celsius,
            celsius,
            celsius,
        ));
    }
    all.into_rows()
}
