//! Finds the CPython interpreters of this machine: on `PATH`, of pyenv, of uv. Each candidate is asked what
//! it is, since neither its file name nor its folder can be trusted.

use std::collections::BTreeMap;
use std::env;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::Result;
use crate::version::Abi;

#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Interpreter {
    pub(crate) abi: Abi,
    /// With the patch level: `3.13.0`.
    pub(crate) release: String,
    pub(crate) executable: PathBuf,
    /// Where its shared library is. Without one no Rust program can embed it; extension modules still load.
    pub(crate) library_dir: Option<PathBuf>,
    /// The ending of extension modules: `.cpython-313-x86_64-linux-gnu.so`.
    pub(crate) ext_suffix: String,
    /// It is what `python3` means on this machine.
    pub(crate) is_default: bool,
}

pub(crate) struct Found {
    /// One for each `Abi`, oldest first.
    pub(crate) usable: Vec<Interpreter>,
    /// Why others were passed over.
    pub(crate) refused: Vec<String>,
}

/// Runs on anything that calls itself Python 3, so that an old one can be refused by name. The shared library is
/// looked for where PyO3's build script will tell the linker to look.
const PROBE: &str = r"
import os, sys, sysconfig
get = sysconfig.get_config_var
base = getattr(sys, 'base_prefix', sys.prefix)
v = sys.version_info
folder = ''
if os.name == 'nt':
    folder = base
elif get('Py_ENABLE_SHARED') or get('PYTHONFRAMEWORK') or os.path.exists(os.path.join(base, 'conda-meta')):
    ending = '.dylib' if sys.platform == 'darwin' else '.so'
    library = 'libpython' + str(get('LDVERSION')) + ending
    if os.path.exists(os.path.join(get('LIBDIR') or '', library)):
        folder = get('LIBDIR')
print(sys.implementation.name)
print(v[0])
print(v[1])
print(v[2])
print(int(bool(get('Py_GIL_DISABLED'))))
print(int(hasattr(sys, 'gettotalrefcount')))
print(sys.executable)
print(folder)
print(get('EXT_SUFFIX') or '')
";

pub(crate) fn find() -> Found {
    let mut refused = Vec::new();
    let mut by_abi: BTreeMap<Abi, Interpreter> = BTreeMap::new();
    let mut default_is_open = true;
    for candidate in candidates() {
        match probe(&candidate.path) {
            Ok(Some(mut python)) => {
                python.is_default = candidate.is_plain && std::mem::take(&mut default_is_open);
                // Candidates come in order of preference, but one that can be embedded is worth more.
                match by_abi.get(&python.abi) {
                    Some(known) if known.is_default || !better(&python, known) => {}
                    _ => drop(by_abi.insert(python.abi, python)),
                }
            }
            Ok(None) => {}
            Err(reason) => refused.push(reason),
        }
    }
    refused.sort();
    refused.dedup();
    Found {
        usable: by_abi.into_values().collect(),
        refused,
    }
}

/// `Ok(None)` if it does not run at all, as a pyenv shim for a version that is not switched on.
pub(crate) fn probe(path: &Path) -> Result<Option<Interpreter>> {
    let output = Command::new(path)
        .args(["-I", "-c", PROBE])
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output();
    match output {
        Ok(output) if output.status.success() => {
            parse_probe(&String::from_utf8_lossy(&output.stdout)).map(Some)
        }
        _ => Ok(None),
    }
}

fn parse_probe(answer: &str) -> Result<Interpreter> {
    let lines: Vec<&str> = answer.lines().collect();
    let [
        name,
        major,
        minor,
        micro,
        gil_disabled,
        debug,
        executable,
        folder,
        ext_suffix,
    ] = lines[..]
    else {
        return Err(format!(
            "an interpreter gave an answer of {} lines",
            lines.len()
        ));
    };
    let release = format!("{major}.{minor}.{micro}");
    if name != "cpython" || major != "3" {
        return Err(format!("{name} {release} is not CPython 3"));
    }
    let minor = minor
        .parse()
        .map_err(|_| format!("CPython {release}: an unknown version"))?;
    let abi = Abi {
        minor,
        free_threaded: gil_disabled == "1",
        debug: debug == "1",
    };
    abi.check_supported()?;
    Ok(Interpreter {
        abi,
        release,
        executable: executable.into(),
        library_dir: Some(folder)
            .filter(|folder| !folder.is_empty())
            .map(PathBuf::from),
        ext_suffix: ext_suffix.into(),
        is_default: false,
    })
}

