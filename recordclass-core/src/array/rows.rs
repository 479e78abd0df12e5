//! The rows as Rust slices: [`Rows`] and [`RowsMut`] borrow those of an array object, [`Array`] owns some that no
//! object has yet.

use super::block::Block;
use super::core::Core;
use super::gather::rows_of;
use super::storage::{Pin, Use};
use super::table::{ArrayClass, Packed};
use crate::errors::raise;
use pyo3::exceptions::PyBufferError;
use pyo3::prelude::*;
use std::fmt;
use std::marker::PhantomData;
use std::ops::{Deref, DerefMut};

type Row<A> = <<A as ArrayClass>::Record as Packed>::Row;

/// What Rust code can do with an array object.
///
/// A borrow holds no reference to the interpreter: take it, detach (`Python::detach`), and work on the slice from any
/// threads. While it lives, Python code gets `BufferError` for what would disturb it.
pub trait ArrayMethods<A: ArrayClass> {
    /// The rows, to read.
    ///
    /// # Errors
    /// `BufferError` while other code may write to the rows: it holds a writable buffer of them, as numpy arrays do,
    /// or a [`RowsMut`]; where the memory is another object's; for a slice with a step, or of rows that are gone.
    fn rows(&self) -> PyResult<Rows<Row<A>>>;

    /// The rows, to read and write.
    ///
    /// # Errors
    /// As [`rows`](ArrayMethods::rows), and while any buffer or borrow of them exists; `TypeError` where the memory
    /// is read-only.
    fn rows_mut(&self) -> PyResult<RowsMut<Row<A>>>;

    /// Puts a row at the end.
    ///
    /// # Errors
    /// `BufferError` while a buffer or borrow of the rows exists, and for a slice; `MemoryError`.
    fn push(&self, row: Row<A>) -> PyResult<()>;

    /// Puts rows at the end. The iterator runs first; it may use the array.
    ///
    /// # Errors
    /// As [`push`](ArrayMethods::push).
    fn extend(&self, rows: impl IntoIterator<Item = Row<A>>) -> PyResult<()>;
}

impl<A: ArrayClass> ArrayMethods<A> for Bound<'_, A> {
    fn rows(&self) -> PyResult<Rows<Row<A>>> {
        borrow(self, Use::Shared).map(|(pin, start, len)| Rows {
            _pin: pin,
            start,
            len,
        })
    }

    fn rows_mut(&self) -> PyResult<RowsMut<Row<A>>> {
        borrow(self, Use::Exclusive).map(|(pin, start, len)| RowsMut {
            _pin: pin,
            start,
            len,
        })
    }

    fn push(&self, row: Row<A>) -> PyResult<()> {
        self.extend([row])
    }

    fn extend(&self, rows: impl IntoIterator<Item = Row<A>>) -> PyResult<()> {
        let block = Block::from_vec(rows.into_iter().collect::<Vec<_>>());
        self.get().core().put_in(self.py(), block)
    }
}

/// The pin, the first row, and the number of rows.
fn borrow<A: ArrayClass>(array: &Bound<'_, A>, used: Use) -> PyResult<(Pin, *mut Row<A>, usize)> {
    let core = array.get().core();
    let pin = core.pin(array.py(), used)?;
    let (start, len) = match core.window {
        None => (0, pin.len),
        Some(window) if window.len == 0 => (0, 0),
        Some(window) if window.step == 1 || window.len == 1 => (window.start, window.len),
        Some(_) => {
            let name = core.table.name;
            return Err(raise::<PyBufferError>(format!(
                "a slice of a {name} with a step is no Rust slice: borrow a copy of it"
            )));
        }
    };
    // SAFETY: `pin` has checked that the window's rows are there.
    let first = unsafe { pin.start.cast::<Row<A>>().add(start) };
    Ok((pin, first, len))
}

macro_rules! borrowed {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        pub struct $name<R> {
            _pin: Pin,
            start: *mut R,
            len: usize,
        }

        // SAFETY: it is a slice of `R`, which no one else writes to; the pin may be dropped on any thread.
        unsafe impl<R: Send + Sync> Send for $name<R> {}
        // SAFETY: as above.
        unsafe impl<R: Send + Sync> Sync for $name<R> {}

        impl<R> Deref for $name<R> {
            type Target = [R];
            fn deref(&self) -> &[R] {
                // SAFETY: the pin keeps the rows there, and everybody else from writing; Packed 2: they are `R`s, of
                // any bits. The pointer is aligned and not NULL: invariant 1 of `block`.
                unsafe { std::slice::from_raw_parts(self.start, self.len) }
            }
        }

        impl<R: fmt::Debug> fmt::Debug for $name<R> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.deref().fmt(f)
            }
        }
    };
}

