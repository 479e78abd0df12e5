//! The objects that roots lead to, as a graph.
//!
//! What an object holds its type tells by `tp_traverse`: that of a record is there also where the collector never calls
//! it. A record without a GC header that holds objects inside of a Rust value (`Vec<Py<..>>`) cannot show them; those are
//! got out of what the field converts to.

use super::graph::Graph;
use crate::ffi::{self, PyObject, PyTypeObject};
use pyo3::ffi as py_ffi;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyString, PyTuple, PyType};
use std::collections::HashMap;
use std::ffi::{c_int, c_void};
use std::rc::Rc;

/// A walk under way. Each object that was met has a number, and is held.
pub(super) struct Walk<'py> {
    py: Python<'py>,
    objects: Vec<Bound<'py, PyAny>>,
    numbers: HashMap<usize, u32>,
    /// The fields of each class that its `tp_traverse` may not show.
    hidden: HashMap<usize, Rc<[Bound<'py, PyString>]>>,
    classes: bool,
    leaves: [Bound<'py, PyAny>; 6],
}

impl<'py> Walk<'py> {
    pub(super) fn new(py: Python<'py>, classes: bool) -> PyResult<Self> {
        let builtins = py.import("builtins")?;
        let leaf = |name: &str| builtins.getattr(name);
        Ok(Walk {
            py,
            objects: Vec::new(),
            numbers: HashMap::new(),
            hidden: HashMap::new(),
            classes,
            leaves: [
                leaf("int")?,
                leaf("float")?,
                leaf("str")?,
                leaf("bool")?,
                leaf("bytes")?,
                py.None().bind(py).get_type().into_any(),
            ],
        })
    }

    /// Begins from an object.
    pub(super) fn root(&mut self, object: &Bound<'py, PyAny>) {
        self.number(object);
    }

    pub(super) fn object(&self, node: u32) -> Py<PyAny> {
        self.objects[node as usize].clone().unbind()
    }

    /// Whether the collector cannot see what the object holds.
    pub(super) fn is_blind(&self, node: u32) -> bool {
        // SAFETY: the type of a live object.
        unsafe {
            let tp = py_ffi::Py_TYPE(self.objects[node as usize].as_ptr());
            !ffi::has_flag(tp, py_ffi::Py_TPFLAGS_HAVE_GC)
        }
    }

    /// Visits all objects there are to visit.
    pub(super) fn run(&mut self) -> PyResult<Graph> {
        let mut graph = Graph::default();
        let mut next = 0;
        while let Some(object) = self.objects.get(next).cloned() {
            next += 1;
            let held = self.held_by(&object)?;
            let edges: Vec<u32> = held.iter().filter_map(|held| self.number(held)).collect();
            if self.is_permanent(&object) {
                graph.add([]);
            } else {
                graph.add(edges);
            }
            if next % 65_536 == 0 {
                // So that the user can stop it.
                self.py.check_signals()?;
            }
        }
        Ok(graph)
    }

    /// The number of an object that may hold others.
    fn number(&mut self, object: &Bound<'py, PyAny>) -> Option<u32> {
        let _holds_something = traverse_of(object)?;
        let next = u32::try_from(self.objects.len()).ok()?;
        let number = self.numbers.entry(object.as_ptr().addr());
        let number = *number.or_insert(next);
        if number == next {
            self.objects.push(object.clone());
        }
        Some(number)
    }

    /// Whether it lives on in any case, so that a cycle through it is no leak: a module, its globals, a class.
    fn is_permanent(&self, object: &Bound<'py, PyAny>) -> bool {
        if object.is_instance_of::<PyModule>() {
            return true;
        }
        if object.is_instance_of::<PyType>() {
            return !self.classes;
        }
        // Globals of whatever code is or was run.
        object
            .cast_exact::<PyDict>()
            .is_ok_and(|dict| dict.contains("__builtins__").unwrap_or(false))
    }

    fn held_by(&mut self, object: &Bound<'py, PyAny>) -> PyResult<Vec<Bound<'py, PyAny>>> {
        let mut held = shown(object)?;
        // Out of the class's fields, what is not an object slot.
        let fields = self.hidden_fields(object)?;
        for name in fields.iter() {
            if let Ok(Some(value)) = object.getattr_opt(name) {
                if !held.iter().any(|known| known.is(&value)) {
                    held.push(value);
                }
            }
        }
        Ok(held)
    }

    /// The fields of a derived record whose values may hold objects, and need not be objects themselves.
    fn hidden_fields(
        &mut self,
        object: &Bound<'py, PyAny>,
    ) -> PyResult<Rc<[Bound<'py, PyString>]>> {
        let class = object.get_type();
        let address = class.as_ptr().addr();
        if let Some(known) = self.hidden.get(&address) {
            return Ok(known.clone());
        }
        let mut names = Vec::new();
        // Not by `hasattr`: a class may answer that with code of its own.
        for base in class.mro() {
            let own = base.getattr("__dict__")?;
            if let Ok(fields) = own.get_item("__record_fields__") {
                let annotations = own.get_item("__annotations__").ok();
                for name in fields.cast::<PyTuple>()? {
                    let annotation = annotations.as_ref().map(|all| all.get_item(&name));
                    if !matches!(annotation, Some(Ok(annotation)) if self.is_leafy(&annotation)) {
                        names.push(name.cast_into()?);
                    }
                }
                break;
            }
        }
        let names: Rc<[_]> = names.into();
        self.hidden.insert(address, names.clone());
        Ok(names)
    }

    /// Whether values of an annotated type hold nothing that could lead anywhere: numbers, texts, lists of them.
    fn is_leafy(&self, annotation: &Bound<'py, PyAny>) -> bool {
        if self.leaves.iter().any(|leaf| leaf.is(annotation)) {
            return true;
        }
        let parts = annotation.getattr_opt("__args__").ok().flatten();
        parts.is_some_and(|parts| {
            parts.cast::<PyTuple>().is_ok_and(|parts| {
                !parts.is_empty() && parts.iter().all(|part| self.is_leafy(&part))
            })
        })
    }
}

/// What an object's `tp_traverse` shows.
#[cfg(not(Py_GIL_DISABLED))]
#[allow(clippy::unnecessary_wraps, reason = "the other build's can fail")]
fn shown<'py>(object: &Bound<'py, PyAny>) -> PyResult<Vec<Bound<'py, PyAny>>> {
    Ok(traversed(object))
}

