//! The command line of `cargo xtask torture`.

use crate::Result;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Part {
    Leaks,
    Debug,
    Refleak,
    Planted,
    Threads,
    Fuzz,
    Size,
    Valgrind,
    Asan,
    Miri,
}

const PARTS: [(&str, Part); 10] = [
    ("leaks", Part::Leaks),
    ("debug", Part::Debug),
    ("refleak", Part::Refleak),
    ("planted", Part::Planted),
    ("threads", Part::Threads),
    ("fuzz", Part::Fuzz),
    ("size", Part::Size),
    ("valgrind", Part::Valgrind),
    ("asan", Part::Asan),
    ("miri", Part::Miri),
];

/// What a change can wait for.
const QUICK: [Part; 4] = [Part::Leaks, Part::Debug, Part::Fuzz, Part::Asan];

#[derive(PartialEq, Eq, Debug)]
pub(crate) struct Options {
    /// Versions or paths; empty means the newest, or the default if it is to be quick.
    pub(crate) pythons: Vec<String>,
    /// In the order of the list above.
    pub(crate) parts: Vec<Part>,
    pub(crate) minutes: u32,
    /// A telling part of each of these parts.
    pub(crate) quick: bool,
}

impl Options {
    pub(crate) fn parse(args: &[String]) -> Result<Self> {
        let (mut pythons, mut parts, mut minutes) = (Vec::new(), Vec::new(), 10);
        let mut quick = false;
        let mut args = args.iter().map(String::as_str);
        while let Some(arg) = args.next() {
            if arg == "--quick" {
                quick = true;
                continue;
            }
            let (name, inline) = arg
                .split_once('=')
                .map_or((arg, None), |(name, value)| (name, Some(value)));
            if !["--python", "--only", "--minutes"].contains(&name) {
                return Err(format!(
                    "`torture` has no option `{arg}`; see `cargo xtask help`"
                ));
            }
            let value = inline
                .or_else(|| args.next())
                .filter(|value| !value.is_empty())
                .ok_or_else(|| format!("`{name}` needs a value"))?;
            let words = value
                .split(',')
                .map(str::trim)
                .filter(|word| !word.is_empty());
            match name {
                "--python" => pythons.extend(words.map(str::to_owned)),
                "--only" => {
                    for word in words {
                        parts.push(part(word)?);
                    }
                }
                _ => {
                    let number = value.parse().ok().filter(|&number| number > 0);
                    minutes = number.ok_or_else(|| format!("`--minutes {value}`: a number"))?;
                }
            }
        }
        let all = PARTS.iter().map(|&(_, part)| part);
        parts = all
            .filter(|part| !quick || QUICK.contains(part))
            .filter(|part| parts.is_empty() || parts.contains(part))
            .collect();
        if parts.is_empty() {
            return Err("`--quick` has no such part; see CONTRIBUTING.md".into());
        }
        Ok(Self {
            pythons,
            parts,
            minutes,
            quick,
        })
    }
}

fn part(name: &str) -> Result<Part> {
    let known = PARTS.iter().find(|(word, _)| *word == name);
    known.map(|&(_, part)| part).ok_or_else(|| {
        let words: Vec<&str> = PARTS.iter().map(|&(word, _)| word).collect();
        format!("`--only {name}`: one of {}", words.join(", "))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str) -> Result<Options> {
        let words: Vec<String> = line.split_whitespace().map(str::to_owned).collect();
        Options::parse(&words)
    }

    #[test]
    fn nothing_asks_for_all_parts() {
        let options = parse("").unwrap();
        assert_eq!(options.parts.len(), PARTS.len());
        assert_eq!(options.minutes, 10);
    }

    #[test]
    fn parts_keep_their_order_and_count_once() {
        let options = parse("--only miri,planted --only=planted --minutes 3").unwrap();
        assert_eq!(options.parts, [Part::Planted, Part::Miri]);
        assert_eq!(options.minutes, 3);
    }

    #[test]
    fn quick_is_a_part_of_some_parts() {
        let options = parse("--quick --python 3.11").unwrap();
        assert!(options.quick);
        assert_eq!(options.parts, QUICK);
        assert_eq!(parse("--only asan --quick").unwrap().parts, [Part::Asan]);
        assert!(parse("--quick --only size").unwrap_err().contains("quick"));
    }

    #[test]
    fn mistakes_are_named() {
        assert!(parse("--only all").unwrap_err().contains("planted"));
        assert!(parse("--minutes none").unwrap_err().contains("none"));
        assert!(parse("--fast").unwrap_err().contains("--fast"));
    }
}
