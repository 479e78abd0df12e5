//! [`Class`]: what a record class made at run time owns beside its type object.
//!
//! A derived class has a static table and lives for ever. This one is made, used and collected like any
//! Python class: its table lies on the heap, and the type object holds it in a word behind CPython's own
//! part of the type, where the metaclass has made room.
//!
//! # What must hold
//! 1. The word is NULL until the class is finished, and then a `Box<Class>` that the type owns: it is
//!    freed when the type is, after everything else of the type is gone.
//! 2. The table inside says `'static` of what the class owns. So a reference to it is good only while somebody
//!    holds the type. An instance does, but `record.__class__ = Other` may take that away in the midst of a
//!    protocol: what runs Python code holds the type itself (`shims::Held`).
//! 3. The type of an instance, and that of all its subclasses, is made by the metaclass, and our calls make
//!    instances of finished classes only. But where a class cannot be finished, Python code may have seen it by then
//!    (`mro()`, `__init_subclass__`), and CPython gives it instances: `object.__new__(cls)`, `x.__class__ = cls`. To those
//!    the class of the nearest base applies, as to any Python subclass: `tp_base` is what their memory begins with.

use super::metatype::is_ours;
use super::spec::{Fallback, Spec};
use crate::ffi::{HEAD, PyObject, PyTypeObject};
use crate::field::{Field, Made, Ops, Role};
use crate::freelist::Pool;
use crate::gc::Visit;
use crate::hint::Hint;
use crate::layout::Layout;
use crate::record::{State, Table, all_writable};
use crate::store::{OBJECT, Storage, Store};
use pyo3::ffi;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use std::ffi::{CString, c_int};
use std::ptr::{self, NonNull};
use std::sync::atomic::{
    AtomicBool, AtomicPtr, AtomicUsize, Ordering::Acquire, Ordering::Relaxed, Ordering::Release,
};

/// Where the type holds its [`Class`]: behind the part that CPython knows. Checked at import.
pub(super) const WORD: usize = size_of::<ffi::PyHeapTypeObject>();

/// What each field of these classes is: one pointer that takes any object.
pub(super) const OPS: &Ops = <Storage<OBJECT> as Store<Py<PyAny>>>::OPS;

/// A class without fields; lives for ever.
static NOTHING: AtomicPtr<Class> = AtomicPtr::new(ptr::null_mut());

/// See the head of the module.
pub(crate) struct Class {
    pub(crate) table: Table,
    pub(crate) defaults: Box<[Default]>,
    /// Whether all defaults are objects that need no call.
    pub(crate) ready_made: bool,
    /// Whether there is a `__post_init__` to call.
    pub(crate) post_init: AtomicBool,
    /// Whether somebody else's `__reduce__` says how to pickle a record.
    pub(crate) own_reduce: AtomicBool,
    /// What the class has beyond the options of derived classes.
    pub(crate) extra: Extra,
    /// What CPython's member descriptors point to.
    pub(super) members: Box<[ffi::PyMemberDef]>,
    // Borrowed by the table.
    _rows: Box<[Field]>,
    _names: Box<[CString]>,
    _name: Box<str>,
}

/// Options that only these classes have.
#[derive(Clone, Copy)]
pub(crate) struct Extra {
    /// Iterable at least.
    pub(crate) iterable: bool,
    /// Positions as keys.
    pub(crate) sequence: bool,
    /// Names as keys.
    pub(crate) mapping: bool,
    /// `_make`, `_replace`, `_asdict`; counts as a mutabletuple.
    pub(crate) namedtuple: bool,
}

impl Extra {
    /// Whether there is what a mutabletuple has beyond indices: `count`, `index`, `+`, `*`.
    pub(crate) fn passes_for_tuple(&self) -> bool {
        self.namedtuple && self.sequence
    }
}

/// How a field that a call leaves out is filled. The object is owned; a class that the collector tears
/// down holds None instead.
pub(crate) struct Default {
    pub(crate) kind: Fallback,
    object: AtomicPtr<PyObject>,
}

impl Default {
    /// The object behind it, borrowed from the class.
    pub(crate) fn object(&self) -> *mut PyObject {
        self.object.load(Relaxed)
    }
}

