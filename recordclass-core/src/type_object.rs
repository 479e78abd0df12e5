//! From the type that PyO3 made to the record class: [`finish`].
//!
//! The attribute makes a `#[pyclass(frozen, immutable_type)]` and gives it one class attribute. PyO3
//! evaluates class attributes when the type object exists and nobody else has seen it: that is where
//! `finish` runs. It adds what PyO3 cannot give (descriptors, slots, a constructor by vectorcall), takes
//! the GC header away, and leaves alone whatever the user wrote in `#[pymethods]`. Then PyO3 seals the
//! type.

use crate::by_name::Entry;
use crate::errors::raise;
use crate::ffi::{self, PyObject, PyTypeObject, StaticDefinition};
use crate::protocol::{iterator, sequence};
use crate::record::{Record, State, Table};
use crate::{annotations, attribute, classes, early, hooks, methods, module, shims, signature};
use pyo3::exceptions::{PyImportError, PySystemError};
use pyo3::ffi as py_ffi;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::PyString;
use std::ffi::{CStr, CString, c_ulong, c_void};
use std::ptr::NonNull;
use std::sync::atomic::Ordering::Relaxed;

/// Turns the class of `T`, while PyO3 initialises it, into a record class. Returns the field names.
///
/// `rust_path` is that of the module with the struct, whose first part is the crate; `None` where the attribute names a
/// Python module.
///
/// Safe to call again, and from several threads: only the first call does anything.
///
/// # Errors
/// `ImportError` if PyO3 laid the object out in a way that this crate does not know; memory errors.
pub fn finish<T: Record>(py: Python<'_>, rust_path: Option<&'static str>) -> PyResult<Py<PyAny>> {
    // On this thread the type is being initialised, so PyO3 gives it without doing so again.
    let tp = T::type_object_raw(py);
    let extensible = const { T::SHAPE.options.subclass && T::SHAPE.options.compared() };
    let compare = extensible.then_some(shims::richcompare_of::<T> as py_ffi::richcmpfunc);
    finish_class(py, tp, T::table(), rust_path, compare)
}

/// [`finish`], compiled once.
#[inline(never)]
fn finish_class(
    py: Python<'_>,
    tp: *mut PyTypeObject,
    table: &'static Table,
    rust_path: Option<&'static str>,
    compare_by_user: Option<py_ffi::richcmpfunc>,
) -> PyResult<Py<PyAny>> {
    let is_new = table.state.get(py).is_none();
    table.state.get_or_try_init(py, || {
        ffi::check_numbers(py)?;
        iterator::prepare(py)?;
        let base = match table.base {
            Some(base) => Some(finished(py, table, base())?),
            None => None,
        };
        // SAFETY: invariants 1 and 2 of `ffi`: PyO3 is initialising the type right now, and we are
        // attached; the table is that of the class.
        unsafe {
            Finisher {
                py,
                tp,
                table,
                rust_path,
                compare_by_user,
                base,
            }
            .run()
            .map(Box::new)
        }
    })?;
    if is_new {
        annotations::settle(py)?;
    }
    let names = table.fields.iter().map(crate::field::Field::name);
    Ok(ffi::new::tuple_of_text(py, names)?.into_any().unbind())
}

/// The state of a base, which PyO3 has made before: unless it is just about to, and one of the base's own class
/// attributes asks for the derived class.
fn finished<'a>(py: Python<'_>, table: &Table, base: &'a Table) -> PyResult<&'a State> {
    base.state.get(py).map(|state| &**state).ok_or_else(|| {
        let (name, base) = (table.name, base.name);
        raise::<PySystemError>(format!(
            "record class '{name}' is needed while its base '{base}' is being made: no class attribute of \
             '{base}' may use '{name}'"
        ))
    })
}

/// The C slots of a container: by position, or by name.
struct Container {
    len: py_ffi::lenfunc,
    subscript: py_ffi::binaryfunc,
    item: Option<py_ffi::ssizeargfunc>,
    assign: py_ffi::objobjargproc,
    contains: py_ffi::objobjproc,
    iter: py_ffi::getiterfunc,
    flag: c_ulong,
}

/// A type on its way. Invariants 1 and 2 of [`ffi`] hold of `tp` throughout.
struct Finisher<'py> {
    py: Python<'py>,
    tp: *mut PyTypeObject,
    table: &'static Table,
    rust_path: Option<&'static str>,
    /// `tp_richcompare` if the user wrote one and the class can be a base.
    compare_by_user: Option<py_ffi::richcmpfunc>,
    base: Option<&'static State>,
}

