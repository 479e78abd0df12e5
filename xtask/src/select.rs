//! Picks the interpreters that `--python` names, and the one that runs the UI tests.

use std::path::Path;

use crate::Result;
use crate::pythons::{self, Found, Interpreter};
use crate::version::Abi;

pub(crate) fn select(found: &Found, wanted: &[String]) -> Result<Vec<Interpreter>> {
    if found.usable.is_empty() && wanted.is_empty() {
        let refused = found.refused.join("\n  ");
        return Err(format!("no supported CPython on this machine\n  {refused}"));
    }
    if wanted.is_empty() {
        return Ok(found.usable.clone());
    }
    let mut chosen: Vec<Interpreter> = Vec::new();
    for name in wanted {
        let python = if looks_like_path(name) {
            by_path(name)?
        } else {
            by_version(found, name)?
        };
        if chosen.iter().all(|other| other.abi != python.abi) {
            chosen.push(python);
        } else if chosen
            .iter()
            .all(|other| other.executable != python.executable)
        {
            return Err(format!(
                "two interpreters for {}: test them one after the other",
                python.abi
            ));
        }
    }
    Ok(chosen)
}

/// Those that are named, else the one that `python3` means.
pub(crate) fn default_or(found: &Found, wanted: &[String]) -> Result<Vec<Interpreter>> {
    if !wanted.is_empty() {
        return select(found, wanted);
    }
    let mut usable = found.usable.iter();
    match usable.find(|python| python.is_default) {
        Some(python) => Ok(vec![python.clone()]),
        None => Err("no default Python on this machine: say --python".into()),
    }
}

/// The messages of the compiler do not depend on the Python, so one is enough: the default, else the newest.
pub(crate) fn for_ui(chosen: &[Interpreter]) -> Option<Abi> {
    let linkable = || chosen.iter().filter(|python| python.library_dir.is_some());
    let default = linkable().find(|python| python.is_default);
    default
        .or_else(|| linkable().max_by_key(|python| python.abi))
        .map(|python| python.abi)
}

/// Where the libraries of tests/python/interop are tested: on the oldest Python that their newest releases support, and on
/// the newest one that they all have wheels for. They are no small downloads, so a run for one Python in the middle goes
/// without.
pub(crate) fn for_interop(chosen: &[Interpreter]) -> Vec<Abi> {
    const OLDEST: u8 = 11;
    const NEWEST: u8 = 14;
    let mut plain: Vec<Abi> = chosen
        .iter()
        .map(|python| python.abi)
        .filter(|abi| !abi.free_threaded && !abi.debug && (OLDEST..=NEWEST).contains(&abi.minor))
        .collect();
    plain.sort_unstable();
    let newest = plain.last().copied().filter(|_| plain.len() > 1);
    let wanted = |abi: &Abi| [OLDEST, NEWEST].contains(&abi.minor) || newest == Some(*abi);
    plain.into_iter().filter(wanted).collect()
}

fn looks_like_path(name: &str) -> bool {
    name.contains(std::path::is_separator)
}

fn by_path(name: &str) -> Result<Interpreter> {
    // Not `canonicalize`: the Python of a virtual environment is a link, and must be called as such.
    let path = std::path::absolute(Path::new(name)).map_err(|error| format!("{name}: {error}"))?;
    match pythons::probe(&path) {
        Ok(Some(python)) => Ok(python),
        Ok(None) => Err(format!("{name}: there is no Python that runs")),
        Err(reason) => Err(format!("{name}: {reason}")),
    }
}

fn by_version(found: &Found, name: &str) -> Result<Interpreter> {
    let abi: Abi = name.parse()?;
    abi.check_supported()?;
    let python = found.usable.iter().find(|python| python.abi == abi);
    python.cloned().ok_or_else(|| {
        let known: Vec<String> = found
            .usable
            .iter()
            .map(|python| python.abi.to_string())
            .collect();
        let known = if known.is_empty() {
            "none".into()
        } else {
            known.join(", ")
        };
        format!("no CPython {name} on this machine; found: {known}. `--python` takes a path, too")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn python(version: &str) -> Interpreter {
        let abi: Abi = version.parse().unwrap();
        Interpreter {
            abi,
            release: format!("3.{}.1", abi.minor),
            executable: format!("/opt/python{version}").into(),
            library_dir: Some("/opt/lib".into()),
            ext_suffix: ".so".into(),
            is_default: false,
        }
    }

    fn machine() -> Found {
        let mut usable: Vec<Interpreter> = ["3.10", "3.11", "3.13", "3.14t"].map(python).into();
        usable[1].is_default = true;
        usable[3].library_dir = None;
        Found {
            usable,
            refused: vec!["CPython 3.9 is too old".into()],
        }
    }

    fn versions(wanted: &[&str]) -> Result<String> {
        let wanted: Vec<String> = wanted.iter().copied().map(str::to_owned).collect();
        let chosen = select(&machine(), &wanted)?;
        Ok(chosen
            .iter()
            .map(|python| python.abi.to_string())
            .collect::<Vec<_>>()
            .join(" "))
    }

    #[test]
    fn without_a_wish_all_are_taken() {
        assert_eq!(versions(&[]).unwrap(), "3.10 3.11 3.13 3.14t");
    }

    #[test]
    fn wishes_keep_their_order_and_count_once() {
        assert_eq!(versions(&["3.13", "3.10", "3.13"]).unwrap(), "3.13 3.10");
    }

    #[test]
    fn what_is_missing_is_said_with_what_there_is() {
        let message = versions(&["3.12"]).unwrap_err();
        assert!(message.contains("no CPython 3.12") && message.contains("3.10, 3.11, 3.13, 3.14t"));
        assert!(versions(&["3.9"]).unwrap_err().contains("3.10 to 3.15"));
        assert!(versions(&["snake"]).unwrap_err().contains("`snake`"));
        assert!(
            versions(&["./no/python"])
                .unwrap_err()
                .contains("./no/python")
        );
    }

    #[test]
    fn a_machine_without_python_says_so() {
        let bare = Found {
            usable: Vec::new(),
            refused: vec!["CPython 3.9 is too old".into()],
        };
        let message = select(&bare, &[]).unwrap_err();
        assert!(message.contains("no supported CPython") && message.contains("3.9 is too old"));
    }

    #[test]
    fn interop_goes_to_the_ends_of_what_the_libraries_support() {
        let on = |versions: &[&str]| -> Vec<String> {
            let all: Vec<Interpreter> = versions.iter().copied().map(python).collect();
            for_interop(&all).iter().map(Abi::to_string).collect()
        };
        assert_eq!(
            on(&["3.10", "3.11", "3.12", "3.13", "3.13d", "3.14t"]),
            ["3.11", "3.13"]
        );
        assert_eq!(on(&["3.14", "3.15"]), ["3.14"]);
        assert_eq!(on(&["3.12", "3.13"]), ["3.13"]);
        assert!(on(&["3.10"]).is_empty() && on(&["3.13"]).is_empty());
    }

    #[test]
    fn ui_goes_to_the_default_else_to_the_newest_that_links() {
        let mut all = machine().usable;
        assert_eq!(for_ui(&all), Some(all[1].abi));
        all[1].is_default = false;
        assert_eq!(for_ui(&all), Some(all[2].abi));
        assert_eq!(for_ui(&all[3..]), None);
    }
}
