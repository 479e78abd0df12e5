//! [`RowTable`]: the static description of packed rows, and [`Packed`]: what the option `array` promises.

use super::core::Core;
use super::element::Element;
use super::kind::RowKind;
use super::make::Steps;
use crate::ffi::{PyObject, PyTypeObject};
use crate::record::{Record, Table};
use pyo3::prelude::*;
use pyo3::pyclass::PyClass;
use pyo3::pyclass::boolean_struct::True;
use pyo3::sync::PyOnceLock;
use std::ptr::NonNull;

/// A record with the option `array`.
///
/// # Safety
/// Only the attribute implements this. It sees to it that
/// 1. `rows()` always gives the same table, whose fields are, in order, those of the record's own table;
/// 2. `Row` is `repr(C)`, of the size and alignment in the table, its fields lie where the table says, each is the
///    [`Element::Row`] of the record's field, and there are no others.
pub unsafe trait Packed: Record {
    /// The plain struct that a row is.
    type Row: Copy + Send + Sync + 'static;
    /// The array class.
    type Array: ArrayClass<Record = Self>;
    /// The static description.
    fn rows() -> &'static RowTable;
}

/// The class that the option `array` makes.
///
/// # Safety
/// Only the attribute implements this. It sees to it that
/// 1. the class is a `#[pyclass(frozen, immutable_type)]` without base whose struct is one [`Core`] and nothing
///    else;
/// 2. [`finish_array`](super::class::finish_array) runs as a class attribute of the class;
/// 3. every core in it has the table of `Record`.
pub unsafe trait ArrayClass:
    PyClass<Frozen = True> + Sync + Send + Into<PyClassInitializer<Self>>
{
    /// The record that its rows are.
    type Record: Packed<Array = Self>;
    /// The struct around a core.
    #[doc(hidden)]
    fn around(core: Core) -> Self;
    /// What is in the struct.
    #[doc(hidden)]
    fn core(&self) -> &Core;
}

/// A field of a row.
#[derive(Clone, Copy)]
pub struct RowField {
    /// The Python name.
    pub name: &'static str,
    /// Bytes from the start of the row.
    pub offset: usize,
    /// What lies there.
    pub kind: RowKind,
    /// Bytes of the field in a record.
    pub(crate) room: usize,
    /// From the field of a record, which is plain here, to the row.
    ///
    /// # Safety
    /// A value of the field's type, aligned; room for its `Row`, aligned.
    pub(crate) pack: unsafe fn(*const u8, *mut u8),
    /// From the row to the uninitialised field of a record; `false` where the bytes are no value.
    ///
    /// # Safety
    /// As for `pack`, the other way round.
    pub(crate) unpack: unsafe fn(*const u8, *mut u8) -> bool,
}

impl RowField {
    /// The same with that name at another place.
    #[must_use]
    pub const fn at(self, name: &'static str, offset: usize) -> Self {
        RowField {
            name,
            offset,
            ..self
        }
    }

    /// The row of a field of type `T`.
    #[must_use]
    pub const fn new<T: Element>(name: &'static str, offset: usize) -> Self {
        const {
            assert!(T::KIND.size() == size_of::<T::Row>());
            assert!(T::KIND.align() == align_of::<T::Row>());
        }
        RowField {
            name,
            offset,
            kind: T::KIND,
            room: size_of::<T>(),
            pack: pack::<T>,
            unpack: unpack::<T>,
        }
    }
}

unsafe fn pack<T: Element>(src: *const u8, dst: *mut u8) {
    // SAFETY: as the caller says.
    unsafe {
        dst.cast::<T::Row>()
            .write(src.cast::<T>().read().into_row())
    };
}

unsafe fn unpack<T: Element>(src: *const u8, dst: *mut u8) -> bool {
    // SAFETY: as the caller says; any bits are a `Row`.
    match unsafe { T::from_row(src.cast::<T::Row>().read()) } {
        Some(value) => {
            // SAFETY: as the caller says.
            unsafe { dst.cast::<T>().write(value) };
            true
        }
        None => false,
    }
}