impl<'py> Finisher<'py> {
    /// # Safety
    /// `tp` is the class of the table, being initialised.
    unsafe fn run(&self) -> PyResult<State> {
        // SAFETY: as the caller says, for all that is called here.
        unsafe {
            self.check_layout()?;
            // Before any function that looks there is in the type.
            classes::enter(self.tp, self.table);
            // Before anything of ours is in the class.
            let own_attributes = self.user_attributes()?;
            let own_constructor = self.constructor()?;
            self.memory()?;
            let own_compare = self.comparison()?;
            self.table
                .compared_by_user
                .store(own_compare.is_some(), Relaxed);
            self.hash()?;
            self.container()?;
            let (positional, leading, least) = State::of_arguments(self.table.fields);
            let post_init = self.post_init()?;
            // `quick` leaves out subclasses, whose `__post_init__` has to be looked for.
            let table = self.table;
            let straight = table.direct
                && table.quick.is_some()
                && post_init.is_none()
                && leading == table.fields.len();
            if straight && (table.loose || table.floats) && table.light.is_some() {
                table.exact.store(table.fields.len(), Relaxed);
            }
            let (names, descriptors) = (self.names()?, self.descriptors()?);
            let by_name = Entry::all(table, &names, &descriptors);
            let state = State {
                tp: NonNull::new_unchecked(self.tp),
                names,
                descriptors,
                by_name,
                positional,
                straight: straight.then(|| NonNull::new_unchecked(self.tp.cast())),
                straight_from: State::plain_from(table.fields),
                leading,
                least,
                own_compare,
                own_constructor,
                own_setattr: self.own_setattr()?,
                post_init,
                dataclass_fields: PyOnceLock::new(),
                wide: PyOnceLock::new(),
            };
            self.attributes(own_attributes)?;
            // A subclass may have a `__reduce__` of its own, which is to be found.
            if !self.table.options.subclass && !self.has(c"__reduce__")? {
                self.methods(methods::REDUCE_EX.all())?;
            }
            self.methods(methods::ALWAYS.all())?;
            self.hooks()?;
            self.documentation(own_constructor)?;
            py_ffi::PyType_Modified(self.tp);
            Ok(state)
        }
    }

    /// The object must be its head and the structs: everything here computes addresses from that. Drafts are
    /// aligned to 16, so that fields are aligned in an object exactly if they are in a draft.
    unsafe fn check_layout(&self) -> PyResult<()> {
        let want = self.table.layout.instance_size() + crate::planted::astray();
        // SAFETY: reading the struct of a live type.
        let (got, base) = unsafe { ((*self.tp).tp_basicsize, (*self.tp).tp_base) };
        let other_base = self.base.is_some_and(|state| state.tp.as_ptr() != base);
        let layout = &self.table.layout;
        let aligned = layout.align() <= 16 && layout.contents() % layout.align() == 0;
        if usize::try_from(got) != Ok(want) || !aligned || other_base {
            let (name, align) = (self.table.name, layout.align());
            return Err(raise::<PyImportError>(format!(
                "record class '{name}': PyO3 laid out instances of {got} bytes where recordclass \
                 expects {want}, aligned to {align}; this version of recordclass does not fit \
                 this version of PyO3"
            )));
        }
        Ok(())
    }

    unsafe fn has(&self, name: &CStr) -> PyResult<bool> {
        // SAFETY: the invariants.
        Ok(unsafe { ffi::own_entry(self.py, self.tp, name) }?.is_some())
    }

    unsafe fn put(&self, name: &CStr, value: &Bound<'py, PyAny>) -> PyResult<()> {
        // SAFETY: the invariants; `PyType_Modified` follows in `run`.
        unsafe { ffi::put(self.tp, name, value) }
    }

    /// Puts the wrapper of a C slot where CPython would have put it.
    ///
    /// # Safety
    /// As [`ffi::wrapper`].
    unsafe fn wrap(
        &self,
        donor: *mut PyTypeObject,
        name: &CStr,
        function: *const c_void,
    ) -> PyResult<()> {
        // SAFETY: as the caller says.
        unsafe {
            let wrapper = ffi::wrapper(self.py, self.tp, donor, name, function)?;
            self.put(name, &wrapper)
        }
    }

