//! `cargo xtask package`: installs the Python package as a user would, into a virtual environment with nothing else
//! in it, and runs the examples of its README there.

use std::fs;

use crate::options::Options;
use crate::venv::{self, Venv};
use crate::{Result, paths, pythons, run, select};

/// Runs the examples of a file, and tells how many there were.
const DOCTEST: &str = "\
import doctest, sys
done = doctest.testfile(sys.argv[1], module_relative=False)
print(f'{done.attempted - done.failed} passed, {done.failed} failed')
sys.exit(done.failed > 0 or done.attempted == 0)";

pub(crate) fn run(options: &Options) -> Result<bool> {
    let found = pythons::find();
    let chosen = match options.pythons.as_slice() {
        [] => found
            .usable
            .iter()
            .filter(|python| python.is_default)
            .cloned()
            .collect(),
        wanted => select::select(&found, wanted)?,
    };
    if chosen.is_empty() {
        return Err("no default Python to install the package for: say --python".into());
    }
    let package = paths::root().join("recordclass-python");
    let readme = package.join("README.md");
    let mut good = true;
    for python in &chosen {
        let folder = paths::scratch_for("package", python.abi);
        if folder.exists() {
            fs::remove_dir_all(&folder)
                .map_err(|error| format!("{}: {error}", folder.display()))?;
        }
        let venv = Venv::fresh(python, folder)?;
        let mut install = venv::clean(&venv.python);
        install
            .args([
                "-m",
                "pip",
                "install",
                "--quiet",
                "--disable-pip-version-check",
            ])
            .arg(&package)
            .env("CARGO_TARGET_DIR", paths::scratch_for("wheel", python.abi));
        let mut examples = venv::clean(&venv.python);
        examples.args(["-c", DOCTEST]).arg(&readme);
        good &= run::run(&mut install)? && run::run(&mut examples)?;
    }
    Ok(good)
}
