//! Matching the arguments of a call to fields, with the errors of a Python function.

use crate::errors::raise;
use crate::ffi::PyObject;
use crate::field::Field;
use crate::places::Places;
use crate::record::{State, Table};
use pyo3::exceptions::PyTypeError;
use pyo3::ffi;
use pyo3::prelude::*;
use pyo3::types::PyString;

/// The arguments of one call: borrowed from the caller, NULL where a field was not given.
pub(crate) struct Given<'a> {
    table: &'a Table,
    state: &'a State,
    places: Places,
    by_position: usize,
    /// Whether arguments that no field wants are somebody else's.
    lenient: bool,
    /// Whether fields may stay without a value.
    gaps: bool,
    /// Keywords that no field has, where they are wanted: name and value.
    unknown: Option<Vec<(*mut PyObject, *mut PyObject)>>,
    /// The row after the last keyword's: most calls name fields in declared order.
    next: usize,
}

impl<'a> Given<'a> {
    pub(crate) fn new(table: &'a Table, state: &'a State) -> Self {
        Given {
            table,
            state,
            places: Places::new(table.fields.len()),
            by_position: 0,
            lenient: false,
            gaps: false,
            unknown: None,
            next: 0,
        }
    }

    /// Lets pass what no field wants: a subclass's `__init__` may.
    pub(crate) fn ignore_excess(&mut self) {
        self.lenient = true;
    }

    /// Lets fields without a default stay without a value.
    pub(crate) fn allow_gaps(&mut self) {
        self.gaps = true;
    }

    /// Keeps keywords that no field has.
    pub(crate) fn keep_unknown(&mut self) {
        self.unknown = Some(Vec::new());
    }

    /// The keywords that no field has: name and value, borrowed from the caller.
    pub(crate) fn unknown(&self) -> &[(*mut PyObject, *mut PyObject)] {
        self.unknown.as_deref().unwrap_or_default()
    }

    /// A place for each field.
    pub(crate) fn values(&mut self) -> &mut [*mut PyObject] {
        self.places.all()
    }

    /// Takes the positional arguments; too many are told of by [`Given::complete`].
    ///
    /// # Safety
    /// `args` points to `count` live objects.
    pub(crate) unsafe fn positional(&mut self, args: *const *mut PyObject, count: usize) {
        self.by_position = count;
        self.next = count;
        let state = self.state;
        for (index, &field) in state.positional.iter().take(count).enumerate() {
            // SAFETY: `index` is below `count`.
            self.values()[field] = unsafe { *args.add(index) };
        }
    }

    /// Takes one keyword argument.
    pub(crate) fn keyword(
        &mut self,
        name: Borrowed<'_, '_, PyAny>,
        value: *mut PyObject,
    ) -> PyResult<()> {
        let guessed = self
            .state
            .names
            .get(self.next)
            .is_some_and(|known| known.as_ptr() == name.as_ptr());
        let found = if guessed {
            Some(self.next)
        } else {
            self.state.index_of(name)
        };
        let Some(field) = found else {
            return match &mut self.unknown {
                Some(unknown) if name.is_instance_of::<PyString>() => {
                    unknown.push((name.as_ptr(), value));
                    Ok(())
                }
                _ if self.lenient => Ok(()),
                _ => Err(self.unexpected(name)),
            };
        };
        self.next = field + 1;
        let place = &mut self.values()[field];
        if !place.is_null() {
            let (class, name) = (self.table.name, self.table.fields[field].name());
            return Err(raise::<PyTypeError>(format!(
                "{class}() got multiple values for argument '{name}'"
            )));
        }
        *place = value;
        Ok(())
    }

    /// All values, once it is sure that none is missing and none is left over.
    pub(crate) fn complete(&mut self) -> PyResult<&[*mut PyObject]> {
        if self.by_position > self.state.positional.len() && !self.lenient {
            return Err(self.too_many());
        }
        let (table, gaps) = (self.table, self.gaps);
        let values = self.values();
        let lacking =
            |field: &Field, value: &*mut PyObject| value.is_null() && field.default.is_none();
        let mut fields = table.fields.iter().zip(&*values);
        if !gaps && fields.any(|(field, value)| lacking(field, value)) {
            return Err(self.missing());
        }
        Ok(self.values())
    }

    #[cold]
    fn unexpected(&self, name: Borrowed<'_, '_, PyAny>) -> PyErr {
        let class = self.table.name;
        if name.cast::<PyString>().is_err() {
            return raise::<PyTypeError>(format!("{class}() keywords must be strings"));
        }
        let name = name.str().map_or_else(
            |_| "?".to_owned(),
            |text| text.to_string_lossy().into_owned(),
        );
        raise::<PyTypeError>(format!(
            "{class}() got an unexpected keyword argument '{name}'"
        ))
    }

