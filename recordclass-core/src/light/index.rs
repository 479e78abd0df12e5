//! What stands in square brackets: an index or a slice, as CPython's own sequences take them.

use crate::errors::{raise, type_name};
use crate::ffi::{PyObject, small_int};
use pyo3::exceptions::{PyIndexError, PyTypeError};
use pyo3::ffi as py_ffi;
use pyo3::prelude::*;

/// A slice as it was written, its `None`s filled in. The step is not 0.
#[derive(Clone, Copy)]
pub(crate) struct Slice {
    start: isize,
    stop: isize,
    step: isize,
}

/// The part of a sequence that a slice means.
#[derive(Clone, Copy)]
pub(crate) struct Span {
    pub(crate) start: usize,
    /// Not before `start` where the step is 1.
    pub(crate) stop: usize,
    pub(crate) step: isize,
    pub(crate) count: usize,
}

/// The value of a small exact int: what most keys are.
///
/// # Safety
/// A live object, and the thread is attached; the types have been made, which checks how ints are stored.
#[inline]
pub(crate) unsafe fn quick(key: *mut PyObject) -> Option<isize> {
    // SAFETY: as the caller says.
    unsafe {
        if py_ffi::PyLong_CheckExact(key) == 0 {
            return None;
        }
        small_int(key).and_then(|index| isize::try_from(index).ok())
    }
}

/// The index that a key means, as it was written: negative, or out of range, it may be. Runs its `__index__`.
///
/// # Errors
/// `TypeError` for what is no integer, `IndexError` for one that does not fit.
///
/// # Safety
/// A live object, and the thread is attached.
pub(crate) unsafe fn index(py: Python<'_>, key: *mut PyObject, name: &str) -> PyResult<isize> {
    // SAFETY: as the caller says; -1 may be an error.
    unsafe {
        if py_ffi::PyIndex_Check(key) == 0 {
            let got = type_name(&Borrowed::from_ptr(py, key));
            return Err(raise::<PyTypeError>(format!(
                "{name} indices must be integers or slices, not {got}"
            )));
        }
        let index = py_ffi::PyNumber_AsSsize_t(key, py_ffi::PyExc_IndexError);
        if index == -1 && !py_ffi::PyErr_Occurred().is_null() {
            return Err(PyErr::fetch(py));
        }
        Ok(index)
    }
}

impl Slice {
    /// Whether a key is a slice.
    ///
    /// # Safety
    /// A live object.
    #[inline]
    pub(crate) unsafe fn is(key: *mut PyObject) -> bool {
        // SAFETY: as the caller says.
        unsafe { py_ffi::PySlice_Check(key) != 0 }
    }

    /// Reads a slice. Runs the `__index__` of what is in it.
    ///
    /// # Errors
    /// `TypeError` for what is no integer, `ValueError` for a step of 0.
    ///
    /// # Safety
    /// A slice, and the thread is attached.
    #[inline]
    pub(crate) unsafe fn read(py: Python<'_>, key: *mut PyObject) -> PyResult<Slice> {
        // SAFETY: as the caller says.
        if let Some(slice) = unsafe { Self::quick(key) } {
            return Ok(slice);
        }
        let (mut start, mut stop, mut step) = (0, 0, 0);
        // SAFETY: as the caller says.
        if unsafe { py_ffi::PySlice_Unpack(key, &mut start, &mut stop, &mut step) } < 0 {
            return Err(PyErr::fetch(py));
        }
        Ok(Slice { start, stop, step })
    }

    /// A slice of small ints and `None`s, without a step, as most are; `None` for all else. Runs nothing.
    ///
    /// # Safety
    /// A live object, and the thread is attached; as [`quick`].
    #[inline]
    pub(crate) unsafe fn quick(key: *mut PyObject) -> Option<Slice> {
        // SAFETY: as the caller says; a slice never changes.
        unsafe {
            if !Self::is(key) {
                return None;
            }
            let slice = key.cast::<py_ffi::PySliceObject>();
            let bound = |value: *mut PyObject, open: isize| {
                if value == py_ffi::Py_None() {
                    Some(open)
                } else {
                    quick(value)
                }
            };
            if (*slice).step != py_ffi::Py_None() {
                return None;
            }
            Some(Slice {
                start: bound((*slice).start, 0)?,
                stop: bound((*slice).stop, isize::MAX)?,
                step: 1,
            })
        }
    }

