//! What `from_arrow` puts where there is no value: `nulls={'x': 0}`, or `nulls='default'`.

use crate::array::scratch::Scratch;
use crate::array::table::RowTable;
use crate::array::transfer::convert_to;
use crate::errors::{raise, type_name};
use crate::trampoline::attached;
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyString};

/// The values for nulls.
pub(super) struct Nulls {
    /// Whether anything was said.
    pub(super) asked: bool,
    /// For each field, as it lies in a row.
    fields: Vec<Option<Place>>,
}

/// The bytes of a value, which never move.
struct Place {
    _bytes: Box<Scratch>,
    start: *const u8,
}

// SAFETY: bytes, which are only read.
unsafe impl Send for Nulls {}
// SAFETY: as above.
unsafe impl Sync for Nulls {}

impl Nulls {
    /// # Errors
    /// `TypeError` for neither a dict nor `'default'`; `ValueError` for unknown fields; whatever converting a value raises.
    pub(super) fn new(
        table: &'static RowTable,
        given: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Self> {
        let mut fields: Vec<_> = table.fields.iter().map(|_| None).collect();
        let Some(given) = given.filter(|given| !given.is_none()) else {
            return Ok(Nulls {
                asked: false,
                fields,
            });
        };
        if let Ok(values) = given.cast::<PyDict>() {
            for (name, value) in values.iter() {
                let name: String = name.extract()?;
                let Some((index, field)) = table.field(&name) else {
                    let record = (table.record)().name;
                    return Err(raise::<PyValueError>(format!(
                        "nulls: {record} has no field '{name}'"
                    )));
                };
                let mut bytes = Box::new(Scratch::new(field.kind.size()));
                // SAFETY: room for the kind.
                unsafe { convert_to(table, index, &value.as_borrowed(), bytes.bytes())? };
                fields[index] = Some(Place::of(bytes));
            }
        } else if given.cast::<PyString>().is_ok_and(|text| text == "default") {
            for (index, field) in (table.record)().fields.iter().enumerate() {
                let cell = &table.fields[index];
                let Some(default) = field.default.filter(|_| !cell.kind.is_optional()) else {
                    continue;
                };
                let mut room = Scratch::new(cell.room);
                let mut bytes = Box::new(Scratch::new(cell.kind.size()));
                // SAFETY: room for the field, and for what lies in rows, which has nothing to drop.
                unsafe {
                    attached(given.py(), || default(given.py(), room.bytes()));
                    (cell.pack)(room.bytes(), bytes.bytes());
                }
                fields[index] = Some(Place::of(bytes));
            }
        } else {
            let got = type_name(given);
            return Err(raise::<PyTypeError>(format!(
                "nulls must be a dict of values for fields, or 'default', not {got}"
            )));
        }
        Ok(Nulls {
            asked: true,
            fields,
        })
    }

    /// What is put into a field, if anything was said of it.
    pub(super) fn field(&self, index: usize) -> Option<*const u8> {
        self.fields[index].as_ref().map(|place| place.start)
    }
}

impl Place {
    fn of(mut bytes: Box<Scratch>) -> Self {
        Place {
            start: bytes.bytes(),
            _bytes: bytes,
        }
    }
}
