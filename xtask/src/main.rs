//! `cargo xtask <verb>`: what the project runs on itself. Plain Rust without dependencies, so that a fresh
//! clone needs nothing but cargo and a Python.

mod bench;
mod cost;
mod counts;
mod examples;
mod ext;
mod links;
mod lint;
mod newcomer;
mod options;
mod package;
mod paths;
mod pythons;
mod report;
mod run;
mod select;
mod test;
mod torture;
mod venv;
mod version;

use std::process::ExitCode;

/// A failure that ends the verb, worded for the person at the terminal.
type Result<T> = std::result::Result<T, String>;

const HELP: &str = "\
cargo xtask test [options] [-- ARGS]   all tests, on every supported CPython of this machine
    --python WHICH    3.13, 3.14t or the path of an interpreter; repeatable, commas allowed
    --only PART       rust (unit tests, doc tests, tests/runtime), ui (tests/ui), python (tests/python)
                      or interop (tests/python/interop, with libraries of others; else on two Pythons only)
    -- ARGS           handed to the test runner, for example `--only python -- -k repr`; needs --only
cargo xtask package [--python WHICH]   the Python package in a clean virtual environment, and the guide's sessions
cargo xtask examples [--python WHICH]  what is in examples/, the template, and the commands of the README
cargo xtask lint                       formatting, clippy, rustdoc, tests/ui and links, warnings denied
cargo xtask bench [options]            speed and memory beside other kinds of records: see benches/README.md
    --python WHICH    as above; the oldest and the newest of this machine, if not given
    --only ROW        one row, for example create, or `arrays`; repeatable, commas allowed
    --records N       how many records `arrays` has in memory (10 million)
    --quick           short rounds, few repeats
    --check           fails if a goal is missed
    --publish         copies tables and plots to benches/results; with `--only arrays`, those of arrays
    --instructions    counts instructions of the hottest paths instead, and fails if one grew by more than 5 %;
                      on the default Python
    --bless           takes these counts for right
cargo xtask torture [options]          what takes too long for every change: see CONTRIBUTING.md
    --python WHICH    as above; the newest of this machine, if not given
    --only PART       leaks, debug, refleak, planted, threads, fuzz, size, valgrind, asan or miri; repeatable, commas allowed
    --minutes N       how long to fuzz, and to let threads storm (10)
    --quick           what a change can wait for: some of leaks, debug, asan and fuzz; on the default Python
cargo xtask cost [--records N]         compile time and size of N (100) records against plain PyO3 classes
cargo xtask help                       this text";

fn main() -> ExitCode {
    let mut args = std::env::args().skip(1);
    let verb = args.next();
    let rest: Vec<String> = args.collect();
    let done = match verb.as_deref() {
        Some("test") => options::Options::parse(&rest).and_then(test::run),
        Some("package") => {
            options::Options::parse(&rest).and_then(|options| package::run(&options))
        }
        Some("examples") => {
            options::Options::parse(&rest).and_then(|options| examples::run(&options))
        }
        Some("lint") if rest.is_empty() => lint::run(),
        Some("lint") => Err(format!("`lint` takes no options, got `{}`", rest.join(" "))),
        Some("bench") => bench::Options::parse(&rest).and_then(bench::run),
        Some("torture") => torture::Options::parse(&rest).and_then(torture::run),
        Some("cost") => cost::run(&rest),
        Some("help" | "-h" | "--help") => {
            println!("{HELP}");
            Ok(true)
        }
        Some(other) => Err(format!("there is no verb `{other}`\n\n{HELP}")),
        None => Err(format!("which verb?\n\n{HELP}")),
    };
    match done {
        Ok(true) => ExitCode::SUCCESS,
        // What failed has been shown where it happened and in the closing table.
        Ok(false) => ExitCode::FAILURE,
        Err(message) => {
            eprintln!("xtask: {message}");
            ExitCode::FAILURE
        }
    }
}
