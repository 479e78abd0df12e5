//! `cargo xtask torture`: the tests that take too long for every change, part by part. A failure does not stop the rest.

mod options;
mod planted;

pub(crate) use options::Options;

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use crate::ext::{self, Variant};
use crate::pythons::{self, Interpreter};
use crate::venv::{self, Venv};
use crate::{Result, paths, run, select};
use options::Part;

/// How a part ended.
pub(super) enum End {
    Passed(String),
    Failed(String),
    /// It cannot run on this machine; the reason.
    NotRun(String),
}

impl End {
    fn of(good: bool) -> Self {
        if good {
            Self::Passed(String::new())
        } else {
            Self::Failed("see above".into())
        }
    }
}

pub(crate) fn run(options: Options) -> Result<bool> {
    let found = pythons::find();
    let mut chosen = select::select(&found, &options.pythons)?;
    if options.pythons.is_empty() {
        // Of many the newest: what differs between versions is the affair of `test`.
        chosen.sort_by_key(|python| python.abi);
        chosen.drain(..chosen.len() - 1);
    }
    let mut lines = Vec::new();
    let mut good = true;
    for python in &chosen {
        for &part in &options.parts {
            println!(
                "\n=== {part:?} on CPython {} {}",
                python.abi,
                "=".repeat(40)
            );
            let start = Instant::now();
            let end = run_part(python, part, &options).unwrap_or_else(End::Failed);
            let seconds = start.elapsed().as_secs();
            let (word, detail) = match end {
                End::Passed(detail) => ("passed", detail),
                End::NotRun(reason) => ("NOT RUN", reason),
                End::Failed(reason) => {
                    good = false;
                    ("FAILED", reason)
                }
            };
            let abi = python.abi.to_string();
            lines.push(format!(
                "{abi:6} {:9} {word:8} {seconds:5} s  {detail}",
                format!("{part:?}").to_lowercase()
            ));
        }
    }
    println!("\n{}", lines.join("\n"));
    Ok(good)
}

fn run_part(python: &Interpreter, part: Part, options: &Options) -> Result<End> {
    let minutes = options.minutes.to_string();
    match part {
        Part::Planted => planted::run(python),
        Part::Threads => {
            // Some hundred storms share the time.
            let seconds = f64::from(options.minutes) * 60.0 / 250.0;
            let seconds = seconds.max(0.25).to_string();
            let env = [
                ("HAZARD_SECONDS", &*seconds),
                ("RECORDCLASS_PATIENCE", "20"),
            ];
            tests(python, None, &["-k", "threads"], &env).map(End::of)
        }
        Part::Fuzz => {
            let env = [("RECORDCLASS_MINUTES", &*minutes)];
            tests(python, None, &["-k", "as_long_as_you_like"], &env).map(End::of)
        }
        Part::Size => {
            let site = plain(python)?;
            let folder = paths::root().join("tests/torture");
            pytest(python, &site, &folder, &["-x"], &[]).map(End::of)
        }
        Part::Valgrind => {
            if !answers("valgrind") {
                return Ok(End::NotRun("there is no valgrind".into()));
            }
            // Of a definite error it shows the way there; what CPython leaves to the system's end is no error.
            let under = "valgrind -q --undef-value-errors=no --error-exitcode=99";
            let env = [("RECORDCLASS_UNDER", under), ("PYTHONMALLOC", "malloc")];
            tests(python, None, &UNDER_A_CHECKER, &env).map(End::of)
        }
        Part::Asan => asan(python),
        Part::Miri => miri(python),
    }
}

/// What runs each snippet in a process of its own, and neither counts seconds, nor fills memory or stacks.
const UNDER_A_CHECKER: [&str; 2] = [
    "-k",
    "hazards and not threads and not chain and not deep_nesting and not not_a_crash and not flood and not memory_runs_out \
     and not hazards_memory and not freed and not panics and not fork and not interpreter and not end and not index \
     and not 5000 and not grows and not every_way and not nested and not collector_frees and not ten_million \
     and not million and not lists_let_chains",
];

