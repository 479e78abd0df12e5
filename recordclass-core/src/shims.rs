//! The C functions of a class.
//!
//! CPython calls a slot with an object, not with a table. So each class has its own set of functions; each
//! finds the table of its class and goes on to the one function that serves all classes. They are all the
//! code that is compiled for each class, a few instructions each.

use crate::ffi::{PyObject, PyTypeObject};
use crate::protocol::{collect, compare, copy, hash, mapping, reduce, repr, sequence};
use crate::record::Record;
use crate::{attribute, construct, dealloc};
use pyo3::ffi::{Py_hash_t, Py_ssize_t, visitproc};
use std::ffi::{c_int, c_void};

type Object = *mut PyObject;

macro_rules! shims {
    ($($name:ident($($arg:ident: $type:ty),*) $(-> $result:ty)? = $target:path;)*) => {
        /// One pointer for each C function of a class.
        pub(crate) struct Shims {
            $(pub(crate) $name: unsafe extern "C" fn($($type),*) $(-> $result)?,)*
        }

        impl Shims {
            /// Those of the class of `T`.
            pub(crate) const fn of<T: Record>() -> Self {
                $(unsafe extern "C" fn $name<T: Record>($($arg: $type),*) $(-> $result)? {
                    // SAFETY: CPython calls what we put into a slot as the slot is to be called.
                    unsafe { $target(T::table(), $($arg),*) }
                })*
                Shims { $($name: $name::<T>,)* }
            }
        }
    };
}

shims! {
    dealloc(object: Object) = dealloc::dealloc;
    traverse(object: Object, visit: visitproc, arg: *mut c_void) -> c_int = collect::traverse;
    clear(object: Object) -> c_int = collect::clear;

    new(tp: *mut PyTypeObject, args: Object, kwargs: Object) -> Object = construct::new;
    new_method(class: Object, args: Object, kwargs: Object) -> Object = construct::new_method;
    vectorcall(callable: Object, args: *const Object, nargsf: usize, kwnames: Object) -> Object
        = construct::vectorcall;

    setattr(object: Object, name: Object, new: Object) -> c_int = attribute::setattr;
    repr(object: Object) -> Object = repr::repr;
    hash(object: Object) -> Py_hash_t = hash::hash;
    richcompare(left: Object, right: Object, op: c_int) -> Object = compare::richcompare;

    len(object: Object) -> Py_ssize_t = sequence::len;
    item(object: Object, index: Py_ssize_t) -> Object = sequence::item;
    subscript(object: Object, key: Object) -> Object = sequence::subscript;
    assign_subscript(object: Object, key: Object, new: Object) -> c_int = sequence::assign_subscript;
    contains(object: Object, wanted: Object) -> c_int = sequence::contains;
    iter(object: Object) -> Object = sequence::iter;

    map_subscript(object: Object, key: Object) -> Object = mapping::subscript;
    map_assign_subscript(object: Object, key: Object, new: Object) -> c_int
        = mapping::assign_subscript;
    map_contains(object: Object, key: Object) -> c_int = mapping::contains;
    map_iter(object: Object) -> Object = mapping::iter;
    keys(object: Object, none: Object) -> Object = mapping::keys;
    values(object: Object, none: Object) -> Object = mapping::values;
    items(object: Object, none: Object) -> Object = mapping::items;
    get(object: Object, args: Object) -> Object = mapping::get;

    copy(object: Object, none: Object) -> Object = copy::copy;
    deepcopy(object: Object, memo: Object) -> Object = copy::deepcopy;
    replace(object: Object, args: Object, kwargs: Object) -> Object = copy::replace;
    reduce(object: Object, none: Object) -> Object = reduce::reduce;
    make(class: Object, values: Object) -> Object = reduce::make;
}
