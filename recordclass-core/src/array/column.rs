//! `a.x`: a column, the values of one field of all rows. A sequence that shares the memory of the array.

use super::arrow::{self, What};
use super::block::Block;
use super::call::Arguments;
use super::cell::value_of;
use super::core::{Core, out_of_range};
use super::export::{Part, get, release};
use super::gather::STEP;
use super::helper::{Class, Held, held, wrap};
use super::iterator::same;
use super::numpy;
use super::order::no_memory;
use super::quick;
use super::scratch::Scratch;
use super::table::RowField;
use super::transfer::convert_to;
use crate::errors::{raise, type_name};
use crate::ffi::PyObject;
use crate::light::index::{self, Slice};
use crate::methods::{method, with_keywords};
use crate::trampoline::{attached, enter, enter_attached, enter_done};
use pyo3::exceptions::{PyKeyError, PyTypeError, PyValueError};
use pyo3::ffi::{self as py_ffi, Py_ssize_t};
use pyo3::prelude::*;
use pyo3::types::{PyList, PyString};
use std::ffi::{CStr, c_int, c_void};
use std::ptr;

/// The field of that number of the rows that an array shows.
pub(super) struct Column {
    pub(super) array: Core,
    pub(super) field: usize,
}

// SAFETY: the functions take columns.
unsafe impl Held for Column {
    const NAME: &'static CStr = c"recordclass.array_column";
    const DOC: &'static CStr =
        c"The values of one field of all rows of an array, in the array's memory: a sequence, and a buffer.";
    fn slots() -> Vec<(c_int, *mut c_void)> {
        vec![
            (py_ffi::Py_mp_length, len as *mut c_void),
            (py_ffi::Py_sq_length, len as *mut c_void),
            (py_ffi::Py_mp_subscript, subscript as *mut c_void),
            (py_ffi::Py_sq_item, item as *mut c_void),
            (py_ffi::Py_mp_ass_subscript, assign as *mut c_void),
            (py_ffi::Py_tp_repr, repr as *mut c_void),
            (py_ffi::Py_bf_getbuffer, get_of_column as *mut c_void),
            (py_ffi::Py_bf_releasebuffer, release as *mut c_void),
            (
                py_ffi::Py_tp_getset,
                PROPERTIES.0.as_ptr().cast_mut().cast(),
            ),
        ]
    }
    fn methods() -> Vec<py_ffi::PyMethodDef> {
        vec![
            method(
                c"tolist",
                c"tolist($self, /)\n--\n\nThe values as a list.",
                py_ffi::METH_NOARGS,
                tolist,
            ),
            with_keywords(
                c"__array__",
                c"__array__($self, dtype=None, *, copy=None)\n--\n\nA numpy array of the same memory.",
                numpy::array_method,
            ),
            method(
                c"__arrow_c_schema__",
                c"__arrow_c_schema__($self, /)\n--\n\nThe type of a value, as a capsule with an ArrowSchema.",
                py_ffi::METH_NOARGS,
                arrow_schema,
            ),
            with_keywords(
                c"__arrow_c_array__",
                c"__arrow_c_array__($self, requested_schema=None)\n--\n\nThe values: capsules with an ArrowSchema and an ArrowArray.",
                arrow_array,
            ),
            with_keywords(
                c"__arrow_c_stream__",
                c"__arrow_c_stream__($self, requested_schema=None)\n--\n\nThe values in chunks: a capsule with an ArrowArrayStream.",
                arrow_stream,
            ),
        ]
    }
    fn class() -> &'static Class {
        static CLASS: Class = Class::new();
        &CLASS
    }
}

struct Properties([py_ffi::PyGetSetDef; 2]);
// SAFETY: static texts and functions, which are only read.
unsafe impl Sync for Properties {}

static PROPERTIES: Properties = Properties([
    py_ffi::PyGetSetDef {
        name: c"__array_interface__".as_ptr(),
        get: Some(array_interface),
        set: None,
        doc: c"The memory, in the words of numpy.".as_ptr(),
        closure: ptr::null_mut(),
    },
    py_ffi::PyGetSetDef {
        name: ptr::null(),
        get: None,
        set: None,
        doc: ptr::null(),
        closure: ptr::null_mut(),
    },
]);

/// The column of a field.
pub(super) fn of<'py>(py: Python<'py>, array: &Core, field: usize) -> PyResult<Bound<'py, PyAny>> {
    let array = same(array);
    wrap(py, Column { array, field })
}

/// `column(name)`.
pub(super) fn named<'py>(
    py: Python<'py>,
    array: &Core,
    name: &Bound<'py, PyAny>,
) -> PyResult<Bound<'py, PyAny>> {
    let Ok(text) = name.cast::<PyString>() else {
        let got = type_name(name);
        return Err(raise::<PyTypeError>(format!(
            "column() takes the name of a field, not {got}"
        )));
    };
    let text = text.to_string_lossy();
    match array.table.field(&text) {
        Some((index, _)) => of(py, array, index),
        None => Err(raise::<PyKeyError>(text)),
    }
}

