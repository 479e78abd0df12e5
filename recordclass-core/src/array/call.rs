//! How C functions of arrays are written: each a plain Rust function of the array and what it is given.

use pyo3::prelude::*;
use pyo3::types::{PyDict, PyTuple};

/// `METH_NOARGS`: `fn(Python, &Core) -> PyResult<Bound<PyAny>>`.
macro_rules! no_arguments {
    ($function:path) => {{
        unsafe extern "C" fn call(
            object: *mut pyo3::ffi::PyObject,
            _none: *mut pyo3::ffi::PyObject,
        ) -> *mut pyo3::ffi::PyObject {
            // SAFETY: a method of the class, called as one.
            unsafe {
                crate::trampoline::enter_attached(|py| {
                    $function(py, crate::array::core::Core::of(object)).map(pyo3::Bound::into_ptr)
                })
            }
        }
        call
    }};
}
pub(super) use no_arguments;

/// `METH_O`: `fn(Python, &Core, &Bound<PyAny>) -> PyResult<Bound<PyAny>>`.
macro_rules! one_argument {
    ($function:path) => {{
        unsafe extern "C" fn call(
            object: *mut pyo3::ffi::PyObject,
            argument: *mut pyo3::ffi::PyObject,
        ) -> *mut pyo3::ffi::PyObject {
            // SAFETY: a method of the class, called as one; the argument is held by the caller.
            unsafe {
                crate::trampoline::enter_attached(|py| {
                    let argument = pyo3::Borrowed::from_ptr(py, argument);
                    $function(py, crate::array::core::Core::of(object), &argument)
                        .map(pyo3::Bound::into_ptr)
                })
            }
        }
        call
    }};
}
pub(super) use one_argument;

/// `METH_VARARGS | METH_KEYWORDS`: `fn(Python, &Core, &Arguments) -> PyResult<Bound<PyAny>>`.
macro_rules! arguments {
    ($function:path) => {{
        unsafe extern "C" fn call(
            object: *mut pyo3::ffi::PyObject,
            args: *mut pyo3::ffi::PyObject,
            kwargs: *mut pyo3::ffi::PyObject,
        ) -> *mut pyo3::ffi::PyObject {
            // SAFETY: a method of the class, called as one: a tuple, and a dict or NULL.
            unsafe {
                crate::trampoline::enter_attached(|py| {
                    let arguments = crate::array::call::Arguments::new(py, args, kwargs);
                    $function(py, crate::array::core::Core::of(object), &arguments)
                        .map(pyo3::Bound::into_ptr)
                })
            }
        }
        call
    }};
}
pub(super) use arguments;

/// `METH_CLASS | METH_VARARGS | METH_KEYWORDS`: `fn(Python, &RowTable, &Arguments) -> PyResult<Bound<PyAny>>`.
macro_rules! of_class {
    ($function:path) => {{
        unsafe extern "C" fn call(
            class: *mut pyo3::ffi::PyObject,
            args: *mut pyo3::ffi::PyObject,
            kwargs: *mut pyo3::ffi::PyObject,
        ) -> *mut pyo3::ffi::PyObject {
            // SAFETY: a class method, called as one: a tuple, and a dict or NULL.
            unsafe {
                crate::trampoline::enter_attached(|py| {
                    let arguments = crate::array::call::Arguments::new(py, args, kwargs);
                    let table = crate::array::class::table_of(class.cast())?;
                    $function(py, table, &arguments).map(pyo3::Bound::into_ptr)
                })
            }
        }
        call
    }};
}
pub(super) use of_class;

/// What a function was called with.
pub(crate) struct Arguments<'py> {
    args: Bound<'py, PyTuple>,
    kwargs: Option<Bound<'py, PyDict>>,
}

impl<'py> Arguments<'py> {
    /// # Safety
    /// A tuple, and a dict or NULL.
    pub(crate) unsafe fn new(
        py: Python<'py>,
        args: *mut pyo3::ffi::PyObject,
        kwargs: *mut pyo3::ffi::PyObject,
    ) -> Self {
        // SAFETY: as the caller says.
        unsafe {
            Arguments {
                args: Bound::from_borrowed_ptr(py, args).cast_into_unchecked(),
                kwargs: Bound::from_borrowed_ptr_or_opt(py, kwargs)
                    .map(|kwargs| kwargs.cast_into_unchecked()),
            }
        }
    }

    /// All of them, none by name.
    pub(crate) fn positional(&self, function: &str) -> PyResult<&Bound<'py, PyTuple>> {
        if self
            .kwargs
            .as_ref()
            .is_some_and(|kwargs| !kwargs.is_empty())
        {
            return Err(crate::errors::raise::<pyo3::exceptions::PyTypeError>(
                format!("{function}() takes no keyword arguments"),
            ));
        }
        Ok(&self.args)
    }

    /// The arguments in the order of `names`, of which the first `positional` may be given by position, and only so
    /// where the name starts with an underscore.
    ///
    /// # Errors
    /// `TypeError` for one too many, an unknown name, or one given twice.
    pub(crate) fn take<const N: usize>(
        &self,
        function: &str,
        positional: usize,
        names: [&str; N],
    ) -> PyResult<[Option<Bound<'py, PyAny>>; N]> {
        let mut values = [const { None }; N];
        let given = self.args.len();
        if given > positional {
            return Err(crate::errors::raise::<pyo3::exceptions::PyTypeError>(
                format!(
                    "{function}() takes at most {positional} positional arguments ({given} given)"
                ),
            ));
        }
        for (place, value) in values.iter_mut().zip(self.args.iter()) {
            *place = Some(value);
        }
        for (name, value) in self.kwargs.iter().flat_map(|kwargs| kwargs.iter()) {
            let text = name.to_string();
            let index = names
                .iter()
                .position(|known| *known == text && !known.starts_with('_'));
            let Some(index) = index else {
                return Err(crate::errors::raise::<pyo3::exceptions::PyTypeError>(
                    format!("{function}() got an unexpected keyword argument '{text}'"),
                ));
            };
            if values[index].is_some() {
                return Err(crate::errors::raise::<pyo3::exceptions::PyTypeError>(
                    format!("{function}() got multiple values for argument '{text}'"),
                ));
            }
            values[index] = Some(value);
        }
        Ok(values)
    }
}
