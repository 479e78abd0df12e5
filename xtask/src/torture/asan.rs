//! The extension modules with AddressSanitizer, in a Python without.

use std::path::Path;
use std::process::Command;
use std::{fs, io};

use super::End;
use super::suite::{self, Suite};
use crate::ext::Variant;
use crate::pythons::Interpreter;
use crate::{Result, paths};

const TRIPLE: &str = "x86_64-unknown-linux-gnu";

/// What Python keeps to the end is no leak, and a mutated pickle may ask for any amount of memory.
const ASKED: &str = "detect_leaks=0:allocator_may_return_null=1";

pub(super) fn run(python: &Interpreter, quick: bool) -> Result<End> {
    if !cfg!(all(target_arch = "x86_64", target_os = "linux")) {
        return Ok(End::NotRun("only known to work on x86-64 Linux".into()));
    }
    if python.abi.free_threaded {
        let reason = "a free-threaded Python has an allocator of its own";
        return Ok(End::NotRun(reason.into()));
    }
    let Some(library) = library() else {
        return Ok(End::NotRun("gcc has no libasan".into()));
    };
    let variant = Variant {
        site: "asan-site",
        target: "asan",
        profile: "dev",
        env: vec![
            ("RUSTC_BOOTSTRAP", "1"),
            // A pool would keep dead records, and who uses one of them would not be seen.
            (
                "RUSTFLAGS",
                "-Zsanitizer=address --cfg recordclass_no_pools",
            ),
        ],
        triple: Some(TRIPLE),
    };
    // Into files: what a process says while pytest captures it, and it dies, nobody would see.
    let reports = paths::scratch_for("asan-reports", python.abi);
    empty(&reports).map_err(|error| format!("{}: {error}", reports.display()))?;
    let asked = format!("{ASKED}:log_path={}", reports.join("report").display());
    let under = format!("env LD_PRELOAD={library} ASAN_OPTIONS={asked}");
    let end = Suite::of(python, &variant)?
        .at_once()
        .tests(if quick { suite::QUICK } else { suite::WHOLE })
        .env("RECORDCLASS_UNDER", &under)
        .env("PYTHONMALLOC", "malloc")
        .env("LD_PRELOAD", &library)
        .env("ASAN_OPTIONS", &asked)
        .run()?;
    let told = tell(&reports).map_err(|error| format!("{}: {error}", reports.display()))?;
    Ok(match end {
        // Whatever became of the process that it was about.
        End::Passed(counts) if told > 0 => End::Failed(format!("{counts}, but {told} reports")),
        end => end,
    })
}

/// Makes the folder, without what an earlier run left there.
fn empty(folder: &Path) -> io::Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    fs::create_dir_all(folder)
}

/// Prints the errors that are told of in the folder; how many files have one. That some memory could not be had is a warning.
fn tell(folder: &Path) -> io::Result<usize> {
    let mut count = 0;
    for file in folder.read_dir()? {
        let text = fs::read(file?.path())?;
        let text = String::from_utf8_lossy(&text);
        if text.contains("ERROR: ") {
            println!("{text}");
            count += 1;
        }
    }
    Ok(count)
}

/// Where gcc keeps the library that has to be loaded before all others.
fn library() -> Option<String> {
    let mut gcc = Command::new("gcc");
    let output = gcc.arg("-print-file-name=libasan.so").output().ok()?;
    let path = String::from_utf8(output.stdout).ok()?;
    path.starts_with('/').then(|| path.trim().to_owned())
}
