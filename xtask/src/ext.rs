//! Builds the extension modules for one Python, the fixtures of tests/pyext, the classes of benches/pyext and the package
//! `recordclass_rs`, and runs tests/python against them.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::pythons::Interpreter;
use crate::run::{self, Outcome};
use crate::venv::{self, Venv};
use crate::{Result, paths};

/// Modules by themselves: the package of the workspace, and what Python calls it.
const FIXTURES: (&str, &str) = ("recordclass-fixtures", "recordclass_fixtures");
const BENCHES: (&str, &str) = ("recordclass-benches", "recordclass_benches");
/// The package for Python users, and the name of its extension module inside.
const PACKAGE: &str = "recordclass_rs";
const CORE: &str = "_core";

pub(crate) fn pytest(python: &Interpreter, venv: &Venv, args: &[String]) -> Result<Outcome> {
    let tests = paths::root().join("tests").join("python");
    venv.install(python, &tests.join("requirements.txt"))?;
    let Some(site) = build(python, &Variant::plain("dev"), &[FIXTURES, BENCHES])? else {
        return Ok(Outcome::default());
    };
    let mut command = venv::clean(&venv.python);
    command
        .args(["-X", "dev", "-m", "pytest", "-q"])
        .args(workers(&venv.python, &["-X", "dev"]))
        .arg(&tests)
        // Those need more: see `interop`.
        .arg(format!("--ignore={}", tests.join("interop").display()))
        .args(args)
        .env("PYTHONPATH", site);
    run::run_tests(&mut command)
}

/// Makes pytest use all processors: a process each, with these flags as this one. One that crashes is told of as a
/// failure of its test.
pub(crate) fn workers(python: &Path, flags: &[&str]) -> [String; 4] {
    let count = std::thread::available_parallelism().map_or(1, usize::from);
    let mut worker = format!("{count}*popen//python={}", python.display());
    for flag in flags {
        worker = worker + " " + flag;
    }
    ["--dist", "worksteal", "--tx", &worker].map(String::from)
}

/// tests/python/interop, in an environment of its own: no other test may come to need what is installed there.
pub(crate) fn interop(python: &Interpreter, args: &[String]) -> Result<Outcome> {
    let tests = paths::root().join("tests").join("python").join("interop");
    let venv = Venv::named("interop", python)?;
    venv.install(python, &tests.join("requirements.txt"))?;
    let Some(site) = build(python, &Variant::plain("dev"), &[FIXTURES, BENCHES])? else {
        return Ok(Outcome::default());
    };
    let mut command = venv::clean(&venv.python);
    command
        .args(["-m", "pytest", "-q"])
        .arg(tests)
        .args(args)
        .env("PYTHONPATH", site);
    run::run_tests(&mut command)
}

/// A build of its own kind.
pub(crate) struct Variant<'a> {
    pub(crate) site: &'a str,
    pub(crate) target: &'a str,
    pub(crate) profile: &'a str,
    /// Settings of the build, for example `RUSTFLAGS`.
    pub(crate) env: Vec<(&'a str, &'a str)>,
    /// What it is compiled for, where that has to be said.
    pub(crate) triple: Option<&'a str>,
}

impl<'a> Variant<'a> {
    fn plain(profile: &'a str) -> Self {
        Self {
            site: "site",
            target: "ext",
            profile,
            env: Vec::new(),
            triple: None,
        }
    }
}

/// The folder with the fixtures and the package, built in that way; `None` if they do not compile.
pub(crate) fn variant_site(python: &Interpreter, variant: &Variant<'_>) -> Result<Option<PathBuf>> {
    build(python, variant, &[FIXTURES])
}

/// The folder with what the benchmark measures, built as for release; `None` if a module does not compile.
pub(crate) fn bench_site(python: &Interpreter) -> Result<Option<PathBuf>> {
    let variant = Variant {
        site: "bench-site",
        ..Variant::plain("release")
    };
    build(python, &variant, &[BENCHES])
}

