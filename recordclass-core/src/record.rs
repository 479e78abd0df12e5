//! [`Record`]: what `#[recordclass]` promises of a struct, and [`Table`]: the data it wrote down.

use crate::by_name::Entry;
use crate::errors::raise;
use crate::ffi::{PyObject, PyTypeObject};
use crate::field::{Field, Hidden, Kind};
use crate::freelist::{Freelist, Pool};
use crate::layout::Layout;
use crate::shape::Shape;
use pyo3::prelude::*;
use pyo3::pyclass::PyClass;
use pyo3::sync::PyOnceLock;
use pyo3::types::PyDict;
use std::ptr::NonNull;
use std::sync::atomic::{AtomicBool, AtomicUsize};

/// A struct that `#[recordclass]` made a Python class of.
///
/// # Safety
/// Only the attribute implements this. It sees to it that
/// 1. the class is a `#[pyclass(frozen, immutable_type)]` without base, or with a base that is a record, so that
///    an instance is laid out as [`shape`](crate::shape) says: the object head, the structs of its bases and its
///    own, and behind each a pointer each for the options `dict` and `weakref`;
/// 2. `table()` always gives the same table, made of `SHAPE` for this struct and its bases: their fields lie
///    where the table says, are of the types whose operations it names, and are, with the hidden ones, all the
///    structs' fields;
/// 3. [`finish`](crate::type_object::finish) runs as a class attribute of the class.
pub unsafe trait Record:
    PyClass<Frozen = pyo3::pyclass::boolean_struct::True> + Sync + Send
{
    /// What the table is made of, where a constant is needed.
    const SHAPE: Shape;
    /// The static description.
    fn table() -> &'static Table;
}

/// A record with the option `subclass`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no record that others can extend",
    label = "wants `#[recordclass(subclass)]` on `{Self}`"
)]
pub trait Extensible: Record {}

/// The class-wide choices of the attribute.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// Take part in cyclic garbage collection.
    pub gc: bool,
    /// No field can be assigned.
    pub frozen: bool,
    /// `==` by value and exact type.
    pub eq: bool,
    /// `<` and its kin, as tuples.
    pub order: bool,
    /// Hash by value, also of a mutable record.
    pub hash: bool,
    /// `repr` as a dataclass writes it.
    pub repr: bool,
    /// Index, slices, iteration, `len`, `in`.
    pub sequence: bool,
    /// `p["x"]`, `keys`, `values`, `items`, `get` instead of the sequence form.
    pub mapping: bool,
    /// Room for weak references.
    pub weakref: bool,
    /// Room for further attributes.
    pub dict: bool,
    /// Python may derive classes.
    pub subclass: bool,
}

impl Options {
    /// Whether the class compares at all.
    pub(crate) const fn compared(&self) -> bool {
        self.eq || self.order
    }

    /// Whether the hash is by value: asked for, or as dataclasses have it.
    pub(crate) const fn hashed(&self) -> bool {
        self.hash || (self.eq && self.frozen)
    }

    /// Whether the class is a sequence.
    pub(crate) const fn indexed(&self) -> bool {
        self.sequence && !self.mapping
    }
}

