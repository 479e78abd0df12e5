//! The C functions of a class.
//!
//! CPython calls a slot with an object, not with a table. What is called often has a set of functions for each
//! class: each knows the table of its class and goes on to the one function that serves all classes. They are all
//! the code that is compiled for each class, a few instructions each, but with what the unwinder and the loader want
//! to know some hundred bytes in the library. The functions they go on to are `extern "C"` too: such a function
//! does not unwind, so that the shim needs no landing pad.
//!
//! Those of a protocol that the class does not have are not compiled for it. What is called seldom, or does so
//! much that a look-up is nothing beside it, is one function for all classes ([`shared`]).

use crate::ffi::{PyObject, PyTypeObject};
use crate::protocol::{collect, compare, copy, hash, mapping, reduce, repr, sequence};
use crate::record::Record;
use crate::{attribute, by_name, construct, dealloc};
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
            #[inline(always)]
            fn of<T: Record>() -> Self {
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
        vectorcall(callable: Object, args: *const Object, nargsf: usize, kwnames: Object) -> Object
            = construct::vectorcall;
        copy(object: Object, none: Object) -> Object = copy::copy_or_derived;
    }
    /// `gc`.
    Collected {
        traverse(object: Object, visit: visitproc, arg: *mut c_void) -> c_int = collect::traverse;
    }
    /// Fields that the interpreter must not write itself, or that it would write slower.
    Written {
        setattr(object: Object, name: Object, new: Object) -> c_int = attribute::setattr;
    }
    /// Nothing but numbers.
    Read {
        getattr(object: Object, name: Object) -> Object = by_name::getattr;
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
        subscript(object: Object, key: Object) -> Object = sequence::subscript;
        assign(object: Object, key: Object, new: Object) -> c_int = sequence::assign_subscript;
        contains(object: Object, wanted: Object) -> c_int = sequence::contains;
        iter(object: Object) -> Object = sequence::iter;
    }
    /// `mapping`.
    Mapped {
        subscript(object: Object, key: Object) -> Object = mapping::subscript;
        assign(object: Object, key: Object, new: Object) -> c_int = mapping::assign_subscript;
    }
}

/// The C functions that serve all classes, each for the class of the object that it is called with: so those of a base
/// know all fields of a derived record.
pub(crate) mod shared {
    use super::{Object, c_int, c_void, collect, construct, copy, mapping, reduce, repr, sequence};
    use super::{Py_ssize_t, PyTypeObject, visitproc};
    use crate::classes::{table_of, table_of_object, table_where};

    macro_rules! shared {
        ($($name:ident($object:ident: $of:ty $(, $arg:ident: $type:ty)*) $(-> $result:ty)?
            = $target:path where $find:expr;)*) => {$(
            pub(crate) unsafe extern "C" fn $name($object: $of $(, $arg: $type)*) $(-> $result)? {
                // SAFETY: CPython calls what we put into a slot, or made a method of, as it is to be called.
                unsafe {
                    let table = $find;
                    $target(table, $object $(, $arg)*)
                }
            }
        )*};
    }
    shared! {
        traverse(object: Object, visit: visitproc, arg: *mut c_void) -> c_int = collect::traverse
            where table_of_object(object);
        clear(object: Object) -> c_int = collect::clear where table_of_object(object);
        new(tp: *mut PyTypeObject, args: Object, kwargs: Object) -> Object = construct::new where table_of(tp);
        new_method(class: Object, args: Object, kwargs: Object) -> Object = construct::new_method
            where table_of(class.cast());
        // `repr = false`: that of a base, and of its fields.
        repr(object: Object) -> Object = repr::repr
            where table_where(pyo3::ffi::Py_TYPE(object), |table| table.options.repr);
        deepcopy(object: Object, memo: Object) -> Object = copy::deepcopy where table_of_object(object);
        replace(object: Object, args: *const Object, count: Py_ssize_t, kwnames: Object) -> Object
            = copy::replace where table_of_object(object);
        reduce(object: Object, none: Object) -> Object = reduce::reduce where table_of_object(object);
        make(class: Object, values: Object) -> Object = reduce::make where table_of(class.cast());
        len(object: Object) -> Py_ssize_t = sequence::len where table_of_object(object);
        item(object: Object, index: Py_ssize_t) -> Object = sequence::item where table_of_object(object);
        iter_names(object: Object) -> Object = mapping::iter where table_of_object(object);
        contains_name(object: Object, key: Object) -> c_int = mapping::contains where table_of_object(object);
        keys(object: Object, none: Object) -> Object = mapping::keys where table_of_object(object);
        values(object: Object, none: Object) -> Object = mapping::values where table_of_object(object);
        items(object: Object, none: Object) -> Object = mapping::items where table_of_object(object);
        get(object: Object, args: Object) -> Object = mapping::get where table_of_object(object);
    }
}

/// The C functions of a class, by what its options and fields ask for.
pub(crate) struct Shims {
    pub(crate) always: Always,
    pub(crate) collected: Option<Collected>,
    pub(crate) written: Option<Written>,
    pub(crate) read: Option<Read>,
    pub(crate) compared: Option<Compared>,
    pub(crate) hashed: Option<Hashed>,
    pub(crate) indexed: Option<Indexed>,
    pub(crate) mapped: Option<Mapped>,
}

impl Shims {
    /// Those of the class of `T`. Not a constant: code that puts the addresses together is smaller than a table that
    /// the loader has to relocate.
    #[inline(always)]
    pub(crate) fn of<T: Record>() -> Self {
        // Of a branch that is not taken while compiling nothing is left in the binary.
        Shims {
            always: Always::of::<T>(),
            collected: const { T::SHAPE.options.gc }.then(Collected::of::<T>),
            written: const { T::SHAPE.writes_by_name() }.then(Written::of::<T>),
            read: const { T::SHAPE.reads_by_name() }.then(Read::of::<T>),
            compared: const { T::SHAPE.options.compared() }.then(Compared::of::<T>),
            hashed: const { T::SHAPE.options.hashed() }.then(Hashed::of::<T>),
            indexed: const { T::SHAPE.options.indexed() }.then(Indexed::of::<T>),
            mapped: const { T::SHAPE.options.mapping }.then(Mapped::of::<T>),
        }
    }
}
