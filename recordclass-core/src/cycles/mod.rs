//! Finds reference cycles through records that the garbage collector does not know: they are never collected.
//!
//! | step | file |
//! |---|---|
//! | walk over all objects that the roots lead to, by the `tp_traverse` of each | `walk.rs` |
//! | which of them lie on cycles, and the shortest ones | `graph.rs`, which knows numbers only |
//! | what each step of a cycle is called: `.field`, `[index]` | `label.rs` |
//!
//! The collector finds cycles among objects that it tracks. A record without a GC header is none of them, so a cycle
//! through one stays for ever, whatever else lies on it. Such a cycle can be found as long as a root leads to it, so the
//! time to look is while the program still uses the data.

mod graph;
mod label;
mod walk;

use crate::ffi::{PyObject, new};
use crate::methods::{self, Definitions, method};
use crate::once;
use crate::trampoline::enter_attached;
use pyo3::ffi::METH_NOARGS;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyList, PyTuple};
use std::fmt;
use walk::Walk;

/// A reference cycle that is never collected. As text it is its [`path`](Cycle::path).
#[pyclass(frozen, module = "recordclass_rs", name = "Cycle", str)]
pub struct Cycle {
    /// The objects, each of which holds the next, and the last the first.
    #[pyo3(get)]
    objects: Py<PyTuple>,
    /// By what each object holds the next: `.field`, `[index]`.
    #[pyo3(get)]
    steps: Py<PyTuple>,
    /// The way round: `Node.children -> list[3] -> Node.parent -> Node`.
    #[pyo3(get)]
    path: String,
}

impl Cycle {
    fn new(py: Python<'_>, objects: &[Py<PyAny>], steps: &[String]) -> PyResult<Self> {
        let kind = |object: &Py<PyAny>| label::kind(object.bind(py));
        let held = objects.iter().zip(steps);
        let mut parts: Vec<String> = held.map(|(object, step)| kind(object) + step).collect();
        parts.extend(objects.first().map(kind));
        Ok(Cycle {
            objects: PyTuple::new(py, objects)?.unbind(),
            steps: PyTuple::new(py, steps)?.unbind(),
            path: parts.join(" -> "),
        })
    }

    /// The objects, each of which holds the next, and the last the first.
    #[must_use]
    pub fn objects<'py>(&self, py: Python<'py>) -> Bound<'py, PyTuple> {
        self.objects.bind(py).clone()
    }

    /// By what each object holds the next: `.field`, `[index]`.
    #[must_use]
    pub fn steps<'py>(&self, py: Python<'py>) -> Bound<'py, PyTuple> {
        self.steps.bind(py).clone()
    }

    /// The way round: `Node.children -> list[3] -> Node.parent -> Node`.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }
}

impl fmt::Display for Cycle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.path)
    }
}

/// Gives the class what is not written by `#[pyclass]`.
fn prepare(py: Python<'_>) -> PyResult<()> {
    static CLASS: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    once::object(py, &CLASS, &|| {
        // SAFETY: the functions take any object, and look.
        unsafe { methods::give::<Cycle>(py, METHODS.all())? };
        Ok(py.get_type::<Cycle>().into_any())
    })
    .map(drop)
}

static METHODS: Definitions<2> = Definitions([
    method(
        c"__repr__",
        c"__repr__($self, /)\n--\n\nReturn repr(self).",
        METH_NOARGS,
        repr,
    ),
    method(
        c"__len__",
        c"__len__($self, /)\n--\n\nReturn len(self): how many objects there are.",
        METH_NOARGS,
        len,
    ),
]);

unsafe extern "C" fn repr(cycle: *mut PyObject, _: *mut PyObject) -> *mut PyObject {
    // SAFETY: a METH_NOARGS method: an object.
    unsafe {
        enter_attached(|py| {
            let cycle = Bound::from_borrowed_ptr(py, cycle).cast_into::<Cycle>()?;
            let text = format!("<Cycle: {}>", cycle.get());
            Ok(new::text(py, &text)?.into_ptr())
        })
    }
}

unsafe extern "C" fn len(cycle: *mut PyObject, _: *mut PyObject) -> *mut PyObject {
    // SAFETY: a METH_NOARGS method: an object.
    unsafe {
        enter_attached(|py| {
            let cycle = Bound::from_borrowed_ptr(py, cycle).cast_into::<Cycle>()?;
            let count = cycle.get().objects.bind(py).len();
            Ok(count.into_pyobject(py)?.into_ptr())
        })
    }
}

