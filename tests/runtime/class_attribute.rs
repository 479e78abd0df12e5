//! A class attribute that holds an instance of its own class. Class attributes have no order: such an
//! instance may be older than the finished class.

use crate::help::python;
use pyo3::prelude::*;
use recordclass::recordclass;

macro_rules! with_origin {
    ($name:ident, $before:literal) => {
        /// Two blocks of methods: whichever PyO3 sees first.
        #[recordclass]
        struct $name {
            x: f64,
            next: Option<Py<PyAny>>,
        }

        #[pymethods]
        impl $name {
            #[classattr]
            #[pyo3(name = $before)]
            fn first(py: Python<'_>) -> PyResult<Py<Self>> {
                Py::new(py, Self::new(1.0, None))
            }
        }

        #[pymethods]
        impl $name {
            #[classattr]
            #[pyo3(name = "MIDDLE")]
            fn middle() -> Self {
                Self::new(2.0, None)
            }
            /// One that does not live in the type's dict.
            #[classattr]
            #[pyo3(name = "LIST")]
            fn list(py: Python<'_>) -> PyResult<Vec<Py<Self>>> {
                Ok(vec![Py::new(py, Self::new(3.0, None))?])
            }
        }
    };
}

with_origin!(Early, "AAA");
with_origin!(Late, "ZZZ");

const USE: &str = r#"
import gc, sys
first = getattr(cls, name)
assert type(first) is cls and first.x == 1.0 and cls.MIDDLE.x == 2.0
assert first == cls(1.0, None)
assert repr(first).endswith("(x=1.0, next=None)"), repr(first)

# They can be changed, refer to others, be collected: nothing breaks.
first.next = [first]
gc.collect()

# One that is let go, whichever memory it came from, is not given out again at a wrong address.
loose = cls.LIST.pop()
loose.next = None
size, address = sys.getsizeof(cls(1.0, None)), id(loose)
del loose
new = [cls(float(i), i) for i in range(10_000)]
assert all(r.x == i and r.next == i for i, r in enumerate(new))
overlapping = [r for r in new if id(r) != address and abs(id(r) - address) < size]
assert not overlapping, "an object was made in the middle of another's memory"
del new
gc.collect()
assert cls.MIDDLE == cls(2.0, None)
"#;

#[test]
fn it_works_in_every_order() {
    Python::attach(|py| {
        let (cls, name) = (py.get_type::<Early>(), "AAA");
        python!(py, cls name, USE);
        let (cls, name) = (py.get_type::<Late>(), "ZZZ");
        python!(py, cls name, USE);
    });
}

#[recordclass]
struct DropsIt {
    x: f64,
}

#[pymethods]
impl DropsIt {
    /// Made and gone before anybody sees the class.
    #[classattr]
    #[pyo3(name = "SUM")]
    fn sum(py: Python<'_>) -> PyResult<f64> {
        let (a, b) = (Py::new(py, Self::new(1.0))?, Py::new(py, Self::new(2.0))?);
        Ok(a.get().x.get() + b.get().x.get())
    }
}

#[test]
fn an_instance_may_die_while_the_class_is_made() {
    Python::attach(|py| {
        let cls = py.get_type::<DropsIt>();
        python!(py, cls, "assert cls.SUM == 3.0 and cls(1.0).x == 1.0");
    });
}

#[recordclass(gc)]
struct Collected {
    next: Option<Py<PyAny>>,
}

#[pymethods]
impl Collected {
    #[classattr]
    #[pyo3(name = "ROOT")]
    fn root() -> Self {
        Self::new(None)
    }
}

#[test]
fn it_works_in_a_gc_record() {
    Python::attach(|py| {
        let cls = py.get_type::<Collected>();
        python!(
            py,
            cls,
            r#"
            import gc
            cls.ROOT.next = cls.ROOT
            gc.collect()
            assert cls.ROOT.next is cls.ROOT
            "#
        );
    });
}
