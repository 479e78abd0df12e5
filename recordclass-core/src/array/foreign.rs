//! Rows in memory of other objects: `from_buffer`, pickles with their buffers out of band, files.
//!
//! Any bytes are rows of a table, so what is checked is size, alignment, and, where there is one, the description.

use super::block::Block;
use super::call::Arguments;
use super::core::Core;
use super::edit::required;
use super::spelling;
use super::table::RowTable;
use crate::errors::raise;
use pyo3::buffer::PyUntypedBuffer;
use pyo3::exceptions::{PyMemoryError, PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::PyBytes;
use std::ptr::NonNull;

/// The layout of rows in words: byte order, then fields, as the buffer protocol has them, and which of them have shared
/// texts.
pub(super) fn layout(table: &RowTable) -> String {
    let order = if cfg!(target_endian = "little") {
        '<'
    } else {
        '>'
    };
    // Numbers of shared texts are no numbers like others.
    let shared: Vec<_> = table
        .fields
        .iter()
        .filter(|field| field.kind.shared().is_some())
        .map(|field| field.name)
        .collect();
    match &shared[..] {
        [] => format!("{order}{}", table.format()),
        fields => format!(
            "{order}{} with texts of {}",
            table.format(),
            fields.join(", ")
        ),
    }
}

/// `from_buffer(buffer, /, *, offset=0)`: an array in the memory of another object.
pub(super) fn from_buffer<'py>(
    py: Python<'py>,
    table: &'static RowTable,
    arguments: &Arguments<'py>,
) -> PyResult<Bound<'py, PyAny>> {
    let [object, offset] = arguments.take("from_buffer", 1, ["_buffer", "offset"])?;
    let object = required("from_buffer", object)?;
    let offset: usize = offset.map_or(Ok(0), |offset| offset.extract())?;
    if let Some(field) = table.shared_field() {
        let name = table.name;
        return Err(raise::<PyTypeError>(format!(
            "rows of {name} have shared texts (field '{field}'), whose numbers mean nothing without the texts: a buffer has \
             none; pickles, to_file() and Arrow take them along"
        )));
    }
    let block = shared(table, &object, offset, None)?;
    Core::new(table, block).into_object(py)
}

/// The rows in the memory of another object, from a byte on: so many, or all.
///
/// # Errors
/// `BufferError` where it gives no contiguous buffer; `TypeError` for items that are neither bytes nor such rows;
/// `ValueError` where size or alignment do not fit.
pub(super) fn shared(
    table: &'static RowTable,
    object: &Bound<'_, PyAny>,
    offset: usize,
    rows: Option<usize>,
) -> PyResult<Block> {
    let (buffer, bytes) = contiguous(table, object)?;
    let (name, size) = (table.name, table.size);
    let end = match rows {
        None => Some(bytes),
        Some(rows) => {
            let end = rows
                .checked_mul(size)
                .and_then(|rows| rows.checked_add(offset));
            end.filter(|end| *end <= bytes)
        }
    };
    let rest = end.and_then(|end| end.checked_sub(offset)).ok_or_else(|| {
        raise::<PyValueError>(format!(
            "offset {offset} lies beyond the {bytes} bytes of the buffer"
        ))
    })?;
    if rest % size != 0 {
        return Err(raise::<PyValueError>(format!(
            "{rest} bytes are no whole number of rows of {name}, of {size} bytes each"
        )));
    }
    let start = buffer.buf_ptr().cast::<u8>().wrapping_add(offset);
    let read_only = buffer.readonly();
    let (Some(start), true) = (NonNull::new(start), rest > 0) else {
        return Ok(Block::new(table.size, table.align));
    };
    if start.as_ptr().addr() % table.align != 0 {
        let align = table.align;
        return Err(raise::<PyValueError>(format!(
            "the memory is not aligned to {align} bytes, as rows of {name} are: copy the bytes first"
        )));
    }
    // SAFETY: so many bytes, aligned, that the exporter keeps there until the buffer is released.
    Ok(unsafe {
        let layout = (table.size, table.align);
        Block::foreign(start, rest / size, layout, read_only, Box::new(buffer))
    })
}

/// The buffer of an object, by a memoryview: that puts in the strides which ctypes leaves out.
fn buffer_of(object: &Bound<'_, PyAny>) -> PyResult<PyUntypedBuffer> {
    // SAFETY: a live object; the result is new or an error.
    let view = unsafe {
        let view = pyo3::ffi::PyMemoryView_FromObject(object.as_ptr());
        Bound::from_owned_ptr_or_err(object.py(), view)?
    };
    PyUntypedBuffer::get(&view)
}

/// The buffer of an object that is bytes or rows of the table, one behind the other, and its size.
fn contiguous(table: &RowTable, object: &Bound<'_, PyAny>) -> PyResult<(PyUntypedBuffer, usize)> {
    let buffer = buffer_of(object)?;
    if !buffer.is_c_contiguous() {
        return Err(raise::<PyValueError>(
            "the bytes of the buffer do not lie one behind the other: copy it first",
        ));
    }
    let format = buffer.format().to_bytes();
    let bytes = matches!(
        format,
        b"B" | b"b" | b"c" | b"<B" | b"<b" | b"<c" | b"|B" | b""
    );
    let row = buffer.item_size() == table.size && spelling::same(format, table.format().as_bytes());
    if !bytes && !row {
        let (name, want) = (table.name, table.format());
        let got = String::from_utf8_lossy(format).into_owned();
        return Err(raise::<PyTypeError>(format!(
            "the buffer holds '{got}', and rows of {name} are '{want}': give it as bytes (memoryview(..).cast('B')) if they are"
        )));
    }
    let size = buffer.len_bytes();
    Ok((buffer, size))
}

