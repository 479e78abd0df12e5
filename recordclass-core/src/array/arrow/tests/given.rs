//! Arrays as others lay them out: read right, and where they lead elsewhere, not followed. Each buffer has not a byte more
//! than it must, so that miri sees one that is read behind.

use super::super::abi::Array;
use super::super::fill::{Target, Wrong, fill};
use super::super::format::{Number, Offset, Text};
use super::super::input::ArrayRef;
use super::super::plan::Plan;
use super::super::values::Values;
use super::{BOOL, F64, I16, Rows};
use crate::array::kind::RowKind;
use std::ffi::c_void;
use std::ptr;

const STR: RowKind = RowKind::Str(16);
const ENDS: Plan = Plan::Text(Text::Offsets(Offset::Four));

/// A column of numbers of a dictionary's entries.
fn coded_by(index: Number, entries: Box<Plan>) -> Plan {
    Plan::Dictionary {
        index,
        entries,
        shared: false,
    }
}

/// An array, and all that it leads to.
struct Given {
    array: Array,
    _bytes: Vec<Vec<u8>>,
    _buffers: Vec<*const c_void>,
    _inside: Vec<Given>,
    _children: Vec<*mut Array>,
}

unsafe extern "C" fn nothing(_: *mut Array) {}

/// So many values behind so many others, with these buffers; an empty one is NULL.
fn given((offset, len): (i64, i64), bytes: &[&[u8]]) -> Given {
    let bytes: Vec<Vec<u8>> = bytes.iter().map(|bytes| bytes.to_vec()).collect();
    let pointer = |bytes: &Vec<u8>| match bytes.len() {
        0 => ptr::null(),
        _ => bytes.as_ptr().cast(),
    };
    let mut buffers: Vec<*const c_void> = bytes.iter().map(pointer).collect();
    let array = Array {
        length: len,
        null_count: -1,
        offset,
        n_buffers: buffers.len() as i64,
        n_children: 0,
        buffers: buffers.as_mut_ptr(),
        children: ptr::null_mut(),
        dictionary: ptr::null_mut(),
        release: Some(nothing),
        private_data: ptr::null_mut(),
    };
    Given {
        array,
        _bytes: bytes,
        _buffers: buffers,
        _inside: Vec::new(),
        _children: Vec::new(),
    }
}

impl Given {
    fn around(mut self, item: Given) -> Self {
        self._inside.push(item);
        self._children.push(&raw mut self._inside[0].array);
        self.array.n_children = 1;
        self.array.children = self._children.as_mut_ptr();
        self
    }

    fn with_dictionary(mut self, values: Given) -> Self {
        self._inside.push(values);
        self.array.dictionary = &raw mut self._inside[0].array;
        self
    }

    /// In rows of that kind; `None` where the array itself is refused.
    fn read(&self, plan: &Plan, kind: &RowKind) -> Option<Result<Rows, (usize, Wrong)>> {
        // SAFETY: an array that is alive, with the buffers that it tells of; rows of our own.
        unsafe {
            let array = ArrayRef::new(&raw const self.array).ok()?;
            let values = Values::new(plan, array).ok()?;
            let mut rows = Rows::zeros(kind, values.len);
            let target = Target {
                kind,
                first: rows.at(0),
                stride: rows.size,
                null: None,
            };
            let filled = fill(&values, (0, values.len), None, &target);
            Some(filled.map(|()| rows))
        }
    }

    /// The bytes of the values, each in so many.
    fn bytes(&self, plan: &Plan, kind: &RowKind) -> Vec<Vec<u8>> {
        let Some(Ok(mut rows)) = self.read(plan, kind) else {
            panic!("{plan:?} is not read");
        };
        let count = rows.units.len() * 8 / rows.size;
        let row = |row| {
            // SAFETY: a row.
            unsafe { std::slice::from_raw_parts(rows.at(row).cast_const(), kind.size()) }.to_vec()
        };
        (0..count).map(row).collect()
    }

    fn texts(&self, plan: &Plan) -> Vec<String> {
        let texts = self.bytes(plan, &STR).into_iter();
        let texts = texts.map(|bytes| String::from_utf8(bytes).unwrap());
        texts
            .map(|text| text.trim_end_matches('\0').to_owned())
            .collect()
    }
}

/// Numbers as bytes.
fn i32s(numbers: &[i32]) -> Vec<u8> {
    numbers
        .iter()
        .flat_map(|number| number.to_ne_bytes())
        .collect()
}

fn i64s(numbers: &[i64]) -> Vec<u8> {
    numbers
        .iter()
        .flat_map(|number| number.to_ne_bytes())
        .collect()
}

