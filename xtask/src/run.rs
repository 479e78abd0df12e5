//! Starts commands: shows each as one could type it, and passes on what it prints.

use std::env;
use std::ffi::{OsStr, OsString};
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};

use crate::counts::Counts;
use crate::{Result, paths};

/// How a test runner ended.
#[derive(Clone, Default, Debug)]
pub(crate) struct Outcome {
    pub(crate) ok: bool,
    pub(crate) counts: Counts,
    /// The first test that pytest tells of as failed.
    pub(crate) failure: Option<String>,
}

/// The cargo that runs this very program, in the folder of the workspace.
pub(crate) fn cargo(verb: &str) -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(paths::root()).arg(verb);
    command
}

/// Runs to the end; `false` if it failed.
pub(crate) fn run(command: &mut Command) -> Result<bool> {
    announce(command);
    let status = command
        .status()
        .map_err(|error| format!("{}: {error}", program(command)))?;
    Ok(status.success())
}

/// Runs to the end without a word. It has to succeed.
pub(crate) fn quietly(command: &mut Command) -> Result<()> {
    let status = command
        .status()
        .map_err(|error| format!("{}: {error}", program(command)))?;
    if status.success() {
        Ok(())
    } else {
        Err(format!("failed: {}", shown(command, &paths::root())))
    }
}

/// Runs to the end and sums up the closing lines of the runners inside.
pub(crate) fn run_tests(command: &mut Command) -> Result<Outcome> {
    announce(command);
    let mut child = command
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|error| format!("{}: {error}", program(command)))?;
    let mut counts = Counts::default();
    let mut failure = None;
    let mut lines = BufReader::new(child.stdout.take().expect("stdout is piped"));
    let mut line = Vec::new();
    // Bytes, not strings: what tests print need not be UTF-8.
    while lines
        .read_until(b'\n', &mut line)
        .is_ok_and(|read| read > 0)
    {
        let mut out = std::io::stdout().lock();
        // A closed pipe on our side is no reason to stop the tests.
        let _ = out.write_all(&line).and_then(|()| out.flush());
        let text = String::from_utf8_lossy(&line);
        if let Some(more) = Counts::from_line(text.trim_end()) {
            counts += more;
        }
        if failure.is_none() {
            failure = failed_test(&text);
        }
        line.clear();
    }
    let status = child
        .wait()
        .map_err(|error| format!("{}: {error}", program(command)))?;
    Ok(Outcome {
        ok: status.success(),
        counts,
        failure,
    })
}

/// The test's name in a line of pytest's short summary: `FAILED tests/python/test_it.py::test_that - AssertionError`.
fn failed_test(line: &str) -> Option<String> {
    let rest = line.strip_prefix("FAILED ")?;
    let name = rest.split(" - ").next().unwrap_or(rest).trim();
    Some(name.rsplit('/').next().unwrap_or(name).to_owned())
}

/// Puts folders in front of a variable that lists folders.
pub(crate) fn prepend(command: &mut Command, variable: &str, folders: &[&Path]) -> Result<()> {
    let known = env::var_os(variable).unwrap_or_default();
    let known = env::split_paths(&known).filter(|folder| !folder.as_os_str().is_empty());
    let joined = env::join_paths(
        folders
            .iter()
            .map(|folder| folder.to_path_buf())
            .chain(known),
    );
    command.env(
        variable,
        joined.map_err(|error| format!("{variable}: {error}"))?,
    );
    Ok(())
}

fn announce(command: &Command) {
    println!("\n$ {}", shown(command, &paths::root()));
}

fn program(command: &Command) -> String {
    command.get_program().to_string_lossy().into_owned()
}

fn shown(command: &Command, root: &Path) -> String {
    // `PATH` and its kind would hide the command behind their length.
    let telling = |name: &OsStr| !name.to_string_lossy().ends_with("PATH") || name == "PYTHONPATH";
    let variables = command
        .get_envs()
        .filter(|(name, _)| telling(name))
        .filter_map(|(name, value)| {
            let mut word = OsString::from(name);
            word.push("=");
            word.push(value?);
            Some(word)
        });
    let program = Path::new(command.get_program());
    // Cargo may be the one of a toolchain folder, which is no help to the reader.
    let is_cargo = program.file_stem().is_some_and(|stem| stem == "cargo");
    let program = if is_cargo {
        OsStr::new("cargo")
    } else {
        program.as_os_str()
    };
    let words = variables
        .chain([program.to_owned()])
        .chain(command.get_args().map(OsStr::to_owned));
    let inside = format!("{}{}", root.display(), std::path::MAIN_SEPARATOR);
    let words = words.map(|word| {
        let word = word.to_string_lossy().replace(&inside, "");
        if word.contains(' ') {
            format!("'{word}'")
        } else {
            word
        }
    });
    words.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn failed_tests_are_named() {
        let name = |line| failed_test(line);
        let line = "FAILED tests/python/test_a.py::test_b[c d] - AssertionError: e\n";
        assert_eq!(name(line).as_deref(), Some("test_a.py::test_b[c d]"));
        assert_eq!(
            name("FAILED test_a.py::test_b\n").as_deref(),
            Some("test_a.py::test_b")
        );
        assert_eq!(name("1 failed in 2 s\n"), None);
    }

    #[test]
    fn commands_are_shown_as_typed() {
        let root = Path::new("project");
        let python = root.join("bin").join("python");
        let mut command = Command::new(root.join("cargo"));
        command
            .args(["test", "a b"])
            .env("PYO3_PYTHON", &python)
            .env("PATH", "long")
            .env_remove("PYTHONHOME");
        let short = Path::new("bin").join("python");
        assert_eq!(
            shown(&command, root),
            format!("PYO3_PYTHON={} cargo test 'a b'", short.display())
        );
    }
}
