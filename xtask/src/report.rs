//! The closing table: one row for each Python, one column for each part of the suite.

use std::time::Duration;

use crate::counts::Counts;
use crate::run::Outcome;

/// What became of one part of the suite on one Python.
pub(crate) enum Cell {
    /// Not asked for here.
    Blank,
    Ran(Outcome),
    /// Asked for, but impossible.
    Skipped(&'static str),
    /// It could not even start.
    Broken(String),
}

pub(crate) struct Row {
    pub(crate) python: String,
    pub(crate) rust: Cell,
    pub(crate) ui: Cell,
    pub(crate) pytest: Cell,
    /// With libraries of others.
    pub(crate) interop: Cell,
    pub(crate) time: Duration,
}

#[derive(Default)]
pub(crate) struct Report {
    pub(crate) rows: Vec<Row>,
}

impl Cell {
    fn failed(&self) -> bool {
        match self {
            Self::Ran(outcome) => !outcome.ok,
            Self::Broken(_) => true,
            Self::Blank | Self::Skipped(_) => false,
        }
    }

    /// A part that failed before it counted anything is one failure.
    fn counts(&self) -> Counts {
        match self {
            Self::Ran(outcome) => {
                let failed = outcome.counts.failed.max(usize::from(!outcome.ok));
                Counts {
                    failed,
                    ..outcome.counts
                }
            }
            Self::Broken(_) => Counts {
                failed: 1,
                ..Counts::default()
            },
            Self::Blank | Self::Skipped(_) => Counts::default(),
        }
    }

    fn text(&self) -> String {
        match self {
            Self::Blank => "-".into(),
            Self::Ran(outcome) if outcome.ok => outcome.counts.to_string(),
            Self::Ran(outcome) if outcome.counts.failed == 0 => "FAILED".into(),
            Self::Ran(outcome) => format!("FAILED: {}", outcome.counts),
            Self::Skipped(reason) => format!("SKIPPED: {reason}"),
            Self::Broken(reason) => format!("FAILED: {reason}"),
        }
    }
}

impl Row {
    fn cells(&self) -> [&Cell; 4] {
        [&self.rust, &self.ui, &self.pytest, &self.interop]
    }
}

impl Report {
    /// Tests ran, and all of them passed: a filter that matches nothing is a mistake.
    pub(crate) fn is_good(&self) -> bool {
        !self.cells().any(Cell::failed) && self.totals().passed > 0
    }

    pub(crate) fn totals(&self) -> Counts {
        let mut totals = Counts::default();
        for cell in self.cells() {
            totals += cell.counts();
        }
        totals
    }

    pub(crate) fn table(&self) -> String {
        let heads = ["python", "rust tests", "ui", "pytest", "interop", "time"].map(str::to_owned);
        let rows = self.rows.iter().map(|row| {
            let time = format!("{} s", row.time.as_secs());
            [
                row.python.clone(),
                row.rust.text(),
                row.ui.text(),
                row.pytest.text(),
                row.interop.text(),
                time,
            ]
        });
        let lines: Vec<[String; 6]> = std::iter::once(heads).chain(rows).collect();
        let widths: [usize; 6] = std::array::from_fn(|column| {
            lines
                .iter()
                .map(|line| line[column].len())
                .max()
                .unwrap_or(0)
        });
        let aligned = lines.iter().map(|line| {
            let cells: Vec<String> = line
                .iter()
                .zip(widths)
                .map(|(cell, width)| format!("{cell:width$}"))
                .collect();
            cells.join(" | ").trim_end().to_owned()
        });
        aligned.collect::<Vec<_>>().join("\n")
    }

    fn cells(&self) -> impl Iterator<Item = &Cell> {
        self.rows.iter().flat_map(Row::cells)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ran(ok: bool, passed: usize, failed: usize) -> Cell {
        Cell::Ran(Outcome {
            ok,
            counts: Counts {
                passed,
                failed,
                skipped: 0,
            },
            ..Outcome::default()
        })
    }

    fn report(rust: Cell, ui: Cell, pytest: Cell) -> Report {
        let row = Row {
            python: "3.13.0".into(),
            rust,
            ui,
            pytest,
            interop: Cell::Blank,
            time: Duration::from_secs(7),
        };
        Report { rows: vec![row] }
    }

    #[test]
    fn columns_line_up() {
        let table = report(ran(true, 12, 0), Cell::Blank, Cell::Skipped("why")).table();
        let expected = "python | rust tests | ui | pytest       | interop | time\n\
                        3.13.0 | 12 passed  | -  | SKIPPED: why | -       | 7 s";
        assert_eq!(table, expected);
    }

    #[test]
    fn one_failure_spoils_it() {
        assert!(report(ran(true, 1, 0), Cell::Blank, ran(true, 2, 0)).is_good());
        assert!(!report(ran(true, 1, 0), Cell::Blank, ran(false, 2, 1)).is_good());
        assert!(!report(ran(true, 1, 0), Cell::Broken("no pip".into()), Cell::Blank).is_good());
    }

    #[test]
    fn a_run_of_nothing_is_not_good() {
        assert!(!report(Cell::Skipped("why"), Cell::Blank, Cell::Blank).is_good());
        assert!(!report(ran(true, 0, 0), Cell::Blank, Cell::Blank).is_good());
        assert!(!Report::default().is_good());
    }

    #[test]
    fn what_does_not_compile_counts_as_a_failure() {
        let report = report(ran(false, 0, 0), ran(true, 3, 0), ran(false, 4, 2));
        assert_eq!(
            report.totals(),
            Counts {
                passed: 7,
                failed: 3,
                skipped: 0
            }
        );
        assert!(
            report
                .table()
                .contains("| FAILED     | 3 passed | FAILED: 4 passed, 2 failed |")
        );
    }
}