/// Objects that the collector knows are for the collector to look into: it stops all other threads meanwhile.
#[cfg(Py_GIL_DISABLED)]
fn shown<'py>(object: &Bound<'py, PyAny>) -> PyResult<Vec<Bound<'py, PyAny>>> {
    use pyo3::types::PyList;
    // SAFETY: the type of a live object.
    let known = unsafe {
        let tp = py_ffi::Py_TYPE(object.as_ptr());
        ffi::has_flag(tp, py_ffi::Py_TPFLAGS_HAVE_GC)
    };
    if !known {
        return Ok(traversed(object));
    }
    let gc = object.py().import("gc")?;
    let held = gc.call_method1("get_referents", (object,))?;
    Ok(held.cast::<PyList>()?.iter().collect())
}

/// The function that shows what an object holds, if it may hold anything.
fn traverse_of(object: &Bound<'_, PyAny>) -> Option<py_ffi::traverseproc> {
    // SAFETY: reading the struct of a live object's type. Of a type whose objects are for the collector it says itself
    // which of them are: built-in classes, for one, are not.
    unsafe {
        let tp: *mut PyTypeObject = py_ffi::Py_TYPE(object.as_ptr());
        let known = ffi::has_flag(tp, py_ffi::Py_TPFLAGS_HAVE_GC);
        if known && py_ffi::PyObject_IS_GC(object.as_ptr()) == 0 {
            return None;
        }
        (*tp).tp_traverse
    }
}

fn traversed<'py>(object: &Bound<'py, PyAny>) -> Vec<Bound<'py, PyAny>> {
    unsafe extern "C" fn visit(object: *mut PyObject, into: *mut c_void) -> c_int {
        // SAFETY: `into` is the list below; a type shows live objects. A panic for want of memory aborts.
        unsafe {
            let into = &mut *into.cast::<Vec<*mut PyObject>>();
            into.push(object);
        }
        0
    }
    let mut pointers: Vec<*mut PyObject> = Vec::new();
    // SAFETY: a `tp_traverse` may be called with an object of its type at any time, as `gc.get_referents` does; it runs
    // no Python code. So what it showed is alive still when the list is read, and is held from then on.
    unsafe {
        if let Some(traverse) = traverse_of(object) {
            traverse(object.as_ptr(), visit, (&raw mut pointers).cast());
        }
        pointers
            .into_iter()
            .map(|pointer| Bound::from_borrowed_ptr(object.py(), pointer))
            .collect()
    }
}
