//! Native slots: an atomic in the record, read and written on any thread, attached or not.

use pyo3::prelude::*;
use recordclass::recordclass;
use std::thread;

#[recordclass]
struct Natives {
    flag: bool,
    letter: char,
    byte: u8,
    short: i16,
    word: u32,
    long: i64,
    size: usize,
    single: f32,
    double: f64,
}

fn natives() -> Natives {
    Natives::new(true, 'ß', 255, -2, 3, i64::MIN, 5, 0.5, f64::MAX)
}

#[test]
fn every_width_is_kept_exactly() {
    Python::attach(|py| {
        let record = Py::new(py, natives()).unwrap();
        let it = record.get();
        assert!(it.flag.get());
        assert_eq!(it.letter.get(), 'ß');
        assert_eq!((it.byte.get(), it.short.get(), it.word.get()), (255, -2, 3));
        assert_eq!((it.long.get(), it.size.get()), (i64::MIN, 5));
        assert_eq!((it.single.get(), it.double.get()), (0.5, f64::MAX));
        let object = record.bind(py);
        let letter: String = object.getattr("letter").unwrap().extract().unwrap();
        assert_eq!(letter, "ß");
        let long: i64 = object.getattr("long").unwrap().extract().unwrap();
        assert_eq!(long, i64::MIN);
    });
}

#[test]
fn python_and_rust_see_each_others_writes() {
    Python::attach(|py| {
        let record = Bound::new(py, natives()).unwrap();
        record.setattr("word", 77).unwrap();
        assert_eq!(record.get().word.get(), 77);
        record.get().letter.set('x');
        assert_eq!(record.getattr("letter").unwrap().to_string(), "x");
    });
}

#[test]
fn a_slot_exists_before_the_object_does() {
    let free = natives();
    free.double.set(1.5);
    assert_eq!(free.double.get(), 1.5);
}

#[test]
fn threads_write_without_being_attached() {
    let record = Python::attach(|py| Py::new(py, natives()).unwrap());
    let shared = &record;
    thread::scope(|scope| {
        for worker in 0..4_u32 {
            scope.spawn(move || {
                // `Py::get` of a frozen class asks for no token.
                for round in 0..1000 {
                    shared.get().word.set(worker * 1000 + round);
                    let seen = shared.get().word.get();
                    assert!(seen < 4000, "a torn or foreign value: {seen}");
                }
            });
        }
    });
    let last = record.get().word.get();
    assert_eq!(last % 1000, 999, "the last write of some thread stands");
}