    #[cold]
    fn too_many(&mut self) -> PyErr {
        let (class, given) = (self.table.name, self.by_position);
        let most = self.state.positional.len();
        let optional = |&&field: &&usize| self.table.fields[field].default.is_some();
        let least = most - self.state.positional.iter().filter(optional).count();
        let (takes, plural) = if least == most {
            (format!("{most}"), s(most))
        } else {
            (format!("from {least} to {most}"), "s")
        };
        let table = self.table;
        let fields = table.fields.iter().zip(&*self.values());
        let by_keyword_only = fields
            .filter(|(field, value)| field.role.kw_only && !value.is_null())
            .count();
        let given = match (given, by_keyword_only) {
            (1, 0) => "1 was".to_owned(),
            (_, 0) => format!("{given} were"),
            (_, others) => format!(
                "{given} positional argument{} (and {others} keyword-only argument{}) were",
                s(given),
                s(others)
            ),
        };
        raise::<PyTypeError>(format!(
            "{class}() takes {takes} positional argument{plural} but {given} given"
        ))
    }

    #[cold]
    fn missing(&mut self) -> PyErr {
        let table = self.table;
        let values = self.values();
        let absent = |kw_only: bool| -> Vec<&'static str> {
            let fields = table.fields.iter().zip(&*values);
            fields
                .filter(|(field, value)| {
                    value.is_null() && field.default.is_none() && field.role.kw_only == kw_only
                })
                .map(|(field, _)| field.name())
                .collect()
        };
        let (kind, names) = match absent(false) {
            names if names.is_empty() => ("keyword-only", absent(true)),
            names => ("positional", names),
        };
        let (class, count) = (table.name, names.len());
        let (plural, listed) = (s(count), listed(&names));
        raise::<PyTypeError>(format!(
            "{class}() missing {count} required {kind} argument{plural}: {listed}"
        ))
    }
}

/// The plural's letter.
fn s(count: usize) -> &'static str {
    if count == 1 { "" } else { "s" }
}

/// `'a'`, `'a' and 'b'`, `'a', 'b', and 'c'`: as CPython lists them.
fn listed(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [one] => format!("'{one}'"),
        [one, two] => format!("'{one}' and '{two}'"),
        [most @ .., last] => {
            let most: Vec<_> = most.iter().map(|name| format!("'{name}'")).collect();
            format!("{}, and '{last}'", most.join(", "))
        }
    }
}

impl State {
    /// How many values a vectorcall brings, if they are those of the first fields in order and the others
    /// have defaults: most calls are so, by position, by name, or both. The array is then a row of values as it is.
    ///
    /// # Safety
    /// `kwnames` is a tuple or NULL.
    #[inline]
    pub(crate) unsafe fn in_order(&self, count: usize, kwnames: *mut PyObject) -> Option<usize> {
        let mut all = count;
        if !kwnames.is_null() {
            // SAFETY: as the caller says.
            let named = unsafe { ffi::PyTuple_GET_SIZE(kwnames) } as usize;
            all += named;
            let names = self.names.get(count..all)?;
            for (index, name) in names.iter().enumerate() {
                // SAFETY: as above; `index` is below its size.
                if unsafe { ffi::PyTuple_GET_ITEM(kwnames, index as ffi::Py_ssize_t) }
                    != name.as_ptr()
                {
                    return None;
                }
            }
        }
        (count <= self.leading && all >= self.least && all <= self.names.len()).then_some(all)
    }

    /// The row of the field of that name. Call sites intern their keywords, so the pointer usually
    /// tells; names that were made at run time are compared.
    pub(crate) fn index_of(&self, name: Borrowed<'_, '_, PyAny>) -> Option<usize> {
        let pointer = name.as_ptr();
        if let Some(found) = self
            .names
            .iter()
            .position(|known| known.as_ptr() == pointer)
        {
            return Some(found);
        }
        let name = name.cast::<PyString>().ok()?.as_ptr();
        // Str with str: no encoding, which lone surrogates do not have, and no `__eq__` of a subclass.
        // SAFETY: both are live strings; of those the function never fails.
        self.names
            .iter()
            .position(|known| unsafe { ffi::PyUnicode_Compare(known.as_ptr(), name) } == 0)
    }
}

#[cfg(test)]
mod tests {
    use super::listed;

    #[test]
    fn names_are_listed_as_cpython_does() {
        assert_eq!(listed(&["x"]), "'x'");
        assert_eq!(listed(&["x", "y"]), "'x' and 'y'");
        assert_eq!(listed(&["x", "y", "z"]), "'x', 'y', and 'z'");
    }
}
