//! `gc` records: what they own is shown to the collector, within containers and types of one's own too.

use crate::help::python;
use pyo3::prelude::*;
use recordclass::{Traverse, Visit, recordclass};
use std::collections::HashMap;
use std::ffi::c_int;

#[derive(FromPyObject, IntoPyObject, IntoPyObjectRef)]
struct Link {
    target: Py<PyAny>,
    weight: f64,
}

// SAFETY: visits each of its references once, and runs no Python code.
unsafe impl Traverse for Link {
    fn traverse(&self, visit: &Visit) -> c_int {
        visit.object(&self.target)
    }
}

#[recordclass(gc)]
struct Slots {
    #[record(default)]
    one: Option<Py<PyAny>>,
    #[record(default)]
    list: Vec<Py<PyAny>>,
    #[record(default)]
    nested: Option<Vec<Option<Py<PyAny>>>>,
    #[record(default)]
    map: HashMap<String, Py<PyAny>>,
    #[record(default)]
    link: Option<Link>,
    #[record(default)]
    number: f64,
}

#[recordclass(gc, frozen)]
struct Plain {
    holder: Py<PyAny>,
    list: Vec<Py<PyAny>>,
    link: Link,
}

#[recordclass]
struct Untracked {
    #[record(default)]
    one: Option<Py<PyAny>>,
}

/// A cycle through each kind of field dies; `Probe` tells.
const SLOTS: &str = r#"
import gc, weakref
class Probe: pass
def cycle(**fields):
    probe = Probe()
    record = cls(**{name: make(probe) for name, make in fields.items()})
    probe.record = record
    return weakref.ref(probe)
for field, make in {
    "one": lambda probe: probe,
    "list": lambda probe: [1, probe],
    "nested": lambda probe: [None, probe],
    "map": lambda probe: {"a": probe},
    "link": lambda probe: {"target": probe, "weight": 1.0},
}.items():
    if field == "link":
        class L:
            pass
        def make(probe, L=L):
            link = L(); link.target = probe; link.weight = 1.0
            return link
    ref = cycle(**{field: make})
    gc.collect()
    assert ref() is None, field
"#;

#[test]
fn a_cycle_through_any_field_is_collected() {
    Python::attach(|py| {
        let cls = py.get_type::<Slots>();
        python!(py, cls, SLOTS);
    });
}

#[test]
fn a_living_record_survives_the_collector() {
    Python::attach(|py| {
        let cls = py.get_type::<Slots>();
        python!(
            py,
            cls,
            r#"
            import gc
            inner = [1]
            record = cls(one=inner, list=[inner, inner], map={"a": inner, "b": inner})
            record.nested = [record, None]
            gc.collect()
            assert record.one is inner and record.list[1] is inner and record.nested[0] is record
            "#
        );
    });
}

#[test]
fn a_snapshot_taken_in_rust_keeps_what_it_holds() {
    Python::attach(|py| {
        let record = Bound::new(
            py,
            Slots::new(None, vec![], None, HashMap::new(), None, 0.0),
        )
        .unwrap();
        python!(
            py,
            record,
            "class P: pass\np = P(); p.me = record; record.list = [p]"
        );
        let snapshot = record.get().list.get(&record).unwrap();
        drop(record);
        py.run(c"import gc; gc.collect()", None, None).unwrap();
        let me = snapshot[0].getattr(py, "me").unwrap();
        assert!(me.getattr(py, "list").is_ok());
    });
}

#[test]
fn a_frozen_gc_record_is_collected_too() {
    Python::attach(|py| {
        let cls = py.get_type::<Plain>();
        python!(
            py,
            cls,
            r#"
            import gc, weakref
            class Link: weight = 1.0
            class Probe: pass
            for place in range(3):
                probe = Probe()
                link = Link()
                link.target = probe if place == 2 else None
                record = cls(probe if place == 0 else None, [probe] if place == 1 else [], link)
                probe.record, ref = record, weakref.ref(probe)
                del probe, record, link
                gc.collect()
                assert ref() is None, place
            "#
        );
    });
}

#[test]
fn a_cycle_through_a_plain_record_stays() {
    Python::attach(|py| {
        let cls = py.get_type::<Untracked>();
        python!(
            py,
            cls,
            r#"
            import gc, weakref
            class Probe: pass
            probe = Probe()
            probe.record = cls(probe)
            ref = weakref.ref(probe)
            del probe
            gc.collect()
            assert ref() is not None and not gc.is_tracked(cls())
            ref().record = None
            assert ref() is None
            "#
        );
    });
}