#[test]
fn texts_lie_in_three_ways() {
    let text = b"--onetwo";
    let short = given((1, 3), &[&[], &i32s(&[0, 2, 5, 5, 8]), text]);
    assert_eq!(short.texts(&ENDS), ["one", "", "two"]);
    let large = given((0, 2), &[&[], &i64s(&[2, 5, 8]), text]);
    let ends = Plan::Text(Text::Offsets(Offset::Eight));
    assert_eq!(large.texts(&ends), ["one", "two"]);
    let mut views = i32s(&[3, i32::from_ne_bytes(*b"one\0"), 0, 0]);
    // The rest of the first four bytes is there for comparisons, and not read.
    views.extend(i32s(&[13, 0, 1, 2]));
    let long = b"--thirteen-chars";
    let views = given(
        (0, 2),
        &[&[], &views, b"unused", &long[..15], &i64s(&[6, 15])],
    );
    assert_eq!(
        views.texts(&Plan::Text(Text::View)),
        ["one", "thirteen-char"]
    );
}

#[test]
fn lists_and_dictionaries_lead_to_their_values() {
    let pair = RowKind::Array(&I16, 2);
    let numbers = Plan::Number(Number::Int(4));
    let items = || given((1, 5), &[&[], &i32s(&[9, 1, 2, 3, -4, 5])]);
    let wanted = [[1_i16, 2], [-4, 5]].map(|pair| pair.map(i16::to_ne_bytes).concat());
    // The three in the middle belongs to a list that is passed over.
    let lists = given((0, 3), &[&[0b101], &i32s(&[0, 2, 3, 5])]).around(items());
    let plan = Plan::List(Offset::Four, Box::new(numbers));
    let maybe = RowKind::Array(&I16, 2);
    assert!(matches!(
        lists.read(&plan, &maybe),
        Some(Err((1, Wrong::Null)))
    ));
    let lists = given((1, 1), &[&[], &i64s(&[0, 3, 5])]).around(items());
    let Plan::List(_, item) = plan else {
        unreachable!()
    };
    let plan = Plan::List(Offset::Eight, item);
    assert_eq!(lists.bytes(&plan, &pair), [wanted[1].clone()]);
    let Plan::List(_, item) = plan else {
        unreachable!()
    };
    let fixed = given((1, 1), &[&[]]).around(given((0, 4), &[&[], &i32s(&[8, 8, 1, 2])]));
    let plan = Plan::FixedList(2, item);
    assert_eq!(fixed.bytes(&plan, &pair), [wanted[0].clone()]);

    let words = || given((1, 2), &[&[], &i32s(&[0, 1, 4, 7]), b"-onetwo"]);
    let coded = given((1, 3), &[&[0b1111], &[7, 1, 0, 1]]).with_dictionary(words());
    let plan = coded_by(Number::Uint(1), Box::new(ENDS));
    assert_eq!(coded.texts(&plan), ["two", "one", "two"]);
    let negative = given((0, 1), &[&[], &[255]]).with_dictionary(words());
    let plan = coded_by(Number::Int(1), Box::new(ENDS));
    assert!(matches!(
        negative.read(&plan, &STR),
        Some(Err((0, Wrong::Beyond)))
    ));
}

#[test]
fn bits_begin_anywhere() {
    // From the fourth on, over the end of a byte.
    let bools = given((3, 7), &[&[0b1011_1000, 0b10], &[0b0110_1000, 0b11]]);
    let maybe = RowKind::Optional(&BOOL);
    let read = bools.bytes(&Plan::Bool, &maybe);
    let wanted = [[1, 1], [0, 1], [1, 1], [0, 0], [0, 1], [0, 0], [1, 1]];
    assert_eq!(read, wanted.map(Vec::from));
    let nothing = given((0, 2), &[]);
    assert_eq!(
        nothing.bytes(&Plan::Null, &maybe),
        [[0, 0]; 2].map(Vec::from)
    );
}

#[test]
fn numbers_become_floats_where_they_are_the_same() {
    let halves = given((1, 2), &[&[], &[0, 0, 0, 0x3c, 0, 0xc0]]);
    let read = halves.bytes(&Plan::Number(Number::Float(2)), &F64);
    assert_eq!(
        read,
        [1.0_f64, -2.0].map(|value| value.to_ne_bytes().to_vec())
    );
    let large = given((0, 1), &[&[], &i64s(&[(1 << 53) + 1])]);
    let plan = Plan::Number(Number::Int(8));
    assert!(matches!(
        large.read(&plan, &F64),
        Some(Err((0, Wrong::Inexact(_))))
    ));
    assert!(matches!(
        large.read(&plan, &I16),
        Some(Err((0, Wrong::Range(_))))
    ));
}

