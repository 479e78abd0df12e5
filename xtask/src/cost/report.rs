//! What was measured, as a table, and what of it is too much.

use std::collections::BTreeMap;
use std::time::Duration;

/// Ours may take this many times as long as plain, as far as a clock can tell.
const TIME: f64 = 1.05;

/// And be this many times as large. Sizes repeat to the byte, but not with another compiler or Python.
const SIZE: f64 = 1.01;

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Kind {
    Ours,
    Plain,
}

impl Kind {
    pub(super) const ALL: [Self; 2] = [Self::Ours, Self::Plain];

    pub(super) fn package(self) -> &'static str {
        match self {
            Self::Ours => "ours",
            Self::Plain => "plain",
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Step {
    Check,
    Build,
    Release,
}

impl Step {
    pub(super) const ALL: [Self; 3] = [Self::Check, Self::Build, Self::Release];

    /// `cargo rustc` is a `cargo build` that takes arguments for the linker.
    pub(super) fn verb(self) -> &'static str {
        match self {
            Self::Check => "check",
            Self::Build | Self::Release => "rustc",
        }
    }

    fn label(self) -> &'static str {
        match self {
            Self::Check => "check",
            Self::Build => "build",
            Self::Release => "build --release",
        }
    }
}

#[derive(Default)]
pub(super) struct Samples(BTreeMap<(Step, Kind), Vec<Duration>>);

impl Samples {
    pub(super) fn add(&mut self, step: Step, kind: Kind, time: Duration) {
        self.0.entry((step, kind)).or_default().push(time);
    }

    /// In seconds.
    fn median(&self, step: Step, kind: Kind) -> f64 {
        let mut times = self.0.get(&(step, kind)).cloned().unwrap_or_default();
        times.sort();
        times
            .get(times.len() / 2)
            .map_or(f64::NAN, Duration::as_secs_f64)
    }

    fn medians(&self, step: Step) -> [f64; 2] {
        Kind::ALL.map(|kind| self.median(step, kind))
    }
}

fn kilobytes(sizes: [u64; 2]) -> [f64; 2] {
    sizes.map(|size| size as f64 / 1000.0)
}

pub(super) fn table(samples: &Samples, sizes: [u64; 2]) -> String {
    let mut lines = vec![format!(
        "{:16} {:>14} {:>12} {:>6}",
        "", "#[recordclass]", "#[pyclass]", "ratio"
    )];
    let mut line = |label: &str, [ours, plain]: [f64; 2], digits: usize, unit: &str| {
        lines.push(format!(
            "{label:16} {ours:>11.digits$} {unit:2} {plain:>9.digits$} {unit:2} {:>6.2}",
            ours / plain
        ));
    };
    for step in Step::ALL {
        line(step.label(), samples.medians(step), 2, "s");
    }
    line("release library", kilobytes(sizes), 0, "kB");
    lines.join("\n")
}

/// Only what users wait for and ship has a limit: a check of a second is mostly noise.
pub(super) fn excesses(samples: &Samples, sizes: [u64; 2]) -> Vec<String> {
    let rows = [
        (Step::Release.label(), samples.medians(Step::Release), TIME),
        ("release library", kilobytes(sizes), SIZE),
    ];
    let ratios = rows.map(|(label, [ours, plain], limit)| (label, ours / plain, limit));
    let too_much = ratios.into_iter().filter(|(_, ratio, limit)| ratio > limit);
    too_much
        .map(|(label, ratio, limit)| {
            format!("cost: FAILED: {label}: {ratio:.3} times plain, at most {limit} is allowed")
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn samples(ours: [u64; 3], plain: [u64; 3]) -> Samples {
        let mut samples = Samples::default();
        for step in Step::ALL {
            for (kind, times) in [(Kind::Ours, ours), (Kind::Plain, plain)] {
                for time in times {
                    samples.add(step, kind, Duration::from_secs(time));
                }
            }
        }
        samples
    }

    #[test]
    fn one_disturbed_round_does_not_count() {
        let samples = samples([17, 90, 16], [2, 29, 34]);
        assert_eq!(samples.medians(Step::Release), [17.0, 29.0]);
        assert!(excesses(&samples, [855, 851]).is_empty());
    }

    #[test]
    fn each_excess_is_named() {
        let slow = excesses(&samples([12; 3], [10; 3]), [1, 1]);
        assert!(slow.len() == 1 && slow[0].contains("build --release: 1.20"));
        let large = excesses(&samples([10; 3], [10; 3]), [5, 4]);
        assert!(large.len() == 1 && large[0].contains("library: 1.25"));
    }

    #[test]
    fn the_table_has_a_row_for_each_measure() {
        let table = table(&samples([17; 3], [34; 3]), [878_400, 851_000]);
        let rows: Vec<Vec<&str>> = table
            .lines()
            .map(|line| line.split_whitespace().collect())
            .collect();
        assert_eq!(
            rows[3],
            ["build", "--release", "17.00", "s", "34.00", "s", "0.50"]
        );
        assert_eq!(
            rows[4],
            ["release", "library", "878", "kB", "851", "kB", "1.03"]
        );
    }
}
