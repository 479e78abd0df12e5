//! `FixedStr`: text of bounded length, in records and in rows, from Rust.

use pyo3::prelude::*;
use pyo3::types::PyDict;
use recordclass::array::{Array, ArrayMethods, Nullable, Packed, RowKind, Text};
use recordclass::{FixedStr, recordclass};

type Code = FixedStr<4>;

#[recordclass(array, serde)]
struct Station {
    code: Code,
    #[record(frozen)]
    country: FixedStr<2>,
    #[record(default)]
    note: Option<FixedStr<7>>,
}

fn code(text: &str) -> Code {
    text.parse().unwrap()
}

#[test]
fn a_slot_holds_the_bytes() {
    assert_eq!(size_of::<Station>(), 4 + 2 + 8);
    Python::attach(|py| {
        let station = Station::new(code("EDDF"), "DE".parse().unwrap(), None);
        let station = Bound::new(py, station).unwrap();
        assert_eq!(station.get().code.get(&station), "EDDF");
        assert_eq!(station.get().country, "DE");
        station.get().code.set(&station, code("é"));
        let seen: String = station.getattr("code").unwrap().extract().unwrap();
        assert_eq!(seen, "é");
        station.setattr("note", "short").unwrap();
        assert_eq!(station.get().note.get(&station).as_deref(), Some("short"));
    });
}

#[test]
fn a_row_holds_the_same_bytes() {
    assert_eq!(size_of::<StationRow>(), 4 + 2 + 8);
    assert_eq!(Station::rows().fields[0].kind, RowKind::Str(4));
    let row = StationRow::new(code("a"), "DE".parse().unwrap(), None);
    assert_eq!(row.code.get(), Some("a"));
    assert_eq!(row.code.bytes(), b"a\0\0\0");
    assert_eq!(row.code, Text::from(code("a")));
    assert_eq!(row.note, Nullable::<Text<7>>::from(None::<FixedStr<7>>));
    assert_eq!(
        format!("{row:?}"),
        "StationRow { code: \"a\", country: \"DE\", note: None }"
    );
}

#[test]
fn rust_sees_bytes_of_others_for_what_they_are() {
    Python::attach(|py| {
        let row = StationRow::new(code("a"), "DE".parse().unwrap(), None);
        let rows: Array<Station> = [row; 2].into_iter().collect();
        let array = rows.into_pyobject(py).unwrap();
        let names = PyDict::new(py);
        names.set_item("a", &array).unwrap();
        py.run(
            c"
assert a[0].code == 'a'
memoryview(a).cast('B')[1] = 0xff
a.note[1] = 'there'
",
            Some(&names),
            None,
        )
        .unwrap();
        let rows = array.rows().unwrap();
        assert_eq!(rows[0].code.get(), None);
        assert_eq!(format!("{:?}", rows[0].code), "Text(b\"a\\xff\\x00\\x00\")");
        assert_eq!(
            rows[1].note.get().as_ref().and_then(Text::get),
            Some("there")
        );
    });
}

#[test]
fn serde_has_it_as_text() {
    let text = r#"{"code":"é","country":"DE","note":null}"#;
    let station: Station = serde_json::from_str(text).unwrap();
    assert_eq!(serde_json::to_string(&station).unwrap(), text);
    let long = r#"{"code":"12345","country":"DE"}"#;
    let error = serde_json::from_str::<Station>(long).err().unwrap();
    assert!(
        error
            .to_string()
            .starts_with("text of 5 bytes in UTF-8 does not fit into 4 bytes")
    );
}
