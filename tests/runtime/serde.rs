//! Feature `serde`: records as what serde makes of their fields.

use pyo3::prelude::*;
use pyo3::types::{PyDict, PyString};
use recordclass::recordclass;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A slot of each kind.
#[recordclass(serde)]
struct Kinds {
    native: f64,
    flag: bool,
    letter: char,
    copied: Option<i64>,
    shared: String,
    cloned: BTreeMap<String, Vec<u8>>,
    inner: Py<Inner>,
    perhaps: Option<Py<Inner>>,
    #[record(frozen)]
    fixed: Vec<String>,
    inners: Vec<Py<Inner>>,
}

#[recordclass(serde)]
struct Inner {
    value: u8,
}

const TEXT: &str = r#"{"native":1.5,"flag":true,"letter":"é","copied":null,"shared":"text","cloned":{"a":[1,2]},"inner":{"value":1},"perhaps":null,"fixed":["x"],"inners":[{"value":2},{"value":3}]}"#;

#[test]
fn every_kind_of_slot_goes_there_and_back() {
    Python::attach(|py| {
        let record: Kinds = serde_json::from_str(TEXT).unwrap();
        assert_eq!(serde_json::to_string(&record).unwrap(), TEXT);
        let record = Bound::new(py, record).unwrap();
        record.setattr("shared", "other").unwrap();
        record.setattr("copied", 7).unwrap();
        record
            .setattr("perhaps", record.getattr("inner").unwrap())
            .unwrap();
        let written = serde_json::to_string(record.get()).unwrap();
        let changed = TEXT
            .replace(r#""shared":"text""#, r#""shared":"other""#)
            .replace(r#""copied":null"#, r#""copied":7"#)
            .replace(r#""perhaps":null"#, r#""perhaps":{"value":1}"#);
        assert_eq!(written, changed);
        assert_eq!(serde_json::to_string(&record.unbind()).unwrap(), changed);
    });
}

#[test]
fn a_deleted_field_is_an_error() {
    Python::attach(|py| {
        let record: Kinds = serde_json::from_str(TEXT).unwrap();
        let record = Bound::new(py, record).unwrap();
        record.delattr("inner").unwrap();
        let error = serde_json::to_string(record.get()).unwrap_err();
        assert!(error.to_string().contains("was deleted"), "{error}");
    });
}

#[recordclass(serde, kw_only, name = "Named", rename_all = "camelCase")]
struct Settings {
    user_name: String,
    #[record(name = "from_")]
    origin: u8,
    #[record(default = 1 + 1)]
    level: i32,
    #[record(default)]
    tags: Vec<String>,
    #[record(default_with = seven)]
    seven: u64,
    #[record(default = py.version_info().major)]
    major: u8,
    #[record(skip, default = 9)]
    calls: u32,
    #[record(default = 3)]
    #[serde(skip)]
    secret: u8,
    #[record(default = 4)]
    #[serde(rename = "other", default)]
    own: u8,
    r#type: u8,
}

fn seven() -> u64 {
    7
}

#[test]
fn names_and_defaults_are_those_of_the_record() {
    Python::attach(|py| {
        let text = r#"{"userName":"me","from_":1,"type":5,"unknown":0}"#;
        let settings: Settings = serde_json::from_str(text).unwrap();
        assert_eq!(
            (settings.calls, settings.own.get(), settings.secret.get()),
            (9, 0, 3)
        );
        let settings = Bound::new(py, settings).unwrap();
        assert_eq!(
            settings.repr().unwrap(),
            "Named(userName='me', from_=1, level=2, tags=[], seven=7, major=3, secret=3, own=0, type=5)"
        );
        assert_eq!(
            serde_json::to_string(settings.get()).unwrap(),
            r#"{"userName":"me","from_":1,"level":2,"tags":[],"seven":7,"major":3,"other":0,"type":5}"#
        );
        let error = serde_json::from_str::<Settings>("{}").err().unwrap();
        assert!(
            error.to_string().contains("missing field `userName`"),
            "{error}"
        );
    });
}

/// What the derive makes of slots without our help.
#[recordclass]
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE", deny_unknown_fields)]
struct Derived {
    x: f64,
    #[serde(default)]
    label: String,
}

/// Goes by other names in Python, and so in data.
#[recordclass(serde, kw_only, name = "Trip", rename_all = "camelCase")]
#[serde(deny_unknown_fields)]
struct Journey {
    travel_time: f64,
    stops: Vec<Py<Stop>>,
    #[record(frozen)]
    seats: u8,
    #[record(default = 1)]
    comfort: u8,
    guide: Option<String>,
    last: Option<Py<Stop>>,
    #[record(skip, default)]
    cache: u8,
}

#[recordclass(serde)]
struct Stop {
    minutes: u16,
}

/// What is wrong with the text: as serde says it of a plain struct.
fn wrong(text: &str) -> String {
    let error = serde_json::from_str::<Journey>(text).err();
    let error = error.map_or_else(String::new, |error| error.to_string());
    // Where in the text it is, is the format's to say.
    error.split(" at line ").next().unwrap().to_owned()
}

#[test]
fn an_error_names_what_is_wrong() {
    Python::attach(|_| {
        let text = r#"{"travelTime":1.5,"stops":[{"minutes":5}],"seats":4}"#;
        assert_eq!(wrong(text), "");
        for (old, new, message) in [
            (
                r#""seats":4"#,
                r#""cache":4"#,
                "unknown field `cache`, expected one of `travelTime`, `stops`, `seats`, `comfort`, `guide`, `last`",
            ),
            (r#","seats":4"#, "", "missing field `seats`"),
            (r#""travelTime":1.5,"#, "", "missing field `travelTime`"),
            (
                r#""seats":4"#,
                r#""seats":4,"seats":4"#,
                "duplicate field `seats`",
            ),
            (
                "1.5",
                r#""soon""#,
                "invalid type: string \"soon\", expected f64",
            ),
            ("4", "400", "invalid value: integer `400`, expected u8"),
            (
                r#"{"minutes":5}"#,
                "5",
                "invalid type: integer `5`, expected struct Stop",
            ),
            (r#"{"minutes":5}"#, "{}", "missing field `minutes`"),
        ] {
            assert_eq!(wrong(&text.replace(old, new)), message);
        }
        assert_eq!(
            wrong("5"),
            "invalid type: integer `5`, expected struct Journey"
        );
        assert_eq!(
            wrong("[1.5]"),
            "invalid length 1, expected struct Journey with 6 elements"
        );
    });
}

/// The way to the mistake, through records in records, by a crate that listens to serde.
#[test]
fn the_path_to_an_error_can_be_had() {
    Python::attach(|_| {
        let text = r#"{"travelTime":1.5,"stops":[{"minutes":5},{"minutes":-1}],"seats":4}"#;
        let reader = &mut serde_json::Deserializer::from_str(text);
        let error = serde_path_to_error::deserialize::<_, Journey>(reader)
            .err()
            .unwrap();
        assert_eq!(error.path().to_string(), "stops[1].minutes");
        assert_eq!(
            error.to_string(),
            "stops[1].minutes: invalid value: integer `-1`, expected u16 at line 1 column 54"
        );
    });
}

/// Above the attribute it sees plain types, which frozen fields are.
#[derive(Serialize, Deserialize)]
#[recordclass(frozen)]
struct Above {
    x: f64,
}

#[recordclass(serde, instantiate(PairU8 = Pair<u8>, PairText = Pair<String>))]
struct Pair<T> {
    first: T,
    #[record(default = T::default())]
    second: T,
}

#[test]
fn other_ways_to_write_it() {
    let derived: Derived = serde_json::from_str(r#"{"X":1.0}"#).unwrap();
    assert_eq!(
        serde_json::to_string(&derived).unwrap(),
        r#"{"X":1.0,"LABEL":""}"#
    );
    assert!(serde_json::from_str::<Derived>(r#"{"X":1.0,"y":2}"#).is_err());
    let above: Above = serde_json::from_str(r#"{"x":1.0}"#).unwrap();
    assert_eq!(serde_json::to_string(&above).unwrap(), r#"{"x":1.0}"#);
    let pair: PairText = serde_json::from_str(r#"{"first":"a"}"#).unwrap();
    assert_eq!(
        serde_json::to_string(&pair).unwrap(),
        r#"{"first":"a","second":""}"#
    );
    let pair: PairU8 = serde_json::from_str(r#"[1, 2]"#).unwrap();
    assert_eq!((pair.first.get(), pair.second.get()), (1, 2));
}

/// Python objects that serde is told about, or does not see.
#[recordclass(serde)]
struct Told {
    #[serde(with = "text")]
    #[record(frozen)]
    name: Py<PyString>,
    #[serde(skip)]
    #[record(default = PyDict::new(py).unbind())]
    extra: Py<PyDict>,
}

mod text {
    use super::*;
    use serde::{Deserializer, Serializer};

    pub(super) fn serialize<S: Serializer>(
        text: &Py<PyString>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        Python::attach(|py| serializer.serialize_str(&text.bind(py).to_string_lossy()))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Py<PyString>, D::Error> {
        let text = String::deserialize(deserializer)?;
        Ok(Python::attach(|py| PyString::new(py, &text).unbind()))
    }
}

#[test]
fn python_objects_can_be_told_of() {
    Python::attach(|py| {
        let told: Told = serde_json::from_str(r#"{"name":"n"}"#).unwrap();
        assert_eq!(serde_json::to_string(&told).unwrap(), r#"{"name":"n"}"#);
        let told = Bound::new(py, told).unwrap();
        assert_eq!(told.repr().unwrap(), "Told(name='n', extra={})");
    });
}

/// Records are written while other threads assign to them: each text is whole.
#[test]
fn writing_meets_assignment() {
    let record: Kinds = Python::attach(|_| serde_json::from_str(TEXT).unwrap());
    let record = Python::attach(|py| Py::new(py, record).unwrap());
    std::thread::scope(|scope| {
        for number in 0..2 {
            let record = &record;
            scope.spawn(move || {
                for turn in 0..2_000_u32 {
                    Python::attach(|py| {
                        let text = if turn % 2 == u32::from(number) {
                            "even"
                        } else {
                            "odd"
                        };
                        record
                            .bind(py)
                            .get()
                            .shared
                            .set(record.bind(py), text.repeat(9));
                        let inner = Py::new(py, Inner::new(number)).unwrap();
                        record.bind(py).get().inner.set(record.bind(py), inner);
                    });
                }
            });
        }
        scope.spawn(|| {
            for _ in 0..1_000 {
                let text = serde_json::to_string(record.get()).unwrap();
                let value: serde_json::Value = serde_json::from_str(&text).unwrap();
                let shared = value["shared"].as_str().unwrap();
                assert!(
                    ["text".into(), "even".repeat(9), "odd".repeat(9)].contains(&shared.to_owned())
                );
            }
        });
    });
}
