//! Out and in again without Python: what the unit tests can show, and miri can watch.

mod given;

use super::abi::{Array, Owned, Schema, Struct};
use super::column::{Column, Stop};
use super::fill::{Target, Wrong, fill};
use super::format::{Format, Number, Offset, Text, parse};
use super::give::{array_of, array_of_rows, format_of};
use super::input::ArrayRef;
use super::plan::Plan;
use super::values::Values;
use crate::SharedStr;
use crate::array::Element;
use crate::array::kind::RowKind;

const F64: RowKind = RowKind::Float(8);
const I16: RowKind = RowKind::Int(2);
const BOOL: RowKind = RowKind::Bool;
const SHARED: RowKind = <SharedStr as Element>::KIND;
const UTF8: Text = Text::Offsets(Offset::Four);

/// Rows of one field, anyhow many bytes each, aligned as any field is.
struct Rows {
    units: Vec<u64>,
    size: usize,
}

impl Rows {
    fn zeros(kind: &RowKind, count: usize) -> Self {
        let size = kind.size().next_multiple_of(8);
        let units = vec![0; count * size / 8];
        Rows { units, size }
    }

    fn at(&mut self, row: usize) -> *mut u8 {
        self.units
            .as_mut_ptr()
            .cast::<u8>()
            .wrapping_add(row * self.size)
    }
}

/// How values of the kind lie in an array of ours.
fn plan(kind: &RowKind) -> Plan {
    plan_of(kind, true)
}

fn plan_of(kind: &RowKind, dictionary: bool) -> Plan {
    match (kind, parse(format_of(kind).as_bytes())) {
        (RowKind::Optional(value), _) => plan_of(value, dictionary),
        (RowKind::Shared(_), _) if dictionary => Plan::Dictionary {
            index: Number::Int(4),
            entries: Box::new(Plan::Text(UTF8)),
            shared: true,
        },
        (RowKind::Array(item, count), _) => Plan::FixedList(*count, Box::new(plan_of(item, false))),
        (_, Format::Bool) => Plan::Bool,
        (_, Format::Number(number)) => Plan::Number(number),
        (_, Format::Text(text)) => Plan::Text(text),
        _ => unreachable!(),
    }
}

/// The rows as an array.
fn gathered(kind: &RowKind, rows: &mut Rows, count: usize) -> Result<Owned<Array>, Stop> {
    let mut column = Column::new(kind, count)?;
    let (first, size) = (rows.at(0), rows.size as isize);
    // In two parts, of which the second begins amid a byte of bits.
    let part = count / 3;
    // SAFETY: so many rows, and room for them.
    unsafe {
        column.gather(first, size, part)?;
        column.gather(
            first.wrapping_offset(size * part as isize),
            size,
            count - part,
        )?;
    }
    array_of(column)
}

/// The array's values in rows again.
fn filled(kind: &RowKind, array: &mut Owned<Array>, count: usize) -> Result<Rows, (usize, Wrong)> {
    let mut rows = Rows::zeros(kind, count);
    let target = Target {
        kind,
        first: rows.at(0),
        stride: rows.size,
        null: None,
    };
    // SAFETY: an array of ours, alive; so many rows.
    unsafe {
        let values = Values::new(&plan(kind), ArrayRef::new(array.as_ptr()).unwrap()).unwrap();
        fill(&values, (0, count), None, &target)?;
    }
    Ok(rows)
}

fn round_trip(kind: &RowKind, count: usize, write: impl Fn(usize, *mut u8)) {
    let mut rows = Rows::zeros(kind, count);
    for row in 0..count {
        write(row, rows.at(row));
    }
    let Ok(mut array) = gathered(kind, &mut rows, count) else {
        panic!("{kind:?} cannot be gathered");
    };
    let Ok(again) = filled(kind, &mut array, count) else {
        panic!("{kind:?} cannot be filled");
    };
    assert_eq!(rows.units, again.units, "{kind:?}");
}

