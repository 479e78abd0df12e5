//! A run of pytest over the tests, or some of them, with a build of the extension modules.

use std::path::PathBuf;

use super::End;
use crate::ext::{self, Variant};
use crate::pythons::Interpreter;
use crate::run::{self, Outcome};
use crate::venv::{self, Venv};
use crate::{Result, paths};

/// The leak gate: every operation, again and again, and all counts are what they were.
pub(super) const LEAKS: &str = "references or leaks or no_operation_moves or classes_die";

/// What a change runs on a debug build of CPython, and with AddressSanitizer: the leak gate, and what is likely to read or
/// write where it must not.
pub(super) const QUICK: &str = "(references or hazards_slots or hazards_values or hazards_pickle or hazards_gc or hazards_subclass \
     or array_memory or array_sequence or array_views or hazards_arrays or streams_that_lie or read_behind \
     or lead_elsewhere or are_gone) \
     and not grows and not flood and not threads and not changes_while and not half_made";

/// All with AddressSanitizer, but for what fills memory or stacks, and what reads freed memory to see that nobody else
/// writes there.
pub(super) const WHOLE: &str = "not chain and not deep_nesting and not million and not memory_runs_out and not finds_no_memory \
     and not freed";

/// The tests that run each snippet in a process of its own, and in which CPython itself reads and writes records, which
/// AddressSanitizer does not see: most of the arrays is Rust's alone.
pub(super) const UNDER_VALGRIND: [&str; 14] = [
    "python/test_hazards_arrays.py",
    "python/test_hazards_calls.py",
    "python/test_hazards_dealloc.py",
    "python/test_hazards_gc.py",
    "python/test_hazards_pickle.py",
    "python/test_hazards_reentrancy.py",
    "python/test_hazards_references.py",
    "python/test_hazards_slots.py",
    "python/test_hazards_subclass.py",
    "python/test_hazards_types.py",
    "python/test_hazards_values.py",
    "python/package/test_class_hazards.py",
    "python/package/test_light_hazards.py",
    "python/package/test_runtime_hazards_calls.py",
];

/// Of them those that neither count seconds, nor fill memory or stacks, nor try the same thing a thousand times.
pub(super) const BEARABLE: &str = "not threads and not chain and not deep_nesting and not flood and not memory_runs_out and not finds_no_memory \
     and not interpreter and not runs_on_at_the_end and not 5000 and not grows and not every_way and not nested and not collector_frees \
     and not million and not lists_let_chains and not mutated and not not_a_crash and not fork";

/// Tests, and how they are to run.
pub(super) struct Suite<'a> {
    python: &'a Interpreter,
    site: PathBuf,
    places: Vec<PathBuf>,
    flags: Vec<&'static str>,
    at_once: bool,
    args: Vec<String>,
    env: Vec<(String, String)>,
}

impl<'a> Suite<'a> {
    /// With the usual build of the modules.
    pub(super) fn plain(python: &'a Interpreter) -> Result<Self> {
        let variant = Variant {
            // A folder that `cargo xtask test` leaves alone.
            site: "torture-site",
            target: "ext",
            profile: "dev",
            env: Vec::new(),
            triple: None,
        };
        Self::of(python, &variant)
    }

    /// With a build that keeps no dead records, so that a checker sees each one die.
    pub(super) fn without_pools(python: &'a Interpreter) -> Result<Self> {
        let (name, value) = ext::workspace_cfg("recordclass_no_pools")?;
        let variant = Variant {
            site: "bare-site",
            target: "bare",
            profile: "dev",
            env: vec![(&name, &value)],
            triple: None,
        };
        Self::of(python, &variant)
    }

    /// With a build of its own kind.
    pub(super) fn of(python: &'a Interpreter, variant: &Variant<'_>) -> Result<Self> {
        let site = ext::variant_site(python, variant)?;
        Ok(Self {
            python,
            site: site.ok_or("it does not compile")?,
            places: vec![paths::root().join("tests/python")],
            flags: Vec::new(),
            at_once: false,
            args: Vec::new(),
            env: Vec::new(),
        })
    }

    /// Only these folders, files, or tests in them; pytest says so if there is no such test.
    pub(super) fn places<'p>(mut self, places: impl IntoIterator<Item = &'p str>) -> Self {
        let tests = paths::root().join("tests");
        self.places = places.into_iter().map(|place| tests.join(place)).collect();
        self
    }

    /// Those whose names fit, as pytest's `-k` understands it; none is asked for by an empty text.
    pub(super) fn tests(self, names: &str) -> Self {
        if names.is_empty() {
            self
        } else {
            self.args(&["-k", names])
        }
    }

    pub(super) fn args(mut self, args: &[&str]) -> Self {
        self.args.extend(args.iter().copied().map(str::to_owned));
        self
    }

    pub(super) fn env(mut self, name: &str, value: &str) -> Self {
        self.env.push((name.to_owned(), value.to_owned()));
        self
    }

    /// In Python's development mode.
    pub(super) fn dev(mut self) -> Self {
        self.flags = vec!["-X", "dev"];
        self
    }

    /// As many at a time as there are processors.
    pub(super) fn at_once(mut self) -> Self {
        self.at_once = true;
        self
    }

    /// Runs to the end.
    pub(super) fn run(self) -> Result<End> {
        let outcome = self.outcome()?;
        let counts = outcome.counts.to_string();
        Ok(if outcome.ok {
            End::Passed(counts)
        } else {
            End::Failed(counts)
        })
    }

    /// The same, and what came of it. It is an error if no test ran.
    pub(super) fn outcome(self) -> Result<Outcome> {
        let venv = Venv::of(self.python)?;
        venv.install(
            self.python,
            &paths::root().join("tests/python/requirements.txt"),
        )?;
        let mut command = venv::clean(&venv.python);
        command
            .args(&self.flags)
            .args(["-m", "pytest", "-q", "-p", "no:cacheprovider"]);
        if self.at_once {
            command.args(ext::workers(&venv.python, &self.flags));
        }
        command
            .args(&self.places)
            // What a build without the benchmark's classes cannot import.
            .args(["--ignore", "tests/python/test_benches.py"])
            // Those need more: see `ext::interop`.
            .args(["--ignore", "tests/python/interop"])
            .args(&self.args)
            .env("PYTHONPATH", &self.site)
            .envs(self.env.iter().map(|(name, value)| (name, value)));
        let outcome = run::run_tests(&mut command)?;
        if outcome.ok && outcome.counts.passed == 0 {
            return Err("no test ran".into());
        }
        Ok(outcome)
    }
}