/// Numbers that nobody can foretell, the same in each run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % sides
    }

    /// Near to the truth, and sometimes far.
    fn number(&mut self) -> i64 {
        match self.roll(20) {
            0 => i64::MIN,
            1 => i64::MAX,
            2 => -1,
            _ => self.roll(7) as i64,
        }
    }

    fn i32s(&mut self, count: usize) -> Vec<u8> {
        let numbers: Vec<i32> = (0..count).map(|_| self.number() as i32).collect();
        i32s(&numbers)
    }

    fn i64s(&mut self, count: usize) -> Vec<u8> {
        let numbers: Vec<i64> = (0..count).map(|_| self.number()).collect();
        i64s(&numbers)
    }
}

#[test]
fn what_leads_elsewhere_is_not_followed() {
    let mut dice = Dice(0x9e37_79b9_7f4a_7c15);
    let (mut read, mut wrong, mut refused) = (0, 0, 0);
    for _ in 0..if cfg!(miri) { 200 } else { 20_000 } {
        let (offset, len) = (dice.roll(3), 1 + dice.roll(3));
        let place = (offset as i64, len as i64);
        let end = (offset + len) as usize;
        let text = &b"abcdef"[..dice.roll(7) as usize];
        let bits: &[u8] = if dice.roll(2) == 0 { &[] } else { &[0b10111] };
        let item = given((0, 6), &[&[], &dice.i32s(6)]);
        let number = || Box::new(Plan::Number(Number::Int(4)));
        let pair = RowKind::Array(&I16, 2);
        let (array, plan, kind) = match dice.roll(5) {
            0 => {
                // The last end is what the producer says of the length of the text, and is believed.
                let mut ends = dice.i32s(end + 1);
                ends[end * 4..].copy_from_slice(&i32s(&[text.len() as i32]));
                (given(place, &[bits, &ends, text]), ENDS, STR)
            }
            1 => {
                let sizes = i64s(&[text.len() as i64, dice.roll(2) as i64 - 1]);
                let views = dice.i32s(end * 4);
                let array = given(place, &[bits, &views, text, &[], &sizes]);
                (array, Plan::Text(Text::View), STR)
            }
            2 => {
                let array = given(place, &[bits, &dice.i32s(end + 1)]).around(item);
                (array, Plan::List(Offset::Four, number()), pair)
            }
            3 => {
                let array = given(place, &[bits, &dice.i64s(end + 1)]).around(item);
                (array, Plan::List(Offset::Eight, number()), pair)
            }
            _ => {
                let array = given(place, &[bits, &dice.i64s(end)]).with_dictionary(item);
                (array, coded_by(Number::Int(8), number()), I16)
            }
        };
        match array.read(&plan, &kind) {
            Some(Ok(_)) => read += 1,
            Some(Err(_)) => wrong += 1,
            None => refused += 1,
        }
    }
    assert!(
        read > 0 && wrong > 0,
        "{read} read, {wrong} wrong, {refused} refused"
    );
}

#[test]
fn numbers_that_make_no_sense_are_refused() {
    let kind = RowKind::Optional(&I16);
    let plan = Plan::Number(Number::Int(2));
    for place in [
        (-1, 1),
        (0, -1),
        (i64::MAX, 1),
        (1, i64::MAX),
        (i64::MAX / 8, 1),
    ] {
        assert!(given(place, &[&[], &[1, 0]]).read(&plan, &kind).is_none());
    }
    for buffers in [&[][..], &[&[][..]], &[&[], &[]], &[&[], &[1, 0], &[]]] {
        assert!(given((0, 1), buffers).read(&plan, &kind).is_none());
    }
    let mut counted = given((0, 1), &[&[], &[1, 0]]);
    for nulls in [-2, 1, 2] {
        counted.array.null_count = nulls;
        assert!(counted.read(&plan, &kind).is_none());
    }
    let items = || given((0, 3), &[&[], &[0; 6]]);
    let fixed = Plan::FixedList(2, Box::new(Plan::Number(Number::Int(2))));
    let pair = RowKind::Array(&I16, 2);
    assert!(
        given((0, 2), &[&[]])
            .around(items())
            .read(&fixed, &pair)
            .is_none()
    );
    assert!(given((0, 1), &[&[]]).read(&fixed, &pair).is_none());
    assert!(
        given((0, 1), &[&[]])
            .around(items())
            .read(&fixed, &pair)
            .is_some()
    );
}
