//! The C functions of a class.
//!
//! CPython calls a slot with an object, not with a table. So each class has its own set of functions; each
//! finds the table of its class and goes on to the one function that serves all classes. They are all the
//! code that is compiled for each class, a few instructions each. The functions they go on to are `extern
//! "C"` too: such a function does not unwind, so that the shim needs no landing pad.
//!
//! Those of a protocol that the class does not have are not compiled for it.

use crate::ffi::{PyObject, PyTypeObject};
use crate::protocol::{collect, compare, copy, hash, mapping, reduce, repr, sequence};
use crate::record::Record;
use crate::{attribute, construct, dealloc};
use pyo3::ffi::{Py_hash_t, Py_ssize_t, visitproc};
use std::ffi::{c_int, c_void};

type Object = *mut PyObject;

macro_rules! shims {
    ($($(#[$doc:meta])* $group:ident {
        $($name:ident($($arg:ident: $type:ty),*) $(-> $result:ty)? = $target:path;)*
    })*) => {$(
        $(#[$doc])*
        pub(crate) struct $group {
            $(pub(crate) $name: unsafe extern "C" fn($($type),*) $(-> $result)?,)*
        }

        impl $group {
            const fn of<T: Record>() -> Self {
                $(unsafe extern "C" fn $name<T: Record>($($arg: $type),*) $(-> $result)? {
                    // SAFETY: CPython calls what we put into a slot as the slot is to be called.
                    unsafe { $target(T::table(), $($arg),*) }
                })*
                $group { $($name: $name::<T>,)* }
            }
        }
    )*};
}

shims! {
    /// What every class has.
    Always {
        dealloc(object: Object) = dealloc::dealloc;
        traverse(object: Object, visit: visitproc, arg: *mut c_void) -> c_int = collect::traverse;
        clear(object: Object) -> c_int = collect::clear;
        new(tp: *mut PyTypeObject, args: Object, kwargs: Object) -> Object = construct::new;
        new_method(class: Object, args: Object, kwargs: Object) -> Object = construct::new_method;
        vectorcall(callable: Object, args: *const Object, nargsf: usize, kwnames: Object) -> Object
            = construct::vectorcall;
        setattr(object: Object, name: Object, new: Object) -> c_int = attribute::setattr;
        copy(object: Object, none: Object) -> Object = copy::copy;
        deepcopy(object: Object, memo: Object) -> Object = copy::deepcopy;
        replace(object: Object, args: *const Object, count: Py_ssize_t, kwnames: Object) -> Object
            = copy::replace;
        reduce(object: Object, none: Object) -> Object = reduce::reduce;
        reduce_ex(object: Object, protocol: Object) -> Object = reduce::reduce;
        make(class: Object, values: Object) -> Object = reduce::make;
    }
    /// `repr`.
    Shown {
        repr(object: Object) -> Object = repr::repr;
    }
    /// `==`, `<` and their kin.
    Compared {
        richcompare(left: Object, right: Object, op: c_int) -> Object = compare::richcompare;
    }
    /// `hash` by value.
    Hashed {
        hash(object: Object) -> Py_hash_t = hash::hash;
    }
    /// `sequence`.
    Indexed {
        len(object: Object) -> Py_ssize_t = sequence::len;
        item(object: Object, index: Py_ssize_t) -> Object = sequence::item;
        subscript(object: Object, key: Object) -> Object = sequence::subscript;
        assign(object: Object, key: Object, new: Object) -> c_int = sequence::assign_subscript;
        contains(object: Object, wanted: Object) -> c_int = sequence::contains;
        iter(object: Object) -> Object = sequence::iter;
    }
    /// `mapping`.
    Mapped {
        len(object: Object) -> Py_ssize_t = sequence::len;
        subscript(object: Object, key: Object) -> Object = mapping::subscript;
        assign(object: Object, key: Object, new: Object) -> c_int = mapping::assign_subscript;
        contains(object: Object, key: Object) -> c_int = mapping::contains;
        iter(object: Object) -> Object = mapping::iter;
        keys(object: Object, none: Object) -> Object = mapping::keys;
        values(object: Object, none: Object) -> Object = mapping::values;
        items(object: Object, none: Object) -> Object = mapping::items;
        get(object: Object, args: Object) -> Object = mapping::get;
    }
}

/// The C functions of a class, by what its options ask for.
pub(crate) struct Shims {
    pub(crate) always: Always,
    pub(crate) shown: Option<Shown>,
    pub(crate) compared: Option<Compared>,
    pub(crate) hashed: Option<Hashed>,
    pub(crate) indexed: Option<Indexed>,
    pub(crate) mapped: Option<Mapped>,
}

impl Shims {
    /// Those of the class of `T`. A branch not taken while compiling leaves nothing in the binary.
    pub(crate) const fn of<T: Record>() -> Self {
        let options = T::SHAPE.options;
        Shims {
            always: Always::of::<T>(),
            shown: if options.repr {
                Some(Shown::of::<T>())
            } else {
                None
            },
            compared: if options.compared() {
                Some(Compared::of::<T>())
            } else {
                None
            },
            hashed: if options.hashed() {
                Some(Hashed::of::<T>())
            } else {
                None
            },
            indexed: if options.indexed() {
                Some(Indexed::of::<T>())
            } else {
                None
            },
            mapped: if options.mapping {
                Some(Mapped::of::<T>())
            } else {
                None
            },
        }
    }
}
