//! Loops in Rust: objects made there, and a field summed up there. For classes that are not of this module both go
//! through Python's own calls, as they would in any Rust program.

use crate::ours::{
    Floats, FreeFloats, FreeObjects, FreeObjects8, FrozenFloats, FrozenInts, FrozenObjects,
    FrozenObjects8, GcObjects, GcObjects8, Ints, Objects, Objects8,
};
use crate::plain::{FrozenPlainObjects, FrozenPlainObjects8, PlainObjects, PlainObjects8};
use crate::plain_native::{FrozenPlainFloats, FrozenPlainInts, PlainFloats, PlainInts};
use pyo3::PyClass;
use pyo3::prelude::*;
use pyo3::types::{PyList, PyTuple, PyType};

/// A class that Rust makes objects of without a call of Python's, and whose first field Rust reads.
trait Known: PyClass + Into<PyClassInitializer<Self>> {
    type Values;
    fn values(values: &Bound<'_, PyTuple>) -> PyResult<Self::Values>;
    fn make(py: Python<'_>, values: &Self::Values) -> Self;
    fn first(record: &Bound<'_, Self>) -> PyResult<f64>;
}

fn array<const N: usize>(values: &Bound<'_, PyTuple>) -> PyResult<[Py<PyAny>; N]> {
    values.extract()
}

macro_rules! known {
    (objects $name:ident[$count:literal], $make:expr, $first:expr) => {
        impl Known for $name {
            type Values = [Py<PyAny>; $count];
            fn values(values: &Bound<'_, PyTuple>) -> PyResult<Self::Values> {
                array(values)
            }
            fn make(py: Python<'_>, values: &Self::Values) -> Self {
                let make: fn(Python<'_>, &Self::Values) -> Self = $make;
                make(py, values)
            }
            fn first(record: &Bound<'_, Self>) -> PyResult<f64> {
                let first: fn(&Bound<'_, Self>) -> PyResult<f64> = $first;
                first(record)
            }
        }
    };
    (numbers $name:ident[$number:ty], $first:expr) => {
        impl Known for $name {
            type Values = ($number, $number, $number);
            fn values(values: &Bound<'_, PyTuple>) -> PyResult<Self::Values> {
                values.extract()
            }
            fn make(_: Python<'_>, &(x, y, z): &Self::Values) -> Self {
                Self::new(x, y, z)
            }
            #[allow(clippy::unnecessary_cast, reason = "for the integers")]
            fn first(record: &Bound<'_, Self>) -> PyResult<f64> {
                let first: fn(&Bound<'_, Self>) -> $number = $first;
                Ok(first(record) as f64)
            }
        }
    };
}

macro_rules! ours {
    ($($name:ident)+: $first:expr) => {$(
        known!(objects $name[3], |py, [x, y, z]| $name::new(x.clone_ref(py), y.clone_ref(py), z.clone_ref(py).into()), $first);
    )+};
}

macro_rules! ours8 {
    ($($name:ident)+: $first:expr) => {$(
        known!(objects $name[8], |py, values| {
            let [a, b, c, d, e, f, g, h] = values.each_ref().map(|value| value.clone_ref(py));
            $name::new(a, b, c, d, e, f, g, h.into())
        }, $first);
    )+};
}

ours!(Objects FreeObjects GcObjects: |record| record.get().x.get(record)?.extract(record.py()));
ours!(FrozenObjects: |record| record.get().x.extract(record.py()));
ours8!(Objects8 FreeObjects8 GcObjects8: |record| record.get().a.get(record)?.extract(record.py()));
ours8!(FrozenObjects8: |record| record.get().a.extract(record.py()));
known!(objects PlainObjects[3], PlainObjects::of, |record| record.borrow().x.extract(record.py()));
known!(objects FrozenPlainObjects[3], FrozenPlainObjects::of, |record| record.get().x.extract(record.py()));
known!(objects PlainObjects8[8], PlainObjects8::of, |record| record.borrow().a.extract(record.py()));
known!(objects FrozenPlainObjects8[8], FrozenPlainObjects8::of, |record| record.get().a.extract(record.py()));
known!(numbers Floats[f64], |record| record.get().x.get());
known!(numbers FreeFloats[f64], |record| record.get().x.get());
known!(numbers FrozenFloats[f64], |record| record.get().x);
known!(numbers Ints[i64], |record| record.get().x.get());
known!(numbers FrozenInts[i64], |record| record.get().x);
known!(numbers PlainFloats[f64], |record| record.borrow().x);
known!(numbers FrozenPlainFloats[f64], |record| record.get().x);
known!(numbers PlainInts[i64], |record| record.borrow().x);
known!(numbers FrozenPlainInts[i64], |record| record.get().x);

/// Calls a generic function for the class at hand, or says that it is none of them.
macro_rules! dispatch {
    ($class:expr, $function:ident($($argument:expr),*)) => {
        dispatch!(@ $class, $function($($argument),*):
            Objects FreeObjects FrozenObjects GcObjects Objects8 FreeObjects8 FrozenObjects8 GcObjects8
            Floats FreeFloats FrozenFloats Ints FrozenInts
            PlainObjects FrozenPlainObjects PlainObjects8 FrozenPlainObjects8
            PlainFloats FrozenPlainFloats PlainInts FrozenPlainInts)
    };
    (@ $class:expr, $function:ident $arguments:tt: $($name:ident)+) => {
        $(if $class.is($class.py().get_type::<$name>()) {
            Some(dispatch!(@call $function::<$name> $arguments))
        } else)+ {
            None
        }
    };
    (@call $function:ident::<$name:ident> ($($argument:expr),*)) => { $function::<$name>($($argument),*) };
}

/// Makes so many objects of the values, each freed before the next is made; gives back the last one.
#[pyfunction]
pub(crate) fn create<'py>(
    class: &Bound<'py, PyType>,
    values: &Bound<'py, PyTuple>,
    count: usize,
) -> PyResult<Bound<'py, PyAny>> {
    if let Some(result) = dispatch!(class, create_known(values, count)) {
        return result;
    }
    let mut last = class.call1(values)?;
    for _ in 0..count {
        drop(std::mem::replace(&mut last, class.call1(values)?));
    }
    Ok(last)
}

fn create_known<'py, T: Known>(
    values: &Bound<'py, PyTuple>,
    count: usize,
) -> PyResult<Bound<'py, PyAny>> {
    let py = values.py();
    let values = T::values(values)?;
    let mut last = Bound::new(py, T::make(py, &values))?;
    for _ in 0..count {
        last = Bound::new(py, T::make(py, &values))?;
    }
    Ok(last.into_any())
}

/// The sum of the first field, of that name, over a list of objects of one class.
#[pyfunction]
pub(crate) fn total(records: &Bound<'_, PyList>, name: &Bound<'_, PyAny>) -> PyResult<f64> {
    let class = records.get_item(0)?.get_type();
    if let Some(result) = dispatch!(class, total_known(records)) {
        return result;
    }
    let name = name.cast::<pyo3::types::PyString>()?;
    records
        .iter()
        .map(|record| record.getattr(name)?.extract::<f64>())
        .sum()
}

fn total_known<T: Known>(records: &Bound<'_, PyList>) -> PyResult<f64> {
    records
        .iter()
        .map(|record| T::first(record.cast::<T>()?))
        .sum()
}
