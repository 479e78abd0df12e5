//! Whether the tests find what they are there to find: the bugs of `recordclass-core/src/planted.rs` are built in, and with each
//! that is on a subset of the suite must fail, where it passes without.

use super::End;
use super::suite::Suite;
use crate::ext::{self, Variant};
use crate::pythons::Interpreter;
use crate::{Result, venv};

const REFERENCES: &str = "python/test_hazards_references.py";
const FREED: &str = "python/test_hazards_freed.py";
const SLOTS: &str = "python/test_hazards_slots.py";
const COUNTS: &str =
    "python/package/test_runtime_hazards_memory.py::test_no_operation_moves_a_count";
const CLASSES: &str =
    "python/package/test_runtime_hazards_memory.py::test_classes_die_and_their_memory_returns";
const STORMS: &str = "python/test_hazards_threads.py::test_writers_and_others_on_shared_records";

/// The bug, and the tests that must find it.
const BUGS: [(&str, &[&str]); 6] = [
    ("slot_kept", &[REFERENCES, COUNTS]),
    ("slot_twice", &[REFERENCES, COUNTS]),
    ("type_kept", &[REFERENCES, CLASSES]),
    ("after_free", &[FREED]),
    ("past_end", &[FREED, SLOTS]),
    ("unlocked", &[STORMS]),
];

/// What the tests made of a bug.
enum Verdict {
    /// The first test that failed, as pytest tells of it.
    Found(String),
    Missed,
    /// This Python cannot have it; what would.
    Impossible(&'static str),
}

pub(super) fn run(python: &Interpreter) -> Result<End> {
    // Without a bug all of these must pass, or their failure says nothing.
    let all = [REFERENCES, FREED, SLOTS, COUNTS, CLASSES, STORMS];
    if let Some(test) = failure(python, None, &all)? {
        return Err(format!("the tests fail without a bug: {test}"));
    }
    let mut verdicts = Vec::new();
    for (bug, tests) in BUGS {
        let verdict = if let Some(reason) = impossible(python, bug) {
            Verdict::Impossible(reason)
        } else {
            println!("\n--- planted: {bug}");
            failure(python, Some(bug), tests)?.map_or(Verdict::Missed, Verdict::Found)
        };
        verdicts.push((bug, verdict));
    }
    println!("\n--- planted: layout");
    let verdict = if refused(python)? {
        Verdict::Found("refused at import".into())
    } else {
        Verdict::Missed
    };
    verdicts.push(("layout", verdict));
    Ok(end(&verdicts))
}

fn impossible(python: &Interpreter, bug: &str) -> Option<&'static str> {
    match (bug, python.abi.free_threaded) {
        ("unlocked", false) => Some("needs a free-threaded Python"),
        ("after_free", true) => Some("needs a Python with the GIL"),
        _ => None,
    }
}

/// One bug that nothing finds fails the part.
fn end(verdicts: &[(&str, Verdict)]) -> End {
    let (mut found, mut lines, mut missed) = (0, String::new(), Vec::new());
    for (bug, verdict) in verdicts {
        let told = match verdict {
            Verdict::Found(test) => {
                found += 1;
                format!("found: {test}")
            }
            Verdict::Missed => {
                missed.push(*bug);
                "NOT FOUND".into()
            }
            Verdict::Impossible(reason) => format!("not tried: {reason}"),
        };
        lines += &format!("\n{:17} {bug:10} {told}", "");
    }
    if missed.is_empty() {
        End::Passed(format!("{found} planted bugs found{lines}"))
    } else {
        End::Failed(format!("not found: {}{lines}", missed.join(", ")))
    }
}

/// Whether a module whose objects are laid out in another way than expected says so when it is imported, and is not.
fn refused(python: &Interpreter) -> Result<bool> {
    let setting = ext::workspace_cfg("recordclass_planted")?;
    let site = ext::variant_site(python, &variant(&setting))?;
    let site = site.ok_or("it does not compile")?;
    let mut command = venv::clean(&python.executable);
    command
        .args(["-c", "import recordclass_fixtures"])
        .env("RECORDCLASS_PLANTED", "layout")
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

fn variant(setting: &(String, String)) -> Variant<'_> {
    let (name, value) = setting;
    Variant {
        site: "planted-site",
        target: "planted",
        profile: "dev",
        env: vec![(name, value)],
        triple: None,
    }
}

/// The first of those tests that fails with that bug. It is an error if the tests could not run: that finds nothing.
fn failure(python: &Interpreter, bug: Option<&str>, tests: &[&str]) -> Result<Option<String>> {
    let seconds = if bug == Some("unlocked") { "3" } else { "0.25" };
    let setting = ext::workspace_cfg("recordclass_planted")?;
    // In workers: where one crashes, the test that it ran is a failure with a name.
    let suite = Suite::of(python, &variant(&setting))?.at_once();
    let outcome = suite
        .args(&["-x"])
        .places(tests.iter().copied())
        .env("RECORDCLASS_SNIPPETS_PLANTED", bug.unwrap_or(""))
        .env("RECORDCLASS_PATIENCE", "5")
        .env("HAZARD_SECONDS", seconds)
        .outcome()?;
    match outcome.failure {
        None if !outcome.ok => Err(format!("{}: the tests did not run", tests.join(" "))),
        failure => Ok(failure),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_that_is_missed_fails_the_part() {
        let found = || Verdict::Found("test_hazards.py::test_it".into());
        let End::Passed(told) = end(&[("a", found()), ("b", Verdict::Impossible("needs x"))])
        else {
            panic!("both are well");
        };
        assert!(told.starts_with("1 planted bugs found"), "{told}");
        assert!(told.contains("test_it") && told.contains("b          not tried: needs x"));
        let End::Failed(told) = end(&[("a", found()), ("b", Verdict::Missed)]) else {
            panic!("b is missed");
        };
        assert!(told.starts_with("not found: b\n"), "{told}");
    }
}