#[test]
fn rows_go_out_and_come_back() {
    // SAFETY: in each call, room for a value of the kind.
    unsafe {
        for count in [0, 1, 7, 8, 9, 30] {
            round_trip(&F64, count, |row, at| at.cast::<f64>().write(row as f64));
            round_trip(&I16, count, |row, at| at.cast::<i16>().write(-(row as i16)));
            round_trip(&BOOL, count, |row, at| at.write(u8::from(row % 3 == 0)));
            round_trip(&RowKind::Char, count, |row, at| {
                at.cast::<u32>().write([0x61, 0xe9, 0x1f600][row % 3])
            });
            round_trip(&RowKind::Str(5), count, |row, at| {
                at.copy_from(b"abcde".as_ptr(), row % 6)
            });
            round_trip(&RowKind::Optional(&F64), count, |row, at| {
                if row % 3 > 0 {
                    at.cast::<f64>().write(row as f64);
                    at.add(8).write(1);
                }
            });
            round_trip(&RowKind::Optional(&RowKind::Str(2)), count, |row, at| {
                at.add(2).write(u8::from(row % 2 == 0))
            });
            let text =
                |row: usize| SharedStr::new(["", "one", "two", "drei"][row * row % 4]).unwrap();
            round_trip(&SHARED, count, |row, at| {
                at.cast::<u32>().write(text(row).number())
            });
            round_trip(&RowKind::Optional(&SHARED), count, |row, at| {
                if row % 3 > 0 {
                    at.cast::<u32>().write(text(row).number());
                    at.add(4).write(1);
                }
            });
            round_trip(&RowKind::Array(&SHARED, 2), count, |row, at| {
                at.cast::<u32>().add(1).write(text(row).number())
            });
            round_trip(
                &RowKind::Array(&RowKind::Array(&I16, 2), 3),
                count,
                |row, at| {
                    (0..6).for_each(|nth| at.cast::<i16>().add(nth).write((row * 6 + nth) as i16));
                },
            );
            round_trip(
                &RowKind::Array(&RowKind::Optional(&BOOL), 3),
                count,
                |row, at| at.add(2).write_bytes(1, row % 2 * 2),
            );
        }
    }
}

#[test]
fn children_moved_out_live_on() {
    let mut rows = Rows::zeros(&F64, 3);
    // SAFETY: a row.
    unsafe { rows.at(2).cast::<f64>().write(7.0) };
    let columns = (0..2)
        .filter_map(|_| gathered(&F64, &mut rows, 3).ok())
        .collect();
    let mut whole = array_of_rows(3, columns);
    // SAFETY: an array with two children; as consumers do.
    let mut child = unsafe {
        let child = *(*whole.as_ptr()).children.add(1);
        let moved = Owned::new(child.read());
        *(*child).release() = None;
        moved
    };
    drop(whole);
    let Ok(again) = filled(&F64, &mut child, 3) else {
        panic!("the values are gone");
    };
    assert_eq!(again.units, rows.units);
}

#[test]
fn a_schema_owns_its_texts() {
    let mut schema: Owned<Schema> =
        super::give::schema_of_field(&crate::array::RowField::new::<[Option<i32>; 4]>("name", 0));
    // SAFETY: alive, with one child.
    unsafe {
        let schema = super::input::SchemaRef::new(schema.as_ptr()).unwrap();
        assert_eq!(
            (schema.name(), schema.format().unwrap()),
            (&b"name"[..], &b"+w:4"[..])
        );
        let item = schema.child(0).unwrap();
        assert_eq!(
            (item.name(), item.format().unwrap()),
            (&b"item"[..], &b"i"[..])
        );
    }
}

#[test]
fn what_is_no_value_stops_the_copy() {
    let mut rows = Rows::zeros(&SHARED, 4);
    // SAFETY: a row.
    unsafe { rows.at(2).cast::<u32>().write(u32::MAX) };
    let gathered_texts = gathered(&SHARED, &mut rows, 4);
    assert!(matches!(gathered_texts, Err(Stop::NoValue(_))));
    let mut rows = Rows::zeros(&RowKind::Char, 4);
    // SAFETY: a row.
    unsafe { rows.at(3).cast::<u32>().write(0xd800) };
    assert!(matches!(
        gathered(&RowKind::Char, &mut rows, 4),
        Err(Stop::NoValue(_))
    ));
}