    /// Construction. Tells whether the user wrote `#[new]` or `__init__`.
    unsafe fn constructor(&self) -> PyResult<bool> {
        let forbidden = py_ffi::Py_TPFLAGS_DISALLOW_INSTANTIATION;
        let object = &raw mut py_ffi::PyBaseObject_Type;
        // SAFETY: the invariants; the functions are made for the class. PyO3 forbids instantiation
        // exactly where there is no `#[new]`.
        unsafe {
            let own_new = !ffi::has_flag(self.tp, forbidden);
            // Also a base's.
            let own_init = match ((*self.tp).tp_init, (*object).tp_init) {
                (Some(init), Some(none)) => !std::ptr::fn_addr_eq(init, none),
                _ => false,
            };
            if !own_new {
                (*self.tp).tp_new = Some(shims::new);
                ffi::change_flags(self.tp, 0, forbidden);
                let new = ffi::static_function(self.py, self.tp, &methods::NEW.all()[0])?;
                self.put(c"__new__", &new)?;
            }
            if !own_new && !own_init {
                (*self.tp).tp_vectorcall = Some(shims::vectorcall);
            }
            Ok(own_new || own_init)
        }
    }

    /// Allocation, deallocation, garbage collection.
    unsafe fn memory(&self) -> PyResult<()> {
        // SAFETY: the invariants. The flag, `tp_dealloc` and `tp_free` change together, and
        // instances that are older than that are taken care of first.
        unsafe {
            if !self.table.options.gc {
                early::adopt(self.py, self.tp)?;
                ffi::change_flags(self.tp, 0, py_ffi::Py_TPFLAGS_HAVE_GC);
                (*self.tp).tp_free = Some(py_ffi::PyObject_Free);
            }
            if !self.table.counted {
                (*self.tp).tp_alloc = Some(shims::alloc);
            }
            (*self.tp).tp_dealloc = Some(shims::dealloc);
            (*self.tp).tp_traverse = Some(shims::traverse);
            (*self.tp).tp_clear = Some(shims::clear);
        }
        Ok(())
    }

    /// `repr`, `==`, `<`. Gives the user's own comparison function.
    unsafe fn comparison(&self) -> PyResult<Option<py_ffi::richcmpfunc>> {
        let object = &raw mut py_ffi::PyBaseObject_Type;
        // SAFETY: the invariants; the functions are made for the class and fit their slots.
        unsafe {
            if self.table.options.repr && !self.has(c"__repr__")? {
                (*self.tp).tp_repr = Some(shims::repr);
                self.wrap(object, c"__repr__", shims::repr as *const c_void)?;
            }
            let own = if self.has(c"__eq__")? {
                (*self.tp).tp_richcompare
            } else {
                None
            };
            if self.table.options.compared() {
                let compare: py_ffi::richcmpfunc = match own {
                    Some(_) => self.compare_by_user.unwrap_or(shims::richcompare_by_user),
                    None => shims::richcompare,
                };
                (*self.tp).tp_richcompare = Some(compare);
                for name in [
                    c"__eq__", c"__ne__", c"__lt__", c"__le__", c"__gt__", c"__ge__",
                ] {
                    self.wrap(object, name, compare as *const c_void)?;
                }
            }
            Ok(own)
        }
    }

    /// The rules of dataclasses: an explicit `__hash__` stands; a mutable record with `==` by value
    /// is unhashable unless asked; one without keeps the hash by identity.
    unsafe fn hash(&self) -> PyResult<()> {
        let object = &raw mut py_ffi::PyBaseObject_Type;
        // SAFETY: the invariants; the function is made for the class.
        unsafe {
            let explicit = ffi::own_entry(self.py, self.tp, c"__hash__")?;
            if explicit.is_some_and(|entry| !entry.is_none()) {
                return Ok(());
            }
            if self.table.options.hashed() {
                (*self.tp).tp_hash = Some(shims::hash);
                self.wrap(object, c"__hash__", shims::hash as *const c_void)?;
            } else if self.table.options.eq {
                (*self.tp).tp_hash = Some(py_ffi::PyObject_HashNotImplemented);
                self.put(c"__hash__", self.py.None().bind(self.py))?;
            }
        }
        Ok(())
    }

