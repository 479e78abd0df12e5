//! `instantiate`: a class for each named instantiation of a generic struct.

use crate::help::{basic_size, python};
use pyo3::prelude::*;
use recordclass::recordclass;

/// A point of some precision.
#[recordclass(order, instantiate(PointF32 = Point<f32>, PointF64 = Point<f64>))]
pub struct Point<T: Copy>
where
    T: Send,
{
    /// To the east.
    x: T,
    y: T,
    #[record(default = T::default())]
    z: T,
    #[record(default_with = Vec::<T>::new)]
    more: Vec<T>,
}

#[pymethods]
impl PointF32 {
    fn sum(&self) -> f32 {
        self.x.get() + self.y.get() + self.z.get()
    }
}

#[recordclass(frozen, instantiate(Pair = Row<i64, 2>, Triple = Row<f64, 3>))]
struct Row<T, const N: usize> {
    items: [T; N],
}

#[recordclass(gc, instantiate(ObjectBox = Boxed<Py<PyAny>>))]
struct Boxed<T> {
    inside: Option<T>,
}

#[test]
fn each_instantiation_is_a_class_of_its_own() {
    Python::attach(|py| {
        let (single, double) = (py.get_type::<PointF32>(), py.get_type::<PointF64>());
        assert_eq!(basic_size::<PointF32>(py) + 8, basic_size::<PointF64>(py));
        python!(py, single double, "
            assert (single.__name__, double.__name__) == ('PointF32', 'PointF64')
            assert single.__doc__ == 'A point of some precision.' and single.x.__doc__ == 'To the east.'
            assert repr(single(0.1, 2)) == 'PointF32(x=0.10000000149011612, y=2.0, z=0.0, more=[])'
            assert repr(double(0.1, 2, more=[3])) == 'PointF64(x=0.1, y=2.0, z=0.0, more=[3.0])'
            assert single(1, 2) != double(1, 2) and double(1, 2) < double(1, 3)
            assert single(1, 2, 3).sum() == 6.0 and not hasattr(double, 'sum')
        ");
    });
}

#[test]
fn the_generic_name_leads_to_the_class() {
    let point: Point<f64> = Point::<f64>::new(1.0, 2.0, 3.0, vec![]);
    let same: PointF64 = point;
    assert_eq!(same.z.get().to_bits(), 3.0_f64.to_bits());
}

#[test]
fn const_parameters_are_replaced_too() {
    Python::attach(|py| {
        let (pair, triple) = (py.get_type::<Pair>(), py.get_type::<Triple>());
        assert_eq!(Pair::new([1, 2]).items, [1, 2]);
        python!(py, pair triple, "
            assert repr(pair([1, 2])) == 'Pair(items=[1, 2])' and repr(triple([1, 2, 3])) == 'Triple(items=[1.0, 2.0, 3.0])'
            try: pair([1, 2, 3])
            except ValueError as error: assert 'Pair.items' in str(error), error
            else: assert False
        ");
    });
}

#[test]
fn objects_of_an_instantiation_are_collected() {
    Python::attach(|py| {
        let kind = py.get_type::<ObjectBox>();
        python!(
            py,
            kind,
            "
            import gc, weakref
            class Other: pass
            other = Other()
            other.box = kind(other)
            gone = weakref.ref(other)
            del other
            gc.collect()
            assert gone() is None
        "
        );
    });
}
