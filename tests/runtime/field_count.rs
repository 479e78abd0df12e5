//! No fields, one, many.

use crate::help::python;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyTuple};
use recordclass::recordclass;

#[recordclass(order, hash)]
struct None_ {}

#[recordclass(frozen)]
struct NoneFrozen {}

#[recordclass]
struct One {
    x: u8,
}

/// One field for each pair of letters, the type as given.
macro_rules! many {
    ($name:ident, $count:ident, $ty:ty: $($field:ident)*) => {
        #[recordclass]
        struct $name {
            $($field: $ty,)*
        }
        const $count: usize = [$(stringify!($field)),*].len();
    };
}

many!(Many, MANY, u8:
    a00 a01 a02 a03 a04 a05 a06 a07 a08 a09 a10 a11 a12 a13 a14 a15
    b00 b01 b02 b03 b04 b05 b06 b07 b08 b09 b10 b11 b12 b13 b14 b15
    c00 c01 c02 c03 c04 c05 c06 c07 c08 c09 c10 c11 c12 c13 c14 c15
    d00 d01 d02 d03 d04 d05 d06 d07 d08 d09 d10 d11 d12 d13 d14 d15
);

many!(Most, MOST, Py<PyAny>:
    f000 f001 f002 f003 f004 f005 f006 f007 f008 f009 f010 f011 f012 f013 f014 f015
    f016 f017 f018 f019 f020 f021 f022 f023 f024 f025 f026 f027 f028 f029 f030 f031
    f032 f033 f034 f035 f036 f037 f038 f039 f040 f041 f042 f043 f044 f045 f046 f047
    f048 f049 f050 f051 f052 f053 f054 f055 f056 f057 f058 f059 f060 f061 f062 f063
    f064 f065 f066 f067 f068 f069 f070 f071 f072 f073 f074 f075 f076 f077 f078 f079
    f080 f081 f082 f083 f084 f085 f086 f087 f088 f089 f090 f091 f092 f093 f094 f095
    f096 f097 f098 f099 f100 f101 f102 f103 f104 f105 f106 f107 f108 f109 f110 f111
    f112 f113 f114 f115 f116 f117 f118 f119 f120 f121 f122 f123 f124 f125 f126 f127
    f128 f129 f130 f131 f132 f133 f134 f135 f136 f137 f138 f139 f140 f141 f142 f143
    f144 f145 f146 f147 f148 f149 f150 f151 f152 f153 f154 f155 f156 f157 f158 f159
    f160 f161 f162 f163 f164 f165 f166 f167 f168 f169 f170 f171 f172 f173 f174 f175
    f176 f177 f178 f179 f180 f181 f182 f183 f184 f185 f186 f187 f188 f189 f190 f191
    f192 f193 f194 f195 f196 f197 f198 f199 f200 f201 f202 f203 f204 f205 f206 f207
    f208 f209 f210 f211 f212 f213 f214 f215 f216 f217 f218 f219 f220 f221 f222 f223
    f224 f225 f226 f227 f228 f229 f230 f231 f232 f233 f234 f235 f236 f237 f238 f239
    f240 f241 f242 f243 f244 f245 f246 f247 f248 f249 f250 f251 f252 f253 f254
);

#[test]
fn a_record_without_fields_is_a_record() {
    Python::attach(|py| {
        let (cls, frozen) = (py.get_type::<None_>(), py.get_type::<NoneFrozen>());
        python!(
            py,
            cls frozen,
            r#"
            import copy, pickle
            assert cls() == cls() and not cls() < cls() and cls() <= cls()
            assert repr(frozen()) == "NoneFrozen()" and hash(frozen()) == hash(frozen())
            assert len(cls()) == 0 and list(cls()) == [] and cls()[0:5] == ()
            assert copy.copy(cls()) == cls() and cls.__match_args__ == ()
            for bad in (lambda: cls(1), lambda: cls(x=1), lambda: cls()[0]):
                try:
                    bad()
                except (TypeError, IndexError):
                    pass
                else:
                    raise AssertionError
            "#
        );
        assert!(Py::new(py, None_::new()).is_ok());
    });
}

#[test]
fn one_field_is_enough() {
    Python::attach(|py| {
        let cls = py.get_type::<One>();
        python!(py, cls, "[x] = cls(5)\nassert x == 5 and cls(x=5)[-1] == 5");
    });
}

/// By position, by name, the last half by name, and back out again.
fn round_trip(class: &Bound<'_, PyAny>, count: usize) {
    let py = class.py();
    let values: Vec<usize> = (0..count).map(|number| number % 256).collect();
    let names: Vec<String> = class.getattr("__match_args__").unwrap().extract().unwrap();
    assert_eq!(names.len(), count);
    let positional = class.call1(PyTuple::new(py, &values).unwrap()).unwrap();
    let kwargs = PyDict::new(py);
    for (name, value) in names.iter().zip(&values).skip(count / 2) {
        kwargs.set_item(name, value).unwrap();
    }
    let half = PyTuple::new(py, &values[..count / 2]).unwrap();
    let mixed = class.call(half, Some(&kwargs)).unwrap();
    assert!(positional.eq(&mixed).unwrap());
    let out: Vec<usize> = positional
        .try_iter()
        .unwrap()
        .map(|item| item.unwrap().extract().unwrap())
        .collect();
    assert_eq!(out, values);
    let last: usize = positional
        .getattr(names[count - 1].as_str())
        .unwrap()
        .extract()
        .unwrap();
    assert_eq!(last, values[count - 1]);
    let too_many = PyTuple::new(py, std::iter::repeat_n(0, count + 1).collect::<Vec<_>>()).unwrap();
    assert!(class.call1(too_many).is_err());
    assert!(
        class
            .call1(PyTuple::new(py, &values[1..]).unwrap())
            .is_err()
    );
}

#[test]
fn sixty_four_fields_go_in_and_out() {
    Python::attach(|py| round_trip(py.get_type::<Many>().as_any(), MANY));
}

#[test]
fn two_hundred_and_fifty_five_fields_go_in_and_out() {
    Python::attach(|py| round_trip(py.get_type::<Most>().as_any(), MOST));
    assert_eq!((MANY, MOST), (64, 255));
}
