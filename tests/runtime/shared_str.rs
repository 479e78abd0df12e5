//! `SharedStr`: text that is kept once, in records and in rows, from Rust.

use pyo3::prelude::*;
use pyo3::types::PyDict;
use recordclass::array::{Array, ArrayMethods, Nullable, TextNumber};
use recordclass::{SharedStr, recordclass};

#[recordclass(array, serde)]
struct Measurement {
    sensor: SharedStr,
    #[record(frozen)]
    unit: SharedStr,
    #[record(default)]
    note: Option<SharedStr>,
}

fn shared(text: &str) -> SharedStr {
    SharedStr::new(text).unwrap()
}

#[test]
fn a_slot_holds_the_number() {
    assert_eq!(size_of::<Measurement>(), 4 + 4 + 8);
    Python::attach(|py| {
        let record = Measurement::new(shared("north"), "m".try_into().unwrap(), None);
        let record = Bound::new(py, record).unwrap();
        assert_eq!(record.get().sensor.get(&record), "north");
        assert_eq!(record.get().unit, "m");
        record.get().sensor.set(&record, "söuth".parse().unwrap());
        let seen = record.getattr("sensor").unwrap();
        assert_eq!(seen.extract::<String>().unwrap(), "söuth");
        assert!(seen.is(shared("söuth").into_pyobject(py).unwrap()));
        record.setattr("note", "short").unwrap();
        let note = record.get().note.get(&record);
        assert_eq!(note.map(SharedStr::as_str), Some("short"));
        let text: &'static str = note.unwrap().into();
        assert!(std::ptr::eq(text, shared("short").as_str()));
    });
}

#[test]
fn a_row_holds_the_same_number() {
    assert_eq!(size_of::<MeasurementRow>(), 4 + 4 + 8);
    let row = MeasurementRow::new(shared("b"), shared("m"), Some(shared("n")));
    assert_eq!(row.sensor.get(), Some(shared("b")));
    assert_eq!(row.sensor, TextNumber::from(shared("b")));
    assert_eq!(row.note, Nullable::<TextNumber>::from(Some(shared("n"))));
    assert_eq!(
        format!("{row:?}"),
        "MeasurementRow { sensor: \"b\", unit: \"m\", note: Some(\"n\") }"
    );
    assert_eq!(TextNumber::default().get(), Some(shared("")));
}

#[test]
fn threads_meet_texts_with_the_interpreter_detached() {
    Python::attach(|py| {
        let rows: Array<Measurement> = (0..1000)
            .map(|nth| MeasurementRow::new(shared(&format!("{}", nth % 7)), shared("m"), None))
            .collect();
        let array = rows.into_pyobject(py).unwrap();
        let mut rows = array.rows_mut().unwrap();
        py.detach(|| {
            std::thread::scope(|scope| {
                for part in rows.chunks_mut(250) {
                    scope.spawn(move || {
                        for row in part {
                            let sensor = row.sensor.get().unwrap();
                            row.sensor = shared(&format!("sensor {sensor}")).into();
                        }
                    });
                }
            });
        });
        drop(rows);
        let seen = array.getattr("sensor").unwrap().get_item(9).unwrap();
        assert_eq!(seen.extract::<String>().unwrap(), "sensor 2");
    });
}

#[test]
fn rust_sees_numbers_of_others_for_what_they_are() {
    Python::attach(|py| {
        let row = MeasurementRow::new(shared("a"), shared("m"), None);
        let rows: Array<Measurement> = [row; 2].into_iter().collect();
        let array = rows.into_pyobject(py).unwrap();
        let names = PyDict::new(py);
        names.set_item("a", &array).unwrap();
        py.run(
            c"
assert a[0].sensor == 'a'
memoryview(a.sensor)[1] = 2**32 - 1
a.note[1] = 'there'
",
            Some(&names),
            None,
        )
        .unwrap();
        let rows = array.rows().unwrap();
        assert_eq!(rows[1].sensor.get(), None);
        assert_eq!(format!("{:?}", rows[1].sensor), "TextNumber(4294967295)");
        let note = rows[1].note.get().and_then(TextNumber::get);
        assert_eq!(note, Some(shared("there")));
    });
}

#[test]
fn serde_has_it_as_text() {
    let text = r#"{"sensor":"é","unit":"m","note":null}"#;
    let record: Measurement = serde_json::from_str(text).unwrap();
    assert_eq!(serde_json::to_string(&record).unwrap(), text);
    assert!(serde_json::from_str::<Measurement>(r#"{"sensor":5,"unit":"m"}"#).is_err());
}
