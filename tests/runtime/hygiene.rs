//! Generated code names everything in full: it needs nothing in scope, and minds nothing that is.

#[no_implicit_prelude]
mod bare {
    #[::recordclass::recordclass(order, hash)]
    pub(super) struct Everything {
        /// A number.
        pub(super) x: f64,
        #[record(default)]
        y: ::std::option::Option<f64>,
        #[record(default = ::std::string::String::new())]
        text: ::std::string::String,
        #[record(default_with = ::std::default::Default::default)]
        list: ::std::vec::Vec<f64>,
        #[record(default = py.None(), kw_only)]
        object: ::pyo3::Py<::pyo3::PyAny>,
        #[record(frozen, default = 1)]
        id: u32,
    }

    #[::recordclass::recordclass(frozen, gc)]
    pub(super) struct Frozen {
        text: ::std::string::String,
        object: ::std::option::Option<::pyo3::Py<::pyo3::PyAny>>,
    }
}

/// Names that generated code would use if it were careless.
mod shadowed {
    #![allow(dead_code, non_camel_case_types)]
    struct Option;
    struct Some;
    struct Result;
    struct Vec;
    struct Py;
    struct Python;
    struct Slot;
    struct Field;
    struct Table;
    struct Record;
    struct Default;
    struct From;
    trait Clone {}
    mod core {}
    mod std {}
    mod pyo3 {}

    #[recordclass::recordclass]
    pub(super) struct Shadowed {
        pub(super) x: f64,
        #[record(default)]
        y: i32,
        #[record(default = "a".into())]
        text: String,
    }
}

/// A class inside of a function.
fn local() -> f64 {
    #[recordclass::recordclass]
    struct Local {
        x: f64,
    }
    Local::new(2.5).x.get()
}

/// A class that a macro writes.
macro_rules! record {
    ($name:ident { $($field:ident: $ty:ty = $default:expr),* }) => {
        #[recordclass::recordclass]
        struct $name {
            $(#[record(default = $default)] $field: $ty,)*
        }
    };
}
record!(FromMacro { x: f64 = 1.0 + 1.0, y: Option<f64> = None, name: String = "n".to_owned() });

use crate::help::python;
use pyo3::prelude::*;

#[test]
fn nothing_needs_to_be_in_scope() {
    Python::attach(|py| {
        let (cls, frozen) = (
            py.get_type::<bare::Everything>(),
            py.get_type::<bare::Frozen>(),
        );
        python!(
            py,
            cls frozen,
            r#"
            p = cls(1.0)
            assert p == cls(1.0, None, "", [], 1, object=None) and p <= p and p.id == 1
            assert frozen("a", None) == frozen("a", None)
            "#
        );
    });
}

#[test]
fn nothing_in_scope_is_in_the_way() {
    Python::attach(|py| {
        let cls = py.get_type::<shadowed::Shadowed>();
        python!(
            py,
            cls,
            "assert repr(cls(1.0)) == \"Shadowed(x=1.0, y=0, text='a')\""
        );
    });
    assert_eq!(local(), 2.5);
}

#[test]
fn a_macro_can_write_a_record() {
    Python::attach(|py| {
        let cls = py.get_type::<FromMacro>();
        python!(py, cls, "assert cls() == cls(2.0, None, 'n')");
    });
    let made = FromMacro::new(1.0, None, String::new());
    assert_eq!(made.x.get(), 1.0);
    let _ = (made.y, made.name);
}