/// Everything static about a packed array class.
pub struct RowTable {
    /// Python name of the array class.
    pub name: &'static str,
    /// The module, where the attribute names it.
    pub module: Option<&'static str>,
    /// Rust path of the module with the struct.
    pub rust_path: &'static str,
    /// Bytes of a row.
    pub size: usize,
    /// The alignment of a row.
    pub align: usize,
    /// The fields, in declared order; their offsets rise.
    pub fields: &'static [RowField],
    /// The record's own table.
    pub record: fn() -> &'static Table,
    /// The record's class, made if it is not yet.
    pub(crate) class: fn(Python<'_>) -> *mut PyTypeObject,
    /// An array object around a core with this table.
    pub(crate) make: for<'py> fn(Python<'py>, Core) -> PyResult<Bound<'py, PyAny>>,
    /// Set once, when the class is finished.
    pub(crate) state: PyOnceLock<State>,
}

/// What is known once the class exists, which lives as long as the process.
pub(crate) struct State {
    pub(crate) tp: NonNull<PyTypeObject>,
    /// The record's table, and its class: for the short way, which only the GIL allows.
    #[cfg_attr(Py_GIL_DISABLED, allow(dead_code))]
    pub(crate) record: &'static Table,
    #[cfg_attr(Py_GIL_DISABLED, allow(dead_code))]
    pub(crate) record_tp: NonNull<PyTypeObject>,
    /// Interned field names, owned for ever.
    pub(crate) names: Box<[NonNull<PyObject>]>,
    /// Start and length of each run of bytes of a row that belongs to no value.
    pub(crate) gaps: Box<[(usize, usize)]>,
    /// How a row becomes a record, where that is its head and plain fields.
    pub(crate) steps: Option<Steps>,
}

// SAFETY: the pointers are to objects that live for ever; they are used only while attached.
unsafe impl Send for State {}
// SAFETY: as above; the state never changes once set.
unsafe impl Sync for State {}

impl RowTable {
    /// The table of the array class of `T`.
    #[must_use]
    pub const fn new<T: Packed>(
        name: &'static str,
        module: Option<&'static str>,
        rust_path: &'static str,
        fields: &'static [RowField],
    ) -> Self {
        const { assert!(size_of::<T::Row>() > 0) };
        RowTable {
            name,
            module,
            rust_path,
            size: size_of::<T::Row>(),
            align: align_of::<T::Row>(),
            fields,
            record: T::table,
            class: |py| T::type_object_raw(py),
            make: make::<T::Array>,
            state: PyOnceLock::new(),
        }
    }

    /// The array class, once it is finished.
    #[inline]
    pub(crate) fn tp(&self, py: Python<'_>) -> Option<*mut PyTypeObject> {
        self.state.get(py).map(|state| state.tp.as_ptr())
    }

    /// The bytes of padding, once the class is finished.
    pub(crate) fn padding(&self, py: Python<'_>) -> &[(usize, usize)] {
        self.state.get(py).map_or(&[], |state| &state.gaps)
    }

    /// The field of that name, and its number.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<(usize, &'static RowField)> {
        let mut fields = self.fields.iter().enumerate();
        fields.find(|(_, field)| field.name == name)
    }

    /// Calls `gap` with start and length of each run of bytes of a row that belongs to no value.
    pub(crate) fn gaps(&self, mut gap: impl FnMut(usize, usize)) {
        let mut end = 0;
        for field in self.fields {
            if field.offset > end {
                gap(end, field.offset - end);
            }
            field.kind.gaps(field.offset, &mut gap);
            end = field.offset + field.kind.size();
        }
        if self.size > end {
            gap(end, self.size - end);
        }
    }
}

fn make<A: ArrayClass>(py: Python<'_>, core: Core) -> PyResult<Bound<'_, PyAny>> {
    Bound::new(py, A::around(core)).map(Bound::into_any)
}
