//! The methods of array classes that lead elsewhere: to order and choice, to files, pickles, numpy and Arrow.

use super::call::{Arguments, arguments, no_arguments, of_class, one_argument};
use super::core::Core;
use super::{arrow, column, file, foreign, from_numpy, iterator, numpy, order, select, view};
use crate::ffi::HEAD;
use crate::methods::{Definitions, class_method, method, with_keywords};
use pyo3::ffi as py_ffi;
use pyo3::prelude::*;

/// All methods but those that edit rows, which are in [`edit`](super::edit).
pub(super) static METHODS: Definitions<19> = Definitions([
    with_keywords(
        c"sort",
        c"sort($self, /, key, *, reverse=False)\n--\n\nSort the rows in place, by the name of a field, several names, or a function of a record.\nStable; NaN and None come last.",
        arguments!(order::sort),
    ),
    with_keywords(
        c"argsort",
        c"argsort($self, /, key, *, reverse=False)\n--\n\nThe indices of the rows in sorted order, as an array.array.",
        arguments!(order::argsort),
    ),
    method(
        c"filter",
        c"filter($self, mask, /)\n--\n\nA new array of the rows for which the mask, or a function of the record, is true.",
        py_ffi::METH_O,
        one_argument!(select::filter),
    ),
    method(
        c"__reduce_ex__",
        c"__reduce_ex__($self, protocol, /)\n--\n\nFor pickle: from protocol 5 on the rows may travel out of band.",
        py_ffi::METH_O,
        one_argument!(foreign::reduce_ex),
    ),
    class_method(
        c"__rebuild__",
        c"__rebuild__($type, layout, data, texts=None, /)\n--\n\nFor pickle.",
        of_class!(foreign::rebuild),
    ),
    class_method(
        c"from_buffer",
        c"from_buffer($type, buffer, /, *, offset=0)\n--\n\nAn array in the memory of an object with a buffer of bytes, or of such rows: it is not copied, and cannot be resized.",
        of_class!(foreign::from_buffer),
    ),
    class_method(
        c"from_numpy",
        c"from_numpy($type, array, /)\n--\n\nA copy of a structured array, or of a mapping of columns, by the names of the fields.",
        of_class!(from_numpy::from_numpy),
    ),
    class_method(
        c"from_arrow",
        c"from_arrow($type, data, /, *, nulls=None, ignore_extra=False, progress=None)\n--\n\nThe rows of a table of pyarrow, polars, pandas, duckdb or any other object with __arrow_c_stream__ or __arrow_c_array__, copied by the names of the fields.\nnulls: what to put where there is no value, a dict by field or 'default'; without it a null is an error unless the field is an Option.\nignore_extra: pass over columns that are no fields.",
        of_class!(arrow::from_arrow),
    ),
    method(
        c"__arrow_c_schema__",
        c"__arrow_c_schema__($self, /)\n--\n\nThe type of a row, as a capsule with an ArrowSchema.",
        py_ffi::METH_NOARGS,
        no_arguments!(schema_of_rows),
    ),
    with_keywords(
        c"__arrow_c_array__",
        c"__arrow_c_array__($self, requested_schema=None)\n--\n\nThe rows as one array of structs: capsules with an ArrowSchema and an ArrowArray.",
        arguments!(array_of_rows),
    ),
    with_keywords(
        c"__arrow_c_stream__",
        c"__arrow_c_stream__($self, requested_schema=None)\n--\n\nThe rows in chunks: a capsule with an ArrowArrayStream.",
        arguments!(stream_of_rows),
    ),
    class_method(
        c"open",
        c"open($type, /, path, *, map=False, progress=None)\n--\n\nThe rows of a file that to_file wrote; with map, read-only in the file itself.",
        of_class!(file::open),
    ),
    with_keywords(
        c"to_file",
        c"to_file($self, /, path, *, progress=None)\n--\n\nWrite the rows to a file, with a header that says what they are.",
        arguments!(file::to_file),
    ),
    method(
        c"column",
        c"column($self, name, /)\n--\n\nThe values of that field of all rows, in the memory of the array.",
        py_ffi::METH_O,
        one_argument!(column::named),
    ),
    method(
        c"view",
        c"view($self, index, /)\n--\n\nThe row where it lies: its attributes read and write the array.",
        py_ffi::METH_O,
        view::at,
    ),
    method(
        c"rows",
        c"rows($self, /)\n--\n\nAn iterator over views of the rows.",
        py_ffi::METH_NOARGS,
        no_arguments!(view::all),
    ),
    with_keywords(
        c"__array__",
        c"__array__($self, dtype=None, *, copy=None)\n--\n\nA numpy array of the same memory, with a field for each field.",
        numpy::array_method,
    ),
    method(
        c"__reversed__",
        c"__reversed__($self, /)\n--\n\nAn iterator over the rows from the last to the first.",
        py_ffi::METH_NOARGS,
        no_arguments!(iterator::reversed),
    ),
    method(
        c"__sizeof__",
        c"__sizeof__($self, /)\n--\n\nBytes in memory, those of the rows included unless another object has them.",
        py_ffi::METH_NOARGS,
        no_arguments!(size_of_array),
    ),
]);

fn schema_of_rows<'py>(py: Python<'py>, array: &Core) -> PyResult<Bound<'py, PyAny>> {
    arrow::schema(py, array, arrow::What::Rows)
}

fn array_of_rows<'py>(
    py: Python<'py>,
    array: &Core,
    arguments: &Arguments<'py>,
) -> PyResult<Bound<'py, PyAny>> {
    arrow::array(py, array, arrow::What::Rows, arguments)
}

fn stream_of_rows<'py>(
    py: Python<'py>,
    array: &Core,
    arguments: &Arguments<'py>,
) -> PyResult<Bound<'py, PyAny>> {
    arrow::stream(py, array, arrow::What::Rows, arguments)
}

fn size_of_array<'py>(py: Python<'py>, array: &Core) -> PyResult<Bound<'py, PyAny>> {
    let own = HEAD + size_of::<Core>();
    let rows = array.storage.about(py, |block| {
        if block.is_foreign() {
            0
        } else {
            block.capacity()
        }
    });
    let bytes = match array.window {
        None => own + size_of::<super::storage::Storage>() + rows * array.table.size,
        Some(_) => own,
    };
    Ok(bytes.into_pyobject(py)?.into_any())
}
