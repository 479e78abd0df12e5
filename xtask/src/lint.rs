//! `cargo xtask lint`: what must hold before anyone looks at a change. All checks run, then all failures
//! are named.

use std::path::{Path, PathBuf};

use crate::{Result, examples, links, paths, run};

pub(crate) fn run() -> Result<bool> {
    let mut failed = Vec::new();
    let mut check = |name: &'static str, good: bool| {
        if !good {
            failed.push(name);
        }
    };
    check(
        "format",
        run::run(run::cargo("fmt").args(["--all", "--check"]))?,
    );
    for package in examples::packages()? {
        let mut format = run::cargo("fmt");
        format.args(["--check", "--manifest-path"]);
        check("format", run::run(format.arg(package.join("Cargo.toml")))?);
    }
    let clippy = ["--workspace", "--all-targets", "--", "-D", "warnings"];
    check("clippy", run::run(run::cargo("clippy").args(clippy))?);
    let doc = &mut run::cargo("doc");
    doc.args(["--workspace", "--no-deps"])
        .env("RUSTDOCFLAGS", "-Dwarnings");
    check("rustdoc", run::run(doc)?);
    check(
        "tests/ui",
        ui_pairs(&paths::root().join("tests").join("ui"))?,
    );
    check("links", links::check()?);

    match failed.as_slice() {
        [] => println!("\nlint: all good"),
        names => println!("\nlint: FAILED: {}", names.join(", ")),
    }
    Ok(failed.is_empty())
}

/// Each UI case is a program and the messages it must give. trybuild overlooks messages without a program, and
/// takes a program without messages for work in progress: both are mistakes in a commit.
fn ui_pairs(folder: &Path) -> Result<bool> {
    println!("\n$ every .rs in tests/ui has its .stderr");
    let mut files = Vec::new();
    files_below(folder, &mut files).map_err(|error| format!("{}: {error}", folder.display()))?;
    let orphans = orphans(&files);
    for file in &orphans {
        println!("without its counterpart: {}", file.display());
    }
    Ok(orphans.is_empty())
}

fn files_below(folder: &Path, files: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in folder.read_dir()? {
        let path = entry?.path();
        if path.is_dir() {
            files_below(&path, files)?;
        } else {
            files.push(path);
        }
    }
    Ok(())
}

fn orphans(files: &[PathBuf]) -> Vec<&Path> {
    let counterpart = |file: &Path| match file.extension()?.to_str()? {
        "rs" => Some(file.with_extension("stderr")),
        "stderr" => Some(file.with_extension("rs")),
        _ => None,
    };
    let alone = |file: &&PathBuf| counterpart(file).is_some_and(|other| !files.contains(&other));
    let mut alone: Vec<&Path> = files.iter().filter(alone).map(PathBuf::as_path).collect();
    alone.sort();
    alone
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_of_a_case_are_found() {
        let files = [
            "ui/a.rs",
            "ui/a.stderr",
            "ui/x/b.stderr",
            "ui/c.rs",
            "ui/x/a.rs",
            "ui/README.md",
        ];
        let files = files.map(PathBuf::from);
        let names: Vec<&Path> = ["ui/c.rs", "ui/x/a.rs", "ui/x/b.stderr"]
            .map(Path::new)
            .into();
        assert_eq!(orphans(&files), names);
        assert!(orphans(&files[..2]).is_empty());
    }
}
