//! Turns a class that `type.__new__` has just made into a record class: layout, descriptors, slots.

use super::class::Class;
use super::metatype::{is_ours, note};
use super::slots;
use super::spec::Spec;
use super::{construct, shims};
use crate::errors::raise;
use crate::ffi::{self, HEAD, PyTypeObject, StaticDefinition};
use pyo3::exceptions::PyTypeError;
use pyo3::ffi as py_ffi;
use pyo3::prelude::*;
use pyo3::types::PyType;
use std::ffi::c_ulong;

/// What CPython puts into the head of an instance for classes with `__dict__` and the like: weak references,
/// dicts, inline values. Their numbers are free before CPython uses them.
const MANAGED: c_ulong = (1 << 2) | (1 << 3) | (1 << 4);

/// Finishes the class, and takes the entry `first` out of it.
///
/// # Errors
/// `TypeError` where a base has instances of another layout; `MemoryError`.
///
/// # Safety
/// The type is an instance of our metaclass, being made, without instances.
pub(super) unsafe fn finish(owner: &Bound<'_, PyType>, spec: &Spec, first: &str) -> PyResult<()> {
    let py = owner.py();
    let tp = owner.as_type_ptr();
    let name = owner.name()?.to_string();
    let base = base_of(owner, &name)?;
    if let Some(base) = base {
        spec.check_against(&name, base)?;
    }
    let class = Class::new(py, tp, &name, base, spec);
    // SAFETY: invariants 1 and 2 of `ffi` hold of a class that is being made. Size, flags and the
    // functions that go with them change together; there are no instances.
    unsafe {
        let table = &class.table;
        (*tp).tp_basicsize = table.layout.instance_size() as py_ffi::Py_ssize_t;
        (*tp).tp_itemsize = 0;
        (*tp).tp_dictoffset = table
            .layout
            .dict_at()
            .map_or(0, |at| at as py_ffi::Py_ssize_t);
        (*tp).tp_weaklistoffset = table
            .layout
            .weaklist_at()
            .map_or(0, |at| at as py_ffi::Py_ssize_t);
        let gc = py_ffi::Py_TPFLAGS_HAVE_GC;
        if table.options.gc {
            ffi::change_flags(tp, gc, MANAGED);
            (*tp).tp_free = Some(py_ffi::PyObject_GC_Del);
        } else {
            ffi::change_flags(tp, 0, MANAGED | gc);
            (*tp).tp_free = Some(py_ffi::PyObject_Free);
        }
        (*tp).tp_alloc = Some(py_ffi::PyType_GenericAlloc);
        (*tp).tp_dealloc = Some(shims::dealloc);
        (*tp).tp_traverse = Some(shims::traverse);
        (*tp).tp_clear = Some(shims::clear);
        let class = class.install(tp);
        ffi::remove(py, tp, first)?;
        slots::install(py, tp, class, base)?;
        members(py, tp, class, base)?;
        room(py, tp, class)?;
        let plain = !construct::own_new(tp) && !construct::own_init(tp);
        (*tp).tp_vectorcall = plain.then_some(construct::vectorcall as py_ffi::vectorcallfunc);
        py_ffi::PyType_Modified(tp);
    }
    note(owner)
}

/// The record class that this one extends: of those among its bases the one with the most fields, which CPython
/// has made sure is a line. (Before 3.12 room for `__dict__` and weak references does not count there, so the largest
/// instances may be those of another base.) Other bases must have no room of their own in an instance.
fn base_of(owner: &Bound<'_, PyType>, name: &str) -> PyResult<Option<&'static Class>> {
    let mut best: Option<&Class> = None;
    for other in owner.mro().iter().skip(1) {
        let other = other.cast_into::<PyType>()?;
        let tp = other.as_type_ptr();
        // SAFETY: live types; `is_ours` says that there is a word.
        unsafe {
            if is_ours(tp) {
                let class = Class::of(tp).ok_or_else(|| {
                    raise::<PyTypeError>(format!("class {name}: a base of it is not finished"))
                })?;
                let rank =
                    |class: &Class| (class.table.fields.len(), class.table.layout.instance_size());
                if best.is_none_or(|best| rank(best) < rank(class)) {
                    best = Some(class);
                }
            } else if own_room(tp) {
                return Err(raise::<PyTypeError>(format!(
                    "class {name} cannot have {} as a base: its instances are laid out in another way",
                    crate::errors::name_of(&other)
                )));
            }
        }
    }
    Ok(best)
}

/// Whether instances of a class hold more than the head, and what `__dict__` and weak references need.
///
/// # Safety
/// `tp` is a live type.
unsafe fn own_room(tp: *mut PyTypeObject) -> bool {
    // SAFETY: as the caller says.
    unsafe {
        let pointers =
            usize::from((*tp).tp_dictoffset > 0) + usize::from((*tp).tp_weaklistoffset > 0);
        (*tp).tp_itemsize != 0
            || (*tp).tp_basicsize > (HEAD + pointers * size_of::<usize>()) as py_ffi::Py_ssize_t
    }
}

/// A descriptor for each field that is new, or cannot be assigned any more.
///
/// # Safety
/// Invariants 1 and 2 of `ffi`; the class is that of the type.
unsafe fn members(
    py: Python<'_>,
    tp: *mut PyTypeObject,
    class: &'static Class,
    base: Option<&Class>,
) -> PyResult<()> {
    let inherited = base.map_or(&[][..], |base| base.table.fields);
    for (row, (field, member)) in class.table.fields.iter().zip(&class.members).enumerate() {
        let same = |old: &crate::field::Field| old.role.frozen == field.role.frozen;
        if inherited.get(row).is_some_and(same) {
            continue;
        }
        // SAFETY: the class, and so the definition, lives as long as the type, which the descriptor holds.
        unsafe {
            let descriptor = ffi::static_descriptor(py, tp, StaticDefinition::Member(member))?;
            ffi::put(tp, field.name, &descriptor)?;
        }
    }
    Ok(())
}

/// `__dict__` and `__weakref__`: there if asked for, and not if only a mixin has them.
///
/// # Safety
/// As [`members`].
unsafe fn room(py: Python<'_>, tp: *mut PyTypeObject, class: &'static Class) -> PyResult<()> {
    // SAFETY: as the caller says; the definitions are static, or the class's own.
    unsafe {
        ffi::remove(py, tp, "__dict__")?;
        ffi::remove(py, tp, "__weakref__")?;
        if class.table.layout.dict_at().is_some() {
            let descriptor =
                ffi::static_descriptor(py, tp, StaticDefinition::GetSet(&slots::DICT.0))?;
            ffi::put(tp, c"__dict__", &descriptor)?;
        }
        if class.table.layout.weaklist_at().is_some() {
            let descriptor =
                ffi::static_descriptor(py, tp, StaticDefinition::GetSet(&slots::WEAKREF.0))?;
            ffi::put(tp, c"__weakref__", &descriptor)?;
        }
        if ffi::own_entry(py, tp, c"__match_args__")?.is_none() {
            let fields = class
                .table
                .fields
                .iter()
                .filter(|field| !field.role.kw_only);
            let names = fields.map(crate::field::Field::name);
            let names = ffi::new::tuple_of_text(py, names)?;
            ffi::put(tp, c"__match_args__", names.as_any())?;
        }
    }
    Ok(())
}
