//! From the type that PyO3 made to the array class: [`finish_array`], which does for it what
//! [`finish`](crate::type_object::finish) does for a record class, with the same hook.

use super::call::Arguments;
use super::core::{Core, check_class};
use super::gather::rows_of;
use super::make::Steps;
use super::new::NEW;
use super::table::{ArrayClass, Packed, RowTable, State};
use super::{access, compare, edit, export, iterator, methods, properties, repr};
use crate::ffi::{self, HEAD, PyObject, PyTypeObject, StaticDefinition};
use crate::trampoline::enter_attached;
use crate::{module, signature};
use pyo3::ffi as py_ffi;
use pyo3::prelude::*;
use pyo3::types::PyString;
use std::ffi::{CStr, CString, c_void};
use std::ptr::NonNull;
use std::sync::{Mutex, PoisonError};

/// Turns the class `A`, while PyO3 initialises it, into an array class. Returns the names of the fields.
///
/// Safe to call again, and from several threads: only the first call does anything.
///
/// # Errors
/// `SystemError` if PyO3 laid the object out in a way that this crate does not know; memory errors.
pub fn finish_array<A: ArrayClass>(py: Python<'_>) -> PyResult<Py<PyAny>> {
    const { check_class::<A>() };
    let tp = A::type_object_raw(py);
    finish_class(py, tp, A::Record::rows(), new::<A>)
}

/// `tp_new`: the only code that is compiled for each class.
unsafe extern "C" fn new<A: ArrayClass>(
    _tp: *mut PyTypeObject,
    args: *mut PyObject,
    kwargs: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: CPython calls what we put into a slot as the slot is to be called.
    unsafe { construct(A::Record::rows(), args, kwargs) }
}

/// `PointArray(rows=(), /, *, progress=None)`.
///
/// # Safety
/// As `tp_new`.
pub(super) unsafe extern "C" fn construct(
    table: &'static RowTable,
    args: *mut PyObject,
    kwargs: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: a tuple, and a dict or NULL, borrowed during the call.
    unsafe {
        enter_attached(|py| {
            let arguments = Arguments::new(py, args, kwargs);
            let [rows, progress] = arguments.take(table.name, 1, ["_rows", "progress"])?;
            let core = match rows {
                None => Core::empty(table),
                Some(rows) => {
                    let mut rows = rows_of(py, table, &rows, progress.as_ref())?;
                    rows.shrink();
                    Core::new(table, rows)
                }
            };
            core.into_object(py).map(Bound::into_ptr)
        })
    }
}

#[inline(never)]
fn finish_class(
    py: Python<'_>,
    tp: *mut PyTypeObject,
    table: &'static RowTable,
    new: py_ffi::newfunc,
) -> PyResult<Py<PyAny>> {
    // Records are made without asking again whether their class is there.
    (table.class)(py);
    table.state.get_or_try_init(py, || {
        // SAFETY: invariants 1 and 2 of `ffi`: PyO3 is initialising the type right now, and we are attached.
        unsafe { Finisher { py, tp, table }.run(new) }
    })?;
    let names = table.fields.iter().map(|field| field.name);
    let names = pyo3::types::PyTuple::new(py, names.collect::<Vec<_>>())?;
    Ok(names.into_any().unbind())
}

/// The classes that there are, by their types, for class methods.
static CLASSES: Mutex<Vec<(usize, &'static RowTable)>> = Mutex::new(Vec::new());

/// The table of an array class.
///
/// # Errors
/// `SystemError` for another type, which CPython does not pass to a class method.
pub(super) fn table_of(tp: *mut PyTypeObject) -> PyResult<&'static RowTable> {
    let classes = CLASSES.lock().unwrap_or_else(PoisonError::into_inner);
    let found = classes.iter().find(|(known, _)| *known == tp.addr());
    found
        .map(|(_, table)| *table)
        .ok_or_else(|| super::helper::broken("no array class"))
}

/// A type on its way. Invariants 1 and 2 of [`ffi`] hold of `tp` throughout.
struct Finisher<'py> {
    py: Python<'py>,
    tp: *mut PyTypeObject,
    table: &'static RowTable,
}

