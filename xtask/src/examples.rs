//! `cargo xtask examples`: builds each example, and a project out of the template, as a user would, and runs its tests and
//! the session of its README.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use crate::options::Options;
use crate::package::sessions;
use crate::pythons::Interpreter;
use crate::venv::{self, Venv};
use crate::{Result, newcomer, paths, pythons, run, select};

/// All that are packages by themselves: folders in `examples` with a pyproject.toml.
pub(crate) fn packages() -> Result<Vec<PathBuf>> {
    let folder = paths::root().join("examples");
    let entries = folder
        .read_dir()
        .map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut found: Vec<PathBuf> = entries
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.join("pyproject.toml").is_file())
        .collect();
    found.sort();
    Ok(found)
}

pub(crate) fn run(options: &Options) -> Result<bool> {
    let chosen = select::default_or(&pythons::find(), &options.pythons)?;
    let mut failed = Vec::new();
    for python in &chosen {
        let mut check = |name: String, start: Instant, good: bool| {
            println!("\n{name}: {} s", start.elapsed().as_secs());
            if !good {
                failed.push(name);
            }
        };
        let venv = Venv::named("examples-venv", python)?;
        venv.install(python, &paths::root().join("examples/requirements.txt"))?;
        for package in packages()? {
            let start = Instant::now();
            lock(&package)?;
            let good = clippy(python, &package)? && build_and_test(python, &venv, &package)?;
            check(format!("{} on {}", name(&package), python.abi), start, good);
        }
        let start = Instant::now();
        let project = from_template(python)?;
        lock(&project)?;
        let good = clippy(python, &project)? && build_and_test(python, &venv, &project)?;
        check(format!("template on {}", python.abi), start, good);
        if cfg!(unix) {
            let start = Instant::now();
            let good = newcomer::run(python)?;
            check(
                format!("commands of the README on {}", python.abi),
                start,
                good,
            );
        }
    }
    match failed.as_slice() {
        [] => println!("\nexamples: all good"),
        names => println!("\nexamples: FAILED: {}", names.join(", ")),
    }
    Ok(failed.is_empty())
}

/// One folder for all, so that what they share is built once.
pub(crate) fn target(python: &Interpreter) -> PathBuf {
    paths::scratch_for("examples", python.abi)
}

fn name(package: &Path) -> String {
    package
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}

/// The same versions as in the workspace: fewer builds, and no surprise of today's.
pub(crate) fn lock(package: &Path) -> Result<()> {
    let lock = package.join("Cargo.lock");
    if lock.exists() {
        return Ok(());
    }
    fs::copy(paths::root().join("Cargo.lock"), &lock)
        .map(drop)
        .map_err(|error| format!("{}: {error}", lock.display()))
}

fn clippy(python: &Interpreter, package: &Path) -> Result<bool> {
    let mut command = run::cargo("clippy");
    command
        .args(["--quiet", "--no-deps", "--all-targets", "--manifest-path"])
        .arg(package.join("Cargo.toml"))
        .args(["--", "-D", "warnings"])
        .env("PYO3_BUILD_EXTENSION_MODULE", "1")
        .env("PYO3_PYTHON", &python.executable)
        .env("CARGO_TARGET_DIR", target(python));
    run::run(&mut command)
}

fn build_and_test(python: &Interpreter, venv: &Venv, package: &Path) -> Result<bool> {
    let mut install = venv.pip_install(python);
    install
        // maturin is there already; a build environment for each would take longer than the build.
        .args(["--no-build-isolation", "--force-reinstall", "--no-deps"])
        .arg(package)
        .env("CARGO_TARGET_DIR", target(python));
    // maturin is a program beside the Python.
    run::prepend(&mut install, "PATH", &[&venv.bin])?;
    let mut tests = venv::clean(&venv.python);
    tests
        .args([
            "-X",
            "dev",
            "-m",
            "pytest",
            "-q",
            "-p",
            "no:cacheprovider",
            "tests",
        ])
        .current_dir(package);
    Ok(run::run(&mut install)?
        && run::run_tests(&mut tests)?.ok
        && (!has_session(package)
            || run::run(sessions(venv, &["README.md"]).current_dir(package))?))
}

fn has_session(package: &Path) -> bool {
    fs::read_to_string(package.join("README.md")).is_ok_and(|text| text.contains("\n>>> "))
}

/// What `cargo generate` makes of the template, for a project called `my-points`.
fn from_template(python: &Interpreter) -> Result<PathBuf> {
    let template = paths::root().join("template");
    let project = paths::scratch_for("template", python.abi);
    let make = || -> std::io::Result<()> {
        if project.exists() {
            fs::remove_dir_all(&project)?;
        }
        render(&template, &project)
    };
    make().map_err(|error| format!("{}: {error}", project.display()))?;
    Ok(project)
}

fn render(from: &Path, to: &Path) -> std::io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in from.read_dir()? {
        let entry = entry?;
        let (name, path) = (entry.file_name(), entry.path());
        if path.is_dir() {
            render(&path, &to.join(name))?;
        } else if name != "cargo-generate.toml" {
            fs::write(to.join(name), filled_in(&fs::read_to_string(path)?))?;
        }
    }
    Ok(())
}

fn filled_in(text: &str) -> String {
    let here = paths::root().display().to_string().replace('\\', "/");
    text.replace("{{project-name}}", "my-points")
        .replace("{{crate_name}}", "my_points")
        .replace("{{recordclass}}", &format!("{{ path = \"{here}\" }}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_a_template_is_left_to_fill_in() {
        let manifest =
            filled_in("[package]\nname = \"{{project-name}}\"\nrecordclass = {{recordclass}}\n");
        assert!(manifest.contains("\"my-points\"") && manifest.contains("{ path = \""));
        assert!(!manifest.contains("{{"));
    }
}
