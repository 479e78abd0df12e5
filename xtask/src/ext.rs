//! Builds the extension module of tests/pyext for one Python, and runs tests/python against it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::pythons::Interpreter;
use crate::run::{self, Outcome};
use crate::venv::{self, Venv};
use crate::{Result, paths};

const PACKAGE: &str = "recordclass-fixtures";
const MODULE: &str = "recordclass_fixtures";

pub(crate) fn pytest(python: &Interpreter, venv: &Venv, args: &[String]) -> Result<Outcome> {
    let tests = paths::root().join("tests").join("python");
    venv.install(python, &tests.join("requirements.txt"))?;
    let Some(site) = build(python)? else {
        return Ok(Outcome::default());
    };
    let mut command = venv::clean(&venv.python);
    command
        .args(["-X", "dev", "-m", "pytest", "-q"])
        .arg(tests)
        .args(args)
        .env("PYTHONPATH", site);
    run::run_tests(&mut command)
}

/// The folder to import the module from; `None` if it does not compile.
fn build(python: &Interpreter) -> Result<Option<PathBuf>> {
    let target = paths::scratch_for("ext", python.abi);
    // Not the folder of the Rust tests: this variable unlinks libpython, and each change of it rebuilds PyO3.
    let mut command = run::cargo("rustc");
    command
        .args(["--package", PACKAGE, "--lib"])
        .env("PYO3_BUILD_EXTENSION_MODULE", "1")
        .env("PYO3_PYTHON", &python.executable)
        .env("CARGO_TARGET_DIR", &target);
    allow_undefined(&mut command);
    if !run::run(&mut command)? {
        return Ok(None);
    }
    let site = paths::scratch_for("site", python.abi);
    let built = target.join("debug").join(paths::cdylib(MODULE));
    let module = site.join(format!("{MODULE}{}", python.ext_suffix));
    lay(&built, &module).map_err(|error| format!("{}: {error}", module.display()))?;
    Ok(Some(site))
}

/// Ends a `cargo rustc`: the linker of macOS wants to know every symbol, unless told that Python brings them.
pub(crate) fn allow_undefined(command: &mut Command) {
    if cfg!(target_os = "macos") {
        command.args([
            "--",
            "-C",
            "link-arg=-undefined",
            "-C",
            "link-arg=dynamic_lookup",
        ]);
    }
}

fn lay(built: &Path, module: &Path) -> std::io::Result<()> {
    let site = module.parent().expect("a module lies in a folder");
    // Nothing of an earlier build may be imported by accident, nor a file changed that a process has mapped.
    if site.exists() {
        fs::remove_dir_all(site)?;
    }
    fs::create_dir_all(site)?;
    fs::copy(built, module).map(drop)
}
