//! Slots and methods of a record class made at run time.
//!
//! A root class (one without a record among its bases) gets all that every record has; a class with an option that its
//! base does not have gets what belongs to it. Entries go into the class's own dict, where subclasses and `super()`
//! find them, and where CPython looks when it makes a subclass. What the user wrote, in the class or in a
//! mixin before its record base, stands.

use super::class::Class;
use super::metatype::is_ours;
use super::{as_tuple, construct, convert, functions, shims};
use crate::ffi::{self, PyObject, PyTypeObject, StaticDefinition};
use crate::protocol::reduce;
use pyo3::ffi as py_ffi;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::PyType;
use std::ffi::{CStr, c_int, c_void};
use std::ptr;

/// A definition that CPython keeps a pointer to.
pub(super) struct Static<T>(pub(super) T);
// SAFETY: pointers to static texts and functions; CPython only reads it.
unsafe impl<T> Sync for Static<T> {}

pub(super) static DICT: Static<py_ffi::PyGetSetDef> = Static(py_ffi::PyGetSetDef {
    name: c"__dict__".as_ptr(),
    get: Some(py_ffi::PyObject_GenericGetDict),
    set: Some(py_ffi::PyObject_GenericSetDict),
    doc: c"The record's attributes beyond its fields.".as_ptr(),
    closure: ptr::null_mut(),
});

pub(super) static WEAKREF: Static<py_ffi::PyGetSetDef> = Static(py_ffi::PyGetSetDef {
    name: c"__weakref__".as_ptr(),
    get: Some(functions::weakref),
    set: None,
    doc: c"The first weak reference to the record.".as_ptr(),
    closure: ptr::null_mut(),
});

pub(super) type Method = Static<py_ffi::PyMethodDef>;

pub(super) const fn method(
    name: &'static CStr,
    doc: &'static CStr,
    flags: c_int,
    function: py_ffi::PyMethodDefPointer,
) -> Method {
    Static(py_ffi::PyMethodDef {
        ml_name: name.as_ptr(),
        ml_meth: function,
        ml_flags: flags,
        ml_doc: doc.as_ptr(),
    })
}

pub(super) const fn plain(function: py_ffi::PyCFunction) -> py_ffi::PyMethodDefPointer {
    py_ffi::PyMethodDefPointer {
        PyCFunction: function,
    }
}

const fn keywords(function: py_ffi::PyCFunctionWithKeywords) -> py_ffi::PyMethodDefPointer {
    py_ffi::PyMethodDefPointer {
        PyCFunctionWithKeywords: function,
    }
}

const fn fast(function: py_ffi::PyCFunctionFastWithKeywords) -> py_ffi::PyMethodDefPointer {
    py_ffi::PyMethodDefPointer {
        PyCFunctionFastWithKeywords: function,
    }
}

const FAST: c_int = py_ffi::METH_FASTCALL | py_ffi::METH_KEYWORDS;
const KEYWORDS: c_int = py_ffi::METH_VARARGS | py_ffi::METH_KEYWORDS;

static NEW: Method = method(
    c"__new__",
    c"__new__($type, *args, **kwargs)\n--\n\nMakes a record.",
    KEYWORDS,
    keywords(construct::new_method),
);

static ROOT: [Method; 7] = [
    method(
        c"__init__",
        c"__init__($self, /, *args, **kwargs)\n--\n\nGives every field its value.",
        KEYWORDS,
        keywords(construct::init_method),
    ),
    method(
        c"__copy__",
        c"__copy__($self, /)\n--\n\nA new record with the same values; a read-only record itself.",
        py_ffi::METH_NOARGS,
        plain(shims::copy),
    ),
    method(
        c"__deepcopy__",
        c"__deepcopy__($self, memo, /)\n--\n\nA new record with deep copies of the values.",
        py_ffi::METH_O,
        plain(shims::deepcopy),
    ),
    method(
        c"__replace__",
        c"__replace__($self, /, **changes)\n--\n\nA new record with other values for some fields.",
        FAST,
        fast(functions::replace),
    ),
    method(
        c"__reduce__",
        c"__reduce__($self, /)\n--\n\nFor pickle: the class and the values.",
        py_ffi::METH_NOARGS,
        plain(shims::reduce),
    ),
    method(
        c"__reduce_ex__",
        c"__reduce_ex__($self, protocol, /)\n--\n\nWhat `__reduce__` gives.",
        py_ffi::METH_O,
        plain(shims::reduce_ex),
    ),
    method(
        c"__make__",
        c"__make__($type, values, /)\n--\n\nA record of one value for each field, without a constructor call.",
        py_ffi::METH_O | py_ffi::METH_CLASS,
        plain(make),
    ),
];

