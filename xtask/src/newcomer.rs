//! The commands that the README asks a newcomer to paste, pasted into an empty folder.

use std::fs;
use std::path::Path;

use crate::pythons::Interpreter;
use crate::{Result, examples, paths, run, venv};

/// Where the README tells it.
const SECTION: &str = "## Your own extension module";

/// The file that they are put into.
const COMMANDS: &str = "commands.sh";

pub(crate) fn run(python: &Interpreter) -> Result<bool> {
    let readme = paths::root().join("README.md");
    let text = fs::read_to_string(&readme).map_err(|error| format!("README.md: {error}"))?;
    let commands = commands(&text);
    if commands.is_empty() {
        return Err(format!("README.md has no commands under `{SECTION}`"));
    }
    let folder = paths::scratch_for("newcomer", python.abi);
    prepare(&folder, python, &commands)
        .map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut shell = venv::clean(Path::new("bash"));
    shell
        .args(["-eu", COMMANDS])
        .current_dir(&folder)
        .env("CARGO_TARGET_DIR", examples::target(python));
    run::prepend(&mut shell, "PATH", &[&folder.join("bin")])?;
    run::run(&mut shell)
}

/// A folder with the checkout in it, and a `python3` that is the one asked for.
fn prepare(folder: &Path, python: &Interpreter, commands: &str) -> std::io::Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    fs::create_dir_all(folder.join("bin"))?;
    fs::write(folder.join(COMMANDS), commands)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::symlink;
        symlink(paths::root(), folder.join("recordclass"))?;
        // Not a link to the interpreter: it would look for its library beside the link.
        let script = format!("#!/bin/sh\nexec '{}' \"$@\"\n", python.executable.display());
        let wrapper = folder.join("bin/python3");
        fs::write(&wrapper, script)?;
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(&wrapper, fs::Permissions::from_mode(0o755))?;
    }
    #[cfg(not(unix))]
    let _ = python;
    Ok(())
}

/// What stands in the `sh` blocks of the section.
fn commands(readme: &str) -> String {
    let mut inside = false;
    let mut commands = String::new();
    let section = readme
        .lines()
        .skip_while(|line| *line != SECTION)
        .skip(1)
        .take_while(|line| !line.starts_with("## "));
    for line in section {
        match line {
            "```sh" => inside = true,
            "```" => inside = false,
            _ if inside => {
                commands.push_str(line);
                commands.push('\n');
            }
            _ => {}
        }
    }
    commands
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_commands_of_the_section_are_taken() {
        let text = format!(
            "```sh\nno\n```\n{SECTION}\ntext\n```sh\none\n```\n```rust\nno\n```\n```sh\ntwo\n```\n## Next\n```sh\nno\n```\n"
        );
        assert_eq!(commands(&text), "one\ntwo\n");
    }
}