    /// Index, iteration, `len`, `in`: by position, or by name.
    unsafe fn container(&self) -> PyResult<()> {
        let options = &self.table.options;
        let slots = match (options.mapping, options.indexed()) {
            (true, _) => Container {
                len: sequence::len_of(self.table.fields.len()),
                subscript: shims::subscript_name,
                item: None,
                assign: shims::assign_name,
                contains: shims::contains_name,
                iter: shims::iter_names,
                flag: py_ffi::Py_TPFLAGS_MAPPING,
            },
            (false, true) => Container {
                len: sequence::len_of(self.table.fields.len()),
                subscript: shims::subscript,
                item: Some(shims::item),
                assign: shims::assign,
                contains: shims::contains,
                iter: shims::iter,
                flag: py_ffi::Py_TPFLAGS_SEQUENCE,
            },
            (false, false) => return Ok(()),
        };
        let tuple = &raw mut py_ffi::PyTuple_Type;
        let list = &raw mut py_ffi::PyList_Type;
        // SAFETY: the invariants; a heap type has its own method tables; the functions are made
        // for `T` and fit their slots.
        unsafe {
            let as_mapping = &mut *(*self.tp).tp_as_mapping;
            let as_sequence = &mut *(*self.tp).tp_as_sequence;
            if !self.has(c"__len__")? {
                as_mapping.mp_length = Some(slots.len);
                as_sequence.sq_length = slots.item.map(|_| slots.len);
                self.wrap(tuple, c"__len__", slots.len as *const c_void)?;
            }
            if !self.has(c"__getitem__")? {
                as_mapping.mp_subscript = Some(slots.subscript);
                as_sequence.sq_item = slots.item;
                self.wrap(tuple, c"__getitem__", slots.subscript as *const c_void)?;
            }
            if !self.has(c"__contains__")? {
                as_sequence.sq_contains = Some(slots.contains);
                self.wrap(tuple, c"__contains__", slots.contains as *const c_void)?;
            }
            if !self.has(c"__iter__")? {
                (*self.tp).tp_iter = Some(slots.iter);
                self.wrap(tuple, c"__iter__", slots.iter as *const c_void)?;
            }
            if !self.table.options.frozen
                && !self.has(c"__setitem__")?
                && !self.has(c"__delitem__")?
            {
                as_mapping.mp_ass_subscript = Some(slots.assign);
                self.wrap(list, c"__setitem__", slots.assign as *const c_void)?;
                self.wrap(list, c"__delitem__", slots.assign as *const c_void)?;
            }
            ffi::change_flags(self.tp, slots.flag, 0);
            if options.mapping {
                self.methods(methods::MAPPING.all())?;
            }
        }
        Ok(())
    }

    /// Interned, and owned for ever.
    fn names(&self) -> PyResult<Box<[NonNull<PyObject>]>> {
        let fields = self.table.fields.iter();
        let names: Vec<_> = fields
            .map(|field| ffi::new::interned(self.py, field.name))
            .collect::<PyResult<_>>()?;
        let names = names.into_iter().map(Bound::into_ptr);
        Ok(names.filter_map(NonNull::new).collect())
    }

    /// The user's `__post_init__`, owned for ever, or that of a base.
    unsafe fn post_init(&self) -> PyResult<Option<NonNull<PyObject>>> {
        // SAFETY: the invariants.
        let function = unsafe { ffi::own_entry(self.py, self.tp, c"__post_init__") }?;
        Ok(match function {
            Some(function) => NonNull::new(function.into_ptr()),
            None => self.base.and_then(|base| base.post_init),
        })
    }

    /// The descriptors of the fields. Those of a base's fields are the base's: look-ups find them there.
    unsafe fn descriptors(&self) -> PyResult<Box<[Option<NonNull<PyObject>>]>> {
        let mut all = Vec::with_capacity(self.table.fields.len());
        // SAFETY: the invariants.
        let own = unsafe { self.own_setattr() }?;
        let mut inherited = self.base.map_or(&[][..], |base| &base.descriptors).iter();
        for field in self.table.fields {
            // SAFETY: the invariants; the table is that of the class.
            unsafe {
                let inherited = inherited.next();
                if self.has(field.name)? {
                    all.push(None);
                    continue;
                }
                if let Some(&inherited) = inherited {
                    all.push(inherited);
                    continue;
                }
                let descriptor = attribute::descriptor(self.py, self.tp, self.table, field, own)?;
                self.put(field.name, &descriptor)?;
                all.push(NonNull::new(descriptor.as_ptr()));
            }
        }
        Ok(all.into_boxed_slice())
    }

    unsafe fn own_setattr(&self) -> PyResult<bool> {
        // SAFETY: the invariants.
        let own = unsafe { self.has(c"__setattr__")? || self.has(c"__delattr__")? };
        Ok(own || self.base.is_some_and(|base| base.own_setattr))
    }

