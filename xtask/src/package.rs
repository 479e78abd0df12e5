//! `cargo xtask package`: installs the Python package as a user would, into a virtual environment with nothing else
//! in it, and runs the sessions of its README and of the guide there.

use std::ffi::OsStr;
use std::fs;
use std::process::Command;

use crate::options::Options;
use crate::venv::{self, Venv};
use crate::{Result, paths, pythons, run, select};

/// A chapter whose session wants an extension module, and libraries: tests/python/interop/test_guide.py runs it.
const ELSEWHERE: &str = "arrays.md";

pub(crate) fn run(options: &Options) -> Result<bool> {
    let chosen = select::default_or(&pythons::find(), &options.pythons)?;
    let package = paths::root().join("recordclass-python");
    let mut files = crate::links::chapters()?;
    files.retain(|file| !file.ends_with(ELSEWHERE));
    files.insert(0, package.join("README.md"));
    let mut good = true;
    for python in &chosen {
        let folder = paths::scratch_for("package", python.abi);
        if folder.exists() {
            fs::remove_dir_all(&folder)
                .map_err(|error| format!("{}: {error}", folder.display()))?;
        }
        let venv = Venv::fresh(python, folder)?;
        let mut install = venv.pip_install(python);
        install
            .arg(&package)
            .env("CARGO_TARGET_DIR", paths::scratch_for("wheel", python.abi));
        good &= run::run(&mut install)? && run::run(&mut sessions(&venv, &files))?;
    }
    Ok(good)
}

/// Runs the sessions in files of Markdown.
pub(crate) fn sessions(venv: &Venv, files: &[impl AsRef<OsStr>]) -> Command {
    let mut command = venv::clean(&venv.python);
    command
        .arg(paths::root().join("xtask/sessions.py"))
        .args(files);
    command
}
