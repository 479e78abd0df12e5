//! From columns and tables to structs that a consumer owns, with the callbacks that free them.

use super::abi::{Array, NULLABLE, Owned, Schema, Struct, free_children};
use super::buffer::Buffer;
use super::column::{Column, Stop, Values};
use crate::array::kind::RowKind;
use crate::array::storage::Pin;
use crate::array::table::{RowField, RowTable};
use std::ffi::{CString, c_void};
use std::ptr;
use std::sync::Arc;

/// What a schema owns. The pointers in the struct lead here.
struct OfSchema {
    format: CString,
    name: CString,
    children: Vec<*mut Schema>,
    dictionary: Option<*mut Schema>,
}

/// A type with a name.
fn schema(
    format: String,
    name: &str,
    nullable: bool,
    children: Vec<Owned<Schema>>,
    dictionary: Option<Owned<Schema>>,
) -> Owned<Schema> {
    let children = children
        .into_iter()
        .map(|child| Box::into_raw(Box::new(child.into_inner())));
    let mut own = Box::new(OfSchema {
        // Neither has a NUL: a name that had would be refused while compiling.
        format: CString::new(format).unwrap_or_default(),
        name: CString::new(name).unwrap_or_default(),
        children: children.collect(),
        dictionary: dictionary.map(boxed),
    });
    let made = Schema {
        format: own.format.as_ptr(),
        name: own.name.as_ptr(),
        metadata: ptr::null(),
        flags: if nullable { NULLABLE } else { 0 },
        n_children: own.children.len() as i64,
        children: pointers(&mut own.children),
        dictionary: own.dictionary.unwrap_or(ptr::null_mut()),
        release: Some(release_schema),
        private_data: Box::into_raw(own).cast(),
    };
    // SAFETY: alive and ours, as is all that it leads to.
    unsafe { Owned::new(made) }
}

/// In a box of our own, which `free_children` frees.
fn boxed<T: Struct>(owned: Owned<T>) -> *mut T {
    Box::into_raw(Box::new(owned.into_inner()))
}

/// The start of a list, or NULL for an empty one.
fn pointers<T>(list: &mut Vec<T>) -> *mut T {
    if list.is_empty() {
        ptr::null_mut()
    } else {
        list.as_mut_ptr()
    }
}

unsafe extern "C" fn release_schema(schema: *mut Schema) {
    // SAFETY: a consumer calls this once with a schema that `schema` made, wherever it lies now.
    unsafe {
        let own = Box::from_raw((*schema).private_data.cast::<OfSchema>());
        free_children(&own.children);
        free_children(own.dictionary.as_slice());
        (*schema).release = None;
    }
}

/// The type of a field.
pub(super) fn schema_of_field(field: &RowField) -> Owned<Schema> {
    schema_of(&field.kind, field.name, true)
}

/// The type of a row.
pub(super) fn schema_of_row(table: &RowTable) -> Owned<Schema> {
    let fields = table.fields.iter().map(schema_of_field).collect();
    schema("+s".to_owned(), "", false, fields, None)
}

/// Shared texts are a dictionary, where it `may` be one.
fn schema_of(kind: &RowKind, name: &str, may: bool) -> Owned<Schema> {
    let (kind, nullable) = match kind {
        RowKind::Optional(value) => (*value, true),
        kind => (kind, false),
    };
    let children = match kind {
        RowKind::Array(item, _) => vec![schema_of(item, "item", false)],
        _ => Vec::new(),
    };
    if matches!(kind, RowKind::Shared(_)) && may {
        // The index, of the texts in the dictionary.
        let texts = schema("u".to_owned(), "", false, Vec::new(), None);
        return schema("i".to_owned(), name, nullable, children, Some(texts));
    }
    schema(format_of(kind), name, nullable, children, None)
}

/// The format string of a kind, that of its value for an `Option`.
pub(super) fn format_of(kind: &RowKind) -> String {
    let format = match *kind {
        RowKind::Bool => "b",
        RowKind::Char | RowKind::Str(_) | RowKind::Shared(_) => "u",
        RowKind::Int(1) => "c",
        RowKind::Int(2) => "s",
        RowKind::Int(4) => "i",
        RowKind::Int(_) => "l",
        RowKind::Uint(1) => "C",
        RowKind::Uint(2) => "S",
        RowKind::Uint(4) => "I",
        RowKind::Uint(_) => "L",
        RowKind::Float(4) => "f",
        RowKind::Float(_) => "g",
        RowKind::Array(_, count) => return format!("+w:{count}"),
        RowKind::Optional(value) => return format_of(value),
    };
    format.to_owned()
}

/// What an array owns. The pointers in the struct lead here.
struct OfArray {
    buffers: Vec<*const c_void>,
    children: Vec<*mut Array>,
    dictionary: Option<*mut Array>,
    _memory: Vec<Buffer>,
    /// Where the values lie in the rows themselves.
    _pin: Option<Arc<Pin>>,
}

unsafe extern "C" fn release_array(array: *mut Array) {
    // SAFETY: a consumer calls this once with an array that `array` made, wherever it lies now.
    unsafe {
        let own = Box::from_raw((*array).private_data.cast::<OfArray>());
        free_children(&own.children);
        free_children(own.dictionary.as_slice());
        (*array).release = None;
    }
}

