//! The C functions of the classes that the attribute makes.
//!
//! CPython calls a slot with an object, not with a table. Each function here finds the table of the object's class, and
//! goes on to the one that does the work. So they serve all classes, those of a base know all fields of a derived
//! record, and a class costs no code. (A set of functions for each class, which knew their table, was a nanosecond
//! faster at best, and took a kilobyte of each class, most of it what the unwinder wants to know.)

use crate::classes::{own, table_of, table_of_exact, table_of_object, table_where};
use crate::ffi::{PyObject, PyTypeObject};
use crate::protocol::{collect, compare, copy, dict, hash, mapping, reduce, repr, sequence};
use crate::record::{Record, Table};
use crate::{by_name, construct};
use pyo3::ffi::{Py_TYPE, Py_hash_t, Py_ssize_t, visitproc};
use std::ffi::{c_int, c_void};
use std::sync::atomic::Ordering::Relaxed;

type Object = *mut PyObject;

macro_rules! shims {
    ($($(#[$doc:meta])* $name:ident($object:ident: $of:ty $(, $arg:ident: $type:ty)*) $(-> $result:ty)?
        = $target:path where $find:expr;)*) => {$(
        $(#[$doc])*
        // Never inlined: whose a function is, its address tells.
        #[inline(never)]
        pub(crate) unsafe extern "C" fn $name($object: $of $(, $arg: $type)*) $(-> $result)? {
            // SAFETY: CPython calls what we put into a slot, or made a method of, as it is to be called.
            unsafe {
                let table = $find;
                $target(table, $object $(, $arg)*)
            }
        }
    )*};
}

shims! {
    traverse(object: Object, visit: visitproc, arg: *mut c_void) -> c_int = collect::traverse
        where table_of_object(object);
    clear(object: Object) -> c_int = collect::clear where table_of_object(object);

    alloc(tp: *mut PyTypeObject, items: Py_ssize_t) -> Object = construct::alloc where table_of_exact(tp);

    // CPython does not inherit `tp_vectorcall`.
    vectorcall(callable: Object, args: *const Object, nargsf: usize, kwnames: Object) -> Object
        = construct::vectorcall where table_of_exact(callable.cast());
    new(tp: *mut PyTypeObject, args: Object, kwargs: Object) -> Object = construct::new where table_of(tp);
    new_method(class: Object, args: Object, kwargs: Object) -> Object = construct::new_method
        where table_of(class.cast());

    getattr(object: Object, name: Object) -> Object = by_name::getattr
        where having(object, |table| table.reads_by_name);
    setattr(object: Object, name: Object, new: Object) -> c_int = by_name::setattr
        where having(object, |table| table.writes_by_name);

    // `repr = false`: that of a base, and of its fields.
    repr(object: Object) -> Object = repr::repr where having(object, |table| table.options.repr);
    hash(object: Object) -> Py_hash_t = hash::hash where having(object, |table| table.options.hashed());
    /// Of a class without an `__eq__` or the like of the user's: where that calls its base's, it is not to be asked again.
    /// (A class with one that can be a base has [`richcompare_of`].)
    richcompare(left: Object, right: Object, op: c_int) -> Object = compare::richcompare
        where having(left, |table| table.options.compared() && !table.compared_by_user.load(Relaxed));
    richcompare_by_user(left: Object, right: Object, op: c_int) -> Object = compare::richcompare_by_user
        where having(left, |table| table.options.compared() && table.compared_by_user.load(Relaxed));

    copy(object: Object, none: Object) -> Object = copy::copy where table_of_object(object);
    deepcopy(object: Object, memo: Object) -> Object = copy::deepcopy where table_of_object(object);
    replace(object: Object, args: *const Object, count: Py_ssize_t, kwnames: Object) -> Object
        = copy::replace where table_of_object(object);
    reduce(object: Object, none: Object) -> Object = reduce::reduce where table_of_object(object);
    asdict(object: Object, none: Object) -> Object = dict::asdict where table_of_object(object);
    make(class: Object, values: Object) -> Object = reduce::make where table_of(class.cast());

    len(object: Object) -> Py_ssize_t = sequence::len where table_of_object(object);
    item(object: Object, index: Py_ssize_t) -> Object = sequence::item where table_of_object(object);
    subscript(object: Object, key: Object) -> Object = sequence::subscript where table_of_object(object);
    assign(object: Object, key: Object, new: Object) -> c_int = sequence::assign_subscript
        where table_of_object(object);
    contains(object: Object, wanted: Object) -> c_int = sequence::contains where table_of_object(object);
    iter(object: Object) -> Object = sequence::iter where table_of_object(object);

    subscript_name(object: Object, key: Object) -> Object = mapping::subscript where table_of_object(object);
    assign_name(object: Object, key: Object, new: Object) -> c_int = mapping::assign_subscript
        where table_of_object(object);
    iter_names(object: Object) -> Object = mapping::iter where table_of_object(object);
    contains_name(object: Object, key: Object) -> c_int = mapping::contains where table_of_object(object);
    keys(object: Object, none: Object) -> Object = mapping::keys where table_of_object(object);
    values(object: Object, none: Object) -> Object = mapping::values where table_of_object(object);
    items(object: Object, none: Object) -> Object = mapping::items where table_of_object(object);
    get(object: Object, args: Object) -> Object = mapping::get where table_of_object(object);
}

/// `tp_dealloc`. Most objects are of the very class that has it.
// Never inlined: whose a function is, its address tells.
#[inline(never)]
pub(crate) unsafe extern "C" fn dealloc(object: Object) {
    // SAFETY: CPython calls what we put into a slot as it is to be called.
    unsafe {
        match own(Py_TYPE(object)) {
            Some(table) => crate::dealloc::dealloc::<false>(table, object),
            None => dealloc_derived(object),
        }
    }
}

/// [`dealloc`] of an instance of a derived class.
///
/// # Safety
/// As that.
#[inline(never)]
unsafe extern "C" fn dealloc_derived(object: Object) {
    // SAFETY: as the caller says.
    unsafe { crate::dealloc::dealloc::<false>(table_of_object(object), object) };
}

/// `richcompare_by_user` of that very class: a derived record may have an own comparison, too, and ask the base's.
pub(crate) unsafe extern "C" fn richcompare_of<T: Record>(
    left: Object,
    right: Object,
    op: c_int,
) -> Object {
    // SAFETY: CPython calls what we put into a slot as it is to be called.
    unsafe { compare::richcompare_by_user(T::table(), left, right, op) }
}

/// The table of the nearest class that has such a function of ours: others inherit it.
///
/// # Safety
/// `object` is a record, and there is such a class.
#[inline(always)]
unsafe fn having(object: Object, wanted: impl Fn(&Table) -> bool) -> &'static Table {
    // SAFETY: as the caller says.
    unsafe { table_where(Py_TYPE(object), wanted) }
}