borrowed! {
    /// The rows of an array, borrowed to read: a slice.
    Rows
}
borrowed! {
    /// The rows of an array, borrowed to write: a mutable slice.
    RowsMut
}

impl<R> DerefMut for RowsMut<R> {
    fn deref_mut(&mut self) -> &mut [R] {
        // SAFETY: as `deref`; the pin is the only one.
        unsafe { std::slice::from_raw_parts_mut(self.start, self.len) }
    }
}

/// Rows that Rust code collects, and gives to Python without a copy: return it from a function, and Python gets a
/// `PointArray`. As a parameter it takes a copy of one, or rows of any iterable of records or tuples.
pub struct Array<T: Packed> {
    rows: Vec<T::Row>,
    record: PhantomData<fn() -> T>,
}

impl<T: Packed> Array<T> {
    /// No rows.
    #[must_use]
    pub fn new() -> Self {
        Vec::new().into()
    }

    /// The rows of an object with `__arrow_c_stream__` or `__arrow_c_array__`, as `PointArray.from_arrow` takes it.
    ///
    /// # Errors
    /// Those of `from_arrow`: the names and types of the columns must be those of the fields, and only an `Option` may be
    /// null.
    pub fn from_arrow(data: &Bound<'_, PyAny>) -> PyResult<Self> {
        data.py().get_type::<T::Array>();
        let block = super::arrow::all_rows(T::rows(), data)?;
        // SAFETY: Packed 2: rows of the table.
        Ok(unsafe { block.into_vec() }.into())
    }

    /// The rows.
    #[must_use]
    pub fn into_vec(self) -> Vec<T::Row> {
        self.rows
    }
}

impl<T: Packed> Default for Array<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T: Packed> From<Vec<T::Row>> for Array<T> {
    fn from(rows: Vec<T::Row>) -> Self {
        Array {
            rows,
            record: PhantomData,
        }
    }
}

impl<T: Packed> Deref for Array<T> {
    type Target = Vec<T::Row>;
    fn deref(&self) -> &Vec<T::Row> {
        &self.rows
    }
}

impl<T: Packed> DerefMut for Array<T> {
    fn deref_mut(&mut self) -> &mut Vec<T::Row> {
        &mut self.rows
    }
}

impl<T: Packed> FromIterator<T::Row> for Array<T> {
    fn from_iter<I: IntoIterator<Item = T::Row>>(rows: I) -> Self {
        rows.into_iter().collect::<Vec<_>>().into()
    }
}

impl<T: Packed> Extend<T::Row> for Array<T> {
    fn extend<I: IntoIterator<Item = T::Row>>(&mut self, rows: I) {
        self.rows.extend(rows);
    }
}

impl<T: Packed> IntoIterator for Array<T> {
    type Item = T::Row;
    type IntoIter = std::vec::IntoIter<T::Row>;
    fn into_iter(self) -> Self::IntoIter {
        self.rows.into_iter()
    }
}

impl<T: Packed> fmt::Debug for Array<T>
where
    T::Row: fmt::Debug,
{
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.rows.fmt(f)
    }
}

impl<'py, T: Packed> IntoPyObject<'py> for Array<T> {
    type Target = T::Array;
    type Output = Bound<'py, T::Array>;
    type Error = PyErr;
    fn into_pyobject(self, py: Python<'py>) -> PyResult<Self::Output> {
        let core = Core::new(T::rows(), Block::from_vec(self.rows));
        Bound::new(py, T::Array::around(core))
    }
}

impl<'py, T: Packed> FromPyObject<'_, 'py> for Array<T> {
    type Error = PyErr;
    fn extract(object: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        let py = object.py();
        // Records are read as the class says, so there must be one.
        py.get_type::<T::Array>();
        let block = rows_of(py, T::rows(), &object, None)?;
        // SAFETY: Packed 2: rows of the table.
        Ok(unsafe { block.into_vec() }.into())
    }
}
