//! The static description of one field: a row of the table that drives every protocol.

use crate::errors::Site;
use crate::ffi::PyObject;
use crate::gc::{Traverse, Visit};
use crate::hint::Hint;
use crate::record::Options;
use pyo3::prelude::*;
use std::cmp::Ordering;
use std::ffi::{CStr, c_int};

/// How a field's memory may be read without calling its [`Ops`].
///
/// The hot loops match on this; everything else goes through the function table.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// One owned object pointer; NULL means *no value* (deleted).
    Object,
    /// One owned object pointer; NULL means `None` (`Option<Py<T>>` of a frozen field).
    NullableObject,
    /// An `f64`, written by relaxed atomic stores.
    F64,
    /// An `i64`, written by relaxed atomic stores.
    I64,
    /// Another number, `bool` or `char`: only [`Ops`] know how to read it, and they run no code.
    Native,
    /// Anything else that owns neither an object nor memory: only [`Ops`] know how to read it.
    Inert,
    /// Anything else: only [`Ops`] know how to read it, and how to drop it.
    Other,
}

/// Converts a Python value and writes it to uninitialised memory.
pub type Init = for<'a, 'py> unsafe fn(Site<'_>, Borrowed<'a, 'py, PyAny>, *mut u8) -> PyResult<()>;
/// The value as a new object; `None` where the field was deleted.
pub type Get =
    for<'py> unsafe fn(&Bound<'py, PyAny>, *const u8) -> PyResult<Option<Bound<'py, PyAny>>>;
/// Converts a Python value and replaces the old one with it. On an error the old one stays.
pub type Set =
    for<'py> unsafe fn(Site<'_>, &Bound<'py, PyAny>, *mut u8, &Bound<'py, PyAny>) -> PyResult<()>;
/// Takes the value away; `false` where there was none.
pub type Delete = for<'py> unsafe fn(&Bound<'py, PyAny>, *mut u8) -> bool;
/// Writes a copy of the value to uninitialised memory.
pub type CopyTo = for<'py> unsafe fn(&Bound<'py, PyAny>, *const u8, *mut u8);
/// Order of two values; `None`: unordered.
pub type Compare = unsafe fn(*const u8, *const u8) -> Option<Ordering>;

/// What can be done with the memory of a field, by the type of the field.
///
/// # Safety of every function
/// 1. The caller is attached to the interpreter.
/// 2. `src` and `dst` point to the field's memory, in a record of the type whose table holds the
///    field, aligned; initialised, except for the `dst` of `init`, `copy`, and of a default.
/// 3. `owner` is the record around that memory, alive during the call; for `dst` outside of any
///    object there is no `owner` parameter.
pub struct Ops {
    /// The short cut for hot loops.
    pub kind: Kind,
    /// Whether any object may be stored as it is, so that CPython's own member descriptor may write.
    pub any_object: bool,
    /// Whether an object slot may store this very object as it is: told without anything that could panic, and so
    /// not of every type. `false`: ask `set` or `init`.
    ///
    /// Unlike the others it needs nothing but a live object.
    pub takes: unsafe fn(*mut PyObject) -> bool,
    /// From Python, for a new record.
    pub init: Init,
    /// To Python.
    pub get: Get,
    /// `None`: the field is frozen.
    pub set: Option<Set>,
    /// `None`: the field always has a value.
    pub delete: Option<Delete>,
    /// `None`: convert there and back.
    pub copy: Option<CopyTo>,
    /// Drops the value.
    pub drop: unsafe fn(*mut u8),
    /// `None`: only Python can compare such values.
    pub compare: Option<Compare>,
}

/// Garbage collection of one field: present in the tables of `gc` records only.
#[derive(Clone, Copy)]
pub struct Tracing {
    /// Visits every object that the field owns.
    ///
    /// # Safety
    /// As [`Ops`]; called by the collector, so nothing may be called that runs Python code.
    pub traverse: unsafe fn(*const u8, &Visit) -> c_int,
    /// Lets go of what the field owns; `None` where a frozen field must keep its value.
    pub clear: Option<for<'py> unsafe fn(&Bound<'py, PyAny>, *mut u8)>,
}

/// One field of a record: name, place, type, and what it takes part in.
#[derive(Clone, Copy)]
pub struct Field {
    /// The Python name.
    pub name: &'static CStr,
    /// The doc comment, empty where there is none.
    pub doc: &'static CStr,
    /// Bytes from the start of the Rust struct; in a table, of the first struct, which is a base's.
    pub offset: usize,
    /// What can be done with it.
    pub ops: &'static Ops,
    /// For `gc` records.
    pub tracing: Option<Tracing>,
    /// Writes the default value to uninitialised memory.
    pub default: Option<for<'py> unsafe fn(Python<'py>, *mut u8)>,
    /// What makes the default.
    pub made: Made,
    /// What Python calls its type.
    pub hint: &'static Hint,
    /// Which protocols it takes part in, and how.
    pub role: Role,
}

