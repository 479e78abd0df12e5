//! `extends = Base`: the fields of the base, and then one's own.

use crate::help::{basic_size, panic_of, python};
use pyo3::PyClassInitializer;
use pyo3::ffi;
use pyo3::prelude::*;
use recordclass::recordclass;

/// A point.
#[recordclass(order, subclass)]
struct Point {
    x: f64,
    y: f64,
}

#[pymethods]
impl Point {
    fn norm(&self) -> f64 {
        self.x.get().hypot(self.y.get())
    }
}

/// A point in space.
#[recordclass(extends = Point, order, subclass)]
struct Solid {
    z: f64,
}

#[recordclass(extends = Solid)]
struct Named {
    name: String,
    #[record(default = 1)]
    mass: i64,
}

#[recordclass(subclass)]
struct Byte {
    a: u8,
}

#[recordclass(extends = Byte)]
struct Bytes {
    b: u8,
}

#[recordclass(extends = Byte)]
struct Wide {
    b: i128,
}

#[recordclass(extends = Byte)]
struct Same {}

#[recordclass(frozen, subclass)]
#[derive(Clone)]
struct Key {
    a: String,
}

#[recordclass(frozen, extends = Key)]
#[derive(Clone)]
struct LongKey {
    b: Option<i64>,
}

#[recordclass(extends = Byte, instantiate(ByteAndFloat = ByteAnd<f64>, ByteAndText = ByteAnd<String>))]
struct ByteAnd<T> {
    b: T,
}

const HEAD: usize = size_of::<ffi::PyObject>();

