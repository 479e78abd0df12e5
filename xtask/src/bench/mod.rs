//! `cargo xtask bench`: records of ours beside those of others. The harness is Python, in `benches`; here is what it needs
//! around it: interpreters, environments with the peers, and extension modules built for release.

mod options;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::pythons::{self, Interpreter};
use crate::venv::{self, Venv};
use crate::{Result, ext, paths, run, select};
pub(crate) use options::Options;

/// One Python, with all that is measured on it.
struct Bench {
    python: Interpreter,
    /// The interpreter to start: that of an environment with the peers, if it measures them.
    program: PathBuf,
    /// Folders to import from: the harness, our modules, the Cython module.
    path: Vec<PathBuf>,
}

pub(crate) fn run(options: Options) -> Result<bool> {
    let found = pythons::find();
    if options.instructions {
        let chosen = select::default_or(&found, &options.pythons)?;
        return count(&chosen, options.bless);
    }
    let chosen = if options.pythons.is_empty() {
        ends(&select::select(&found, &[])?)
    } else {
        select::select(&found, &options.pythons)?
    };
    // All is built before anything is measured: a compiler beside a measurement would spoil it.
    let benches = chosen
        .iter()
        .map(Bench::with_peers)
        .collect::<Result<Vec<_>>>()?;
    let folder = paths::scratch().join("bench");
    fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut results = Vec::new();
    for bench in &benches {
        let result = folder.join(format!("{}.json", bench.python.abi));
        let mut command = bench.harness("measure")?;
        command.arg(&result).args(["--compiler", &compiler()?]);
        if options.quick {
            command.arg("--quick");
        }
        if let Some(records) = &options.records {
            command.args(["--records", records]);
        }
        if !options.only.is_empty() {
            command.args(["--only", &options.only.join(",")]);
        }
        if !run::run(&mut command)? {
            return Ok(false);
        }
        results.push(result);
    }
    let Some(newest) = benches.last() else {
        return Ok(false);
    };
    let mut command = newest.harness("report")?;
    command.arg(&folder).args(&results);
    if options.check {
        command.arg("--check");
    }
    let good = run::run(&mut command)?;
    println!("\nin {}: results.json, table.md, plots", folder.display());
    if options.publish {
        publish(&folder, options.only_arrays())?;
    }
    Ok(good)
}

/// The oldest and the newest of the ordinary builds: debug builds, and those without the GIL, are asked for by name.
fn ends(all: &[Interpreter]) -> Vec<Interpreter> {
    let ordinary = |python: &&Interpreter| !python.abi.debug && !python.abi.free_threaded;
    let mut ordinary: Vec<Interpreter> = all.iter().filter(ordinary).cloned().collect();
    ordinary.sort_by_key(|python| python.abi);
    let last = ordinary.pop();
    ordinary.truncate(1);
    ordinary.extend(last);
    ordinary
}

impl Bench {
    /// Our modules alone, which is all that instructions are counted of.
    fn plain(python: &Interpreter) -> Result<Self> {
        println!("\n=== CPython {} {}", python.abi, "=".repeat(60));
        let Some(site) = ext::bench_site(python)? else {
            return Err(format!("the modules do not compile for {}", python.abi));
        };
        Ok(Self {
            python: python.clone(),
            program: python.executable.clone(),
            path: vec![paths::root().join("benches"), site],
        })
    }

    fn with_peers(python: &Interpreter) -> Result<Self> {
        let mut bench = Self::plain(python)?;
        let benches = paths::root().join("benches");
        let venv = Venv::named("bench-venv", python)?;
        venv.install_each(python, &benches.join("requirements.txt"))?;
        let cython = paths::scratch_for("bench-cython", python.abi);
        fs::create_dir_all(&cython).map_err(|error| format!("{}: {error}", cython.display()))?;
        let build = benches.join("cython").join("build.py");
        // Without Cython, or a C compiler, its classes are left out; the report says so.
        run::run(
            venv::clean(&venv.python)
                .arg(build)
                .arg(&cython)
                .current_dir(&cython),
        )?;
        bench.program = venv.python;
        bench.path.push(cython);
        Ok(bench)
    }