    /// The part of a sequence of that length.
    #[inline]
    pub(crate) fn of(self, length: usize) -> Span {
        if self.step != 1 {
            return self.of_step(length);
        }
        let place = |bound: isize| {
            let bound = if bound < 0 {
                bound.saturating_add_unsigned(length).max(0)
            } else {
                bound
            };
            length.min(bound as usize)
        };
        let start = place(self.start);
        let stop = start.max(place(self.stop));
        Span {
            start,
            stop,
            step: 1,
            count: stop - start,
        }
    }

    fn of_step(self, length: usize) -> Span {
        let Slice {
            mut start,
            mut stop,
            step,
        } = self;
        // SAFETY: pure arithmetic, on a step that is not 0.
        let count = unsafe {
            py_ffi::PySlice_AdjustIndices(length as isize, &mut start, &mut stop, step) as usize
        };
        // A start of -1 or a stop of -1 is one before the first, where a negative step ends: nothing is there
        // then, or the count says all.
        let start = start.max(0) as usize;
        Span {
            start,
            stop: start.max(stop.max(0) as usize),
            step,
            count,
        }
    }

    pub(crate) fn step(self) -> isize {
        self.step
    }
}

impl Span {
    /// The indices, in the order of the slice.
    pub(crate) fn indices(self) -> impl Iterator<Item = usize> {
        (0..self.count).map(move |nth| self.start.wrapping_add_signed(nth as isize * self.step))
    }
}

/// The index of an item, if there is one.
#[inline]
pub(crate) fn within(index: isize, length: usize) -> Option<usize> {
    let from_start = if index < 0 { length } else { 0 };
    // What is still negative is too large a number then.
    let index = (index as usize).wrapping_add(from_start);
    (index < length).then_some(index)
}

#[cold]
pub(crate) fn out_of_range(name: &str, what: &str) -> PyErr {
    raise::<PyIndexError>(format!("{name} {what} out of range"))
}

/// One bound of `index(value, start, stop)`: any integer, cut to what fits.
///
/// # Safety
/// A live object, and the thread is attached. Runs its `__index__`.
pub(crate) unsafe fn bound(py: Python<'_>, value: *mut PyObject) -> PyResult<isize> {
    // SAFETY: as the caller says; NULL for the exception: a number that does not fit is cut.
    unsafe {
        if py_ffi::PyIndex_Check(value) == 0 {
            return Err(raise::<PyTypeError>(
                "slice indices must be integers or have an __index__ method",
            ));
        }
        let index = py_ffi::PyNumber_AsSsize_t(value, std::ptr::null_mut());
        if index == -1 && !py_ffi::PyErr_Occurred().is_null() {
            return Err(PyErr::fetch(py));
        }
        Ok(index)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BOUNDS: [isize; 11] = [
        isize::MIN,
        isize::MIN + 1,
        -6,
        -5,
        -1,
        0,
        1,
        4,
        5,
        isize::MAX - 1,
        isize::MAX,
    ];

    #[test]
    fn an_index_counts_from_either_end() {
        for length in [0, 1, 5, isize::MAX as usize] {
            for index in BOUNDS {
                let wide = index as i128 + if index < 0 { length as i128 } else { 0 };
                let wanted = usize::try_from(wide).ok().filter(|&index| index < length);
                assert_eq!(within(index, length), wanted, "{index} of {length}");
            }
        }
    }

    #[test]
    fn a_slice_lies_in_its_sequence() {
        for length in [0, 1, 5] {
            for (start, stop) in BOUNDS.into_iter().flat_map(|a| BOUNDS.map(|b| (a, b))) {
                let step = 1;
                let span = Slice { start, stop, step }.of(length);
                let place = |bound: isize| {
                    let wide = bound as i128 + if bound < 0 { length as i128 } else { 0 };
                    wide.clamp(0, length as i128) as usize
                };
                let wanted: Vec<usize> = (place(start)..place(stop)).collect();
                let told = span.indices().collect::<Vec<_>>();
                assert_eq!(told, wanted, "{start}:{stop} of {length}");
                assert!(span.start <= span.stop && span.stop <= length);
                assert_eq!(span.count, span.stop - span.start);
            }
        }
    }
}
