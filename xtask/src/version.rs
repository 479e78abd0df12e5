//! Which build of CPython, as people write it: `3.13`, `3.14t` (free-threaded), `3.13d` (debug build).

use std::fmt;
use std::ops::RangeInclusive;
use std::str::FromStr;

/// What PyO3 0.30 and this project support.
const WITH_GIL: RangeInclusive<u8> = 10..=15;
const FREE_THREADED: RangeInclusive<u8> = 14..=15;

/// Two interpreters of the same `Abi` run the same extension modules: testing one of them is enough.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) struct Abi {
    pub(crate) minor: u8,
    pub(crate) free_threaded: bool,
    pub(crate) debug: bool,
}

impl Abi {
    pub(crate) fn check_supported(self) -> Result<(), String> {
        let range = if self.free_threaded {
            FREE_THREADED
        } else {
            WITH_GIL
        };
        if range.contains(&self.minor) {
            return Ok(());
        }
        let suffix = if self.free_threaded { "t" } else { "" };
        let (first, last) = (range.start(), range.end());
        Err(format!(
            "CPython {self} is not among 3.{first}{suffix} to 3.{last}{suffix}"
        ))
    }
}

impl fmt::Display for Abi {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "3.{}", self.minor)?;
        f.write_str(if self.free_threaded { "t" } else { "" })?;
        f.write_str(if self.debug { "d" } else { "" })
    }
}

impl FromStr for Abi {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let parse = || {
            let rest = text.strip_prefix("3.")?;
            let end = rest
                .find(|c: char| !c.is_ascii_digit())
                .unwrap_or(rest.len());
            let (minor, flags) = rest.split_at(end);
            let (free_threaded, debug) = match flags {
                "" => (false, false),
                "t" => (true, false),
                "d" => (false, true),
                "td" => (true, true),
                _ => return None,
            };
            Some(Self {
                minor: minor.parse().ok()?,
                free_threaded,
                debug,
            })
        };
        parse()
            .ok_or_else(|| format!("`{text}` is neither a version like 3.13 or 3.14t nor a path"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_round_trip() {
        for text in ["3.9", "3.10", "3.13d", "3.14t", "3.14td"] {
            assert_eq!(text.parse::<Abi>().unwrap().to_string(), text);
        }
    }

    #[test]
    fn other_texts_are_refused() {
        for text in [
            "",
            "3",
            "3.",
            "2.7",
            "3.13.0",
            "3.14x",
            "3.999",
            "python3.13",
        ] {
            assert!(text.parse::<Abi>().is_err(), "{text}");
        }
    }

    #[test]
    fn free_threading_counts_from_3_14() {
        let supported = |text: &str| text.parse::<Abi>().unwrap().check_supported();
        for text in ["3.10", "3.12d", "3.15", "3.14t", "3.15t"] {
            assert_eq!(supported(text), Ok(()), "{text}");
        }
        assert_eq!(
            supported("3.9").unwrap_err(),
            "CPython 3.9 is not among 3.10 to 3.15"
        );
        assert_eq!(
            supported("3.13t").unwrap_err(),
            "CPython 3.13t is not among 3.14t to 3.15t"
        );
    }

    #[test]
    fn older_sorts_first() {
        let mut all: Vec<Abi> = ["3.14t", "3.9", "3.14", "3.10"]
            .map(|text| text.parse().unwrap())
            .into();
        all.sort();
        let texts: Vec<String> = all.iter().map(Abi::to_string).collect();
        assert_eq!(texts, ["3.9", "3.10", "3.14", "3.14t"]);
    }
}