static NAMED: [Method; 3] = [
    method(
        c"_make",
        c"_make($type, iterable, /)\n--\n\nA new record of the values that an iterable gives.",
        py_ffi::METH_O | py_ffi::METH_CLASS,
        plain(functions::make_by_call),
    ),
    method(
        c"_replace",
        c"_replace($self, /, **changes)\n--\n\nA new record with other values for some fields.",
        FAST,
        fast(functions::replace),
    ),
    method(
        c"_asdict",
        c"_asdict($self, /)\n--\n\nA new dict of names and values.",
        py_ffi::METH_NOARGS,
        plain(convert::asdict_method),
    ),
];

static MAPPING: [Method; 4] = [
    method(c"keys", c"keys($self, /)\n--\n\nThe names of the fields.", py_ffi::METH_NOARGS, plain(shims::keys)),
    method(c"values", c"values($self, /)\n--\n\nThe values of the fields.", py_ffi::METH_NOARGS, plain(shims::values)),
    method(c"items", c"items($self, /)\n--\n\nPairs of name and value.", py_ffi::METH_NOARGS, plain(shims::items)),
    method(
        c"get",
        c"get($self, key, default=None, /)\n--\n\nThe value of the field of that name, or the default.",
        py_ffi::METH_VARARGS,
        plain(shims::get),
    ),
];

/// Whether the `__reduce__` of a class is ours.
///
/// # Safety
/// `tp` is a live type.
pub(super) unsafe fn reduces(py: Python<'_>, tp: *mut PyTypeObject) -> PyResult<bool> {
    // SAFETY: as the caller says.
    let found = unsafe { lookup(py, tp, c"__reduce__") }?;
    Ok(found.is_some_and(|found| {
        ROOT.iter()
            .any(|def| ffi::is_method_of(&found, &raw const def.0))
    }))
}

/// Functions that take a record, or its class, as their first argument.
static FUNCTIONS: [Method; 5] = [
    method(
        c"asdict",
        c"asdict(record, /)\n--\n\nA new dict of names and values, in the order of the fields.",
        py_ffi::METH_O,
        plain(convert::asdict),
    ),
    method(
        c"astuple",
        c"astuple(record, /)\n--\n\nA new tuple of the values.",
        py_ffi::METH_O,
        plain(convert::astuple),
    ),
    method(
        c"clone",
        c"clone(record, /, **changes)\n--\n\nA new record with the same values, but for the changes.",
        FAST,
        fast(functions::clone),
    ),
    method(
        c"update",
        c"update(record, /, **changes)\n--\n\nAssigns to fields of the record; to none of them if one is unknown or read-only.",
        FAST,
        fast(functions::update),
    ),
    method(
        c"make",
        c"make(cls, values=None, /, **named)\n--\n\nA record of the values that an iterable gives, of named ones and of defaults, as a call of the class would\nmake it; but no `__new__`, `__init__` or `__post_init__` of the class is called.",
        FAST,
        fast(functions::make),
    ),
];

/// Puts them into a module.
pub(super) fn functions(module: &Bound<'_, PyModule>) -> PyResult<()> {
    for def in &FUNCTIONS {
        let name = module.name()?;
        // SAFETY: a static definition, whose function fits its flags; a str; the result is new or an error.
        unsafe {
            let def = ptr::from_ref(&def.0).cast_mut();
            let function = py_ffi::PyCFunction_NewEx(def, ptr::null_mut(), name.as_ptr());
            let function = Bound::from_owned_ptr_or_err(module.py(), function)?;
            module.add(
                function
                    .getattr(intern!(module.py(), "__name__"))?
                    .cast_into::<pyo3::types::PyString>()?,
                function,
            )?;
        }
    }
    Ok(())
}

/// `__make__`, the class method.
unsafe extern "C" fn make(class: *mut PyObject, values: *mut PyObject) -> *mut PyObject {
    // SAFETY: a METH_O class method: CPython has checked that the class is one of ours; the guard keeps it.
    unsafe {
        let _held = shims::Held::new(class.cast());
        match Class::of(class.cast()) {
            Some(ours) => reduce::make(&ours.table, class, values),
            None => functions::unfinished(),
        }
    }
}

