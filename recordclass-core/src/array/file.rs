//! `to_file` and `open`: a header that says what the rows are, and the rows as they lie in memory.
//!
//! | bytes | what |
//! |---|---|
//! | 8 | `RECROWS1` |
//! | 8 | number of rows, little endian |
//! | 4 | bytes of a row |
//! | 4 | bytes of the layout |
//! | n | the layout: byte order, then fields, as the buffer protocol has them |
//! | up to a multiple of 64 | zeros |
//! | so many rows | rows |
//! | the rest | where rows have shared texts: those, as `shared::leave` writes them |
//!
//! Numbers of shared texts are numbers for this file: from 1 on, in the order in which rows have them.

use super::block::Block;
use super::call::Arguments;
use super::cell::no_value;
use super::core::Core;
use super::edit::required;
use super::foreign::{check_layout, layout, shared};
use super::gather::{Progress, STEP};
use super::order::no_memory;
use super::shared::{Leave, Strange};
use super::storage::{Pin, Use};
use super::table::{RowField, RowTable};
use crate::errors::raise;
use pyo3::exceptions::{PyMemoryError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::PyDict;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::PathBuf;

const MAGIC: &[u8; 8] = b"RECROWS1";
const FIXED: usize = 24;
/// Rows start at a multiple of this, which is more than any alignment.
const ALIGN: usize = 64;
/// No layout is longer.
const LONGEST: usize = 1 << 20;

/// Bytes up to the first row.
fn header_size(layout: usize) -> usize {
    (FIXED + layout).next_multiple_of(ALIGN)
}

/// `to_file(path, *, progress=None)`.
pub(super) fn to_file<'py>(
    py: Python<'py>,
    array: &Core,
    arguments: &Arguments<'py>,
) -> PyResult<Bound<'py, PyAny>> {
    let [path, progress] = arguments.take("to_file", 1, ["path", "progress"])?;
    let path: PathBuf = required("to_file", path)?.extract()?;
    let mut progress = Progress::new(progress.as_ref());
    let table = array.table;
    // A slice with a step is copied into one piece.
    let copy;
    let array = match array.window {
        Some(window) if window.step != 1 && window.len > 1 => {
            copy = Core::new(table, array.copied(py)?);
            &copy
        }
        _ => array,
    };
    // Before the file is made, and another under its name is lost.
    if let Some(texts) = table.shared() {
        texts.of_rows(py, array)?;
    }
    let pin = array.pin(py, Use::Export)?;
    let window = array.shown(pin.len);
    let mut texts = Texts::of(table);
    let mut file = py.detach(|| -> io::Result<File> {
        let mut file = File::create(&path)?;
        file.write_all(&header(table, window.len))?;
        Ok(file)
    })?;
    let mut done = 0;
    while done < window.len {
        let count = STEP.min(window.len - done);
        let rows = Part {
            pin: &pin,
            from: (window.start + done) * table.size,
            size: count * table.size,
        };
        if let Some(texts) = &mut texts {
            let renumbered = py.detach(|| texts.renumbered(rows.bytes()));
            let renumbered =
                renumbered.map_err(|(field, nth)| no_value(table, field, done + nth))?;
            py.detach(|| file.write_all(renumbered))?;
        } else {
            py.detach(|| file.write_all(rows.bytes()))?;
        }
        done += count;
        progress.add(py, count)?;
    }
    progress.tell()?;
    if let Some(texts) = &texts {
        py.detach(|| file.write_all(&texts.leaving.texts()))?;
    }
    py.detach(|| file.flush())?;
    Ok(py.None().into_bound(py))
}

/// Bytes of rows that are pinned.
struct Part<'a> {
    pin: &'a Pin,
    from: usize,
    size: usize,
}