    unsafe fn attributes(&self, own_attributes: bool) -> PyResult<()> {
        let object = &raw mut py_ffi::PyBaseObject_Type;
        // SAFETY: the invariants; the function is made for the class.
        unsafe {
            if self.table.writes_by_name && !self.own_setattr()? {
                (*self.tp).tp_setattro = Some(shims::setattr);
                for name in [c"__setattr__", c"__delattr__"] {
                    self.wrap(object, name, shims::setattr as *const c_void)?;
                }
            }
            if self.table.reads_by_name && !own_attributes {
                // Without an entry in the class: `object.__getattribute__` gives the same, and who looks through a class for
                // what attributes it has, a stub's writer say, need not think that they are made up.
                (*self.tp).tp_getattro = Some(shims::getattr);
            }
            if !self.has(c"__match_args__")? {
                let fields = self.table.fields.iter().filter(|field| !field.role.kw_only);
                let names =
                    ffi::new::tuple_of_text(self.py, fields.map(crate::field::Field::name))?;
                self.put(c"__match_args__", names.as_any())?;
            }
            if let Some(path) = self.rust_path {
                let module = module::of_class(self.py, path);
                self.put(c"__module__", module.as_any())?;
            }
            // What CPython's own messages call the class: PyO3 put a module in front, `builtins` where
            // it knew none. The text is leaked, as that of any type that never dies.
            let name = CString::new(self.table.name)?;
            (*self.tp).tp_name = name.into_raw();
        }
        Ok(())
    }

    /// Whether the user gave the class methods or other attributes: the interpreter calls those faster where it can
    /// specialise the class's attributes.
    unsafe fn user_attributes(&self) -> PyResult<bool> {
        // SAFETY: the invariants.
        let own = unsafe { ffi::own_names(self.py, self.tp)? };
        Ok(own.iter().any(|name| {
            let special = name.starts_with("__") && name.ends_with("__");
            !special || name == "__getattr__" || name == "__getattribute__"
        }))
    }

    /// What other libraries ask for.
    unsafe fn hooks(&self) -> PyResult<()> {
        // SAFETY: the invariants; all in there is right for any record.
        unsafe {
            if !self.has(c"__annotations__")? {
                let annotations = annotations::of(self.py, self.table)?;
                self.put(c"__annotations__", annotations.as_any())?;
            }
            // Who wrote a `__repr__` wants to see that.
            if self.table.options.repr && !self.user_repr() {
                self.methods(hooks::PRETTY.all())?;
            }
            hooks::adopt(self.py, self.tp)
        }
    }

    /// Whether the class has another `__repr__` than ours.
    unsafe fn user_repr(&self) -> bool {
        // SAFETY: reading the struct of a live type.
        let repr = unsafe { (*self.tp).tp_repr };
        !repr.is_some_and(hooks::is_ours)
    }

    /// Methods, but for those that the user wrote.
    ///
    /// # Safety
    /// The functions are made for the class and fit their flags.
    unsafe fn methods(&self, methods: &'static [py_ffi::PyMethodDef]) -> PyResult<()> {
        for method in methods {
            // SAFETY: as the caller says; names are literals.
            unsafe {
                let name = CStr::from_ptr(method.ml_name);
                if !self.has(name)? {
                    let method = StaticDefinition::Method(method);
                    let descriptor = ffi::static_descriptor(self.py, self.tp, method)?;
                    self.put(name, &descriptor)?;
                }
            }
        }
        Ok(())
    }

    /// Signature and doc. Where the user wrote the constructor, PyO3 has made its signature.
    unsafe fn documentation(&self, own_constructor: bool) -> PyResult<()> {
        if own_constructor {
            return Ok(());
        }
        let signature = signature::call(self.py, self.table);
        // SAFETY: the invariants. The new text is leaked and the old one left: CPython would free it
        // with the type, which never dies.
        unsafe {
            let doc = (*self.tp).tp_doc;
            let doc = if doc.is_null() {
                c""
            } else {
                CStr::from_ptr(doc)
            };
            let text = signature::with_doc(&signature, &doc.to_string_lossy())?;
            (*self.tp).tp_doc = text.into_raw();
            if doc.is_empty() {
                self.put(c"__doc__", PyString::new(self.py, &signature).as_any())?;
            }
        }
        Ok(())
    }
}
