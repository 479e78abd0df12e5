//! A virtual environment for each Python: where pytest lives, and what the embedded interpreter of the Rust
//! tests finds as `python3`, whatever else the machine's `PATH` offers it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::pythons::Interpreter;
use crate::{Result, paths, run};

pub(crate) struct Venv {
    folder: PathBuf,
    /// The folder of its executables.
    pub(crate) bin: PathBuf,
    pub(crate) python: PathBuf,
}

impl Venv {
    /// A new one, in a folder that does not exist yet.
    pub(crate) fn fresh(python: &Interpreter, folder: PathBuf) -> Result<Self> {
        let venv = Self::at(folder);
        venv.create(python)?;
        Ok(venv)
    }

    fn at(folder: PathBuf) -> Self {
        let (bin, name) = if cfg!(windows) {
            ("Scripts", "python.exe")
        } else {
            ("bin", "python")
        };
        let bin = folder.join(bin);
        Self {
            python: bin.join(name),
            bin,
            folder,
        }
    }

    /// Made once for an interpreter, and again when another one takes its place.
    pub(crate) fn of(python: &Interpreter) -> Result<Self> {
        Self::named("venv", python)
    }

    /// One beside it, for what tests must not depend on.
    pub(crate) fn named(purpose: &str, python: &Interpreter) -> Result<Self> {
        let venv = Self::at(paths::scratch_for(purpose, python.abi));
        let stamp = Stamp {
            file: venv.folder.join("xtask-interpreter"),
            content: format!("{} {}", python.release, python.executable.display()),
        };
        if !stamp.is_current() || !venv.python.exists() {
            venv.create(python)?;
            stamp.write()?;
        }
        Ok(venv)
    }

    fn create(&self, python: &Interpreter) -> Result<()> {
        if self.folder.exists() {
            fs::remove_dir_all(&self.folder)
                .map_err(|error| format!("{}: {error}", self.folder.display()))?;
        }
        let venv = |options: &[&str]| {
            let mut command = clean(&python.executable);
            command.args(["-m", "venv"]).args(options).arg(&self.folder);
            command
        };
        // Some distributions leave out what installs pip; then the interpreter's own pip has to do.
        let quiet = venv(&[])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status();
        if quiet.is_ok_and(|status| status.success())
            || run::run(&mut venv(&["--without-pip", "--clear"]))?
        {
            return Ok(());
        }
        Err(format!(
            "{} cannot make a virtual environment",
            python.executable.display()
        ))
    }

    /// Installs what the file lists, unless that was done already.
    pub(crate) fn install(&self, python: &Interpreter, requirements: &Path) -> Result<()> {
        let content = fs::read_to_string(requirements)
            .map_err(|error| format!("{}: {error}", requirements.display()))?;
        let stamp = Stamp {
            file: self.folder.join("xtask-requirements"),
            content,
        };
        if stamp.is_current() {
            return Ok(());
        }
        if !run::run(self.pip_install(python).arg("-r").arg(requirements))? {
            return Err(format!(
                "{} could not be installed for {}",
                requirements.display(),
                python.abi
            ));
        }
        stamp.write()
    }

    /// Installs line by line: what does not install on this Python is told, and left out.
    pub(crate) fn install_each(&self, python: &Interpreter, requirements: &Path) -> Result<()> {
        let content = fs::read_to_string(requirements)
            .map_err(|error| format!("{}: {error}", requirements.display()))?;
        let stamp = Stamp {
            file: self.folder.join("xtask-requirements"),
            content,
        };
        if stamp.is_current() {
            return Ok(());
        }
        let mut all = true;
        for line in lines(&stamp.content) {
            if !run::run(self.pip_install(python).arg(line))? {
                println!("left out: {line} does not install on {}", python.abi);
                all = false;
            }
        }
        // Another day it may install.
        if all { stamp.write() } else { Ok(()) }
    }

    pub(crate) fn pip_install(&self, python: &Interpreter) -> Command {
        let mut command = if self.has_pip() {
            let mut command = clean(&self.python);
            command.args(["-m", "pip"]);
            command
        } else {
            let mut command = clean(&python.executable);
            command.args(["-m", "pip", "--python"]).arg(&self.python);
            command
        };
        // Most of what some packages bring is never imported: Python itself compiles what is.
        command.args([
            "install",
            "--quiet",
            "--disable-pip-version-check",
            "--no-compile",
        ]);
        command
    }

    fn has_pip(&self) -> bool {
        let mut command = clean(&self.python);
        let status = command
            .args(["-m", "pip", "--version"])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status();
        status.is_ok_and(|status| status.success())
    }
}

/// What a requirements file asks for, without its comments.
fn lines(content: &str) -> impl Iterator<Item = &str> {
    let lines = content.lines().map(str::trim);
    lines.filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// A Python without the settings of the caller's shell, which are made for another Python.
pub(crate) fn clean(python: &Path) -> Command {
    let mut command = Command::new(python);
    command
        .current_dir(paths::root())
        .env_remove("PYTHONHOME")
        .env_remove("PYTHONPATH");
    command
}

/// A file that says for what a step was last done.
struct Stamp {
    file: PathBuf,
    content: String,
}

impl Stamp {
    fn is_current(&self) -> bool {
        fs::read_to_string(&self.file).is_ok_and(|content| content == self.content)
    }

    fn write(&self) -> Result<()> {
        fs::write(&self.file, &self.content)
            .map_err(|error| format!("{}: {error}", self.file.display()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_are_no_requirements() {
        let content = "# Peers.\nattrs>=24\n\n  cython\n";
        assert_eq!(lines(content).collect::<Vec<_>>(), ["attrs>=24", "cython"]);
    }
}