impl Part<'_> {
    /// Other code that holds a writable buffer may write to the rows meanwhile: then the file has some of both, as it
    /// would have of any object with a buffer.
    fn bytes(&self) -> &[u8] {
        // SAFETY: rows of the pin, whose padding is washed.
        unsafe { std::slice::from_raw_parts(self.pin.start.add(self.from), self.size) }
    }
}

/// The shared texts of a file.
struct Texts {
    leaving: Box<dyn Leave>,
    size: usize,
    /// Rows as they are in the file.
    rows: Vec<u8>,
}

impl Texts {
    fn of(table: &'static RowTable) -> Option<Self> {
        table.shared().map(|texts| Texts {
            leaving: texts.leaving(table, true),
            size: table.size,
            rows: Vec::new(),
        })
    }

    /// Rows with the numbers of the file. They are copied first, for whoever may write to them might do so meanwhile.
    ///
    /// # Errors
    /// The field and the row where foreign code wrote what is no number of a text.
    fn renumbered(&mut self, rows: &[u8]) -> Result<&[u8], (&'static RowField, usize)> {
        self.rows.clear();
        self.rows.extend_from_slice(rows);
        for (nth, row) in self.rows.chunks_exact_mut(self.size).enumerate() {
            // SAFETY: a row of the table, our own.
            let looked = unsafe { self.leaving.row(row.as_mut_ptr()) };
            looked.map_err(|Strange(field)| (field, nth))?;
        }
        Ok(&self.rows)
    }
}

fn header(table: &RowTable, rows: usize) -> Vec<u8> {
    let layout = layout(table);
    let mut header = Vec::with_capacity(header_size(layout.len()));
    header.extend_from_slice(MAGIC);
    header.extend_from_slice(&(rows as u64).to_le_bytes());
    header.extend_from_slice(&(table.size as u32).to_le_bytes());
    header.extend_from_slice(&(layout.len() as u32).to_le_bytes());
    header.extend_from_slice(layout.as_bytes());
    header.resize(header_size(layout.len()), 0);
    header
}

/// `open(path, *, map=False, progress=None)`.
pub(super) fn open<'py>(
    py: Python<'py>,
    table: &'static RowTable,
    arguments: &Arguments<'py>,
) -> PyResult<Bound<'py, PyAny>> {
    let [path, map, progress] = arguments.take("open", 1, ["path", "map", "progress"])?;
    let given = required("open", path)?;
    let path: PathBuf = given.extract()?;
    let map = map.map_or(Ok(false), |map| map.is_truthy())?;
    let mut progress = Progress::new(progress.as_ref());
    let wrong = |what: String| {
        let (path, name) = (path.display(), table.name);
        raise::<PyValueError>(format!("{path} is no file of {name}: {what}"))
    };
    let mut fixed = [0; FIXED];
    let (mut file, size, got) = py.detach(|| -> io::Result<_> {
        let mut file = File::open(&path)?;
        let size = file.metadata()?.len();
        let got = fill(&mut file, &mut fixed)?;
        Ok((file, size, got))
    })?;
    if got < FIXED || fixed[..8] != *MAGIC {
        return Err(wrong("it does not start as one".to_owned()));
    }
    let mut rows = [0; 8];
    rows.copy_from_slice(&fixed[8..16]);
    let rows = u64::from_le_bytes(rows);
    let number = |at: usize| {
        let mut bytes = [0; 4];
        bytes.copy_from_slice(&fixed[at..at + 4]);
        u32::from_le_bytes(bytes) as usize
    };
    let (row, length) = (number(16), number(20));
    if length > LONGEST {
        return Err(wrong(format!("a header of {length} bytes")));
    }
    let mut rest = vec![0; header_size(length) - FIXED];
    let got = py.detach(|| fill(&mut file, &mut rest))?;
    if got < rest.len() {
        return Err(wrong("it ends in the header".to_owned()));
    }
    let text = String::from_utf8_lossy(&rest[..length]);
    check_layout(table, &text, "file")?;
    let body = size.checked_sub(header_size(length) as u64);
    let wanted = rows.checked_mul(row as u64);
    let more = body
        .zip(wanted)
        .and_then(|(body, wanted)| body.checked_sub(wanted));
    let texts = table.shared();
    if row != table.size || more.is_none_or(|more| more > 0 && texts.is_none()) {
        return Err(wrong(format!(
            "its header speaks of {rows} rows of {row} bytes, and it has {} bytes of rows",
            body.unwrap_or(0)
        )));
    }
    // Nothing cannot be mapped.
    let map = map && rows > 0;
    let rows = usize::try_from(rows).map_err(|_| PyMemoryError::new_err(()))?;
    let shorter = || wrong("it became shorter while it was read".to_owned());
    let mut block = if map {
        let mapped = map_file(py, &given)?;
        shared(table, &mapped, header_size(length), Some(rows))?
    } else {
        let block = read_rows(py, table, &mut file, rows, &mut progress)?;
        block.ok_or_else(shorter)?
    };
    if let Some((shared, more)) = texts.zip(more) {
        if map {
            let start = (rows as u64 * row as u64).saturating_add(header_size(length) as u64);
            py.detach(|| file.seek(SeekFrom::Start(start)))?;
        }
        let texts = read_texts(py, &mut file, more)?.ok_or_else(shorter)?;
        block = shared.arrived(py, table, &texts, block, "file")?;
    }
    Core::new(table, block).into_object(py)
}