impl Finisher<'_> {
    /// # Safety
    /// `tp` is the class of the table, being initialised.
    unsafe fn run(&self, new: py_ffi::newfunc) -> PyResult<State> {
        let (py, tp, table) = (self.py, self.tp, self.table);
        let record = (table.record)();
        let record_tp = record.state(py)?.tp;
        let mut gaps = Vec::new();
        table.gaps(|at, size| gaps.push((at, size)));
        // SAFETY: as the caller says; the functions are made for array classes and fit their slots.
        unsafe {
            let (got, want) = ((*tp).tp_basicsize, HEAD + size_of::<Core>());
            if usize::try_from(got) != Ok(want) || table.align > 16 {
                let name = table.name;
                return Err(super::helper::broken(&format!(
                    "array class '{name}': PyO3 laid out instances of {got} bytes where recordclass expects \
                     {want}; this version of recordclass does not fit this version of PyO3"
                )));
            }
            (*tp).tp_new = Some(new);
            ffi::change_flags(tp, 0, py_ffi::Py_TPFLAGS_DISALLOW_INSTANTIATION);
            let function = ffi::static_function(py, tp, &NEW.all()[0])?;
            ffi::put(tp, c"__new__", &function)?;
            self.slots()?;
            for methods in [edit::METHODS.all(), methods::METHODS.all()] {
                for method in methods {
                    let descriptor =
                        ffi::static_descriptor(py, tp, StaticDefinition::Method(method))?;
                    ffi::put(tp, CStr::from_ptr(method.ml_name), &descriptor)?;
                }
            }
            let as_buffer = &mut *(*tp).tp_as_buffer;
            as_buffer.bf_getbuffer = Some(export::get_of_array);
            as_buffer.bf_releasebuffer = Some(export::release);
            properties::put(py, tp, table)?;
            self.names()?;
            py_ffi::PyType_Modified(tp);
            let mut classes = CLASSES.lock().unwrap_or_else(PoisonError::into_inner);
            classes.push((tp.addr(), table));
            drop(classes);
            let names = table
                .fields
                .iter()
                .filter_map(|field| NonNull::new(PyString::intern(py, field.name).into_ptr()));
            Ok(State {
                tp: NonNull::new(tp).ok_or_else(|| super::helper::broken("no type"))?,
                record,
                record_tp,
                names: names.collect(),
                gaps: gaps.into_boxed_slice(),
                steps: Steps::of(table),
            })
        }
    }

    /// # Safety
    /// As [`Finisher::run`].
    unsafe fn slots(&self) -> PyResult<()> {
        let tp = self.tp;
        let (object, list) = (
            &raw mut py_ffi::PyBaseObject_Type,
            &raw mut py_ffi::PyList_Type,
        );
        // SAFETY: as the caller says; a heap type has its own method tables.
        unsafe {
            (*tp).tp_repr = Some(repr::repr);
            (*tp).tp_richcompare = Some(compare::richcompare);
            (*tp).tp_hash = Some(py_ffi::PyObject_HashNotImplemented);
            (*tp).tp_iter = Some(iterator::iter);
            let as_mapping = &mut *(*tp).tp_as_mapping;
            as_mapping.mp_length = Some(access::len);
            as_mapping.mp_subscript = Some(access::subscript);
            as_mapping.mp_ass_subscript = Some(access::assign_subscript);
            let as_sequence = &mut *(*tp).tp_as_sequence;
            as_sequence.sq_length = Some(access::len);
            as_sequence.sq_item = Some(access::item);
            as_sequence.sq_contains = Some(access::contains);
            ffi::change_flags(tp, py_ffi::Py_TPFLAGS_SEQUENCE, 0);
            let richcompare = compare::richcompare as *const c_void;
            let assign = access::assign_subscript as *const c_void;
            for (donor, name, function) in [
                (object, c"__repr__", repr::repr as *const c_void),
                (object, c"__eq__", richcompare),
                (object, c"__ne__", richcompare),
                (list, c"__iter__", iterator::iter as *const c_void),
                (list, c"__len__", access::len as *const c_void),
                (list, c"__setitem__", assign),
                (list, c"__delitem__", assign),
                (list, c"__contains__", access::contains as *const c_void),
            ] {
                let wrapper = ffi::wrapper(self.py, tp, donor, name, function)?;
                ffi::put(tp, name, &wrapper)?;
            }
            // A list's `__getitem__` is a method; a tuple's wraps the slot.
            let tuple = &raw mut py_ffi::PyTuple_Type;
            let getitem = access::subscript as *const c_void;
            let wrapper = ffi::wrapper(self.py, tp, tuple, c"__getitem__", getitem)?;
            ffi::put(tp, c"__getitem__", &wrapper)?;
            #[cfg(Py_3_12)]
            for (name, function) in [
                (c"__buffer__", export::get_of_array as *const c_void),
                (c"__release_buffer__", export::release as *const c_void),
            ] {
                let donor = &raw mut py_ffi::PyByteArray_Type;
                let wrapper = ffi::wrapper(self.py, tp, donor, name, function)?;
                ffi::put(tp, name, &wrapper)?;
            }
            ffi::put(tp, c"__hash__", self.py.None().bind(self.py))
        }
    }

    /// # Safety
    /// As [`Finisher::run`].
    unsafe fn names(&self) -> PyResult<()> {
        let (py, tp, table) = (self.py, self.tp, self.table);
        // SAFETY: as the caller says; the texts are leaked, as those of any type that never dies.
        unsafe {
            if table.module.is_none() {
                let module = module::of_class(py, table.rust_path);
                ffi::put(tp, c"__module__", module.as_any())?;
            }
            (*tp).tp_name = CString::new(table.name)?.into_raw();
            let call = format!("{}(rows=(), /, *, progress=None)", table.name);
            let record = (table.record)().name;
            let doc = format!(
                "Rows of {record} in one block of memory, {} bytes each: a mutable sequence.",
                table.size
            );
            (*tp).tp_doc = signature::with_doc(&call, &doc)?.into_raw();
            ffi::put(tp, c"__doc__", PyString::new(py, &doc).as_any())?;
            let record = (table.record)().state(py)?.tp.as_ptr().cast();
            ffi::put(
                tp,
                c"__record_class__",
                &Bound::from_borrowed_ptr(py, record),
            )
        }
    }
}
