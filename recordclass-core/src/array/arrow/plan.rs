//! [`Plan`]: how the values of a column become those of a field, found out from the types once, before any value is
//! looked at. It goes only as deep as the field does, whatever a producer nests.

use super::format::{Format, Number, Offset, Text, name, parse};
use super::input::SchemaRef;
use crate::array::kind::RowKind;
use crate::array::table::RowTable;
use crate::errors::raise;
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;

/// How values lie in a column.
#[derive(Debug)]
pub(super) enum Plan {
    /// None of them is there.
    Null,
    Bool,
    Number(Number),
    Text(Text),
    FixedList(usize, Box<Plan>),
    List(Offset, Box<Plan>),
    Dictionary {
        /// How the values of the column lie: numbers of entries.
        index: Number,
        entries: Box<Plan>,
        /// Whether the field is a shared text, so that each entry is looked up once, not for each row.
        shared: bool,
    },
}

/// Which columns are the fields, and how.
pub(super) struct RowPlan {
    /// The number of the column of each field.
    pub(super) columns: Vec<(usize, Plan)>,
    /// How many columns there are.
    pub(super) children: usize,
}

/// The plan of a table.
///
/// # Errors
/// `TypeError` for what is no table, and for columns of types that do not go into their fields; `ValueError` for missing,
/// unknown and doubled columns.
pub(super) fn of_rows(
    table: &RowTable,
    schema: SchemaRef<'_>,
    ignore_extra: bool,
) -> PyResult<RowPlan> {
    let record = (table.record)().name;
    let format = schema.format()?;
    if parse(format) != Format::Struct || schema.dictionary()?.is_some() {
        return Err(raise::<PyTypeError>(format!(
            "from_arrow() takes a table, or an array of structs with the fields of {record}, not an array of {}",
            name(format)
        )));
    }
    let children = schema.children()?;
    let mut found = vec![None; table.fields.len()];
    for index in 0..children {
        let column = schema.child(index)?.name();
        let field = table
            .fields
            .iter()
            .position(|field| field.name.as_bytes() == column);
        let shown = String::from_utf8_lossy(column);
        match field {
            Some(field) if found[field].is_some() => {
                return Err(raise::<PyValueError>(format!(
                    "there are two columns '{shown}'"
                )));
            }
            Some(field) => found[field] = Some(index),
            None if ignore_extra => {}
            None => {
                return Err(raise::<PyValueError>(format!(
                    "{record} has no field '{shown}': select the columns, or pass ignore_extra=True"
                )));
            }
        }
    }
    let columns = table.fields.iter().zip(found).map(|(field, index)| {
        let index = index.ok_or_else(|| {
            let field = field.name;
            raise::<PyValueError>(format!("field '{field}' of {record} is missing"))
        })?;
        let site = format!("{record}.{}", field.name);
        let plan = of_field(&site, &field.kind, schema.child(index)?)?;
        Ok((index, plan))
    });
    let columns = columns.collect::<PyResult<_>>()?;
    Ok(RowPlan { columns, children })
}

/// The plan of a field, or of items in it.
fn of_field(site: &str, kind: &RowKind, schema: SchemaRef<'_>) -> PyResult<Plan> {
    let format = schema.format()?;
    if let Some(values) = schema.dictionary()? {
        let Format::Number(index @ (Number::Int(_) | Number::Uint(_))) = parse(format) else {
            return Err(super::input::malformed(
                "a dictionary whose indices are no integers",
            ));
        };
        if values.dictionary()?.is_some() {
            return Err(super::input::malformed("a dictionary of a dictionary"));
        }
        return Ok(Plan::Dictionary {
            index,
            entries: Box::new(of_field(site, kind, values)?),
            shared: matches!(value_kind(kind), RowKind::Shared(_)),
        });
    }
    let kind = value_kind(kind);
    let item = |item: &RowKind| match schema.children()? {
        1 => of_field(&format!("an item of {site}"), item, schema.child(0)?).map(Box::new),
        count => Err(super::input::malformed(&format!("a list of {count} types"))),
    };
    Ok(match (*kind, parse(format)) {
        (_, Format::Null) => Plan::Null,
        (RowKind::Bool, Format::Bool) => Plan::Bool,
        (RowKind::Char | RowKind::Str(_) | RowKind::Shared(_), Format::Text(text)) => {
            Plan::Text(text)
        }
        (
            RowKind::Int(_) | RowKind::Uint(_),
            Format::Number(number @ (Number::Int(_) | Number::Uint(_))),
        ) => Plan::Number(number),
        (RowKind::Float(size), Format::Number(number)) if !matches!(number, Number::Float(more) if more > size) => {
            Plan::Number(number)
        }
        (RowKind::Array(kind, count), Format::FixedList(given)) if given == count => {
            Plan::FixedList(count, item(kind)?)
        }
        (RowKind::Array(kind, _), Format::List(offset)) => Plan::List(offset, item(kind)?),
        _ => {
            let (want, got) = (wanted(kind), name(format));
            return Err(raise::<PyTypeError>(format!(
                "{site} takes {want} from Arrow, not {got}: cast the column"
            )));
        }
    })
}

/// The kind itself, or that of an `Option`'s value.
fn value_kind(kind: &RowKind) -> &RowKind {
    match kind {
        RowKind::Optional(value) => value,
        kind => kind,
    }
}

/// The types that a field takes.
fn wanted(kind: &RowKind) -> String {
    match *kind {
        RowKind::Bool => "bool".to_owned(),
        RowKind::Char => "utf8, one character each,".to_owned(),
        RowKind::Str(size) => format!("utf8 of up to {size} bytes"),
        RowKind::Shared(_) => "utf8, or a dictionary of such,".to_owned(),
        RowKind::Int(_) | RowKind::Uint(_) => "integers".to_owned(),
        RowKind::Float(4) => "float32, or integers,".to_owned(),
        RowKind::Float(_) => "numbers".to_owned(),
        RowKind::Array(item, count) => format!("lists of {count}, each {}", wanted(item)),
        RowKind::Optional(value) => wanted(value),
    }
}