/// Everything static about a record class.
pub struct Table {
    /// The end of an array of members that is empty: see [`classes`](crate::classes).
    pub(crate) no_members: usize,
    /// Python name of the class.
    pub name: &'static str,
    /// Class-wide choices.
    pub options: Options,
    /// All fields, a base's before its own, in declared order.
    pub fields: &'static [Field],
    /// Fields that Python does not know.
    pub hidden: &'static [Hidden],
    /// The base's table, where there is a base.
    pub(crate) base: Option<fn() -> &'static Table>,
    /// Sizes and places.
    pub(crate) layout: Layout,
    /// Whether each field is an object slot that takes any object, and there is nothing else.
    pub(crate) objects_only: bool,
    /// Whether most values can be stored as they come: objects, and numbers of 64 bits.
    pub(crate) direct: bool,
    /// Whether all fields are object slots, of whatever types, one behind the other, in the table's order, and there is
    /// nothing else.
    pub(crate) packed: bool,
    /// Whether the record is `packed` and each slot takes any object.
    pub(crate) loose: bool,
    /// Whether each slot of a `packed` record may be written by itself: nothing is frozen, and any object will do.
    pub(crate) writable: bool,
    /// Whether the class does best with a `tp_setattro` of ours.
    pub(crate) writes_by_name: bool,
    /// Whether it does best with a `tp_getattro` of ours, unless the user gave it methods.
    pub(crate) reads_by_name: bool,
    /// Whether the user wrote `__eq__`, `__lt__` or the like for this class: known once it is finished.
    pub(crate) compared_by_user: AtomicBool,
    /// Whether every field is compared, and is part of the hash.
    pub(crate) whole: bool,
    /// Whether the class is nothing but `f64`, one behind the other.
    pub(crate) floats: bool,
    /// Whether reading some field calls conversions that may run anything.
    pub(crate) reading_runs_code: bool,
    /// Whether anything is to be dropped.
    pub needs_drop: bool,
    /// Drops the class's own struct whole, where that or a base's has an `impl Drop`; fields are dropped one by one
    /// else.
    pub drop: Option<unsafe fn(*mut u8)>,
    /// Set once, when the type is finished. In a box: the table is part of the library's file.
    pub(crate) state: PyOnceLock<Box<State>>,
    /// The class's own list of dead objects (option `freelist`).
    pub(crate) freelist: Option<&'static Freelist>,
    /// Whether the collector need not know a record before it holds something that may lead back to it: see
    /// [`gc`](crate::gc).
    pub(crate) lazy: bool,
    /// Whether the class was made at run time, and the table dies with it.
    pub(crate) mortal: bool,
    /// The number of object slots of a simple record: see [`Table::simple`].
    pub(crate) quick: Option<u32>,
    /// The list that it shares with others of its size, where it has none of its own.
    pub(crate) pool: Option<Pool>,
    /// The same of a `quick` record without GC header, with its slots right behind the head: what has the shortest way in and out.
    pub(crate) light: Option<Pool>,
    /// Whether an instance owns a reference to its class. Those of a class that never dies need none, where only our own
    /// functions make them and let them go: no subclass's, and nothing that the collector asks.
    pub(crate) counted: bool,
    /// With how many values a call makes a `light` record straight away: of whatever objects, or, where all fields are `f64`, of
    /// floats. Known once the class is finished; until then, and for other classes, `usize::MAX`.
    pub(crate) exact: AtomicUsize,
}

/// What is known once the type exists. The references in here are never given back: a PyO3 class
/// lives as long as the process.
pub(crate) struct State {
    pub(crate) tp: NonNull<PyTypeObject>,
    /// Interned field names, in the table's order.
    pub(crate) names: Box<[NonNull<PyObject>]>,
    /// The fields' descriptors, in the table's order; `None` where the user's own entry stands.
    pub(crate) descriptors: Box<[Option<NonNull<PyObject>>]>,
    /// What the names mean in a record of exactly the class, where it has a function of ours for attributes.
    pub(crate) by_name: Box<[Entry]>,
    /// The rows that can be given by position, in order.
    pub(crate) positional: Box<[usize]>,
    /// The class, if a call that brings values in order can make a record straight away: see `construct`.
    pub(crate) straight: Option<NonNull<PyObject>>,
    /// How many values it must bring at least. The fields behind them have [plain defaults](Field::plain_default).
    pub(crate) straight_from: usize,
    /// How many fields at the beginning can be given by position.
    pub(crate) leading: usize,
    /// How many fields at the beginning leave only such as have defaults.
    pub(crate) least: usize,
    /// `tp_richcompare` of the user's own `__eq__`, `__lt__`, ..., if there is one.
    pub(crate) own_compare: Option<pyo3::ffi::richcmpfunc>,
    /// Whether the user wrote `#[new]` or `__init__`: then ours do not build copies by a call.
    pub(crate) own_constructor: bool,
    /// Whether the user wrote `__setattr__` or `__delattr__`, for this class or a base.
    pub(crate) own_setattr: bool,
    /// The user's `__post_init__`, a function of the class or of a base.
    pub(crate) post_init: Option<NonNull<PyObject>>,
    /// `__dataclass_fields__`, made when somebody asks.
    pub(crate) dataclass_fields: PyOnceLock<Py<PyAny>>,
    /// All names, without values, made when somebody asks: what wide records as dicts are copies of, as those have room for the
    /// names from the first.
    pub(crate) wide: PyOnceLock<Py<PyDict>>,
}

