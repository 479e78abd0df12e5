//! What rows are in the words of others: struct formats of the buffer protocol (PEP 3118), and `descr` of numpy's
//! array interface.

use super::kind::RowKind;
use super::table::RowTable;
use pyo3::prelude::*;
use pyo3::types::{PyList, PyTuple};

impl RowKind {
    /// The innermost kind, and the lengths of the arrays round it, outermost first.
    pub(crate) fn flattened(&self) -> (&RowKind, Vec<usize>) {
        let (mut kind, mut shape) = (self, Vec::new());
        while let RowKind::Array(element, count) = kind {
            shape.push(*count);
            kind = element;
        }
        (kind, shape)
    }

    /// The format of one value, without arrays round it: native sizes, and all padding written out.
    pub(crate) fn format(&self) -> String {
        let letter = match *self {
            RowKind::Bool => "?",
            RowKind::Char => "w",
            // The number, for others.
            RowKind::Shared(_) => "I",
            RowKind::Int(1) => "b",
            RowKind::Int(2) => "h",
            RowKind::Int(4) => "i",
            RowKind::Int(_) => "q",
            RowKind::Uint(1) => "B",
            RowKind::Uint(2) => "H",
            RowKind::Uint(4) => "I",
            RowKind::Uint(_) => "Q",
            RowKind::Float(4) => "f",
            RowKind::Float(_) => "d",
            RowKind::Str(size) => return format!("{size}s"),
            RowKind::Array(..) => return self.field_format(),
            RowKind::Optional(value) => {
                let padding = padding(self.size() - value.size() - 1);
                return format!("T{{{}:value:?:valid:{padding}}}", value.format());
            }
        };
        letter.to_owned()
    }

    /// The format inside of a struct's: `(3)d`.
    fn field_format(&self) -> String {
        let (kind, shape) = self.flattened();
        if shape.is_empty() {
            return kind.format();
        }
        let shape: Vec<_> = shape.iter().map(usize::to_string).collect();
        format!("({}){}", shape.join(","), kind.format())
    }

    /// What numpy calls it: `<f8`, `|b1`, `<U1`, `|S8`; of an `Optional`, the bytes.
    pub(crate) fn typestr(&self) -> String {
        let order = if cfg!(target_endian = "little") {
            '<'
        } else {
            '>'
        };
        let (letter, size) = match *self {
            RowKind::Bool => return "|b1".to_owned(),
            RowKind::Char => ('U', 1),
            RowKind::Int(size) => ('i', size),
            RowKind::Uint(size) => ('u', size),
            RowKind::Shared(_) => ('u', 4),
            RowKind::Float(size) => ('f', size),
            RowKind::Str(size) => return format!("|S{size}"),
            RowKind::Array(..) | RowKind::Optional(_) => return format!("|V{}", self.size()),
        };
        let order = if size == 1 && letter != 'U' {
            '|'
        } else {
            order
        };
        format!("{order}{letter}{size}")
    }

    /// The entry of a struct's `descr`: `(name, typestr or descr)`, and a shape for arrays.
    fn entry<'py>(&self, py: Python<'py>, name: &str) -> PyResult<Bound<'py, PyTuple>> {
        let (kind, shape) = self.flattened();
        let what = match kind {
            RowKind::Optional(_) => kind.descr(py)?.into_any(),
            _ => kind.typestr().into_pyobject(py)?.into_any(),
        };
        if shape.is_empty() {
            return (name, what).into_pyobject(py);
        }
        (name, what, PyTuple::new(py, shape)?).into_pyobject(py)
    }

    /// The `descr` of one value.
    pub(crate) fn descr<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        let RowKind::Optional(value) = self else {
            return PyList::new(py, [("", self.typestr())]);
        };
        let list = PyList::new(
            py,
            [("value", value.typestr()), ("valid", "|b1".to_owned())],
        )?;
        pad(&list, self.size() - value.size() - 1)?;
        Ok(list)
    }
}

/// Bytes without a name.
fn pad(list: &Bound<'_, PyList>, bytes: usize) -> PyResult<()> {
    if bytes == 0 {
        return Ok(());
    }
    list.append(("", format!("|V{bytes}")))
}

fn padding(bytes: usize) -> String {
    match bytes {
        0 => String::new(),
        1 => "x".to_owned(),
        bytes => format!("{bytes}x"),
    }
}

impl RowTable {
    /// The format of a row: `T{d:x:d:y:}`.
    pub(crate) fn format(&self) -> String {
        let (mut text, mut end) = ("T{".to_owned(), 0);
        for field in self.fields {
            text += &padding(field.offset - end);
            text += &field.kind.field_format();
            text += &format!(":{}:", field.name);
            end = field.offset + field.kind.size();
        }
        text += &padding(self.size - end);
        text + "}"
    }

    /// The `descr` of a row.
    pub(crate) fn descr<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        let (list, mut end) = (PyList::empty(py), 0);
        for field in self.fields {
            pad(&list, field.offset - end)?;
            list.append(field.kind.entry(py, field.name)?)?;
            end = field.offset + field.kind.size();
        }
        pad(&list, self.size - end)?;
        Ok(list)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_name_sizes_shapes_and_padding() {
        const I16: RowKind = RowKind::Int(2);
        const F64: RowKind = RowKind::Float(8);
        assert_eq!(F64.format(), "d");
        assert_eq!(RowKind::Optional(&F64).format(), "T{d:value:?:valid:7x}");
        assert_eq!(
            RowKind::Array(&RowKind::Array(&I16, 3), 2).format(),
            "(2,3)h"
        );
        assert_eq!(RowKind::Array(&RowKind::Str(5), 2).field_format(), "(2)5s");
        assert_eq!(RowKind::Str(5).typestr(), "|S5");
        assert_eq!(RowKind::Uint(1).typestr(), "|u1");
        assert_eq!(RowKind::Optional(&F64).typestr(), "|V16");
    }
}
