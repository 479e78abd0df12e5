//! [`Input`]: an object's Arrow data, taken out of its capsules: a stream, or one array.

use super::abi::{Array, EINVAL, ENOMEM, Owned, Schema, Stream, Struct};
use super::capsule;
use super::input::{malformed, text};
use crate::errors::{raise, type_name};
use pyo3::exceptions::{PyMemoryError, PyOSError, PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::PyTuple;
use std::ffi::c_int;

/// No longer message is shown.
const LONGEST: usize = 1 << 12;

/// Arrow data that is ours.
pub(super) struct Input {
    pub(super) schema: Owned<Schema>,
    chunks: Chunks,
}

enum Chunks {
    Stream(Owned<Stream>),
    One(Option<Owned<Array>>),
}

impl Input {
    /// # Errors
    /// `TypeError` for what gives none; whatever the object raises.
    pub(super) fn open(data: &Bound<'_, PyAny>) -> PyResult<Self> {
        let py = data.py();
        if let Some(give) = data.getattr_opt("__arrow_c_stream__")? {
            let mut stream = capsule::take::<Stream>(&give.call0()?)?;
            let mut schema = Owned::empty();
            let function = stream.get().get_schema;
            let asked = py.detach(|| ask(&mut stream, function, &mut schema));
            done(py, asked)?;
            if schema.is_released() {
                return Err(malformed("a stream without a schema"));
            }
            let chunks = Chunks::Stream(stream);
            return Ok(Input { schema, chunks });
        }
        let Some(give) = data.getattr_opt("__arrow_c_array__")? else {
            let got = type_name(data);
            return Err(raise::<PyTypeError>(format!(
                "from_arrow() takes an object with __arrow_c_stream__ or __arrow_c_array__, as the tables of pyarrow, polars, \
                 pandas and duckdb are, not {got}"
            )));
        };
        let given = give.call0()?;
        let pair = given.cast::<PyTuple>().ok().filter(|pair| pair.len() == 2);
        let Some(pair) = pair else {
            let got = type_name(&given);
            return Err(raise::<PyTypeError>(format!(
                "__arrow_c_array__() gave {got} instead of two capsules"
            )));
        };
        let schema = capsule::take(&pair.get_item(0)?)?;
        let array = capsule::take(&pair.get_item(1)?)?;
        let chunks = Chunks::One(Some(array));
        Ok(Input { schema, chunks })
    }

    /// The next array, if there is one more.
    ///
    /// # Errors
    /// What the producer says.
    pub(super) fn next(&mut self, py: Python<'_>) -> PyResult<Option<Owned<Array>>> {
        // A stream may go on for ever.
        py.check_signals()?;
        match &mut self.chunks {
            Chunks::One(array) => Ok(array.take()),
            Chunks::Stream(stream) => {
                let mut array = Owned::empty();
                let function = stream.get().get_next;
                let asked = py.detach(|| ask(stream, function, &mut array));
                done(py, asked)?;
                Ok((!array.is_released()).then_some(array))
            }
        }
    }
}

/// What a stream answered: nothing, or a number and a message.
enum Answer {
    Done,
    Failed(c_int, Option<String>),
    NoFunction,
}

/// Calls one of a stream's functions, to put something into an empty place.
fn ask<T: Struct>(
    stream: &mut Owned<Stream>,
    function: Option<unsafe extern "C" fn(*mut Stream, *mut T) -> c_int>,
    out: &mut Owned<T>,
) -> Answer {
    let Some(function) = function else {
        return Answer::NoFunction;
    };
    let last_error = stream.get().get_last_error;
    // SAFETY: a stream that is ours and alive, and room for what it gives.
    let code = unsafe { function(stream.as_ptr(), out.as_ptr()) };
    if code == 0 {
        return Answer::Done;
    }
    // SAFETY: the last call failed, and the text is there until the next.
    let message = last_error.and_then(|get| unsafe { text(get(stream.as_ptr()), LONGEST) });
    let message = message.map(|text| String::from_utf8_lossy(text).into_owned());
    Answer::Failed(code, message)
}

fn done(py: Python<'_>, answer: Answer) -> PyResult<()> {
    // A producer is not to leave one, but where it does, that tells more.
    if let Some(error) = PyErr::take(py) {
        return Err(error);
    }
    match answer {
        Answer::Done => Ok(()),
        Answer::NoFunction => Err(malformed("a stream without its functions")),
        Answer::Failed(code, message) => {
            let message = message.unwrap_or_else(|| format!("error {code}"));
            let message = format!("the Arrow stream failed: {message}");
            Err(match code {
                EINVAL => raise::<PyValueError>(message),
                ENOMEM => raise::<PyMemoryError>(message),
                _ => PyOSError::new_err((code, message)),
            })
        }
    }
}
