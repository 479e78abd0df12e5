//! The command line of `cargo xtask bench`.

use crate::Result;

#[derive(Default, PartialEq, Eq, Debug)]
pub(crate) struct Options {
    /// Versions or paths; empty means the oldest and the newest, or the default one to count instructions.
    pub(crate) pythons: Vec<String>,
    /// Rows to measure; empty means all.
    pub(crate) only: Vec<String>,
    /// How many records the group `arrays` has in memory; the harness knows the default.
    pub(crate) records: Option<String>,
    /// Short rounds, few repeats.
    pub(crate) quick: bool,
    /// A missed goal is a failure.
    pub(crate) check: bool,
    /// Copies table and plots into the tree.
    pub(crate) publish: bool,
    /// Counts instructions instead of time.
    pub(crate) instructions: bool,
    /// Takes the counts for right.
    pub(crate) bless: bool,
}

impl Options {
    pub(crate) fn parse(args: &[String]) -> Result<Self> {
        let mut options = Self::default();
        let mut args = args.iter().map(String::as_str);
        while let Some(arg) = args.next() {
            let (name, inline) = match arg.split_once('=') {
                Some((name, value)) => (name, Some(value)),
                None => (arg, None),
            };
            let list = match name {
                "--python" => &mut options.pythons,
                "--only" => &mut options.only,
                "--records" => {
                    let value = value(name, inline, &mut args)?;
                    if value.parse::<u32>().is_ok_and(|count| count >= 1000) {
                        options.records = Some(value.to_owned());
                        continue;
                    }
                    return Err(format!("`--records {value}`: a number from 1000 on"));
                }
                _ => {
                    let flag = options.flag(arg);
                    let flag = flag.ok_or_else(|| {
                        format!("`bench` has no option `{arg}`; see `cargo xtask help`")
                    })?;
                    *flag = true;
                    continue;
                }
            };
            let words = value(name, inline, &mut args)?.split(',').map(str::trim);
            list.extend(words.filter(|word| !word.is_empty()).map(str::to_owned));
        }
        options.consistent()
    }

    fn flag(&mut self, name: &str) -> Option<&mut bool> {
        Some(match name {
            "--quick" => &mut self.quick,
            "--check" => &mut self.check,
            "--publish" => &mut self.publish,
            "--instructions" => &mut self.instructions,
            "--bless" => &mut self.bless,
            _ => return None,
        })
    }

    /// Only the group with results of its own, which can be published alone.
    pub(crate) fn only_arrays(&self) -> bool {
        self.only == ["arrays"]
    }

    fn consistent(self) -> Result<Self> {
        let timing = self.quick || self.check || self.publish || !self.only.is_empty();
        if self.instructions && (timing || self.records.is_some()) {
            return Err("`--instructions` goes with `--python` and `--bless` only".into());
        }
        if self.bless && !self.instructions {
            return Err("`--bless` is for `--instructions`".into());
        }
        let part = !self.only.is_empty() && !self.only_arrays();
        if self.publish && (self.quick || part || self.records.is_some()) {
            return Err(
                "`--publish` wants all rows, or `--only arrays`, measured at length".into(),
            );
        }
        Ok(self)
    }
}

fn value<'a>(
    name: &str,
    inline: Option<&'a str>,
    args: &mut impl Iterator<Item = &'a str>,
) -> Result<&'a str> {
    inline
        .or_else(|| args.next())
        .filter(|value| !value.is_empty())
        .ok_or_else(|| format!("`{name}` needs a value"))
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
        assert_eq!(parse("").unwrap(), Options::default());
    }

    #[test]
    fn lists_add_up() {
        let options =
            parse("--python 3.10,3.13 --only create --only=repr --quick --check").unwrap();
        assert_eq!(options.pythons, ["3.10", "3.13"]);
        assert_eq!(options.only, ["create", "repr"]);
        assert!(options.quick && options.check && !options.publish);
    }

    #[test]
    fn what_does_not_go_together_is_refused() {
        for line in [
            "--instructions --quick",
            "--instructions --only create",
            "--bless",
            "--publish --quick",
            "--publish --only create",
            "--publish --only arrays,create",
            "--publish --records 1000",
            "--instructions --records 1000",
        ] {
            assert!(parse(line).is_err(), "{line}");
        }
        assert!(parse("--publish --only arrays").unwrap().only_arrays());
        assert!(parse("--instructions --bless --python 3.11").is_ok());
    }

    #[test]
    fn mistakes_are_named() {
        assert!(parse("--fast").unwrap_err().contains("--fast"));
        assert!(parse("--records=many").unwrap_err().contains("many"));
        assert!(parse("--records 10").is_err());
        assert!(parse("--records").unwrap_err().contains("needs a value"));
        assert!(parse("--only").unwrap_err().contains("needs a value"));
        assert!(parse("--quick=yes").unwrap_err().contains("--quick=yes"));
    }
}