/// The cycles through records without a GC header that the roots lead to.
///
/// Each such record that lies on a cycle lies on one of those given, which is a shortest one through some such record:
/// of a list linked in both directions there is one cycle for each pair, of a ring one.
///
/// `roots`: where to begin; if `None`, with all that the collector tracks, and the variables of all running functions.
/// Modules, their globals and classes are begun from, but no cycle is followed through them: they live on in any case.
/// `classes`: follow cycles through classes, too.
///
/// No other thread should change objects meanwhile. The result holds the objects.
///
/// # Errors
/// Errors of iterating over `roots`, memory errors.
pub fn find_cycles(
    py: Python<'_>,
    roots: Option<&Bound<'_, PyAny>>,
    classes: bool,
) -> PyResult<Vec<Cycle>> {
    let mut walk = Walk::new(py, classes)?;
    match roots {
        Some(roots) => {
            for root in roots.try_iter()? {
                walk.root(&root?);
            }
        }
        None => default_roots(py, &mut walk)?,
    }
    prepare(py)?;
    let graph = walk.run()?;
    let cycles = graph.cycles(|node| walk.is_blind(node));
    let cycles = cycles.into_iter().map(|nodes| {
        let objects: Vec<_> = nodes.iter().map(|&node| walk.object(node)).collect();
        described(py, &objects)
    });
    cycles.collect()
}

/// A cycle with the names of its steps. A `__dict__` between an object and its attribute is left out: since 3.11 it need
/// not be there.
fn described(py: Python<'_>, all: &[Py<PyAny>]) -> PyResult<Cycle> {
    let next = all.iter().skip(1).chain(all.first());
    let all_steps: Vec<String> = all
        .iter()
        .zip(next)
        .map(|(from, to)| label::step(from.bind(py), to.bind(py)))
        .collect();
    let (mut objects, mut steps) = (Vec::new(), Vec::<String>::new());
    for (object, step) in all.iter().zip(all_steps) {
        let name = step
            .strip_prefix("['")
            .and_then(|name| name.strip_suffix("']"));
        match (steps.last_mut(), name) {
            (Some(last), Some(name)) if last == ".__dict__" => *last = format!(".{name}"),
            _ => {
                objects.push(object.clone_ref(py));
                steps.push(step);
            }
        }
    }
    Cycle::new(py, &objects, &steps)
}

/// What the collector tracks, and the variables of all functions that run.
fn default_roots<'py>(py: Python<'py>, walk: &mut Walk<'py>) -> PyResult<()> {
    let tracked = py.import("gc")?.call_method0("get_objects")?;
    for object in tracked.cast::<PyList>()? {
        walk.root(&object);
    }
    let frames = py.import("sys")?.call_method0("_current_frames")?;
    for frame in frames.call_method0("values")?.try_iter()? {
        let mut frame = frame?;
        while !frame.is_none() {
            let locals = frame.getattr("f_locals")?;
            for value in locals.call_method0("values")?.try_iter()? {
                walk.root(&value?);
            }
            frame = frame.getattr("f_back")?;
        }
    }
    Ok(())
}

/// find_cycles(roots=None, *, classes=False)
///
/// Reference cycles through records that the garbage collector does not know: such a cycle is never collected.
///
/// Each record without a GC header that lies on a cycle lies on one of those in the list. `str()` of one is the way
/// round, `Node.children -> list[3] -> Node.parent -> Node`; `objects` and `steps` are its parts.
///
/// roots     where to begin, an iterable; if not given, all that the collector tracks, and the variables of all running
///           functions
/// classes   follow cycles through classes, too: a record in an attribute of its class. Modules are never followed.
///
/// A cycle that nothing leads to any more cannot be found, so look while the program still uses its data. It takes a
/// second or so for a million objects; no other thread should change them meanwhile.
#[pyfunction(name = "find_cycles")]
#[pyo3(signature = (roots=None, *, classes=false))]
fn find_cycles_function(
    py: Python<'_>,
    roots: Option<&Bound<'_, PyAny>>,
    classes: bool,
) -> PyResult<Vec<Cycle>> {
    find_cycles(py, roots, classes)
}

/// Adds the function to a module: the Python package's, or your own.
///
/// # Errors
/// Memory errors.
pub fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    prepare(module.py())?;
    module.add_class::<Cycle>()?;
    module.add_function(wrap_pyfunction!(find_cycles_function, module)?)
}
