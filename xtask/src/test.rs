//! `cargo xtask test`: for each Python, its Rust tests, the UI tests once, and pytest; on two of them also with the
//! libraries of others. A failure does not
//! stop the rest: all of it is told in the closing table.

use std::path::Path;
use std::process::Command;
use std::time::Instant;

use crate::options::{Options, Part};
use crate::pythons::{self, Found, Interpreter};
use crate::report::{Cell, Report, Row};
use crate::run::{self, Outcome};
use crate::venv::Venv;
use crate::{Result, ext, paths, select};

const NOT_EMBEDDABLE: &str = "no shared libpython";

/// Arguments of `cargo test`. Two runs over the same packages, so that cargo unites the same features
/// and builds all once: it refuses doc tests beside others, and left to itself it runs the UI tests, too.
const RUST: [&[&str]; 2] = [
    &[
        "--workspace",
        "--exclude=recordclass-benches",
        "--exclude=recordclass-fixtures",
        "--exclude=recordclass-python",
        "--exclude=xtask",
        "--lib",
        "--test=runtime",
    ],
    &[
        "--workspace",
        "--exclude=recordclass-benches",
        "--exclude=recordclass-fixtures",
        "--exclude=recordclass-python",
        "--exclude=xtask",
        "--doc",
    ],
];
const UI: [&[&str]; 1] = [&["--package=recordclass-tests", "--test=ui"]];

pub(crate) fn run(options: Options) -> Result<bool> {
    let found = pythons::find();
    let mut chosen = select::select(&found, &options.pythons)?;
    let ui = select::for_ui(&chosen);
    let interop = select::for_interop(&chosen);
    if options.only == Some(Part::Ui) {
        chosen.retain(|python| Some(python.abi) == ui);
        if chosen.is_empty() {
            return Err(format!(
                "the UI tests need an interpreter that links: {NOT_EMBEDDABLE}"
            ));
        }
    }
    list(&found, &chosen);

    let mut report = Report::default();
    if options.only.is_none() {
        report.rows.push(own_tests());
    }
    for python in &chosen {
        // Where none of them can run the UI tests, the table must say so: the first one has to try.
        let runs_ui = python.abi == ui.unwrap_or(chosen[0].abi);
        // Asked for by name it runs on all that were asked for.
        let runs_interop = options.only.is_some() || interop.contains(&python.abi);
        report
            .rows
            .push(row(python, &options, runs_ui, runs_interop));
    }

    println!("\n{}\n", report.table());
    let totals = report.totals();
    println!(
        "{} passed, {} failed, {} skipped",
        totals.passed, totals.failed, totals.skipped
    );
    if totals.passed + totals.failed == 0 {
        println!("no test ran");
    }
    Ok(report.is_good())
}

fn list(found: &Found, chosen: &[Interpreter]) {
    let line = |python: &Interpreter| {
        let default = if python.is_default { " (default)" } else { "" };
        let embeds = if python.library_dir.is_some() {
            ""
        } else {
            " [no shared libpython: pytest only]"
        };
        format!(
            "  {:6} {}{default}{embeds}",
            python.abi.to_string(),
            python.executable.display()
        )
    };
    println!("testing on:");
    chosen
        .iter()
        .for_each(|python| println!("{}", line(python)));
    let is_chosen = |python: &Interpreter| chosen.iter().any(|other| other.abi == python.abi);
    let mut others = found
        .usable
        .iter()
        .filter(|python| !is_chosen(python))
        .peekable();
    if others.peek().is_some() {
        println!("found, but not asked for:");
        others.for_each(|python| println!("{}", line(python)));
    }
    if !found.refused.is_empty() {
        println!("passed over: {}", found.refused.join("; "));
    }
}