    fn harness(&self, verb: &str) -> Result<Command> {
        let mut command = venv::clean(&self.program);
        let folders: Vec<&Path> = self.path.iter().map(PathBuf::as_path).collect();
        command.args(["-m", "recordbench", verb]);
        run::prepend(&mut command, "PYTHONPATH", &folders)?;
        Ok(command)
    }
}

fn count(chosen: &[Interpreter], bless: bool) -> Result<bool> {
    let mut good = true;
    for python in chosen {
        let mut command = Bench::plain(python)?.harness("instructions")?;
        command.arg(paths::root().join("benches").join("instructions.json"));
        if bless {
            command.arg("--bless");
        }
        good &= run::run(&mut command)?;
    }
    Ok(good)
}

fn compiler() -> Result<String> {
    let output = Command::new("rustc")
        .arg("--version")
        .current_dir(paths::root())
        .output()
        .map_err(|error| format!("rustc: {error}"))?;
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// What README and guide show. The group `arrays` has a table and a chart of its own, which may be replaced alone.
fn publish(folder: &Path, only_arrays: bool) -> Result<()> {
    let results = paths::root().join("benches").join("results");
    let concerned = |path: &Path| is_shown(path) && (!only_arrays || is_of_arrays(path));
    let copy = || {
        fs::create_dir_all(&results)?;
        for entry in results.read_dir()? {
            let path = entry?.path();
            if concerned(&path) {
                fs::remove_file(path)?;
            }
        }
        for entry in folder.read_dir()? {
            let path = entry?.path();
            if concerned(&path) {
                fs::copy(&path, results.join(path.file_name().unwrap_or_default()))?;
            }
        }
        Ok(())
    };
    copy().map_err(|error: std::io::Error| format!("{}: {error}", results.display()))?;
    println!("copied to {}", results.display());
    Ok(())
}

fn is_shown(path: &Path) -> bool {
    path.extension()
        .is_some_and(|ending| ending == "svg" || ending == "md")
}

fn is_of_arrays(path: &Path) -> bool {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    stem == "arrays" || stem.starts_with("arrays-")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::version::Abi;

    fn machine(versions: &[&str]) -> Vec<Interpreter> {
        let python = |version: &&str| {
            let abi: Abi = version.parse().unwrap();
            Interpreter {
                abi,
                release: format!("3.{}.0", abi.minor),
                executable: "python".into(),
                library_dir: None,
                ext_suffix: ".so".into(),
                is_default: false,
            }
        };
        versions.iter().map(python).collect()
    }

    fn chosen(versions: &[&str]) -> Vec<String> {
        let chosen = ends(&machine(versions));
        chosen.iter().map(|python| python.abi.to_string()).collect()
    }

    #[test]
    fn the_oldest_and_the_newest_ordinary_ones_are_measured() {
        assert_eq!(
            chosen(&["3.10", "3.11", "3.13", "3.14t", "3.14d"]),
            ["3.10", "3.13"]
        );
        assert_eq!(chosen(&["3.12"]), ["3.12"]);
        assert!(chosen(&["3.14t"]).is_empty());
    }

    #[test]
    fn samples_are_not_published() {
        assert!(is_shown(Path::new("bench/table.md")));
        assert!(is_shown(Path::new("bench/times-3.13.svg")));
        assert!(!is_shown(Path::new("bench/results.json")));
        assert!(is_of_arrays(Path::new("bench/arrays.md")));
        assert!(is_of_arrays(Path::new("bench/arrays-3.13.svg")));
        assert!(!is_of_arrays(Path::new("bench/memory-3.13.svg")));
    }
}