fn better(new: &Interpreter, known: &Interpreter) -> bool {
    new.is_default || (new.library_dir.is_some() && known.library_dir.is_none())
}

struct Candidate {
    path: PathBuf,
    /// Its name has no version: the first of these that runs is the machine's default.
    is_plain: bool,
}

fn candidates() -> Vec<Candidate> {
    let plain: &[&str] = if cfg!(windows) {
        &["python.exe", "python3.exe"]
    } else {
        &["python3"]
    };
    let versioned: Vec<String> = if cfg!(windows) {
        Vec::new() // Installers for Windows lay no versioned executables.
    } else {
        (10..=15)
            .flat_map(|minor| ["", "t"].map(|t| format!("python3.{minor}{t}")))
            .collect()
    };
    let path = env::var_os("PATH").unwrap_or_default();
    let folders: Vec<PathBuf> = env::split_paths(&path).collect();
    let mut all = Vec::new();
    for folder in &folders {
        let paths = plain.iter().map(|name| folder.join(name));
        all.extend(paths.map(|path| Candidate {
            path,
            is_plain: true,
        }));
    }
    for folder in &folders {
        let paths = versioned.iter().map(|name| folder.join(name));
        all.extend(paths.map(|path| Candidate {
            path,
            is_plain: false,
        }));
    }
    for root in install_roots() {
        let bin = if cfg!(windows) {
            "python.exe"
        } else {
            "bin/python3"
        };
        let paths = subfolders(&root).into_iter().map(|folder| folder.join(bin));
        all.extend(paths.map(|path| Candidate {
            path,
            is_plain: false,
        }));
    }
    let mut seen = Vec::new();
    all.retain(|candidate| {
        let is_new = candidate.path.is_file() && !seen.contains(&candidate.path);
        seen.push(candidate.path.clone());
        is_new
    });
    all
}

/// Folders with one folder for each installed version.
fn install_roots() -> Vec<PathBuf> {
    let home = env::home_dir().unwrap_or_default();
    let from_env = |name: &str| {
        env::var_os(name)
            .filter(|value| !value.is_empty())
            .map(PathBuf::from)
    };
    let uv_data = if cfg!(windows) {
        from_env("APPDATA").unwrap_or_else(|| home.join("AppData").join("Roaming"))
    } else {
        from_env("XDG_DATA_HOME").unwrap_or_else(|| home.join(".local").join("share"))
    };
    let pyenv_home = if cfg!(windows) {
        home.join(".pyenv").join("pyenv-win")
    } else {
        home.join(".pyenv")
    };
    vec![
        from_env("PYENV_ROOT")
            .unwrap_or(pyenv_home)
            .join("versions"),
        from_env("UV_PYTHON_INSTALL_DIR").unwrap_or_else(|| uv_data.join("uv").join("python")),
    ]
}

fn subfolders(root: &Path) -> Vec<PathBuf> {
    let Ok(entries) = root.read_dir() else {
        return Vec::new();
    };
    let mut folders: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    // Last version first; `3.9` before `3.10` in this order does no harm, their `Abi` differs.
    folders.sort_by(|a, b| b.cmp(a));
    folders
}

#[cfg(test)]
mod tests {
    use super::*;

    const ANSWER: &str = "cpython\n3\n14\n2\n1\n0\n/opt/python3.14t\n\n.cpython-314t.so\n";

    #[test]
    fn an_answer_is_read() {
        let python = parse_probe(ANSWER).unwrap();
        assert_eq!(
            (python.abi.to_string(), python.release.as_str()),
            ("3.14t".into(), "3.14.2")
        );
        assert_eq!(python.library_dir, None);
        assert_eq!(python.ext_suffix, ".cpython-314t.so");
    }

    #[test]
    fn others_are_refused_with_a_reason() {
        let refusal =
            |from: &str, to: &str| parse_probe(&ANSWER.replacen(from, to, 1)).unwrap_err();
        assert!(refusal("cpython", "pypy").contains("pypy 3.14.2 is not CPython"));
        assert!(refusal("14", "13").contains("CPython 3.13t is not among"));
        assert!(parse_probe("hello").unwrap_err().contains("1 lines"));
    }

    #[test]
    fn one_that_embeds_beats_one_that_does_not() {
        let bare = parse_probe(ANSWER).unwrap();
        let shared = Interpreter {
            library_dir: Some("/opt/lib".into()),
            ..bare.clone()
        };
        assert!(better(&shared, &bare));
        assert!(!better(&bare, &shared) && !better(&bare, &bare));
        assert!(better(
            &Interpreter {
                is_default: true,
                ..bare
            },
            &shared
        ));
    }
}
