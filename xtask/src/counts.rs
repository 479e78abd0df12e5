//! Reads how many tests passed out of what libtest and pytest print.

use std::fmt;
use std::ops::AddAssign;

#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub(crate) struct Counts {
    pub(crate) passed: usize,
    pub(crate) failed: usize,
    pub(crate) skipped: usize,
}

impl Counts {
    /// `None` if the line is not a runner's closing line.
    pub(crate) fn from_line(line: &str) -> Option<Self> {
        let line = without_colour(line);
        let libtest = line.starts_with("test result: ");
        // As `3 passed, 1 skipped in 0.02s`, between `=` signs unless pytest runs with `-q`.
        let pytest = || {
            let words = line.trim_matches(['=', ' ']);
            words.starts_with(|c: char| c.is_ascii_digit()) && words.contains(" in ")
        };
        if !libtest && !pytest() {
            return None;
        }
        let mut counts = None;
        let words: Vec<&str> = line
            .split([' ', ',', ';'])
            .filter(|word| !word.is_empty())
            .collect();
        for pair in words.windows(2) {
            let Ok(number) = pair[0].parse::<usize>() else {
                continue;
            };
            let counts = counts.get_or_insert_with(Self::default);
            match pair[1] {
                "passed" | "xfailed" => counts.passed += number,
                "failed" | "error" | "errors" => counts.failed += number,
                "ignored" | "skipped" => counts.skipped += number,
                _ => {}
            }
        }
        counts
    }
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }
}

impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed", self.passed)?;
        if self.failed > 0 {
            write!(f, ", {} failed", self.failed)?;
        }
        if self.skipped > 0 {
            write!(f, ", {} skipped", self.skipped)?;
        }
        Ok(())
    }
}

/// Drops the terminal's colour codes, which look like `ESC [ 32 m`.
fn without_colour(line: &str) -> String {
    let mut plain = String::with_capacity(line.len());
    let mut chars = line.chars();
    while let Some(c) = chars.next() {
        if c == '\u{1b}' {
            chars.by_ref().find(|c| c.is_ascii_alphabetic());
        } else {
            plain.push(c);
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Option<(usize, usize, usize)> {
        Counts::from_line(line).map(|counts| (counts.passed, counts.failed, counts.skipped))
    }

    #[test]
    fn libtest_is_read() {
        let line = "test result: FAILED. 7 passed; 1 failed; 2 ignored; 0 measured; 3 filtered out; finished in 0.01s";
        assert_eq!(read(line), Some((7, 1, 2)));
    }

    #[test]
    fn pytest_is_read() {
        assert_eq!(read("12 passed in 0.30s"), Some((12, 0, 0)));
        assert_eq!(
            read("=== 1 failed, 2 passed, 3 skipped, 4 xfailed, 1 error in 9.1s ==="),
            Some((6, 2, 3))
        );
        assert_eq!(
            read("\u{1b}[32m\u{1b}[1m5 passed\u{1b}[0m\u{1b}[32m in 0.02s\u{1b}[0m"),
            Some((5, 0, 0))
        );
    }

    #[test]
    fn other_lines_are_not() {
        for line in [
            "",
            "running 3 tests",
            "test a::b ... ok",
            "no tests ran in 0.01s",
            "it passed in the end",
        ] {
            assert_eq!(read(line), None, "{line}");
        }
    }

    #[test]
    fn only_what_happened_is_shown() {
        let mut counts = Counts {
            passed: 3,
            ..Counts::default()
        };
        assert_eq!(counts.to_string(), "3 passed");
        counts += Counts {
            passed: 0,
            failed: 1,
            skipped: 2,
        };
        assert_eq!(counts.to_string(), "3 passed, 1 failed, 2 skipped");
    }
}
