//! The command line of `cargo xtask test`.

use crate::Result;

/// One of the four parts of the test suite, as `--only` names them.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Part {
    Rust,
    Ui,
    Python,
    Interop,
}

#[derive(Default, PartialEq, Eq, Debug)]
pub(crate) struct Options {
    /// Versions or paths; empty means every interpreter found.
    pub(crate) pythons: Vec<String>,
    pub(crate) only: Option<Part>,
    /// Handed to libtest or pytest.
    pub(crate) runner_args: Vec<String>,
}

impl Options {
    pub(crate) fn parse(args: &[String]) -> Result<Self> {
        let mut options = Self::default();
        let mut args = args.iter().map(String::as_str);
        while let Some(arg) = args.next() {
            if arg == "--" {
                options.runner_args = args.by_ref().map(str::to_owned).collect();
                break;
            }
            let (name, inline) = match arg.split_once('=') {
                Some((name, value)) => (name, Some(value)),
                None => (arg, None),
            };
            let mut value = || {
                let value = inline
                    .or_else(|| args.next())
                    .filter(|value| !value.is_empty());
                value.ok_or_else(|| format!("`{name}` needs a value"))
            };
            match name {
                "--python" => {
                    let names = value()?
                        .split(',')
                        .map(str::trim)
                        .filter(|name| !name.is_empty());
                    options.pythons.extend(names.map(str::to_owned));
                }
                "--only" => options.only = Some(part(value()?)?),
                _ => {
                    return Err(format!(
                        "`test` has no option `{arg}`; see `cargo xtask help`"
                    ));
                }
            }
        }
        if options.only.is_none() && !options.runner_args.is_empty() {
            return Err("arguments after `--` are for one runner: say which with `--only`".into());
        }
        Ok(options)
    }

    pub(crate) fn wants(&self, part: Part) -> bool {
        self.only.is_none_or(|only| only == part)
    }
}

fn part(name: &str) -> Result<Part> {
    match name {
        "rust" => Ok(Part::Rust),
        "ui" => Ok(Part::Ui),
        "python" => Ok(Part::Python),
        "interop" => Ok(Part::Interop),
        _ => Err(format!("`--only {name}`: rust, ui, python or interop")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str) -> Result<Options> {
        let words: Vec<String> = line.split_whitespace().map(str::to_owned).collect();
        Options::parse(&words)
    }

    #[test]
    fn nothing_asks_for_everything() {
        let options = parse("").unwrap();
        assert!(
            [Part::Rust, Part::Ui, Part::Python, Part::Interop]
                .into_iter()
                .all(|part| options.wants(part))
        );
        assert!(options.pythons.is_empty());
    }

    #[test]
    fn pythons_add_up() {
        let options = parse("--python 3.11,3.13 --python=3.14t --only=rust").unwrap();
        assert_eq!(options.pythons, ["3.11", "3.13", "3.14t"]);
        assert!(options.wants(Part::Rust) && !options.wants(Part::Ui));
    }

    #[test]
    fn what_follows_two_dashes_is_the_runners() {
        let options = parse("--only python -- -k repr --python").unwrap();
        assert_eq!(options.runner_args, ["-k", "repr", "--python"]);
        assert!(parse("-- -k repr").unwrap_err().contains("--only"));
    }

    #[test]
    fn mistakes_are_named() {
        assert!(parse("--pyton 3.13").unwrap_err().contains("--pyton"));
        assert!(parse("--python").unwrap_err().contains("needs a value"));
        assert!(
            parse("--only all")
                .unwrap_err()
                .contains("rust, ui, python or interop")
        );
    }
}