/// `__reduce_ex__(protocol)`: from protocol 5 on the rows are a buffer, which may travel out of band.
pub(super) fn reduce_ex<'py>(
    py: Python<'py>,
    array: &Core,
    protocol: &Bound<'py, PyAny>,
) -> PyResult<Bound<'py, PyAny>> {
    let table = array.table;
    let protocol: i64 = protocol.extract()?;
    // A new object of these rows in one piece, unless they are that already. Where their bytes are taken right away, no other
    // thread may write a row meanwhile, so they are taken of a copy.
    let in_pieces = array.window.is_some_and(|window| window.step != 1);
    let whole = if in_pieces || protocol < 5 {
        Core::new(table, array.copied(py)?)
    } else {
        super::iterator::same(array)
    };
    let texts = table.shared();
    let texts = texts.map(|texts| texts.of_rows(py, &whole)).transpose()?;
    let object = whole.into_object(py)?;
    let data = if protocol >= 5 {
        py.import("pickle")?
            .getattr("PickleBuffer")?
            .call1((object,))?
    } else {
        // SAFETY: a live object; the result is new or an error.
        unsafe { Bound::from_owned_ptr_or_err(py, pyo3::ffi::PyBytes_FromObject(object.as_ptr()))? }
    };
    let class = table
        .tp(py)
        .ok_or_else(|| super::helper::broken("no array class"))?;
    // SAFETY: a live type.
    let class = unsafe { Bound::from_borrowed_ptr(py, class.cast()) };
    let rebuild = class.getattr("__rebuild__")?;
    let reduced = match texts {
        None => (rebuild, (layout(table), data)).into_pyobject(py)?,
        Some(texts) => (rebuild, (layout(table), data, texts)).into_pyobject(py)?,
    };
    Ok(reduced.into_any())
}

/// `__rebuild__(layout, data)`, or `__rebuild__(layout, data, texts)`: what a pickle calls.
pub(super) fn rebuild<'py>(
    py: Python<'py>,
    table: &'static RowTable,
    arguments: &Arguments<'py>,
) -> PyResult<Bound<'py, PyAny>> {
    let arguments = arguments.positional("__rebuild__")?;
    let count = arguments.len();
    if !(2..=3).contains(&count) {
        return Err(raise::<PyTypeError>(format!(
            "__rebuild__() takes 2 or 3 arguments ({count} given)"
        )));
    }
    let given: String = arguments.get_item(0)?.extract()?;
    let data = arguments.get_item(1)?;
    let texts = arguments.iter().nth(2).filter(|texts| !texts.is_none());
    let texts = texts
        .map(|texts| texts.cast_into::<PyBytes>())
        .transpose()?;
    if texts.is_some() != table.shared().is_some() {
        let (name, what) = (table.name, if texts.is_some() { "no" } else { "shared" });
        return Err(raise::<PyValueError>(format!(
            "rows of {name} have {what} texts: this pickle is of others"
        )));
    }
    check_layout(table, &given, "pickle")?;
    // Bytes that came with the pickle are nobody else's, but cannot be written to. So it is with memory that is not
    // aligned: it is copied.
    let copied = |data: &Bound<'py, PyAny>| {
        let (buffer, bytes) = contiguous(table, data)?;
        if bytes % table.size != 0 {
            return Err(raise::<PyValueError>(format!(
                "{bytes} bytes are no whole number of rows of {}",
                table.name
            )));
        }
        let mut block = Block::new(table.size, table.align);
        // SAFETY: so many bytes, which are held; the block is new.
        unsafe {
            let start = buffer.buf_ptr().cast::<u8>();
            block
                .reserve_exact(bytes / table.size)
                .and_then(|()| match bytes {
                    0 => Ok(()),
                    _ => block.insert(0, start, bytes / table.size),
                })
                .map_err(|_| PyMemoryError::new_err(()))?;
        }
        Ok(block)
    };
    let mut block = if data.is_instance_of::<PyBytes>() {
        copied(&data)?
    } else {
        let aligned = buffer_of(&data)?.buf_ptr().addr() % table.align == 0;
        if aligned {
            let mut block = shared(table, &data, 0, None)?;
            block.may_leave = true;
            block
        } else {
            copied(&data)?
        }
    };
    if let Some((shared, texts)) = table.shared().zip(texts) {
        block = shared.arrived(py, table, texts.as_bytes(), block, "pickle")?;
    }
    Core::new(table, block).into_object(py)
}

/// Whether rows were written by a class of this layout.
pub(super) fn check_layout(table: &RowTable, given: &str, what: &str) -> PyResult<()> {
    let want = layout(table);
    if given == want {
        return Ok(());
    }
    let name = table.name;
    Err(raise::<PyValueError>(format!(
        "the rows in this {what} are '{given}', and those of {name} are '{want}'"
    )))
}