/// A class that gets its slots.
struct Installer<'py> {
    py: Python<'py>,
    tp: *mut PyTypeObject,
}

/// Gives the class what it has and its base has not.
///
/// # Safety
/// Invariants 1 and 2 of `ffi`; the class is that of the type.
pub(super) unsafe fn install(
    py: Python<'_>,
    tp: *mut PyTypeObject,
    class: &'static Class,
    base: Option<&Class>,
) -> PyResult<()> {
    let it = Installer { py, tp };
    let object = &raw mut py_ffi::PyBaseObject_Type;
    // SAFETY: as the caller says; the functions are made for all classes of the metaclass.
    unsafe {
        if base.is_none() {
            it.method(&NEW, true)?;
            for def in &ROOT {
                it.method(def, false)?;
            }
            it.wrap(object, c"__repr__", shims::repr as *const c_void)?;
            for name in [
                c"__eq__", c"__ne__", c"__lt__", c"__le__", c"__gt__", c"__ge__",
            ] {
                it.wrap(object, name, shims::richcompare as *const c_void)?;
            }
        }
        it.hash(class, base)?;
        it.container(class, base)?;
        if class.table.options.frozen && !base.is_some_and(|base| base.table.options.frozen) {
            for name in [c"__setattr__", c"__delattr__"] {
                it.wrap(object, name, shims::setattr as *const c_void)?;
            }
        }
        if class.extra.namedtuple && !base.is_some_and(|base| base.extra.namedtuple) {
            for def in &NAMED {
                it.method(def, false)?;
            }
        }
        it.as_tuple(class, base)?;
        it.write(class)?;
    }
    Ok(())
}

