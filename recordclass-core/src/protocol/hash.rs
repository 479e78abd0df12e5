//! Hash by value: that of the tuple of the values, as a dataclass has it.

use crate::ffi::PyObject;
use crate::field::Field;
use crate::field::Kind;
use crate::leaf;
#[cfg(target_pointer_width = "64")]
use crate::native::read;
use crate::nesting::Deeper;
use crate::record::Table;
use crate::trampoline::enter;
use crate::values::value;
use pyo3::ffi as py_ffi;
use pyo3::prelude::*;

/// `tp_hash` of a record class.
pub(crate) unsafe extern "C" fn hash(
    table: &'static Table,
    object: *mut PyObject,
) -> py_ffi::Py_hash_t {
    // SAFETY: CPython calls this with a record of our class or a subclass.
    unsafe {
        match quick(table, object) {
            Some(hash) => hash,
            None => any_hash(table, object),
        }
    }
}

/// [`hash`] of packed slots that hold leaves, all of them part of it; `None` for all else.
///
/// # Safety
/// As [`hash`].
#[cfg(not(Py_GIL_DISABLED))]
#[inline]
pub(crate) unsafe fn quick(table: &Table, object: *mut PyObject) -> Option<isize> {
    if !table.packed || !table.whole {
        return None;
    }
    let mut hash = TupleHash::new();
    for index in 0..table.fields.len() {
        // SAFETY: as the caller says. With the GIL, and without running code, the slots keep what they hold.
        unsafe {
            let value = *table.slots(object).add(index);
            if value.is_null() {
                return None;
            }
            hash.add(leaf::hash(value)?);
        }
    }
    Some(hash.finish())
}

/// Without the GIL a slot may change while it is looked at.
///
/// # Safety
/// None.
#[cfg(Py_GIL_DISABLED)]
pub(crate) unsafe fn quick(_: &Table, _: *mut PyObject) -> Option<isize> {
    None
}

/// [`hash`] of any record. Not inlined: the quick way needs no room on the stack.
///
/// # Safety
/// As [`hash`].
#[inline(never)]
pub(crate) unsafe extern "C" fn any_hash(
    table: &'static Table,
    object: *mut PyObject,
) -> py_ffi::Py_hash_t {
    // SAFETY: as the caller says.
    unsafe { enter(|py| of_values(table, &Borrowed::from_ptr(py, object))) }
}

/// # Safety
/// `record` is a record of the class of `table`.
unsafe fn of_values(table: &Table, record: &Bound<'_, PyAny>) -> PyResult<isize> {
    let py = record.py();
    let mut hash = TupleHash::new();
    for field in table
        .fields
        .iter()
        .filter(|field| field.role.hash && field.role.compare)
    {
        // SAFETY: as the caller says.
        hash.add(unsafe { of_field(py, table, field, record) }?);
    }
    Ok(hash.finish())
}

/// # Safety
/// As [`of_values`]; the field is one of the table's.
#[inline]
unsafe fn of_field(
    py: Python<'_>,
    table: &Table,
    field: &Field,
    record: &Bound<'_, PyAny>,
) -> PyResult<isize> {
    // SAFETY: as the caller says: such a field is written by atomic stores only.
    #[cfg(target_pointer_width = "64")]
    unsafe {
        if field.ops.kind == Kind::F64 {
            let at = table.at(record.as_ptr(), field);
            return Ok(leaf::hash_float(read::<f64>(at)));
        }
    }
    // SAFETY: as the caller says. With the GIL, and without running code, the slot keeps what it holds.
    #[cfg(not(Py_GIL_DISABLED))]
    unsafe {
        if field.ops.kind == Kind::Object {
            let value = *table.at(record.as_ptr(), field).cast::<*mut PyObject>();
            if !value.is_null() {
                if let Some(hash) = leaf::hash(value) {
                    return Ok(hash);
                }
            }
        }
    }
    // CPython does not count nested calls of hash; a value that is no leaf may hold records in turn.
    let _deeper = Deeper::unguarded(py)?;
    // SAFETY: as the caller says.
    unsafe { value(table, field, record) }?.hash()
}

/// CPython's hash of a tuple out of the hashes of its items: the lane of xxHash that
/// `Objects/tupleobject.c` uses since 3.8. A test compares it with `hash(tuple)` on each version.
pub(crate) struct TupleHash {
    lane: usize,
    count: usize,
}

#[cfg(target_pointer_width = "64")]
const PRIMES: [usize; 3] = [
    11_400_714_785_074_694_791,
    14_029_467_366_897_019_727,
    2_870_177_450_012_600_261,
];
#[cfg(target_pointer_width = "64")]
const ROTATE: u32 = 31;
#[cfg(target_pointer_width = "32")]
const PRIMES: [usize; 3] = [2_654_435_761, 2_246_822_519, 374_761_393];
#[cfg(target_pointer_width = "32")]
const ROTATE: u32 = 13;

impl TupleHash {
    pub(crate) fn new() -> Self {
        TupleHash {
            lane: PRIMES[2],
            count: 0,
        }
    }

    pub(crate) fn add(&mut self, item: isize) {
        let lane = self
            .lane
            .wrapping_add((item as usize).wrapping_mul(PRIMES[1]));
        self.lane = lane.rotate_left(ROTATE).wrapping_mul(PRIMES[0]);
        self.count += 1;
    }

    pub(crate) fn finish(self) -> isize {
        let hash = self.lane.wrapping_add(self.count ^ (PRIMES[2] ^ 3_527_539));
        // -1 says "error" in C; CPython puts this number in its place.
        if hash == usize::MAX {
            1_546_275_796
        } else {
            hash as isize
        }
    }
}