/// Fills as much as there is.
fn fill(file: &mut File, mut bytes: &mut [u8]) -> io::Result<usize> {
    let mut got = 0;
    while !bytes.is_empty() {
        match file.read(bytes) {
            Ok(0) => break,
            Ok(count) => {
                got += count;
                bytes = &mut bytes[count..];
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(got)
}

/// So many bytes of texts, if there are.
fn read_texts(py: Python<'_>, file: &mut File, size: u64) -> PyResult<Option<Vec<u8>>> {
    let size = usize::try_from(size).map_err(|_| no_memory())?;
    let mut texts = Vec::new();
    texts.try_reserve_exact(size).map_err(|_| no_memory())?;
    let got = py.detach(|| {
        texts.resize(size, 0);
        fill(file, &mut texts)
    })?;
    Ok((got == size).then_some(texts))
}

/// The rows of a file, if it has so many.
fn read_rows(
    py: Python<'_>,
    table: &'static RowTable,
    file: &mut File,
    rows: usize,
    progress: &mut Progress<'_, '_>,
) -> PyResult<Option<Block>> {
    let mut block = Block::new(table.size, table.align);
    block
        .reserve_exact(rows)
        .map_err(|_| PyMemoryError::new_err(()))?;
    let mut buffer = vec![0; STEP.min(rows) * table.size];
    while block.len() < rows {
        let count = STEP.min(rows - block.len());
        let part = &mut buffer[..count * table.size];
        let got = py.detach(|| fill(file, part))?;
        if got < part.len() {
            return Ok(None);
        }
        // SAFETY: so many rows, of any bytes, not in the block.
        let done = unsafe { block.insert(block.len(), part.as_ptr(), count) };
        done.map_err(|_| PyMemoryError::new_err(()))?;
        progress.add(py, count)?;
    }
    progress.tell()?;
    Ok(Some(block))
}

/// The file as memory, by Python's own `mmap`: it is there as long as the array is, and cannot be written to.
fn map_file<'py>(py: Python<'py>, path: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
    let file = py
        .import("builtins")?
        .getattr("open")?
        .call1((path, "rb"))?;
    let mmap = py.import("mmap")?;
    let options = PyDict::new(py);
    options.set_item("access", mmap.getattr("ACCESS_READ")?)?;
    let number = file.call_method0("fileno")?;
    let mapped = mmap.getattr("mmap")?.call((number, 0), Some(&options));
    file.call_method0("close")?;
    mapped
}
