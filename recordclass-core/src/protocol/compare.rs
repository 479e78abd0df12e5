//! `==` by value and exact type, `<` and its kin as tuples compare.
//!
//! Fields that Rust can compare (numbers) never become Python objects. For the others the rule is the
//! tuple's: identical objects are equal, the first pair that differs decides.

use crate::ffi::PyObject;
use crate::field::Field;
use crate::field::Kind;
#[cfg(not(Py_GIL_DISABLED))]
use crate::leaf;
#[cfg(target_pointer_width = "64")]
use crate::native::read;
use crate::nesting::Deeper;
use crate::record::Table;
use crate::trampoline::enter;
use crate::values::value;
use pyo3::ffi as py_ffi;
use pyo3::prelude::*;
use std::cmp::Ordering;
use std::ffi::c_int;

/// `tp_richcompare` of a record class.
pub(crate) unsafe extern "C" fn richcompare(
    table: &'static Table,
    left: *mut PyObject,
    right: *mut PyObject,
    op: c_int,
) -> *mut PyObject {
    // SAFETY: CPython calls this with a record on the left and any object on the right.
    unsafe {
        match quick(table, left, right, op) {
            Some(answer) => answer,
            None => any_richcompare(table, left, right, op),
        }
    }
}

/// [`richcompare`], as far as nobody's code is needed to tell: True or False, new; `None` for all else.
///
/// # Safety
/// As [`richcompare`].
#[inline]
pub(crate) unsafe fn quick(
    table: &Table,
    left: *mut PyObject,
    right: *mut PyObject,
    op: c_int,
) -> Option<*mut PyObject> {
    // SAFETY: as the caller says.
    unsafe {
        let answer = if truth(table, left, right, op)? {
            py_ffi::Py_True()
        } else {
            py_ffi::Py_False()
        };
        py_ffi::Py_INCREF(answer);
        Some(answer)
    }
}

/// The answer for records of one class, all of whose fields are compared, and are leaves or floats.
///
/// # Safety
/// As [`richcompare`].
#[inline]
unsafe fn truth(
    table: &Table,
    left: *mut PyObject,
    right: *mut PyObject,
    op: c_int,
) -> Option<bool> {
    let equality = op == py_ffi::Py_EQ || op == py_ffi::Py_NE;
    let on = if equality {
        table.options.eq
    } else {
        table.options.order
    };
    // SAFETY: as the caller says: live objects, and the thread is attached.
    unsafe {
        let one_class = py_ffi::Py_TYPE(left) == py_ffi::Py_TYPE(right);
        if !on || !table.whole || !one_class || left == right {
            return None;
        }
        #[cfg(not(Py_GIL_DISABLED))]
        if table.packed {
            let (left, right) = (table.slots(left), table.slots(right));
            for index in 0..table.fields.len() {
                let (left, right) = (*left.add(index), *right.add(index));
                if left.is_null() || right.is_null() {
                    return None;
                }
                if left == right {
                    continue;
                }
                let order = leaf::compare(left, right)?;
                if order != Some(Ordering::Equal) {
                    return Some(decide(order, op));
                }
            }
            return Some(decide(Some(Ordering::Equal), op));
        }
        #[cfg(target_pointer_width = "64")]
        if table.floats {
            let (left, right) = (table.slots(left), table.slots(right));
            for index in 0..table.fields.len() {
                let left = read::<f64>(left.add(index).cast());
                let right = read::<f64>(right.add(index).cast());
                if left != right {
                    return Some(decide(left.partial_cmp(&right), op));
                }
            }
            return Some(decide(Some(Ordering::Equal), op));
        }
    }
    None
}

/// [`richcompare`] of any record. Not inlined: the quick way needs no room on the stack.
///
/// # Safety
/// As [`richcompare`].
#[inline(never)]
pub(crate) unsafe extern "C" fn any_richcompare(
    table: &'static Table,
    left: *mut PyObject,
    right: *mut PyObject,
    op: c_int,
) -> *mut PyObject {
    // SAFETY: as the caller says.
    unsafe {
        enter(|py| {
            let (left, right) = (Borrowed::from_ptr(py, left), Borrowed::from_ptr(py, right));
            let answer = match compare(table, &left, &right, op)? {
                Some(truth) => pyo3::types::PyBool::new(py, truth).to_owned().into_any(),
                None => py.NotImplemented().into_bound(py),
            };
            Ok(answer.into_ptr())
        })
    }
}

/// `tp_richcompare` where the user wrote `__eq__`, `__lt__`, ...: that answer counts. Ours is asked only if theirs is
/// `NotImplemented`, as it is for every operator they did not write.
pub(crate) unsafe extern "C" fn richcompare_by_user(
    table: &'static Table,
    left: *mut PyObject,
    right: *mut PyObject,
    op: c_int,
) -> *mut PyObject {
    // SAFETY: as above.
    unsafe {
        let state = table.state.get(Python::assume_attached());
        if let Some(own) = state.and_then(|state| state.own_compare) {
            let answer = own(left, right, op);
            if answer != py_ffi::Py_NotImplemented() {
                return answer;
            }
            py_ffi::Py_DECREF(answer);
        }
        richcompare(table, left, right, op)
    }
}