fn row(python: &Interpreter, options: &Options, runs_ui: bool, runs_interop: bool) -> Row {
    println!("\n=== CPython {} {}", python.abi, "=".repeat(60));
    let start = Instant::now();
    let mut row = Row {
        python: label(python),
        rust: Cell::Blank,
        ui: Cell::Blank,
        pytest: Cell::Blank,
        interop: Cell::Blank,
        time: start.elapsed(),
    };
    match Venv::of(python) {
        Err(reason) => row.rust = broken(reason),
        Ok(venv) => {
            if options.wants(Part::Rust) {
                row.rust = embedded(python, &venv, &RUST, &options.runner_args);
            }
            if options.wants(Part::Ui) && runs_ui {
                row.ui = embedded(python, &venv, &UI, &options.runner_args);
            }
            if options.wants(Part::Python) {
                row.pytest = cell(ext::pytest(python, &venv, &options.runner_args));
            }
            if options.wants(Part::Interop) && runs_interop {
                row.interop = cell(ext::interop(python, &options.runner_args));
            }
        }
    }
    row.time = start.elapsed();
    row
}

/// The release, and the flags that it does not tell: `3.14.0t`.
fn label(python: &Interpreter) -> String {
    let abi = python.abi.to_string();
    let flags = abi.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    format!("{}{flags}", python.release)
}

/// The tests of this very program; they know nothing of the Pythons.
fn own_tests() -> Row {
    let start = Instant::now();
    let outcome =
        run::run_tests(run::cargo("test").args(["--quiet", "--package", "xtask", "--bins"]));
    Row {
        python: "(xtask)".into(),
        rust: cell(outcome),
        ui: Cell::Blank,
        pytest: Cell::Blank,
        interop: Cell::Blank,
        time: start.elapsed(),
    }
}

/// Runs `cargo test` once with each list of arguments, on an embedded interpreter.
fn embedded(python: &Interpreter, venv: &Venv, runs: &[&[&str]], runner_args: &[String]) -> Cell {
    let Some(library_dir) = &python.library_dir else {
        println!(
            "\n!!! CPython {}: no shared library, its Rust tests are NOT run",
            python.abi
        );
        println!("!!! (Debian has it in python3-dev; pyenv builds it with --enable-shared)");
        return Cell::Skipped(NOT_EMBEDDABLE);
    };
    let all = || {
        let mut sum = Outcome {
            ok: true,
            ..Outcome::default()
        };
        for args in runs {
            let mut command = cargo_test(python, venv, library_dir)?;
            command.args(*args);
            if !runner_args.is_empty() {
                command.arg("--").args(runner_args);
            }
            let outcome = run::run_tests(&mut command)?;
            sum.ok &= outcome.ok;
            sum.counts += outcome.counts;
        }
        Ok(sum)
    };
    cell(all())
}

fn cargo_test(python: &Interpreter, venv: &Venv, library_dir: &Path) -> Result<Command> {
    let mut command = run::cargo("test");
    command
        .arg("--no-fail-fast")
        .env("PYO3_PYTHON", &python.executable)
        .env("CARGO_TARGET_DIR", paths::scratch_for("build", python.abi))
        // A wrong free is an abort then, where the usual allocator would carry on.
        .env("PYTHONMALLOC", "debug")
        .env_remove("PYTHONHOME")
        .env_remove("PYTHONPATH");
    // Binaries of packages with a build script know where libpython is; doc tests and the core's do not.
    let loader = match std::env::consts::OS {
        "windows" => "PATH",
        "macos" => "DYLD_LIBRARY_PATH",
        _ => "LD_LIBRARY_PATH",
    };
    // An embedded interpreter looks for its standard library next to the `python3` of `PATH`.
    if loader == "PATH" {
        run::prepend(&mut command, "PATH", &[&venv.bin, library_dir])?;
    } else {
        run::prepend(&mut command, "PATH", &[&venv.bin])?;
        run::prepend(&mut command, loader, &[library_dir])?;
    }
    Ok(command)
}

fn cell(outcome: Result<Outcome>) -> Cell {
    outcome.map_or_else(broken, Cell::Ran)
}

fn broken(reason: String) -> Cell {
    eprintln!("xtask: {reason}");
    // The table has room for a line only.
    Cell::Broken(reason.lines().next().unwrap_or_default().to_owned())
}
