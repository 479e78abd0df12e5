//! An object is its head and the struct, nothing else: sizes and offsets as the layout says.

use crate::help::python;
use crate::help::{basic_size, has_gc};
use pyo3::PyClass;
use pyo3::ffi;
use pyo3::prelude::*;
use pyo3::pyclass::boolean_struct::True;
use recordclass::recordclass;

#[recordclass]
struct Empty {}

#[recordclass]
struct OneByte {
    a: u8,
}

#[recordclass]
struct Mixed {
    a: u8,
    b: f64,
    c: u16,
}

#[recordclass]
struct Floats {
    x: f64,
    y: f64,
    z: f64,
}

#[recordclass]
struct Singles {
    x: f32,
    y: f32,
    z: f32,
}

#[recordclass]
struct Objects {
    x: Py<PyAny>,
    y: Option<Py<PyAny>>,
    z: Py<PyAny>,
}

#[recordclass]
struct Wide {
    a: u8,
    b: i128,
}

#[recordclass(frozen)]
struct FrozenWide {
    b: u128,
}

#[recordclass]
struct Text {
    a: String,
    b: Vec<u8>,
}

#[recordclass(frozen)]
struct FrozenText {
    a: String,
}

#[recordclass(gc)]
struct Tracked {
    x: f64,
}

const HEAD: usize = size_of::<ffi::PyObject>();

/// The reference that `get` gives lies where the layout says, in an object of the size that it says.
fn check<T: PyClass<Frozen = True> + Sync>(object: Bound<'_, T>, contents: usize) {
    let expected_offset = HEAD.next_multiple_of(align_of::<T>());
    let align = align_of::<T>().max(align_of::<ffi::PyObject>());
    let address = std::ptr::from_ref(object.get()).addr();
    assert_eq!(address - object.as_ptr().addr(), expected_offset);
    assert_eq!(address % align_of::<T>(), 0);
    assert_eq!(size_of::<T>(), contents);
    let expected_size = (expected_offset + contents).next_multiple_of(align);
    assert_eq!(basic_size::<T>(object.py()), expected_size);
}

#[test]
fn an_object_is_its_head_and_the_struct() {
    Python::attach(|py| {
        check(Bound::new(py, Empty::new()).unwrap(), 0);
        check(Bound::new(py, OneByte::new(1)).unwrap(), 1);
        check(Bound::new(py, Mixed::new(1, 2.0, 3)).unwrap(), 16);
        check(Bound::new(py, Floats::new(1.0, 2.0, 3.0)).unwrap(), 24);
        check(Bound::new(py, Singles::new(1.0, 2.0, 3.0)).unwrap(), 12);
        check(
            Bound::new(py, Objects::new(py.None(), None, py.None())).unwrap(),
            24,
        );
        check(Bound::new(py, Wide::new(1, 2)).unwrap(), 32);
        check(Bound::new(py, FrozenWide::new(1)).unwrap(), 16);
        check(
            Bound::new(py, Text::new(String::new(), vec![])).unwrap(),
            16,
        );
        check(
            Bound::new(py, FrozenText::new(String::new())).unwrap(),
            size_of::<String>(),
        );
        check(Bound::new(py, Tracked::new(1.0)).unwrap(), 8);
    });
}

#[test]
#[cfg(all(target_pointer_width = "64", not(Py_GIL_DISABLED)))]
fn three_fields_take_forty_bytes() {
    Python::attach(|py| {
        assert_eq!(basic_size::<Floats>(py), 40);
        assert_eq!(basic_size::<Objects>(py), 40);
        assert_eq!(basic_size::<Singles>(py), 32);
        let floats = Bound::new(py, Floats::new(1.0, 2.0, 3.0)).unwrap();
        python!(
            py,
            floats,
            r#"
            import gc, sys
            assert sys.getsizeof(floats) == 40 and not gc.is_tracked(floats)
            "#
        );
    });
}

#[test]
fn only_gc_records_have_the_flag() {
    Python::attach(|py| {
        assert!(!has_gc(&py.get_type::<Floats>()));
        assert!(!has_gc(&py.get_type::<Objects>()));
        assert!(has_gc(&py.get_type::<Tracked>()));
    });
}

#[test]
fn a_wide_field_is_aligned_in_every_object() {
    Python::attach(|py| {
        let all: Vec<_> = (0..100)
            .map(|number| Bound::new(py, Wide::new(0, number)).unwrap())
            .collect();
        for (number, object) in (0..).zip(&all) {
            assert_eq!(object.get().b.get(object), number);
            assert_eq!(
                std::ptr::from_ref(object.get()).addr() % align_of::<i128>(),
                0
            );
        }
    });
}
