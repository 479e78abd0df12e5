//! Measures all kinds of records and prints a table. Each measurement has a process of its own, and their order is drawn
//! anew in each round, so that no kind meets better conditions than another.

use crate::airport::{Airport, CSV};
use crate::plain::PlainAirport;
use pyo3::exceptions::PyRuntimeError;
use pyo3::ffi::c_str;
use pyo3::prelude::*;
use pyo3::types::PyDict;
use std::io::Write;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Name in `kinds.py`, and in the table.
const KINDS: [(&str, &str); 6] = [
    ("dict", "dict"),
    ("class", "class"),
    ("slots", "class with `__slots__`"),
    ("namedtuple", "namedtuple"),
    ("pyclass", "plain `#[pyclass]`"),
    ("recordclass", "**`#[recordclass]`**"),
];
const FILE: usize = 3376;
const MILLION: usize = 1_000_000;
/// No new round begins later than that, but a median needs some.
const PATIENCE: Duration = Duration::from_secs(20);
const ROUNDS: std::ops::RangeInclusive<usize> = 3..=9;

/// One measurement: what a child process prints.
struct Sample {
    size: f64,
    memory: f64,
    seconds: f64,
    method: String,
}

/// The child's part.
pub(crate) fn measure_here(py: Python<'_>, kind: &str, count: &str) -> PyResult<()> {
    let classes = PyDict::new(py);
    classes.set_item("Airport", py.get_type::<Airport>())?;
    classes.set_item("PlainAirport", py.get_type::<PlainAirport>())?;
    let count: usize = count.parse()?;
    let code = c_str!(include_str!("kinds.py"));
    let (size, memory, seconds, method): (f64, f64, f64, String) =
        PyModule::from_code(py, code, c"kinds.py", c"kinds")?
            .call_method1("measure", (kind, count, CSV, classes))?
            .extract()?;
    println!("{size}\t{memory}\t{seconds}\t{method}");
    Ok(())
}

/// The parent's part.
pub(crate) fn show(py: Python<'_>) -> PyResult<()> {
    let mut few: Vec<Vec<Sample>> = KINDS.iter().map(|_| Vec::new()).collect();
    let mut many: Vec<Vec<Sample>> = KINDS.iter().map(|_| Vec::new()).collect();
    let start = Instant::now();
    println!("\nmeasuring, for some 20 seconds ...");
    while few[0].len() < *ROUNDS.start()
        || (few[0].len() < *ROUNDS.end() && start.elapsed() < PATIENCE)
    {
        for kind in shuffled(py)? {
            few[kind].push(measure_in_child(KINDS[kind].0, FILE)?);
            many[kind].push(measure_in_child(KINDS[kind].0, MILLION)?);
        }
    }
    print(py, &few, &many)
}

fn shuffled(py: Python<'_>) -> PyResult<Vec<usize>> {
    let all: Vec<usize> = (0..KINDS.len()).collect();
    py.import("random")?
        .call_method1("sample", (all, KINDS.len()))?
        .extract()
}

fn measure_in_child(kind: &str, count: usize) -> PyResult<Sample> {
    let output = Command::new(std::env::current_exe()?)
        .args(["measure", kind, &count.to_string()])
        .stderr(Stdio::inherit())
        .output()?;
    let text = String::from_utf8_lossy(&output.stdout);
    let sample = || {
        let mut parts = text.trim_end().split('\t');
        Some(Sample {
            size: parts.next()?.parse().ok()?,
            memory: parts.next()?.parse().ok()?,
            seconds: parts.next()?.parse().ok()?,
            method: parts.next()?.to_owned(),
        })
    };
    match sample() {
        Some(sample) if output.status.success() => Ok(sample),
        _ => Err(PyRuntimeError::new_err(format!(
            "measuring {count} of {kind} failed: {}",
            output.status
        ))),
    }
}

fn print(py: Python<'_>, few: &[Vec<Sample>], many: &[Vec<Sample>]) -> PyResult<()> {
    let mut out = String::new();
    out += &format!(
        "\n| {:22} | {:>12} | {:>24} | {:>24} | {:>24} |\n",
        "kind",
        "alone, bytes",
        "each of 3,376, bytes",
        "each of a million, bytes",
        "building a million, ms",
    );
    out += &format!(
        "|{:-<24}|{:->13}:|{:->25}:|{:->25}:|{:->25}:|\n",
        "", "", "", "", ""
    );
    for (row, (_, label)) in KINDS.iter().enumerate() {
        out += &format!(
            "| {label:22} | {:>12} | {:>24} | {:>24} | {:>24} |\n",
            few[row][0].size,
            spread(&few[row], |sample| sample.memory),
            spread(&many[row], |sample| sample.memory),
            spread(&many[row], |sample| sample.seconds * 1e3),
        );
    }
    let about =
        |what: &str| -> PyResult<String> { py.import("platform")?.call_method0(what)?.extract() };
    let (python, version) = (about("python_implementation")?, about("python_version")?);
    out += &format!(
        "\n- {python} {version}, {} {}; median (least - most) of {} rounds, each kind in a process of its own.\n\
         - alone: `sys.getsizeof(record)`, for the class with that of its `__dict__`; float objects not counted.\n\
         - each of N: growth of the process while it builds N records, divided by N; float objects counted.\n  \
         Measured as {}.\n\
         - building: a Python loop that fills a list, with the garbage collector as it is by default.\n\
         - The strings are shared by all kinds alike; each record has two floats of its own.\n",
        std::env::consts::OS,
        std::env::consts::ARCH,
        few[0].len(),
        few[0][0].method,
    );
    std::io::stdout().write_all(out.as_bytes())?;
    Ok(())
}

/// `median (least - most)`, in whole numbers.
fn spread(samples: &[Sample], value: impl Fn(&Sample) -> f64) -> String {
    let mut values: Vec<f64> = samples.iter().map(value).collect();
    values.sort_by(f64::total_cmp);
    let (least, most) = (values[0], values[values.len() - 1]);
    let median = (values[(values.len() - 1) / 2] + values[values.len() / 2]) / 2.0;
    format!("{median:.0} ({least:.0} - {most:.0})")
}