/// The answer; `None`: not for us to say.
///
/// # Safety
/// `left` is a record of the class of `table`.
unsafe fn compare(
    table: &Table,
    left: &Bound<'_, PyAny>,
    right: &Bound<'_, PyAny>,
    op: c_int,
) -> PyResult<Option<bool>> {
    let equality = op == py_ffi::Py_EQ || op == py_ffi::Py_NE;
    let on = if equality {
        table.options.eq
    } else {
        table.options.order
    };
    if !on || !left.get_type().is(right.get_type()) {
        return Ok(None);
    }
    // Its values are identical, so equal: also a NaN, which a tuple would find by its address.
    if left.is(right) {
        return Ok(Some(decide(Some(Ordering::Equal), op)));
    }
    // Only a value that is asked can lead back here.
    let mut deeper = None;
    for field in table.fields.iter().filter(|field| field.role.compare) {
        // SAFETY: both are records of this class (same type): Ops 1 and 2.
        let native = unsafe {
            let (a, b) = (
                table.at(left.as_ptr(), field),
                table.at(right.as_ptr(), field),
            );
            match field.ops.kind {
                #[cfg(target_pointer_width = "64")]
                Kind::F64 => Some(read::<f64>(a).partial_cmp(&read::<f64>(b))),
                _ => field.ops.compare.map(|compare| compare(a, b)),
            }
        };
        if let Some(order) = native {
            if order != Some(Ordering::Equal) {
                return Ok(Some(decide(order, op)));
            }
            continue;
        }
        // SAFETY: as the caller says.
        if let Some(order) = unsafe { leaves(table, field, left, right) } {
            if order != Some(Ordering::Equal) {
                return Ok(Some(decide(order, op)));
            }
            continue;
        }
        // SAFETY: as the caller says.
        let (a, b) = unsafe { (value(table, field, left)?, value(table, field, right)?) };
        if deeper.is_none() {
            deeper = Some(Deeper::guarded(left.py())?);
        }
        // SAFETY: live objects, held by us whatever their `__eq__` does to the records.
        let equal =
            unsafe { py_ffi::PyObject_RichCompareBool(a.as_ptr(), b.as_ptr(), py_ffi::Py_EQ) };
        if equal < 0 {
            return Err(PyErr::fetch(left.py()));
        }
        if equal == 0 {
            if equality {
                return Ok(Some(op == py_ffi::Py_NE));
            }
            // SAFETY: as above.
            let answer = unsafe { py_ffi::PyObject_RichCompareBool(a.as_ptr(), b.as_ptr(), op) };
            return if answer < 0 {
                Err(PyErr::fetch(left.py()))
            } else {
                Ok(Some(answer == 1))
            };
        }
    }
    Ok(Some(decide(Some(Ordering::Equal), op)))
}

/// How an object field of two records compares, if nobody's code is needed to tell: identical values are
/// equal, whatever they are.
///
/// # Safety
/// Records of the class of `table`, and a row of it.
#[cfg(not(Py_GIL_DISABLED))]
#[inline]
unsafe fn leaves(
    table: &Table,
    field: &Field,
    left: &Bound<'_, PyAny>,
    right: &Bound<'_, PyAny>,
) -> Option<Option<Ordering>> {
    if field.ops.kind != Kind::Object {
        return None;
    }
    // SAFETY: as the caller says. With the GIL, and without running code, the slots keep what they hold.
    unsafe {
        let left = *table.at(left.as_ptr(), field).cast::<*mut PyObject>();
        let right = *table.at(right.as_ptr(), field).cast::<*mut PyObject>();
        if left.is_null() || right.is_null() {
            return None;
        }
        if left == right {
            return Some(Some(Ordering::Equal));
        }
        leaf::compare(left, right)
    }
}

/// Without the GIL a slot may change while it is looked at.
///
/// # Safety
/// None.
#[cfg(Py_GIL_DISABLED)]
unsafe fn leaves(
    _: &Table,
    _: &Field,
    _: &Bound<'_, PyAny>,
    _: &Bound<'_, PyAny>,
) -> Option<Option<Ordering>> {
    None
}

/// What an operator says of two values in that order; unordered (NaN): only `!=` holds.
pub(crate) fn decide(order: Option<Ordering>, op: c_int) -> bool {
    match op {
        py_ffi::Py_EQ => order == Some(Ordering::Equal),
        py_ffi::Py_NE => order != Some(Ordering::Equal),
        py_ffi::Py_LT => order == Some(Ordering::Less),
        py_ffi::Py_GT => order == Some(Ordering::Greater),
        py_ffi::Py_LE => matches!(order, Some(Ordering::Less | Ordering::Equal)),
        _ => matches!(order, Some(Ordering::Greater | Ordering::Equal)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_nan_is_only_unequal() {
        for op in [
            py_ffi::Py_EQ,
            py_ffi::Py_LT,
            py_ffi::Py_GT,
            py_ffi::Py_LE,
            py_ffi::Py_GE,
        ] {
            assert!(!decide(None, op));
        }
        assert!(decide(None, py_ffi::Py_NE));
    }
}
