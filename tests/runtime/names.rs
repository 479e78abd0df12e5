//! Names: raw identifiers, names that generated code might use itself, renaming.

use crate::help::python;
use pyo3::prelude::*;
use recordclass::recordclass;

#[recordclass(order)]
#[allow(non_snake_case)]
struct Awkward {
    self_: f64,
    #[record(default = 1.0)]
    py: f64,
    #[record(default_with = f64::default)]
    value: f64,
    #[record(default)]
    dst: f64,
    #[record(default)]
    table: f64,
    #[record(default)]
    T: f64,
    #[record(default)]
    record: f64,
    #[record(default)]
    new: f64,
    #[record(default)]
    get: f64,
    #[record(default)]
    write: f64,
    #[record(default)]
    cls: f64,
}

#[recordclass]
struct Raw {
    r#type: u8,
    r#match: u8,
    #[record(name = "in_")]
    r#in: u8,
    #[record(default = 4)]
    r#fn: u8,
}

#[recordclass(name = "Point")]
struct r#RustPoint {
    #[record(name = "latitude")]
    lat: f64,
    lon: f64,
}

#[recordclass(rename_all = "camelCase")]
struct Camel {
    wind_speed: f64,
    #[record(name = "exact_name")]
    other_name: f64,
}

#[recordclass]
struct Unicode {
    größe: f64,
}

#[test]
fn names_of_generated_code_are_free() {
    Python::attach(|py| {
        let cls = py.get_type::<Awkward>();
        python!(
            py,
            cls,
            r#"
            p = cls(1.0)
            assert (p.self_, p.py, p.value, p.dst, p.table, p.T) == (1.0, 1.0, 0.0, 0.0, 0.0, 0.0)
            q = cls(self_=2.0, py=3.0, value=4.0, dst=5.0, T=6.0, cls=7.0)
            assert q.T == 6.0 and q.cls == 7.0 and p < q
            "#
        );
    });
    let made = Awkward::new(1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0, 11.0);
    assert_eq!(
        (made.self_.get(), made.T.get(), made.get.get()),
        (1.0, 6.0, 9.0)
    );
}

#[test]
fn raw_identifiers_lose_their_prefix() {
    Python::attach(|py| {
        let cls = py.get_type::<Raw>();
        python!(
            py,
            cls,
            r#"
            p = cls(type=1, match=2, in_=3)
            assert repr(p) == "Raw(type=1, match=2, in_=3, fn=4)"
            "#
        );
        assert_eq!(Raw::new(1, 2, 3, 4).r#in.get(), 3);
    });
}

#[test]
fn class_and_fields_have_the_names_they_were_given() {
    Python::attach(|py| {
        let (point, camel) = (py.get_type::<RustPoint>(), py.get_type::<Camel>());
        python!(
            py,
            point camel,
            r#"
            assert point.__name__ == point.__qualname__ == "Point"
            assert repr(point(latitude=1.0, lon=2.0)) == "Point(latitude=1.0, lon=2.0)"
            assert not hasattr(point(1.0, 2.0), "lat")
            assert camel.__match_args__ == ("windSpeed", "exact_name")
            try:
                point("x", 2.0)
            except TypeError as e:
                assert "Point.latitude" in str(e), e
            else:
                raise AssertionError
            "#
        );
        assert_eq!(RustPoint::new(1.0, 2.0).lat.get(), 1.0);
    });
}

#[test]
fn a_name_may_have_letters_of_any_language() {
    Python::attach(|py| {
        let cls = py.get_type::<Unicode>();
        python!(py, cls, "assert cls(größe=1.0).größe == 1.0");
    });
}