// SAFETY: the pointers are to objects that live for ever; they are used only while attached.
unsafe impl Send for State {}
// SAFETY: as above; the state never changes once set.
unsafe impl Sync for State {}

impl State {
    /// How many fields at the beginning leave only such as have plain defaults.
    pub(crate) fn plain_from(fields: &[Field]) -> usize {
        let plain = fields
            .iter()
            .rev()
            .take_while(|field| field.plain_default());
        fields.len() - plain.count()
    }

    /// The first part of a state: what arguments are matched by.
    pub(crate) fn of_arguments(fields: &[Field]) -> (Box<[usize]>, usize, usize) {
        let rows = fields.iter().enumerate();
        let positional = rows.filter(|(_, field)| !field.role.kw_only);
        let leading = fields.iter().take_while(|field| !field.role.kw_only);
        let optional = fields
            .iter()
            .rev()
            .take_while(|field| field.default.is_some());
        (
            positional.map(|(row, _)| row).collect(),
            leading.count(),
            fields.len() - optional.count(),
        )
    }
}

impl Table {
    /// The table of a class of that shape.
    #[must_use]
    pub const fn new(
        name: &'static str,
        shape: Shape,
        freelist: Option<&'static Freelist>,
    ) -> Self {
        let Shape { fields, .. } = shape;
        let only_fields = shape.hidden.is_empty() && shape.drop.is_none();
        let objects_only = only_fields && only_objects(fields);
        let packed = only_fields && only_slots(fields) && one_by_one(fields);
        let direct = only_fields && only_direct(fields);
        // What a base has room for, its instances have too.
        let options = Options {
            dict: shape.dict_at.is_some(),
            weakref: shape.weaklist_at.is_some(),
            ..shape.options
        };
        let pool = match freelist {
            Some(_) => None,
            None => Pool::of(shape.size(), options.gc),
        };
        let quick = match kept(freelist, pool) {
            true => Self::simple(&options, packed, fields.len(), shape.needs_drop),
            false => None,
        };
        let layout = Layout::of(&shape);
        Table {
            no_members: 0,
            name,
            options,
            fields,
            hidden: shape.hidden,
            base: shape.base,
            layout,
            objects_only,
            direct,
            packed,
            loose: packed && objects_only,
            writable: packed && objects_only && all_writable(&options, fields),
            writes_by_name: shape.writes_by_name(),
            reads_by_name: shape.reads_by_name(),
            compared_by_user: AtomicBool::new(false),
            whole: all_compared(fields),
            floats: shape.hidden.is_empty() && only_floats(fields) && one_by_one(fields),
            reading_runs_code: !only_plain(fields),
            needs_drop: shape.needs_drop,
            drop: shape.drop,
            state: PyOnceLock::new(),
            freelist,
            lazy: shape.lazy(),
            mortal: false,
            quick,
            pool,
            light: Self::lightest(pool, quick, &options, &layout),
            counted: !crate::ffi::PLAIN || quick.is_none() || options.gc,
            exact: AtomicUsize::new(usize::MAX),
        }
    }

    /// Whether an instance is its head, numbers, and packed object slots: nothing else is to be cared for
    /// at its beginning and its end, but for the collector. Gives the number of slots. Its memory must be [`kept`], too.
    pub(crate) const fn simple(
        options: &Options,
        packed: bool,
        fields: usize,
        needs_drop: bool,
    ) -> Option<u32> {
        let more = options.weakref || options.dict || options.subclass;
        match more {
            false if packed && fields <= u32::MAX as usize => Some(fields as u32),
            false if !needs_drop => Some(0),
            _ => None,
        }
    }

    /// See [`Table::light`].
    pub(crate) const fn lightest(
        pool: Option<Pool>,
        quick: Option<u32>,
        options: &Options,
        layout: &Layout,
    ) -> Option<Pool> {
        let behind_head = layout.contents() == size_of::<PyObject>();
        match (pool, quick) {
            (Some(pool), Some(_)) if behind_head && !options.gc => Some(pool),
            _ => None,
        }
    }

    /// Where memory for an instance comes from, and goes to.
    #[inline]
    pub(crate) fn kept(&self) -> Option<&Freelist> {
        match self.freelist {
            Some(own) => Some(own),
            None => self.pool.map(Pool::list),
        }
    }