fn solid(py: Python<'_>) -> Bound<'_, Solid> {
    Bound::new(py, Solid::new(Point::new(3.0, 4.0), 5.0)).unwrap()
}

#[test]
fn an_object_is_its_head_and_the_structs() {
    Python::attach(|py| {
        assert_eq!(basic_size::<Solid>(py), HEAD + 24);
        assert_eq!(basic_size::<Named>(py), HEAD + 24 + 16);
        assert_eq!(basic_size::<Bytes>(py), HEAD + 16);
        assert_eq!(basic_size::<Wide>(py), HEAD + 32);
        assert_eq!(basic_size::<Same>(py), HEAD + 8);
    });
}

#[test]
fn a_wide_field_is_aligned_in_every_object() {
    Python::attach(|py| {
        for number in 0..100 {
            let wide = Bound::new(py, Wide::new(Byte::new(1), number)).unwrap();
            assert_eq!(
                std::ptr::from_ref(wide.get()).addr() % align_of::<i128>(),
                0
            );
            python!(
                py,
                wide number,
                "assert (wide.a, wide.b) == (1, number) and type(wide)(2, number)[1] == number"
            );
        }
    });
}

#[test]
fn python_sees_all_fields() {
    Python::attach(|py| {
        let (point, solid) = (py.get_type::<Point>(), py.get_type::<Solid>());
        let named = py.get_type::<Named>();
        python!(
            py,
            point solid named,
            r#"
            import copy, inspect
            a = solid(1, 2, z=3)
            assert isinstance(a, point) and issubclass(named, point)
            assert (a.x, a.y, a.z) == (1.0, 2.0, 3.0) == tuple(a)
            assert repr(a) == 'Solid(x=1.0, y=2.0, z=3.0)'
            assert a == solid(1, 2, 3) != solid(1, 2, 4) and a != point(1, 2)
            assert a < solid(1, 2, 4)
            a.x, a[2] = 3, 5
            a.y = 4
            assert a.norm() == 5.0 and len(a) == 3 and a[-1] == 5.0
            assert str(inspect.signature(named)) == '(x, y, z, name, mass=1)'
            b = named(1, 2, 3, 'b')
            assert repr(b) == "Named(x=1.0, y=2.0, z=3.0, name='b', mass=1)"
            assert named.__match_args__ == ('x', 'y', 'z', 'name', 'mass')
            assert named.__record_fields__ == named.__match_args__
            assert copy.copy(b) == copy.deepcopy(b) == b.__replace__() == b
            assert 'x' not in vars(solid) and 'z' in vars(solid)
            assert solid.__doc__ == 'A point in space.'
            "#
        );
    });
}

#[test]
fn rust_makes_one_out_of_a_base_and_its_own_fields() {
    Python::attach(|py| {
        let solid = solid(py);
        assert_eq!(solid.get().z.get(), 5.0);
        assert_eq!(solid.as_super().get().x.get(), 3.0);
        assert_eq!(solid.as_super().get().norm(), 5.0);
        let initializer: PyClassInitializer<Named> =
            Named::new(Solid::new(Point::new(1.0, 2.0), 3.0), "n".to_owned(), 2);
        let named = Bound::new(py, initializer).unwrap();
        let base: &Bound<'_, Solid> = named.as_super();
        assert_eq!(base.as_super().get().y.get(), 2.0);
        assert_eq!(*named.get().name.get(&named).unwrap(), "n");
        python!(py, named, "assert tuple(named) == (1.0, 2.0, 3.0, 'n', 2)");
    });
}

#[test]
fn frozen_and_generic_structs_can_extend() {
    Python::attach(|py| {
        let (key, float) = (py.get_type::<LongKey>(), py.get_type::<ByteAndFloat>());
        let text = Bound::new(py, ByteAnd::<String>::new(Byte::new(1), "b".to_owned())).unwrap();
        python!(
            py,
            key float text,
            r#"
            assert hash(key('a', None)) == hash(('a', None)) and key('a', b=1).b == 1
            assert repr(float(1, 2)) == 'ByteAndFloat(a=1, b=2.0)'
            assert repr(text) == "ByteAndText(a=1, b='b')"
            "#
        );
        let key = Bound::new(py, LongKey::new(Key::new("a".to_owned()), None)).unwrap();
        assert_eq!(key.as_super().get().a, "a");
        assert!(key.extract::<LongKey>().unwrap().b.is_none());
    });
}

#[test]
fn a_base_takes_a_derived_record() {
    Python::attach(|py| {
        let solid = solid(py);
        let point: Bound<'_, Point> = solid.clone().into_any().cast_into().unwrap();
        point.get().x.set(6.0);
        python!(py, solid, "assert solid.x == 6.0 and solid.z == 5.0");
        let plain = Bound::new(py, Point::new(1.0, 2.0)).unwrap();
        assert!(plain.cast::<Solid>().is_err());
    });
}

/// Its class attribute makes a derived record. Which of the blocks of methods PyO3 asks first, ours or this one, is up to
/// the linker.
#[recordclass(subclass)]
struct Late {
    x: f64,
}

#[recordclass(extends = Late)]
struct AfterLate {
    y: f64,
}

#[pymethods]
impl Late {
    #[classattr]
    fn sample(py: Python<'_>) -> PyResult<Py<AfterLate>> {
        Py::new(py, AfterLate::new(Late::new(1.0), 2.0))
    }
}

#[test]
fn a_class_attribute_of_a_base_may_be_a_derived_record() {
    let made = std::panic::catch_unwind(|| Python::attach(|py| py.get_type::<Late>().unbind()));
    match made {
        Ok(late) => Python::attach(|py| {
            python!(
                py,
                late,
                "assert repr(late.sample) == 'AfterLate(x=1.0, y=2.0)'"
            );
        }),
        // The base was not finished: then it is refused, as below.
        Err(panic) => {
            let message = panic.downcast_ref::<String>().unwrap();
            assert_eq!(message, "failed to create type object for `AfterLate`");
        }
    }
}

/// Its default is looked at while the class is finished, for the signature.
#[recordclass(subclass)]
struct Early {
    #[record(default = Py::new(py, AfterEarly::new(Early::new(py.None()), 2.0)).unwrap().into_any())]
    x: Py<PyAny>,
}

#[recordclass(extends = Early)]
struct AfterEarly {
    #[record(default)]
    y: f64,
}

#[test]
fn a_derived_record_is_refused_while_its_base_is_made() {
    // PyO3 prints why, and panics.
    let panic = panic_of(|| Python::attach(|py| drop(py.get_type::<Early>())));
    assert_eq!(panic, "failed to create type object for `AfterEarly`");
}