impl Class {
    /// The class of that type; `None` if it is no finished record class.
    ///
    /// # Safety
    /// `tp` is a live type, an instance of our metaclass. The result is good while somebody holds it.
    #[inline]
    pub(crate) unsafe fn of(tp: *mut PyTypeObject) -> Option<&'static Class> {
        // SAFETY: module invariant 1: the metaclass has made room for the word.
        unsafe { Self::word(tp).load(Acquire).as_ref() }
    }

    /// The class of an instance.
    ///
    /// # Safety
    /// `object` is a live instance of a type of our metaclass.
    #[inline]
    pub(crate) unsafe fn of_instance(object: *mut PyObject) -> &'static Class {
        // SAFETY: as the caller says.
        unsafe {
            let tp = ffi::Py_TYPE(object);
            Self::of(tp).unwrap_or_else(|| Self::of_unfinished(tp))
        }
    }

    /// What applies to an instance of a class that is not finished: module invariant 3.
    ///
    /// # Safety
    /// A live type.
    #[cold]
    unsafe fn of_unfinished(tp: *mut PyTypeObject) -> &'static Class {
        // SAFETY: a type keeps its bases; `is_ours` says that there is a word.
        unsafe {
            let mut base = (*tp).tp_base;
            while !base.is_null() {
                if let Some(class) = is_ours(base).then(|| Self::of(base)).flatten() {
                    return class;
                }
                base = (*base).tp_base;
            }
            // Set before there is a class.
            &*NOTHING.load(Acquire)
        }
    }

    /// Makes the class of instances that have nothing of a record in memory: module invariant 3.
    pub(super) fn prepare(py: Python<'_>) {
        let object = &raw mut ffi::PyBaseObject_Type;
        let class = Class::new(py, object, "record", None, &Spec::nothing());
        NOTHING.store(Box::into_raw(class), Release);
    }

    /// # Safety
    /// `tp` is an instance of our metaclass, and `'a` no longer than its life.
    pub(super) unsafe fn word<'a>(tp: *mut PyTypeObject) -> &'a AtomicPtr<Class> {
        // SAFETY: the metaclass's instances are larger by this word.
        unsafe { &*tp.cast::<u8>().add(WORD).cast::<AtomicPtr<Class>>() }
    }

    /// Lays out a class: fields of the base where they are, new ones behind it.
    pub(super) fn new(
        py: Python<'_>,
        tp: *mut PyTypeObject,
        name: &str,
        base: Option<&Class>,
        spec: &Spec,
    ) -> Box<Class> {
        let inherited = base.map_or(&[][..], |base| base.table.fields);
        let mut end = base.map_or(HEAD, |base| base.table.layout.instance_size());
        let mut next = || {
            end += size_of::<usize>();
            end - size_of::<usize>()
        };
        let offsets: Vec<usize> = (0..spec.rows.len())
            .map(|index| {
                inherited
                    .get(index)
                    .map_or_else(&mut next, |field| HEAD + field.offset)
            })
            .collect();
        let dict_at = base.and_then(|base| base.table.layout.dict_at());
        let dict_at = dict_at.or_else(|| spec.options.dict.then(&mut next));
        let weaklist_at = base.and_then(|base| base.table.layout.weaklist_at());
        let weaklist_at = weaklist_at.or_else(|| spec.options.weakref.then(&mut next));

        let names: Box<[CString]> = spec.rows.iter().map(|row| row.name.clone()).collect();
        let rows: Box<[Field]> = spec
            .rows
            .iter()
            .zip(&names)
            .zip(&offsets)
            .map(|((row, name), &offset)| Field {
                // SAFETY: module invariant 2.
                name: unsafe { longer(name.as_c_str()) },
                doc: c"",
                offset: offset - HEAD,
                ops: OPS,
                tracing: None,
                default: (row.fallback != Fallback::None).then_some(leave_empty as _),
                made: if row.fallback == Fallback::Object {
                    Made::ByCode
                } else {
                    Made::ByCall
                },
                hint: &Hint::Any,
                role: Role {
                    frozen: row.readonly,
                    kw_only: row.kw_only,
                    repr: true,
                    compare: true,
                    hash: true,
                },
            })
            .collect();
        let members = rows
            .iter()
            .map(|field| ffi::PyMemberDef {
                name: field.name.as_ptr(),
                type_code: ffi::Py_T_OBJECT_EX,
                offset: (HEAD + field.offset) as ffi::Py_ssize_t,
                flags: if field.role.frozen {
                    ffi::Py_READONLY
                } else {
                    0
                },
                doc: ptr::null(),
            })
            .collect();
        let mut places = offsets.iter().zip(0..);
        let packed = places.all(|(&at, index)| at == HEAD + index * size_of::<usize>());
        let pool = Pool::of(end, spec.options.gc);
        let quick = pool.and_then(|_| Table::simple(&spec.options, packed, rows.len(), true));
        let layout = Layout::of_pointers(HEAD, end, dict_at, weaklist_at);
        let name: Box<str> = name.into();
        let class = Box::new(Class {
            table: Table {
                no_members: 0,
                // SAFETY: module invariant 2.
                name: unsafe { longer(&*name) },
                options: spec.options,
                // SAFETY: module invariant 2.
                fields: unsafe { longer(&*rows) },
                hidden: &[],
                base: None,
                layout,
                objects_only: true,
                direct: true,
                packed,
                loose: packed,
                writable: packed && all_writable(&spec.options, &rows),
                writes_by_name: false,
                reads_by_name: false,
                compared_by_user: AtomicBool::new(false),
                reading_runs_code: false,
                needs_drop: !rows.is_empty(),
                drop: None,
                state: PyOnceLock::new(),
                freelist: None,
                whole: true,
                floats: false,
                // Python code writes to the slots without telling us.
                lazy: false,
                mortal: true,
                quick,
                pool,
                light: Table::lightest(pool, quick, &spec.options, &layout),
                counted: true,
                exact: AtomicUsize::new(usize::MAX),
            },
            defaults: spec
                .rows
                .iter()
                .map(|row| Default {
                    kind: row.fallback,
                    object: AtomicPtr::new(row.object.clone_ref(py).into_ptr()),
                })
                .collect(),
            ready_made: spec
                .rows
                .iter()
                .all(|row| matches!(row.fallback, Fallback::None | Fallback::Object)),
            post_init: AtomicBool::new(false),
            own_reduce: AtomicBool::new(false),
            extra: spec.extra,
            members,
            _rows: rows,
            _names: names,
            _name: name,
        });
        let (positional, leading, least) = State::of_arguments(class.table.fields);
        let state = State {
            // SAFETY: a live type.
            tp: unsafe { NonNull::new_unchecked(tp) },
            names: spec
                .rows
                .iter()
                .filter_map(|row| NonNull::new(row.text.clone_ref(py).into_ptr()))
                .collect(),
            // Never asked for: the fields' descriptors answer for themselves.
            descriptors: Box::new([]),
            by_name: Box::default(),
            positional,
            // These have a way of their own.
            straight: None,
            straight_from: class.table.fields.len(),
            leading,
            least,
            own_compare: None,
            own_setattr: false,
            own_constructor: false,
            post_init: None,
            dataclass_fields: PyOnceLock::new(),
            wide: PyOnceLock::new(),
        };
        // Set once: the class is new.
        let _ = class.table.state.set(py, Box::new(state));
        class
    }

    /// Gives the class to its type.
    ///
    /// # Safety
    /// `tp` is an instance of our metaclass, has no class yet, and is laid out as the class says.
    pub(super) unsafe fn install(self: Box<Self>, tp: *mut PyTypeObject) -> &'static Class {
        let class = Box::into_raw(self);
        // SAFETY: module invariant 1.
        unsafe {
            Self::word(tp).store(class, Release);
            &*class
        }
    }

    /// Shows what the class owns to the collector.
    pub(super) fn traverse(&self, visit: &Visit) -> c_int {
        for default in &self.defaults {
            // SAFETY: owned.
            let answer = unsafe { visit.pointer(default.object()) };
            if answer != 0 {
                return answer;
            }
        }
        0
    }

    /// Lets go of the defaults: the class is garbage, but code that still sees it finds None.
    pub(super) fn clear(&self, py: Python<'_>) {
        for default in &self.defaults {
            let old = default.object.swap(py.None().into_ptr(), Relaxed);
            // SAFETY: owned until now.
            drop(unsafe { Bound::from_owned_ptr_or_opt(py, old) });
        }
    }

    /// Gives back every reference, at the end of the type.
    pub(super) fn release(self: Box<Self>, py: Python<'_>) {
        for default in &self.defaults {
            // SAFETY: owned, and given up with the class.
            drop(unsafe { Bound::from_owned_ptr_or_opt(py, default.object()) });
        }
        if let Some(state) = self.table.state.get(py) {
            for name in &state.names {
                // SAFETY: as above.
                drop(unsafe { Bound::from_owned_ptr(py, name.as_ptr()) });
            }
        }
    }
}

/// Stands in [`Field::default`]: what there is to write is in [`Class::defaults`].
unsafe fn leave_empty(_py: Python<'_>, at: *mut u8) {
    // SAFETY: room for an object slot; NULL is one without a value.
    unsafe { at.cast::<*mut PyObject>().write(ptr::null_mut()) };
}

/// Lengthens a borrow of something the class owns.
///
/// # Safety
/// Module invariant 2: the owner lies in a box of the same [`Class`] and never changes.
unsafe fn longer<T: ?Sized>(borrowed: &T) -> &'static T {
    // SAFETY: as the caller says.
    unsafe { &*ptr::from_ref(borrowed) }
}