impl Column {
    fn row_field(&self) -> &'static RowField {
        &self.array.table.fields[self.field]
    }

    fn part(&self) -> Part {
        let field = self.row_field();
        let (kind, inner) = field.kind.flattened();
        Part {
            offset: field.offset,
            size: kind.size(),
            inner,
            format: kind.format(),
        }
    }

    fn name(&self) -> String {
        format!("{}.{}", self.array.table.name, self.row_field().name)
    }

    /// The value of one row.
    fn value<'py>(&self, py: Python<'py>, index: usize) -> PyResult<Bound<'py, PyAny>> {
        let field = self.row_field();
        let mut value = Scratch::new(field.kind.size());
        self.array.load_field(py, index, field, &mut value)?;
        // SAFETY: a value of that kind.
        unsafe { value_of(py, self.array.table, (index, field), value.bytes()) }
    }

    fn position(&self, py: Python<'_>, index: isize) -> PyResult<usize> {
        let found = index::within(index, self.array.len(py));
        found.ok_or_else(|| out_of_range(&self.name()))
    }

    /// The values of all rows, or of a slice.
    fn list<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        let list = PyList::empty(py);
        let mut index = 0;
        while index < self.array.len(py) {
            list.append(self.value(py, index)?)?;
            index += 1;
            if index % STEP == 0 {
                py.check_signals()?;
            }
        }
        Ok(list)
    }

    /// One value.
    fn set(&self, py: Python<'_>, index: isize, value: &Bound<'_, PyAny>) -> PyResult<()> {
        let field = self.row_field();
        let mut converted = Scratch::new(field.kind.size());
        // SAFETY: room for the kind.
        unsafe {
            let value = value.as_borrowed();
            convert_to(self.array.table, self.field, &value, converted.bytes())?;
        }
        // The conversion may have changed the length.
        let index = self.position(py, index)?;
        self.array.store_field(py, index, field, &mut converted)
    }

    /// As many values as the slice has rows.
    fn set_slice(&self, py: Python<'_>, slice: Slice, values: &Bound<'_, PyAny>) -> PyResult<()> {
        let field = self.row_field();
        let size = field.kind.size();
        // An array of no elements has no bytes, and a block's items have some.
        let room = size.max(1);
        let mut converted = Block::new(room, field.kind.align());
        for value in values.try_iter()? {
            let (value, mut room) = (value?, Scratch::new(room));
            // SAFETY: room for the kind; then a value of it, not in the block.
            let kept = unsafe {
                let value = value.as_borrowed();
                convert_to(self.array.table, self.field, &value, room.bytes())?;
                converted.insert(converted.len(), room.bytes(), 1)
            };
            kept.map_err(|_| no_memory())?;
        }
        let span = slice.of(self.array.len(py));
        if converted.len() != span.count {
            let (given, wanted) = (converted.len(), span.count);
            return Err(raise::<PyValueError>(format!(
                "{given} values for {wanted} rows: a column keeps its length"
            )));
        }
        self.array.store_all(py, |block, place| {
            for (nth, index) in span.indices().enumerate() {
                let Some(place) = place(index) else {
                    return false;
                };
                // SAFETY: the field in a row of the block.
                unsafe {
                    let at = block.row(place).add(field.offset);
                    ptr::copy_nonoverlapping(converted.row(nth), at, size);
                }
            }
            true
        })
    }
}

unsafe extern "C" fn len(object: *mut PyObject) -> Py_ssize_t {
    // SAFETY: CPython calls this with a column, attached.
    unsafe { held::<Column>(object).array.len(Python::assume_attached()) as Py_ssize_t }
}

unsafe extern "C" fn subscript(object: *mut PyObject, key: *mut PyObject) -> *mut PyObject {
    // SAFETY: CPython calls this with a column and any key.
    unsafe {
        if let Some(index) = index::quick(key) {
            let (py, column) = (Python::assume_attached(), held::<Column>(object));
            if let Some(value) = quick::value(py, &column.array, index, column.row_field()) {
                return value;
            }
        }
        enter(|py| {
            let column = held::<Column>(object);
            if let Some(index) = index::quick(key) {
                let index = column.position(py, index)?;
                return column.value(py, index).map(Bound::into_ptr);
            }
            attached(py, || {
                if Slice::is(key) {
                    let span = Slice::read(py, key)?.of(column.array.len(py));
                    let part = column.array.slice(py, span.start, span.step, span.count);
                    return of(py, &part, column.field).map(Bound::into_ptr);
                }
                let index = index::index(py, key, &column.name())?;
                let index = column.position(py, index)?;
                column.value(py, index).map(Bound::into_ptr)
            })
        })
    }
}