    /// The state of a class that has instances, so was finished.
    ///
    /// # Errors
    /// `RuntimeError` if the class was never finished: an instance cannot exist then.
    #[inline]
    pub(crate) fn state(&self, py: Python<'_>) -> PyResult<&State> {
        self.state.get(py).map(|state| &**state).ok_or_else(|| {
            let text = format!("the record class '{}' is not initialised", self.name);
            raise::<pyo3::exceptions::PyRuntimeError>(text)
        })
    }

    /// Whether an instance is a head and nothing else.
    pub(crate) fn is_bare(&self) -> bool {
        self.layout.instance_size() == self.layout.contents()
    }

    /// The memory of a field in a record.
    ///
    /// # Safety
    /// `object` is an instance of the class of this table, or of a subclass.
    #[inline]
    pub(crate) unsafe fn at(&self, object: *mut PyObject, field: &Field) -> *mut u8 {
        // SAFETY: Record 1 and 2.
        unsafe {
            object
                .cast::<u8>()
                .add(self.layout.contents() + field.offset)
        }
    }

    /// The slots of a record whose table is `packed`.
    ///
    /// # Safety
    /// As [`Table::at`].
    #[inline]
    pub(crate) unsafe fn slots(&self, object: *mut PyObject) -> *mut *mut PyObject {
        // SAFETY: Record 1 and 2.
        unsafe { object.cast::<u8>().add(self.layout.contents()).cast() }
    }

    /// The place of a field, for messages.
    pub(crate) fn site<'a>(&'a self, field: &'a Field) -> crate::errors::Site<'a> {
        crate::errors::Site {
            class: self.name,
            field: field.name(),
        }
    }
}

/// Whether dead records of the class are kept, on a list of its own or in a pool.
const fn kept(own: Option<&Freelist>, pool: Option<Pool>) -> bool {
    pool.is_some() || (own.is_some() && !cfg!(Py_GIL_DISABLED))
}

macro_rules! every {
    ($($(#[$doc:meta])* $name:ident: $field:ident => $holds:expr;)*) => {$(
        $(#[$doc])*
        const fn $name(fields: &[Field]) -> bool {
            let mut rest = fields;
            while let [$field, more @ ..] = rest {
                if !$holds {
                    return false;
                }
                rest = more;
            }
            true
        }
    )*};
}
every! {
    /// Whether every field is native or an object.
    only_plain: field => !matches!(field.ops.kind, Kind::Inert | Kind::Other);
    /// Whether every field is an object slot that takes any object.
    only_objects: field => matches!(field.ops.kind, Kind::Object) && field.ops.any_object;
    /// Whether every field is an object slot.
    only_slots: field => matches!(field.ops.kind, Kind::Object);
    /// Whether every field is an `f64`.
    only_floats: field => matches!(field.ops.kind, Kind::F64);
    /// Whether every field is an object slot, an `f64` or an `i64`.
    only_direct: field => matches!(field.ops.kind, Kind::F64 | Kind::I64 | Kind::Object);
    /// Whether no field is frozen by itself.
    none_frozen: field => !field.role.frozen;
    /// Whether every field is compared, and is part of the hash.
    all_compared: field => field.role.compare && field.role.hash;
}

/// Whether neither the class nor a field is frozen.
pub(crate) const fn all_writable(options: &Options, fields: &[Field]) -> bool {
    !options.frozen && none_frozen(fields)
}

/// Whether each field is the next pointer.
const fn one_by_one(fields: &[Field]) -> bool {
    let mut index = 0;
    while index < fields.len() {
        if fields[index].offset != index * size_of::<usize>() {
            return false;
        }
        index += 1;
    }
    true
}

/// Whether all that the collector would visit of a record lies in object slots, where it is seen what is put in.
pub(crate) const fn only_seen(shape: &Shape) -> bool {
    let mut fields = shape.fields;
    while let [field, more @ ..] = fields {
        let object = matches!(field.ops.kind, Kind::Object | Kind::NullableObject);
        if field.tracing.is_some() && !object {
            return false;
        }
        fields = more;
    }
    let mut hidden = shape.hidden;
    while let [field, more @ ..] = hidden {
        if field.traverse.is_some() {
            return false;
        }
        hidden = more;
    }
    true
}
