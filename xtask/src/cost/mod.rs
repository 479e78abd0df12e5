//! `cargo xtask cost`: what a user pays in compile time and library size, against plain PyO3 classes of the
//! same fields. Both are built in turn, and time is that of the processors: a busy machine slows down both.

mod clock;
mod report;
mod sources;

use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

use crate::{Result, ext, paths, run};
use report::{Kind, Samples, Step};

/// Medians of three bear one disturbance.
const ROUNDS: usize = 3;
const RECORDS: usize = 100;

/// `Ok(false)` if records cost more than they may.
pub(crate) fn run(args: &[String]) -> Result<bool> {
    let records = records(args)?;
    for kind in Kind::ALL {
        lay(kind, records)?;
        // The first builds compile the dependencies, too, and do not count.
        for step in Step::ALL {
            if !run::run(&mut command(kind, step))? {
                return Err(format!("the crate `{}` does not compile", kind.package()));
            }
        }
    }
    let mut samples = Samples::default();
    for round in 1..=ROUNDS {
        println!("\nround {round} of {ROUNDS}");
        for (step, kind) in Step::ALL
            .into_iter()
            .flat_map(|step| Kind::ALL.map(|kind| (step, kind)))
        {
            samples.add(step, kind, measure(kind, step)?);
        }
    }
    let sizes = [size(Kind::Ours)?, size(Kind::Plain)?];
    println!("\n{records} classes of 5 fields, medians of {ROUNDS}:\n");
    println!("{}", report::table(&samples, sizes));
    let excesses = report::excesses(&samples, sizes);
    excesses.iter().for_each(|excess| println!("{excess}"));
    if !excesses.is_empty() && records < RECORDS {
        println!("(of so few records, what all of them share in the core is a large part)");
    }
    Ok(excesses.is_empty())
}

fn records(args: &[String]) -> Result<usize> {
    let words: Vec<&str> = args.iter().flat_map(|arg| arg.split('=')).collect();
    let number = match words.as_slice() {
        [] => return Ok(RECORDS),
        ["--records", number] => number.parse().ok().filter(|number| *number > 0),
        _ => None,
    };
    number.ok_or_else(|| format!("`cost` takes `--records NUMBER`, got `{}`", args.join(" ")))
}

fn folder(kind: Kind) -> PathBuf {
    paths::scratch().join("cost").join(kind.package())
}

fn target() -> PathBuf {
    paths::scratch().join("cost").join("target")
}

/// Writes the crate. The versions of its dependencies are those of the workspace.
fn lay(kind: Kind, records: usize) -> Result<()> {
    let (folder, root) = (folder(kind), paths::root());
    let write = || {
        fs::create_dir_all(folder.join("src"))?;
        fs::copy(root.join("Cargo.lock"), folder.join("Cargo.lock"))?;
        fs::write(folder.join("Cargo.toml"), sources::manifest(kind, &root))?;
        fs::write(
            folder.join("src").join("lib.rs"),
            sources::library(kind, records),
        )
    };
    write().map_err(|error| format!("{}: {error}", folder.display()))
}

fn command(kind: Kind, step: Step) -> Command {
    let mut command = run::cargo(step.verb());
    command
        .args(["--quiet", "--lib", "--manifest-path"])
        .arg(folder(kind).join("Cargo.toml"))
        .env("CARGO_TARGET_DIR", target())
        .env("PYO3_BUILD_EXTENSION_MODULE", "1");
    if step == Step::Release {
        command.arg("--release");
    }
    if step != Step::Check {
        ext::allow_undefined(&mut command);
    }
    command
}

/// The processor time to do a step again after an edit.
fn measure(kind: Kind, step: Step) -> Result<Duration> {
    let source = folder(kind).join("src").join("lib.rs");
    let touch = || fs::write(&source, fs::read(&source)?);
    touch().map_err(|error| format!("{}: {error}", source.display()))?;
    let start = clock::children();
    run::quietly(&mut command(kind, step))?;
    Ok(clock::children() - start)
}

fn size(kind: Kind) -> Result<u64> {
    let library = target().join("release").join(paths::cdylib(kind.package()));
    let size = fs::metadata(&library).map(|data| data.len());
    size.map_err(|error| format!("{}: {error}", library.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str) -> Result<usize> {
        let words: Vec<String> = line.split_whitespace().map(str::to_owned).collect();
        records(&words)
    }

    #[test]
    fn the_number_of_records_can_be_chosen() {
        assert_eq!(parse(""), Ok(RECORDS));
        assert_eq!(parse("--records 20"), Ok(20));
        assert_eq!(parse("--records=20"), Ok(20));
    }

    #[test]
    fn anything_else_is_refused() {
        for line in [
            "--records",
            "--records 0",
            "--records many",
            "--release",
            "20",
        ] {
            assert!(parse(line).unwrap_err().contains(line));
        }
    }
}