/// How many values, how many of them null, and how many are passed over before the first.
struct Counts(usize, usize, usize);

fn array(
    Counts(length, nulls, offset): Counts,
    buffers: Vec<*const c_void>,
    (children, dictionary): (Vec<Owned<Array>>, Option<Owned<Array>>),
    memory: Vec<Buffer>,
    pin: Option<Arc<Pin>>,
) -> Owned<Array> {
    let children = children
        .into_iter()
        .map(|child| Box::into_raw(Box::new(child.into_inner())));
    let mut own = Box::new(OfArray {
        buffers,
        children: children.collect(),
        dictionary: dictionary.map(boxed),
        _memory: memory,
        _pin: pin,
    });
    // Blocks have at most `isize::MAX` bytes, so all numbers fit.
    let made = Array {
        length: length as i64,
        null_count: nulls as i64,
        offset: offset as i64,
        n_buffers: own.buffers.len() as i64,
        n_children: own.children.len() as i64,
        buffers: pointers(&mut own.buffers),
        children: pointers(&mut own.children),
        dictionary: own.dictionary.unwrap_or(ptr::null_mut()),
        release: Some(release_array),
        private_data: Box::into_raw(own).cast(),
    };
    // SAFETY: alive and ours, as is all that it leads to.
    unsafe { Owned::new(made) }
}

/// The values of a column.
///
/// # Errors
/// No memory for the texts of a dictionary, or too much of them.
pub(super) fn array_of(column: Column) -> Result<Owned<Array>, Stop> {
    let Column {
        len,
        nulls,
        validity,
        values,
        ..
    } = column;
    let (mut memory, mut children, mut dictionary) = (Vec::new(), Vec::new(), None);
    let mut buffers = vec![validity.as_ref().map_or(ptr::null(), start)];
    memory.extend(validity);
    match values {
        Values::Plain(values) | Values::Bits(values) => {
            buffers.push(start(&values));
            memory.push(values);
        }
        Values::Text(ends, text) => {
            buffers.extend([start(&ends), start(&text)]);
            memory.extend([ends, text]);
        }
        Values::Indices(indices, texts) => {
            buffers.push(start(&indices));
            memory.push(indices);
            let texts = texts.texts();
            let (ends, text) = written(&texts)?;
            let buffers = vec![ptr::null(), start(&ends), start(&text)];
            let (counts, none) = (Counts(texts.len(), 0, 0), (Vec::new(), None));
            dictionary = Some(array(counts, buffers, none, vec![ends, text], None));
        }
        Values::Shared(_, texts) => {
            let (ends, text) = written(&texts)?;
            buffers.extend([start(&ends), start(&text)]);
            memory.extend([ends, text]);
        }
        Values::List(_, items) => children.push(array_of(*items)?),
    }
    let inner = (children, dictionary);
    Ok(array(Counts(len, nulls, 0), buffers, inner, memory, None))
}

/// Where each text ends, and where the first begins; all of it.
fn written(texts: &[&str]) -> Result<(Buffer, Buffer), Stop> {
    let bytes = texts.iter().map(|text| text.len()).sum::<usize>();
    i32::try_from(bytes).map_err(|_| Stop::TooLong)?;
    let ends = Buffer::new(texts.len() + 1, size_of::<i32>())?;
    let room = Buffer::new(bytes, 1)?;
    let mut end = 0;
    // SAFETY: room for an end more than there are texts, and for all of their bytes.
    unsafe {
        ends.start().cast::<i32>().write(0);
        for (nth, text) in texts.iter().enumerate() {
            let to = room.start().add(end);
            text.as_ptr().copy_to_nonoverlapping(to, text.len());
            end += text.len();
            // No more than all of them.
            ends.start().cast::<i32>().add(nth + 1).write(end as i32);
        }
    }
    Ok((ends, room))
}

fn start(buffer: &Buffer) -> *const c_void {
    buffer.start().cast_const().cast()
}

/// Rows: the columns are children.
pub(super) fn array_of_rows(count: usize, columns: Vec<Owned<Array>>) -> Owned<Array> {
    array(
        Counts(count, 0, 0),
        vec![ptr::null()],
        (columns, None),
        Vec::new(),
        None,
    )
}

/// So many values of a kind that is plain, where they lie one behind the other in rows that are pinned.
pub(super) fn array_in_place(
    kind: &RowKind,
    (from, count): (usize, usize),
    pin: &Arc<Pin>,
) -> Owned<Array> {
    if let RowKind::Array(item, items) = *kind {
        let all = array_in_place(item, (from * items, count * items), pin);
        return array(
            Counts(count, 0, 0),
            vec![ptr::null()],
            (vec![all], None),
            Vec::new(),
            None,
        );
    }
    let buffers = vec![ptr::null(), pin.start.cast_const().cast()];
    let pin = Some(Arc::clone(pin));
    let inner = (Vec::new(), None);
    array(Counts(count, 0, from), buffers, inner, Vec::new(), pin)
}
