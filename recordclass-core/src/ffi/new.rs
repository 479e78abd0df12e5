//! New objects of CPython's own types. PyO3's constructors of these panic where memory runs out; here that is a
//! `MemoryError`.

use pyo3::ffi;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyInt, PyList, PyString, PyTuple};

pub(crate) fn dict(py: Python<'_>) -> PyResult<Bound<'_, PyDict>> {
    // SAFETY: attached; the result is new, a dict, or an error.
    unsafe {
        Bound::from_owned_ptr_or_err(py, ffi::PyDict_New()).map(|new| new.cast_into_unchecked())
    }
}

pub(crate) fn list(py: Python<'_>) -> PyResult<Bound<'_, PyList>> {
    // SAFETY: attached; the result is new, a list, or an error.
    unsafe {
        Bound::from_owned_ptr_or_err(py, ffi::PyList_New(0)).map(|new| new.cast_into_unchecked())
    }
}

pub(crate) fn text<'py>(py: Python<'py>, text: &str) -> PyResult<Bound<'py, PyString>> {
    // SAFETY: attached; UTF-8 of that length, which is no longer than an isize; the result is new, a str, or an error.
    unsafe {
        let length = text.len() as ffi::Py_ssize_t;
        let new = ffi::PyUnicode_FromStringAndSize(text.as_ptr().cast(), length);
        Bound::from_owned_ptr_or_err(py, new).map(|new| new.cast_into_unchecked())
    }
}

/// A text of which there is one object only, as of the names of attributes.
pub(crate) fn interned<'py>(
    py: Python<'py>,
    text: &std::ffi::CStr,
) -> PyResult<Bound<'py, PyString>> {
    // SAFETY: attached; a NUL-terminated text; the result is new, a str, or an error.
    unsafe {
        let new = ffi::PyUnicode_InternFromString(text.as_ptr());
        Bound::from_owned_ptr_or_err(py, new).map(|new| new.cast_into_unchecked())
    }
}

/// A text for ever: of those that are equal, the interpreter keeps one object.
pub(crate) fn interned_text<'py>(py: Python<'py>, content: &str) -> PyResult<Bound<'py, PyString>> {
    let mut object = text(py, content)?.into_ptr();
    // SAFETY: attached; a `str` of our own, for which the one that is kept may come in its place. Nothing fails.
    unsafe {
        ffi::PyUnicode_InternInPlace(&raw mut object);
        Ok(Bound::from_owned_ptr(py, object).cast_into_unchecked())
    }
}

pub(crate) fn int(py: Python<'_>, number: usize) -> PyResult<Bound<'_, PyInt>> {
    // SAFETY: attached; the result is new, an int, or an error.
    unsafe {
        Bound::from_owned_ptr_or_err(py, ffi::PyLong_FromSize_t(number))
            .map(|new| new.cast_into_unchecked())
    }
}

/// A tuple of what an iterable gives.
pub(crate) fn tuple_from<'py>(iterable: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyTuple>> {
    // SAFETY: a live object; the result is new, a tuple, or an error.
    unsafe {
        Bound::from_owned_ptr_or_err(iterable.py(), ffi::PySequence_Tuple(iterable.as_ptr()))
            .map(|new| new.cast_into_unchecked())
    }
}

/// A tuple of strings.
pub(crate) fn tuple_of_text<'py, 'a>(
    py: Python<'py>,
    texts: impl Iterator<Item = &'a str>,
) -> PyResult<Bound<'py, PyTuple>> {
    let texts: Vec<_> = texts
        .map(|part| text(py, part).map(Bound::into_any))
        .collect::<PyResult<_>>()?;
    tuple(py, texts)
}

/// A tuple that takes the references it is given.
pub(crate) fn tuple<'py>(
    py: Python<'py>,
    items: impl IntoIterator<Item = Bound<'py, PyAny>>,
) -> PyResult<Bound<'py, PyTuple>> {
    tuple_of(py, items.into_iter().collect())
}

/// [`tuple`], compiled once.
#[inline(never)]
fn tuple_of<'py>(py: Python<'py>, items: Vec<Bound<'py, PyAny>>) -> PyResult<Bound<'py, PyTuple>> {
    // SAFETY: attached; the result is new, a tuple, or an error. Each place of a tuple that nobody has seen is written once.
    unsafe {
        let new = ffi::PyTuple_New(items.len() as ffi::Py_ssize_t);
        let new = Bound::from_owned_ptr_or_err(py, new)?;
        for (index, item) in items.into_iter().enumerate() {
            ffi::PyTuple_SET_ITEM(new.as_ptr(), index as ffi::Py_ssize_t, item.into_ptr());
        }
        Ok(new.cast_into_unchecked())
    }
}