impl Installer<'_> {
    /// The rules of dataclasses: mutable and compared by value means unhashable, unless asked for.
    unsafe fn hash(&self, class: &Class, base: Option<&Class>) -> PyResult<()> {
        let object = &raw mut py_ffi::PyBaseObject_Type;
        let hashed = |class: &Class| class.table.options.hashed();
        // SAFETY: as `install`.
        unsafe {
            let explicit = ffi::own_entry(self.py, self.tp, c"__hash__")?;
            // Where a class body has `__eq__` and no `__hash__`, CPython itself has put None there.
            let by_eq = explicit.as_ref().is_some_and(|entry| entry.is_none())
                && ffi::own_entry(self.py, self.tp, c"__eq__")?.is_some();
            if hashed(class) && (by_eq || !base.is_some_and(hashed)) {
                if by_eq {
                    ffi::remove(self.py, self.tp, "__hash__")?;
                }
                self.wrap(object, c"__hash__", shims::hash as *const c_void)?;
            } else if base.is_none() && class.table.options.eq && explicit.is_none() {
                ffi::put(self.tp, c"__hash__", self.py.None().bind(self.py))?;
                (*self.tp).tp_hash = Some(py_ffi::PyObject_HashNotImplemented);
            } else if !class.table.options.eq
                && explicit.is_none()
                && base.is_some_and(|base| base.table.options.eq)
            {
                // Compared by identity again, unlike its base, and so hashed by it.
                let by_identity = self
                    .py
                    .get_type::<PyAny>()
                    .getattr(intern!(self.py, "__hash__"))?;
                ffi::put(self.tp, c"__hash__", &by_identity)?;
                (*self.tp).tp_hash = (*object).tp_hash;
            }
        }
        Ok(())
    }

    /// Index, iteration, `len`, `in`: by position, by name, or both.
    unsafe fn container(&self, class: &Class, base: Option<&Class>) -> PyResult<()> {
        let (new, tuple, list) = (
            class.extra,
            &raw mut py_ffi::PyTuple_Type,
            &raw mut py_ffi::PyList_Type,
        );
        let old = base.map(|base| base.extra);
        let had = |of: fn(&super::class::Extra) -> bool| old.as_ref().is_some_and(of);
        let keys = (new.sequence, new.mapping);
        // SAFETY: as `install`.
        unsafe {
            if new.iterable && !had(|old| old.iterable)
                || keys != (had(|old| old.sequence), had(|old| old.mapping))
            {
                let names = new.mapping && !new.sequence;
                let iter = if names {
                    shims::iter_names
                } else {
                    shims::iter
                };
                self.wrap(tuple, c"__iter__", iter as *const c_void)?;
                let contains = if names {
                    shims::contains_name
                } else {
                    shims::contains
                };
                self.wrap(tuple, c"__contains__", contains as *const c_void)?;
                self.wrap(tuple, c"__len__", shims::len as *const c_void)?;
            }
            if keys == (had(|old| old.sequence), had(|old| old.mapping)) {
                return Ok(());
            }
            let (get, set) = match keys {
                (true, true) => (
                    shims::by_either as *const c_void,
                    shims::set_by_either as *const c_void,
                ),
                (false, true) => (
                    shims::by_name as *const c_void,
                    shims::set_by_name as *const c_void,
                ),
                _ => (
                    shims::by_position as *const c_void,
                    shims::set_by_position as *const c_void,
                ),
            };
            self.wrap(tuple, c"__getitem__", get)?;
            if !class.table.options.frozen {
                self.wrap(list, c"__setitem__", set)?;
                self.wrap(list, c"__delitem__", set)?;
            }
            if new.mapping && !had(|old| old.mapping) {
                for def in &MAPPING {
                    self.method(def, false)?;
                }
            }
            let (sequence, mapping) = (py_ffi::Py_TPFLAGS_SEQUENCE, py_ffi::Py_TPFLAGS_MAPPING);
            if new.sequence {
                ffi::change_flags(self.tp, sequence, mapping);
            } else {
                ffi::change_flags(self.tp, mapping, sequence);
            }
        }
        Ok(())
    }

    /// What a mutabletuple has beyond indices. A field of such a name is no method.
    unsafe fn as_tuple(&self, class: &Class, base: Option<&Class>) -> PyResult<()> {
        let had = base.is_some_and(|base| base.extra.passes_for_tuple());
        if !class.extra.passes_for_tuple() || had {
            return Ok(());
        }
        let tuple = &raw mut py_ffi::PyTuple_Type;
        // SAFETY: as `install`; names of static definitions.
        unsafe {
            for def in &as_tuple::METHODS {
                let name = CStr::from_ptr(def.0.ml_name);
                if !class.table.fields.iter().any(|field| field.name == name) {
                    self.method(def, false)?;
                }
            }
            self.wrap(tuple, c"__add__", as_tuple::concat as *const c_void)?;
            for name in [c"__mul__", c"__rmul__"] {
                self.wrap(tuple, name, as_tuple::repeat as *const c_void)?;
            }
        }
        Ok(())
    }

    /// Writes the C slots of what look-ups find, if it is ours. CPython does so where a wrapper stands for one
    /// slot; where two slots share a name it would put in a function that looks up each time.
    unsafe fn write(&self, class: &Class) -> PyResult<()> {
        let tp = self.tp;
        // SAFETY: as `install`; a heap type has its own method tables.
        unsafe {
            let is = |name: &CStr, function: *const c_void| self.finds(&[name], function);
            if is(c"__repr__", shims::repr as *const c_void)? {
                (*tp).tp_repr = Some(shims::repr);
            }
            if is(c"__hash__", shims::hash as *const c_void)? {
                (*tp).tp_hash = Some(shims::hash);
            }
            let names = [
                c"__eq__", c"__ne__", c"__lt__", c"__le__", c"__gt__", c"__ge__",
            ];
            if self.finds(&names, shims::richcompare as *const c_void)? {
                (*tp).tp_richcompare = Some(shims::richcompare);
            }
            let names = [c"__setattr__", c"__delattr__"];
            if self.finds(&names, shims::setattr as *const c_void)? {
                (*tp).tp_setattro = Some(shims::setattr);
            }
            let sequence = &mut *(*tp).tp_as_sequence;
            let mapping = &mut *(*tp).tp_as_mapping;
            if is(c"__len__", shims::len as *const c_void)? {
                mapping.mp_length = Some(shims::len);
                sequence.sq_length = class
                    .extra
                    .sequence
                    .then_some(shims::len as py_ffi::lenfunc);
            }
            for (function, at_once) in [
                (shims::by_position as py_ffi::binaryfunc, true),
                (shims::by_either, true),
                (shims::by_name, false),
            ] {
                if is(c"__getitem__", function as *const c_void)? {
                    mapping.mp_subscript = Some(function);
                    sequence.sq_item = at_once.then_some(shims::item as py_ffi::ssizeargfunc);
                }
            }
            for function in [
                shims::set_by_position as py_ffi::objobjargproc,
                shims::set_by_either,
                shims::set_by_name,
            ] {
                let both = [c"__setitem__", c"__delitem__"];
                if self.finds(&both, function as *const c_void)? {
                    mapping.mp_ass_subscript = Some(function);
                    sequence.sq_ass_item = None;
                }
            }
            if is(c"__add__", as_tuple::concat as *const c_void)? {
                sequence.sq_concat = Some(as_tuple::concat);
            }
            let names = [c"__mul__", c"__rmul__"];
            if self.finds(&names, as_tuple::repeat as *const c_void)? {
                sequence.sq_repeat = Some(as_tuple::repeat);
            }
            for function in [shims::contains as py_ffi::objobjproc, shims::contains_name] {
                if is(c"__contains__", function as *const c_void)? {
                    sequence.sq_contains = Some(function);
                }
            }
            for function in [shims::iter as py_ffi::getiterfunc, shims::iter_names] {
                if is(c"__iter__", function as *const c_void)? {
                    (*tp).tp_iter = Some(function);
                }
            }
            let found = lookup(self.py, tp, c"__new__")?;
            if found.is_some_and(|found| ffi::is_function_of(&found, &raw const NEW.0)) {
                (*tp).tp_new = Some(construct::new);
            }
            let found = lookup(self.py, tp, c"__init__")?;
            if found.is_some_and(|found| ffi::is_method_of(&found, &raw const ROOT[0].0)) {
                (*tp).tp_init = Some(construct::init);
            }
        }
        Ok(())
    }

    /// Whether look-ups of all these names find the wrapper of that function.
    unsafe fn finds(&self, names: &[&CStr], function: *const c_void) -> PyResult<bool> {
        for name in names {
            // SAFETY: as `install`.
            let found = unsafe { lookup(self.py, self.tp, name) }?;
            if found.is_none_or(|found| ffi::wrapped(&found) != Some(function)) {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Puts the wrapper of a slot into the dict, unless the user has written something there.
    unsafe fn wrap(
        &self,
        donor: *mut PyTypeObject,
        name: &CStr,
        function: *const c_void,
    ) -> PyResult<()> {
        // SAFETY: as `install`; `function` fits the slot behind the donor's entry.
        unsafe {
            if self.is_the_users(name)? {
                return Ok(());
            }
            let wrapper = ffi::wrapper(self.py, self.tp, donor, name, function)?;
            ffi::put(self.tp, name, &wrapper)
        }
    }

    /// Puts a method into the dict, unless the user has written one.
    unsafe fn method(&self, def: &'static Method, is_new: bool) -> PyResult<()> {
        // SAFETY: as `install`.
        unsafe {
            let name = CStr::from_ptr(def.0.ml_name);
            if self.is_the_users(name)? {
                return Ok(());
            }
            let entry = if is_new {
                ffi::static_function(self.py, self.tp, &def.0)?
            } else {
                ffi::static_descriptor(self.py, self.tp, StaticDefinition::Method(&def.0))?
            };
            ffi::put(self.tp, name, &entry)
        }
    }

    /// Whether the class body or a mixin before the record base has an entry of that name.
    unsafe fn is_the_users(&self, name: &CStr) -> PyResult<bool> {
        // SAFETY: as `install`.
        unsafe {
            let class = Borrowed::from_ptr(self.py, self.tp.cast()).cast_unchecked::<PyType>();
            for other in class.mro().iter() {
                let tp = other.as_ptr().cast::<PyTypeObject>();
                let is_self = tp == self.tp;
                if !ffi::has_flag(tp, py_ffi::Py_TPFLAGS_HEAPTYPE) || (!is_self && is_ours(tp)) {
                    return Ok(false);
                }
                if ffi::own_entry(self.py, tp, name)?.is_some() {
                    return Ok(true);
                }
            }
        }
        Ok(false)
    }
}

/// What a look-up on the type finds, among classes that are made at run time.
///
/// # Safety
/// `tp` is a live type.
unsafe fn lookup<'py>(
    py: Python<'py>,
    tp: *mut PyTypeObject,
    name: &CStr,
) -> PyResult<Option<Bound<'py, PyAny>>> {
    // SAFETY: as the caller says.
    unsafe {
        let class = Borrowed::from_ptr(py, tp.cast()).cast_unchecked::<PyType>();
        for other in class.mro().iter() {
            let tp = other.as_ptr().cast::<PyTypeObject>();
            if !ffi::has_flag(tp, py_ffi::Py_TPFLAGS_HEAPTYPE) {
                return Ok(None);
            }
            if let Some(found) = ffi::own_entry(py, tp, name)? {
                return Ok(Some(found));
            }
        }
    }
    Ok(None)
}
