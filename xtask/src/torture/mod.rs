//! `cargo xtask torture`: the tests that take too long for every change, part by part. A failure does not stop the rest.
//! `--quick` is what of them a change can wait for.

mod asan;
mod options;
mod planted;
mod suite;

pub(crate) use options::Options;

use std::process::{Command, Stdio};
use std::time::Instant;

use crate::pythons::{self, Found, Interpreter};
use crate::{Result, paths, run, select};
use options::Part;
use suite::Suite;

/// How a part ended.
pub(super) enum End {
    Passed(String),
    Failed(String),
    /// It cannot run on this machine; the reason.
    NotRun(String),
}

impl End {
    fn of(good: bool) -> Self {
        if good {
            Self::Passed(String::new())
        } else {
            Self::Failed("see above".into())
        }
    }
}

pub(crate) fn run(options: Options) -> Result<bool> {
    let found = pythons::find();
    let mut chosen = if options.quick {
        select::default_or(&found, &options.pythons)?
    } else {
        select::select(&found, &options.pythons)?
    };
    if options.pythons.is_empty() {
        // Of many the newest: what differs between versions is the affair of `test`.
        chosen.sort_by_key(|python| python.abi);
        chosen.drain(..chosen.len() - 1);
    }
    let mut lines = Vec::new();
    let mut good = true;
    for python in &chosen {
        for &part in &options.parts {
            println!(
                "\n=== {part:?} on CPython {} {}",
                python.abi,
                "=".repeat(40)
            );
            let start = Instant::now();
            let end = run_part(python, part, &options, &found).unwrap_or_else(End::Failed);
            let seconds = start.elapsed().as_secs();
            let (word, detail) = match end {
                End::Passed(detail) => ("passed", detail),
                End::NotRun(reason) => ("NOT RUN", reason),
                End::Failed(reason) => {
                    good = false;
                    ("FAILED", reason)
                }
            };
            let abi = python.abi.to_string();
            lines.push(format!(
                "{abi:6} {:9} {word:8} {seconds:5} s  {detail}",
                format!("{part:?}").to_lowercase()
            ));
        }
    }
    println!("\n{}", lines.join("\n"));
    Ok(good)
}

fn run_part(python: &Interpreter, part: Part, options: &Options, found: &Found) -> Result<End> {
    let quick = options.quick;
    let minutes = if quick {
        "0.5".to_owned()
    } else {
        options.minutes.to_string()
    };
    match part {
        Part::Leaks => Suite::plain(python)?.at_once().tests(suite::LEAKS).run(),
        Part::Debug => debug(python, found, |suite| {
            suite.dev().tests(if quick { suite::QUICK } else { "" })
        }),
        // Development mode adds nothing but time to it.
        Part::Refleak => debug(python, found, |suite| suite.args(&["--refleak"])),
        Part::Planted => planted::run(python),
        Part::Threads => {
            // Four kinds of records have a tenth of the time each, with all that can be done to them at once; some hundred
            // storms share the rest.
            let seconds = f64::from(options.minutes) * 60.0;
            let each = (seconds / 250.0).max(0.25).to_string();
            Suite::plain(python)?
                .tests("threads")
                .args(&["--durations=5"])
                .env("HAZARD_SECONDS", &each)
                .env("HAZARD_MIXED_SECONDS", &(seconds / 10.0).to_string())
                .env("RECORDCLASS_PATIENCE", "20")
                .run()
        }
        Part::Fuzz => Suite::plain(python)?
            .at_once()
            .tests("as_long_as_you_like")
            .env("RECORDCLASS_MINUTES", &minutes)
            .run(),
        Part::Size => {
            // One after the other: some need all the memory there is.
            let suite = Suite::plain(python)?.places(["torture"]);
            suite.args(&["-v", "--durations=0"]).run()
        }
        Part::Valgrind => {
            if !answers("valgrind") {
                return Ok(End::NotRun("there is no valgrind".into()));
            }
            // Not what is uninitialised: CPython makes the int 0 out of a digit that it never wrote, and each use of that
            // int would be told of. Of a definite error it shows the way there; what CPython leaves to the system's end is no error.
            let under = "valgrind -q --undef-value-errors=no --error-exitcode=99";
            Suite::without_pools(python)?
                .at_once()
                .places(suite::UNDER_VALGRIND)
                .tests(suite::BEARABLE)
                .args(&["--durations=10"])
                .env("RECORDCLASS_UNDER", under)
                .env("PYTHONMALLOC", "malloc")
                .run()
        }
        Part::Asan => asan::run(python, quick),
        Part::Miri => miri(python),
    }
}

/// The suite on a debug build of CPython, that checks what extension modules do and counts all references: on the one
/// that is asked for, else on the newest of this machine.
fn debug(
    python: &Interpreter,
    found: &Found,
    how: impl FnOnce(Suite<'_>) -> Suite<'_>,
) -> Result<End> {
    let debug_builds = found.usable.iter().filter(|python| python.abi.debug);
    let chosen = if python.abi.debug {
        Some(python)
    } else {
        debug_builds.max_by_key(|python| python.abi)
    };
    let Some(chosen) = chosen else {
        let reason = "there is no debug build of CPython; `--python` takes the path of one";
        return Ok(End::NotRun(reason.into()));
    };
    let end = how(Suite::plain(chosen)?.at_once()).run()?;
    Ok(match end {
        End::Passed(detail) => End::Passed(format!("{detail}, on CPython {}", chosen.abi)),
        end => end,
    })
}

/// The unit tests of what needs no Python, interpreted.
fn miri(python: &Interpreter) -> Result<End> {
    let mut asks = Command::new("cargo");
    asks.args(["+nightly", "miri", "--version"]);
    if !succeeds(&mut asks) {
        return Ok(End::NotRun("there is no nightly compiler with miri".into()));
    }
    // The cargo of rustup, which knows of toolchains, not the one that runs this.
    let mut command = Command::new("cargo");
    command
        .current_dir(paths::root())
        .args([
            "+nightly",
            "miri",
            "test",
            "--package",
            "recordclass-core",
            "--lib",
        ])
        .env_remove("RUSTUP_TOOLCHAIN")
        .env("PYO3_PYTHON", &python.executable)
        .env("CARGO_TARGET_DIR", paths::scratch_for("miri", python.abi));
    run::run(&mut command).map(End::of)
}

fn answers(program: &str) -> bool {
    succeeds(Command::new(program).arg("--version"))
}

fn succeeds(command: &mut Command) -> bool {
    let status = command
        .env_remove("RUSTUP_TOOLCHAIN")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    status.is_ok_and(|status| status.success())
}