/// What makes the default of a field.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Made {
    /// A literal, the name of a constant, or `Default::default()`: of a number it runs nobody's code, and of an object
    /// slot it can only be `None`. Also where there is no default.
    Plainly,
    /// An expression.
    ByCode,
    /// A call for each record, so that no signature can show the value.
    ByCall,
}

/// Which protocols a field takes part in.
#[derive(Clone, Copy, Debug)]
pub struct Role {
    /// Not assignable from Python.
    pub frozen: bool,
    /// Keyword only in the constructor.
    pub kw_only: bool,
    /// Shown by `repr`.
    pub repr: bool,
    /// Compared by `==`, `<`, ...
    pub compare: bool,
    /// Part of the hash.
    pub hash: bool,
}

impl Field {
    /// Whether Python cannot write to it, in a class of those options.
    pub(crate) const fn guarded(&self, options: &Options) -> bool {
        options.frozen || self.role.frozen || self.ops.set.is_none()
    }

    /// Whether what is written to it, if it is an object slot, must be looked at: by its type, or for a collector that
    /// comes to know records by what is put into them.
    pub(crate) const fn watched(&self, lazy: bool) -> bool {
        matches!(self.ops.kind, Kind::Object) && (!self.ops.any_object || lazy)
    }

    /// Whether it has a default that can be written in place, with nothing that could fail or run code.
    pub(crate) const fn plain_default(&self) -> bool {
        let kind = matches!(self.ops.kind, Kind::F64 | Kind::I64 | Kind::Object);
        kind && self.default.is_some() && matches!(self.made, Made::Plainly)
    }

    /// Whether it can be zero bytes at first, has no value then, and can be assigned to by its descriptor: see
    /// `hooks::dataclass`.
    pub(crate) fn fillable(&self, table: &crate::record::Table) -> bool {
        if self.guarded(&table.options) {
            return false;
        }
        match self.ops.kind {
            Kind::Object => !self.watched(table.lazy),
            Kind::Other => true,
            // Zeros are a value: nobody could tell that none was given.
            Kind::F64 | Kind::I64 | Kind::Native | Kind::Inert | Kind::NullableObject => false,
        }
    }

    /// The same at another place.
    #[must_use]
    pub(crate) const fn at(self, offset: usize) -> Self {
        Field { offset, ..self }
    }

    /// The Python name as Rust text.
    #[must_use]
    pub fn name(&self) -> &'static str {
        // Identifiers are UTF-8: the macro made this out of one.
        self.name.to_str().unwrap_or_default()
    }

    /// Whether that is a name to Python. A slot of an array has its number there.
    pub(crate) fn is_named(&self) -> bool {
        !self.name.to_bytes().iter().all(u8::is_ascii_digit)
    }
}

/// A field that Python does not know (`skip`): it starts from its default in every record.
#[derive(Clone, Copy)]
pub struct Hidden {
    /// Bytes from the start of the Rust struct; in a table, of the first struct, which is a base's.
    pub offset: usize,
    /// Writes the default value to uninitialised memory.
    pub default: for<'py> unsafe fn(Python<'py>, *mut u8),
    /// Drops the value; `None` where there is nothing to drop.
    pub drop: Option<unsafe fn(*mut u8)>,
    /// For `gc` records.
    pub traverse: Option<unsafe fn(*const u8, &Visit) -> c_int>,
}

impl Hidden {
    /// The same at another place.
    #[must_use]
    pub(crate) const fn at(self, offset: usize) -> Self {
        Hidden { offset, ..self }
    }

    /// The row of a field of type `T`.
    #[must_use]
    pub const fn new<T>(offset: usize, default: for<'py> unsafe fn(Python<'py>, *mut u8)) -> Self {
        let drop: Option<unsafe fn(*mut u8)> = if std::mem::needs_drop::<T>() {
            Some(drop_value::<T>)
        } else {
            None
        };
        Hidden {
            offset,
            default,
            drop,
            traverse: None,
        }
    }

    /// The row of a field of type `T` in a `gc` record.
    #[must_use]
    pub const fn traced<T: Traverse>(
        offset: usize,
        default: for<'py> unsafe fn(Python<'py>, *mut u8),
    ) -> Self {
        Hidden {
            traverse: Some(traverse_value::<T>),
            ..Hidden::new::<T>(offset, default)
        }
    }
}

unsafe fn drop_value<T>(at: *mut u8) {
    // SAFETY: Ops 2: initialised, and given up.
    unsafe { std::ptr::drop_in_place(at.cast::<T>()) };
}

unsafe fn traverse_value<T: Traverse>(at: *const u8, visit: &Visit) -> c_int {
    // SAFETY: Ops 2; Rust gave nobody a mutable borrow of it: a record's fields are shared.
    unsafe { &*at.cast::<T>() }.traverse(visit)
}