/// The folder to import the modules from, and the package; `None` if one does not compile.
fn build(
    python: &Interpreter,
    variant: &Variant<'_>,
    modules: &[(&str, &str)],
) -> Result<Option<PathBuf>> {
    let mut built = Vec::new();
    for &(package, library) in modules {
        let Some(file) = cdylib(python, package, library, variant)? else {
            return Ok(None);
        };
        built.push((library, file));
    }
    let Some(core) = cdylib(python, "recordclass-python", "recordclass_python", variant)? else {
        return Ok(None);
    };
    let site = paths::scratch_for(variant.site, python.abi);
    let sources = paths::root()
        .join("recordclass-python/python")
        .join(PACKAGE);
    let suffix = &python.ext_suffix;
    let lay = || {
        // Nothing of an earlier build may be imported by accident, nor a file changed that a process has mapped.
        if site.exists() {
            fs::remove_dir_all(&site)?;
        }
        copy_folder(&sources, &site.join(PACKAGE))?;
        for (library, file) in &built {
            fs::copy(file, site.join(format!("{library}{suffix}")))?;
        }
        fs::copy(core, site.join(PACKAGE).join(format!("{CORE}{suffix}")))
    };
    lay().map_err(|error: std::io::Error| format!("{}: {error}", site.display()))?;
    Ok(Some(site))
}

/// A setting that makes cargo build the crates of this workspace with that cfg. `RUSTFLAGS` would do so for all crates; a program
/// that cargo calls in place of the compiler is for the workspace alone.
///
/// Not in the folder of the usual build: another run that builds there at the same time would put its own modules in place of these.
#[cfg(unix)]
pub(crate) fn workspace_cfg(cfg: &str) -> Result<(String, String)> {
    use std::os::unix::fs::PermissionsExt;
    let script = paths::scratch().join(format!("rustc-{cfg}"));
    let write = || {
        fs::create_dir_all(paths::scratch())?;
        fs::write(&script, format!("#!/bin/sh\nexec \"$@\" --cfg {cfg}\n"))?;
        fs::set_permissions(&script, fs::Permissions::from_mode(0o755))
    };
    write().map_err(|error| format!("{}: {error}", script.display()))?;
    Ok((
        "RUSTC_WORKSPACE_WRAPPER".into(),
        script.display().to_string(),
    ))
}

#[cfg(not(unix))]
pub(crate) fn workspace_cfg(cfg: &str) -> Result<(String, String)> {
    Ok(("RUSTFLAGS".into(), format!("--cfg {cfg}")))
}

/// The library that a package compiles to.
fn cdylib(
    python: &Interpreter,
    package: &str,
    library: &str,
    variant: &Variant<'_>,
) -> Result<Option<PathBuf>> {
    let profile = variant.profile;
    let target = paths::scratch_for(variant.target, python.abi);
    // Not the folder of the Rust tests: this variable unlinks libpython, and each change of it rebuilds PyO3.
    let mut command = run::cargo("rustc");
    command
        .args(["--package", package, "--lib", "--profile", profile])
        .env("PYO3_BUILD_EXTENSION_MODULE", "1")
        .env("PYO3_PYTHON", &python.executable)
        .env("CARGO_TARGET_DIR", &target)
        .envs(variant.env.iter().copied());
    if let Some(triple) = variant.triple {
        command.args(["--target", triple]);
    }
    allow_undefined(&mut command);
    let built = run::run(&mut command)?;
    // The folder of the profile `dev` has another name, for the sake of old scripts.
    let folder = if profile == "dev" { "debug" } else { profile };
    let folder = target.join(variant.triple.unwrap_or("")).join(folder);
    Ok(built.then(|| folder.join(paths::cdylib(library))))
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

fn copy_folder(from: &Path, to: &Path) -> std::io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in from.read_dir()? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy_folder(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}