unsafe extern "C" fn item(object: *mut PyObject, index: Py_ssize_t) -> *mut PyObject {
    // SAFETY: CPython calls this with a column; it has added the length to a negative index already.
    unsafe {
        if index >= 0 {
            let (py, column) = (Python::assume_attached(), held::<Column>(object));
            if let Some(value) = quick::value(py, &column.array, index, column.row_field()) {
                return value;
            }
        }
        enter(|py| {
            let column = held::<Column>(object);
            let index = if index < 0 { isize::MAX } else { index };
            let index = column.position(py, index)?;
            column.value(py, index).map(Bound::into_ptr)
        })
    }
}

unsafe extern "C" fn assign(
    object: *mut PyObject,
    key: *mut PyObject,
    value: *mut PyObject,
) -> c_int {
    // SAFETY: CPython calls this with a column, any key, and a value or NULL for `del`.
    unsafe {
        if let Some(index) = index::quick(key).filter(|_| !value.is_null()) {
            let (py, column) = (Python::assume_attached(), held::<Column>(object));
            if quick::set(py, &column.array, index, column.row_field(), value) {
                return 0;
            }
        }
        enter_done(|py| {
            attached(py, || {
                let column = held::<Column>(object);
                let Some(value) = Borrowed::from_ptr_or_opt(py, value) else {
                    return Err(raise::<PyTypeError>(
                        "a column has a value for each row: delete rows of the array",
                    ));
                };
                if Slice::is(key) {
                    return column.set_slice(py, Slice::read(py, key)?, &value);
                }
                column.set(py, index::index(py, key, &column.name())?, &value)
            })
        })
    }
}

unsafe extern "C" fn repr(object: *mut PyObject) -> *mut PyObject {
    // SAFETY: CPython calls this with a column.
    unsafe {
        enter_attached(|py| {
            let column = held::<Column>(object);
            let len = column.array.len(py);
            let values = (0..len.min(5)).map(|index| column.value(py, index)?.repr());
            let values = values.collect::<PyResult<Vec<_>>>()?;
            let values: Vec<_> = values.iter().map(ToString::to_string).collect();
            let more = if len > 5 { ", ..." } else { "" };
            let (name, values) = (column.name(), values.join(", "));
            let text = format!("<column {name} of {len} rows: [{values}{more}]>");
            Ok(PyString::new(py, &text).into_any().into_ptr())
        })
    }
}

unsafe extern "C" fn tolist(object: *mut PyObject, _: *mut PyObject) -> *mut PyObject {
    // SAFETY: a METH_NOARGS function of the type.
    unsafe { enter_attached(|py| Ok(held::<Column>(object).list(py)?.into_any().into_ptr())) }
}

unsafe extern "C" fn arrow_schema(object: *mut PyObject, _: *mut PyObject) -> *mut PyObject {
    // SAFETY: a METH_NOARGS function of the type.
    unsafe {
        enter_attached(|py| {
            let column = held::<Column>(object);
            arrow::schema(py, &column.array, What::Field(column.field)).map(Bound::into_ptr)
        })
    }
}

unsafe extern "C" fn arrow_array(
    object: *mut PyObject,
    args: *mut PyObject,
    kwargs: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: a METH_VARARGS | METH_KEYWORDS function of the type.
    unsafe { given_as_arrow(object, args, kwargs, arrow::array) }
}

unsafe extern "C" fn arrow_stream(
    object: *mut PyObject,
    args: *mut PyObject,
    kwargs: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: as above.
    unsafe { given_as_arrow(object, args, kwargs, arrow::stream) }
}

/// Ends such a function, by what gives rows or a field of them.
///
/// # Safety
/// CPython called it: with a column, a tuple, and a dict or NULL.
unsafe fn given_as_arrow(
    object: *mut PyObject,
    args: *mut PyObject,
    kwargs: *mut PyObject,
    give: for<'py> fn(Python<'py>, &Core, What, &Arguments<'py>) -> PyResult<Bound<'py, PyAny>>,
) -> *mut PyObject {
    // SAFETY: as the caller says.
    unsafe {
        enter_attached(|py| {
            let (column, arguments) = (held::<Column>(object), Arguments::new(py, args, kwargs));
            let what = What::Field(column.field);
            give(py, &column.array, what, &arguments).map(Bound::into_ptr)
        })
    }
}

unsafe extern "C" fn array_interface(object: *mut PyObject, _: *mut c_void) -> *mut PyObject {
    // SAFETY: a getter of the type.
    unsafe {
        enter_attached(|py| {
            let column = held::<Column>(object);
            let (kind, _) = column.row_field().kind.flattened();
            let descr = (kind.typestr(), kind.descr(py)?.into_any());
            numpy::interface(py, &column.array, &column.part(), descr).map(Bound::into_ptr)
        })
    }
}

unsafe extern "C" fn get_of_column(
    object: *mut PyObject,
    view: *mut py_ffi::Py_buffer,
    flags: c_int,
) -> c_int {
    // SAFETY: CPython calls this with a column and a view to fill.
    unsafe {
        enter_done(|py| {
            attached(py, || {
                let column = held::<Column>(object);
                get(py, object, &column.array, column.part(), view, flags)
            })
        })
    }
}