/// The extension modules with AddressSanitizer, in a Python without.
fn asan(python: &Interpreter) -> Result<End> {
    const TRIPLE: &str = "x86_64-unknown-linux-gnu";
    if !cfg!(all(target_arch = "x86_64", target_os = "linux")) {
        return Ok(End::NotRun("only known to work on x86-64 Linux".into()));
    }
    if python.abi.free_threaded {
        return Ok(End::NotRun(
            "a free-threaded Python has an allocator of its own".into(),
        ));
    }
    let library = Command::new("gcc")
        .arg("-print-file-name=libasan.so")
        .output();
    let library = library
        .ok()
        .and_then(|output| String::from_utf8(output.stdout).ok());
    let Some(library) = library.filter(|path| path.starts_with('/')) else {
        return Ok(End::NotRun("gcc has no libasan".into()));
    };
    let variant = Variant {
        site: "asan-site",
        target: "asan",
        profile: "dev",
        env: vec![
            ("RUSTC_BOOTSTRAP", "1"),
            ("RUSTFLAGS", "-Zsanitizer=address"),
        ],
        triple: Some(TRIPLE),
    };
    let Some(site) = ext::variant_site(python, &variant)? else {
        return Err("it does not compile".into());
    };
    // What Python keeps to the end is no leak, and a mutated pickle may ask for any amount of memory.
    const ASKED: &str = "detect_leaks=0:allocator_may_return_null=1";
    let library = library.trim();
    let under = format!("env LD_PRELOAD={library} ASAN_OPTIONS={ASKED}");
    let env = [
        ("RECORDCLASS_UNDER", &*under),
        ("PYTHONMALLOC", "malloc"),
        ("LD_PRELOAD", library),
        ("ASAN_OPTIONS", ASKED),
    ];
    tests(python, Some(&site), &UNDER_A_CHECKER, &env).map(End::of)
}

/// The unit tests of what needs no Python, interpreted.
fn miri(python: &Interpreter) -> Result<End> {
    let mut asks = Command::new("cargo");
    asks.args(["+nightly", "miri", "--version"]);
    if !succeeds(&mut asks) {
        return Ok(End::NotRun("there is no nightly compiler with miri".into()));
    }
    // The cargo of rustup, which knows of toolchains, not the one that runs this.
    let mut command = Command::new("cargo");
    command
        .current_dir(paths::root())
        .args([
            "+nightly",
            "miri",
            "test",
            "--package",
            "recordclass-core",
            "--lib",
        ])
        .env_remove("RUSTUP_TOOLCHAIN")
        .env("PYO3_PYTHON", &python.executable)
        .env("CARGO_TARGET_DIR", paths::scratch_for("miri", python.abi));
    run::run(&mut command).map(End::of)
}

fn answers(program: &str) -> bool {
    succeeds(Command::new(program).arg("--version"))
}

fn succeeds(command: &mut Command) -> bool {
    let status = command
        .env_remove("RUSTUP_TOOLCHAIN")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    status.is_ok_and(|status| status.success())
}

/// The usual build, in a folder that `cargo xtask test` leaves alone.
fn plain(python: &Interpreter) -> Result<PathBuf> {
    let variant = Variant {
        site: "torture-site",
        target: "ext",
        profile: "dev",
        env: Vec::new(),
        triple: None,
    };
    ext::variant_site(python, &variant)?.ok_or_else(|| "it does not compile".to_owned())
}

fn tests(
    python: &Interpreter,
    site: Option<&Path>,
    args: &[&str],
    env: &[(&str, &str)],
) -> Result<bool> {
    let site = site.map_or_else(|| plain(python), |site| Ok(site.to_owned()))?;
    pytest(
        python,
        &site,
        &paths::root().join("tests/python"),
        args,
        env,
    )
}

/// Runs pytest over a folder, and tells whether all passed. It is an error if none ran.
pub(super) fn pytest(
    python: &Interpreter,
    site: &Path,
    folder: &Path,
    args: &[&str],
    env: &[(&str, &str)],
) -> Result<bool> {
    let venv = Venv::of(python)?;
    venv.install(python, &paths::root().join("tests/python/requirements.txt"))?;
    let mut command = venv::clean(&venv.python);
    command
        .args(["-m", "pytest", "-q", "-p", "no:cacheprovider"])
        .arg(folder)
        // What a build without the benchmark's classes cannot import.
        .args(["--ignore", "tests/python/test_benches.py"])
        // Those need more: see `ext::interop`.
        .args(["--ignore", "tests/python/interop"])
        .args(args)
        .env("PYTHONPATH", site)
        .envs(env.iter().copied());
    let outcome = run::run_tests(&mut command)?;
    if outcome.ok && outcome.counts.passed == 0 {
        return Err("no test ran".into());
    }
    Ok(outcome.ok)
}
