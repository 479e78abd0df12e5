//! Whether the tests find what they are there to find: each bug of `recordclass-core/src/planted.rs` is built in, and a
//! subset of the suite must fail, where it passes without.

use super::End;
use super::suite::Suite;
use crate::ext::{self, Variant};
use crate::pythons::Interpreter;
use crate::{Result, paths, venv};

/// The bug, and the tests that must find it.
const BUGS: [(&str, &str); 6] = [
    ("slot_kept", "test_hazards_references or no_operation_moves"),
    (
        "slot_twice",
        "test_hazards_references or no_operation_moves",
    ),
    ("type_kept", "test_hazards_references or classes_die"),
    ("after_free", "test_hazards_freed"),
    ("past_end", "test_hazards_freed or test_hazards_slots"),
    ("unlocked", "test_writers_and_others"),
];

pub(super) fn run(python: &Interpreter) -> Result<End> {
    let mut missed = Vec::new();
    let mut skipped = Vec::new();
    let mut found = 0;
    // Without a bug all of these must pass, or their failure says nothing.
    let all: Vec<&str> = BUGS.iter().map(|&(_, tests)| tests).collect();
    if !check(python, None, &all.join(" or "))? {
        return Err("the tests fail without a bug".into());
    }
    for (bug, tests) in BUGS {
        if bug == "unlocked" && !python.abi.free_threaded {
            skipped.push("unlocked (needs a free-threaded Python)");
            continue;
        }
        if bug == "after_free" && python.abi.free_threaded {
            skipped.push("after_free (needs a Python with the GIL)");
            continue;
        }
        println!("\n--- planted: {bug}");
        if check(python, Some(bug), tests)? {
            missed.push(bug);
        } else {
            found += 1;
        }
    }
    println!("\n--- planted: layout");
    if refused(python)? {
        found += 1;
    } else {
        missed.push("layout");
    }
    let skipped = if skipped.is_empty() {
        String::new()
    } else {
        format!("; not tried: {}", skipped.join(", "))
    };
    Ok(if missed.is_empty() {
        End::Passed(format!("{found} planted bugs found{skipped}"))
    } else {
        End::Failed(format!("not found: {}{skipped}", missed.join(", ")))
    })
}

/// Whether a module whose objects are laid out in another way than expected says so when it is imported, and is not.
fn refused(python: &Interpreter) -> Result<bool> {
    let setting = setting("layout")?;
    let site = ext::variant_site(python, &variant(Some(&setting)))?;
    let site = site.ok_or("it does not compile")?;
    let mut command = venv::clean(&python.executable);
    command
        .args(["-c", "import recordclass_fixtures"])
        .env("PYTHONPATH", site);
    let output = command
        .output()
        .map_err(|error| format!("{}: {error}", python.executable.display()))?;
    let told = String::from_utf8_lossy(&output.stderr);
    println!("{told}");
    let clear = told.contains("ImportError: record class") && told.contains("does not fit");
    // An exit code: a signal would be none.
    Ok(output.status.code() == Some(1) && clear)
}

fn variant<'a>(setting: Option<&'a (&str, String)>) -> Variant<'a> {
    let mut env = vec![("CARGO_INCREMENTAL", "0")];
    env.extend(setting.map(|(name, value)| (*name, &**value)));
    Variant {
        site: "planted-site",
        target: "planted",
        profile: "dev",
        env,
        triple: None,
    }
}

/// What makes cargo build a bug into the crates of this workspace. `RUSTFLAGS` would do so for all crates, and PyO3 be
/// built anew for each bug; a program that cargo calls in place of the compiler is for the workspace alone.
#[cfg(unix)]
fn setting(bug: &str) -> Result<(&'static str, String)> {
    use std::fs;
    use std::os::unix::fs::PermissionsExt;
    let script = paths::scratch().join(format!("planted-rustc-{bug}"));
    let text = format!("#!/bin/sh\nexec \"$@\" --cfg 'recordclass_planted=\"{bug}\"'\n");
    let write = || {
        fs::create_dir_all(paths::scratch())?;
        fs::write(&script, text)?;
        fs::set_permissions(&script, fs::Permissions::from_mode(0o755))
    };
    write().map_err(|error| format!("{}: {error}", script.display()))?;
    Ok(("RUSTC_WORKSPACE_WRAPPER", script.display().to_string()))
}

#[cfg(not(unix))]
fn setting(bug: &str) -> Result<(&'static str, String)> {
    let flags = format!("--cfg recordclass_planted=\"{bug}\"");
    Ok(("RUSTFLAGS", flags))
}

/// Whether those tests pass with that bug.
fn check(python: &Interpreter, bug: Option<&str>, tests: &str) -> Result<bool> {
    let setting = bug.map(setting).transpose()?;
    let seconds = if bug == Some("unlocked") { "3" } else { "0.25" };
    let suite = Suite::of(python, &variant(setting.as_ref()))?;
    let suite = suite.args(&["-x"]).tests(tests);
    Ok(suite.env("HAZARD_SECONDS", seconds).outcome()?.ok)
}
