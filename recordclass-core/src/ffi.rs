//! The one room of the house that reads and writes CPython's own structs.
//!
//! Everything else in the crate asks for what it needs by name here. Each function says what it
//! returns: *new* (the caller owns a reference), *borrowed* (it does not), or takes: *stolen*.
//!
//! # What must hold of every `tp` here
//!
//! 1. It is a heap type that PyO3 made for a `#[pyclass]`, and no instance of it is in use by
//!    another thread yet: [`crate::type_object::finish`] runs before PyO3 publishes the type.
//! 2. The caller is attached to the interpreter.

use crate::errors::raise;
use crate::field::Kind;
use crate::freelist::Pool;
use crate::once;
use crate::planted;
use crate::record::Table;
use pyo3::exceptions::PyImportError;
use pyo3::ffi;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use std::ffi::{CStr, c_int, c_ulong, c_void};
use std::ptr::NonNull;

pub(crate) mod new;
mod number;

pub(crate) use number::{check as check_numbers, small_int};
pub(crate) use pyo3::ffi::{PyObject, PyTypeObject};

/// Size of an object's head: 16 bytes, 32 on free-threaded builds.
pub(crate) const HEAD: usize = size_of::<PyObject>();

#[repr(C)]
struct Descr {
    head: PyObject,
    d_type: *mut PyTypeObject,
    d_name: *mut PyObject,
    d_qualname: *mut PyObject,
}

#[repr(C)]
struct WrapperDescr {
    common: Descr,
    d_base: *mut c_void,
    d_wrapped: *mut c_void,
}

#[repr(C)]
struct MethodDescr {
    common: Descr,
    d_method: *const ffi::PyMethodDef,
}

/// Declares the block once, with the DLL to link to on Windows (the build script knows which).
macro_rules! extern_python {
    ($($dll:literal)* => $block:item) => {
        $(#[cfg_attr(all(windows, python_dll = $dll), link(name = $dll, kind = "raw-dylib"))])*
        $block
    };
}
extern_python! {
    "python310" "python311" "python312" "python313" "python314" "python315"
    "python310_d" "python311_d" "python312_d" "python313_d" "python314_d" "python315_d"
    "python314t" "python315t" "python314t_d" "python315t_d" =>
    unsafe extern "C" {
        // Exported by every CPython (Include/descrobject.h), not declared by pyo3-ffi.
        fn PyDescr_NewWrapper(
            tp: *mut PyTypeObject,
            base: *mut c_void,
            wrapped: *mut c_void,
        ) -> *mut PyObject;
    }
}

/// Turns flags of a type on and off.
///
/// # Safety
/// Module invariants 1 and 2.
pub(crate) unsafe fn change_flags(tp: *mut PyTypeObject, on: c_ulong, off: c_ulong) {
    #[cfg(not(Py_GIL_DISABLED))]
    // SAFETY: invariant 1: the type is ours alone, so a plain write races with nobody.
    unsafe {
        (*tp).tp_flags = ((*tp).tp_flags | on) & !off;
    }
    #[cfg(Py_GIL_DISABLED)]
    // SAFETY: `tp_flags` is an atomic on free-threaded builds.
    unsafe {
        use std::sync::atomic::Ordering::Relaxed;
        (*tp).tp_flags.fetch_or(on, Relaxed);
        (*tp).tp_flags.fetch_and(!off, Relaxed);
    }
}

/// Whether all of `flag` is set.
///
/// # Safety
/// `tp` is a type object, and the caller is attached.
pub(crate) unsafe fn has_flag(tp: *mut PyTypeObject, flag: c_ulong) -> bool {
    // SAFETY: as the caller promises.
    unsafe { ffi::PyType_HasFeature(tp, flag) != 0 }
}

/// The type's own dict, borrowed. Never that of a built-in type (NULL there from 3.12 on).
///
/// # Safety
/// Module invariants 1 and 2.
pub(crate) unsafe fn own_dict<'py>(py: Python<'py>, tp: *mut PyTypeObject) -> Bound<'py, PyAny> {
    // SAFETY: invariant 1: `tp_dict` of a ready heap type is a dict that lives with the type.
    unsafe { Bound::from_borrowed_ptr(py, (*tp).tp_dict) }
}

/// The type's own entry of that name, new; `None` where only a base has one.
///
/// Not by `PyDict_GetItemString`: to that, a name for which there is no memory is one without an entry, and a class
/// would be made as if its body lacked the method.
///
/// # Errors
/// `MemoryError`.
///
/// # Safety
/// Module invariants 1 and 2.
pub(crate) unsafe fn own_entry<'py>(
    py: Python<'py>,
    tp: *mut PyTypeObject,
    name: &CStr,
) -> PyResult<Option<Bound<'py, PyAny>>> {
    // SAFETY: the name is NUL-terminated; the result is new or an error. The dict is valid (invariant 1); the entry
    // that is written to `entry` is new, or NULL.
    unsafe {
        let name = Bound::from_owned_ptr_or_err(py, ffi::PyUnicode_FromString(name.as_ptr()))?;
        let (dict, mut entry) = (own_dict(py, tp), std::ptr::null_mut());
        if ffi::compat::PyDict_GetItemRef(dict.as_ptr(), name.as_ptr(), &raw mut entry) < 0 {
            return Err(PyErr::fetch(py));
        }
        Ok(Bound::from_owned_ptr_or_opt(py, entry))
    }
}

/// The names of the type's own entries.
///
/// # Safety
/// Module invariants 1 and 2.
pub(crate) unsafe fn own_names(py: Python<'_>, tp: *mut PyTypeObject) -> PyResult<Vec<String>> {
    // SAFETY: as the caller says.
    let dict = unsafe { own_dict(py, tp) };
    dict.try_iter()?.map(|name| name?.extract()).collect()
}

/// Lets look-ups on a class that has no base but `object` go through `root`, too, as the `mro()` of a metaclass might
/// say. The class's bases stay what they are, and its layout.
///
/// # Safety
/// Module invariants; `root` is a type that lives for ever and never changes, whose instances would be a head and
/// nothing else. [`ffi::PyType_Modified`] follows before anyone looks up.
pub(crate) unsafe fn look_up_through(
    py: Python<'_>,
    tp: *mut PyTypeObject,
    root: &Bound<'_, PyAny>,
) -> PyResult<()> {
    use pyo3::types::PyTuple;
    // SAFETY: a ready type has a tuple of types there, which it owns; the type is ours alone.
    unsafe {
        let class = Bound::from_borrowed_ptr(py, tp.cast());
        let object = Bound::from_borrowed_ptr(py, (&raw mut ffi::PyBaseObject_Type).cast());
        let order = PyTuple::new(py, [&class, root, &object])?;
        let old = std::mem::replace(&mut (*tp).tp_mro, order.into_ptr());
        drop(Bound::from_owned_ptr_or_opt(py, old));
    }
    Ok(())
}

/// Puts an entry into the type's own dict.
///
/// A `setattr` on the type would do more than we want: it replaces C slots by generic ones.
///
/// # Safety
/// Module invariants 1 and 2; [`ffi::PyType_Modified`] follows before anyone looks up.
pub(crate) unsafe fn put(
    tp: *mut PyTypeObject,
    name: &CStr,
    value: &Bound<'_, PyAny>,
) -> PyResult<()> {
    let py = value.py();
    // SAFETY: the dict is valid (invariant 1); `PyDict_SetItemString` takes its own reference.
    let done = unsafe {
        ffi::PyDict_SetItemString(own_dict(py, tp).as_ptr(), name.as_ptr(), value.as_ptr())
    };
    if done < 0 {
        return Err(PyErr::fetch(py));
    }
    Ok(())
}

/// A new wrapper descriptor round `function`, of the kind that `donor.name` is.
///
/// Slots written after `PyType_Ready` are invisible to look-ups and to Python subclasses, which
/// ask the dicts: this is the entry that CPython itself would have made for the slot.
///
/// # Safety
/// Module invariants; `function` has the signature of the slot behind `donor.name`.
pub(crate) unsafe fn wrapper<'py>(
    py: Python<'py>,
    tp: *mut PyTypeObject,
    donor: *mut PyTypeObject,
    name: &CStr,
    function: *const c_void,
) -> PyResult<Bound<'py, PyAny>> {
    // SAFETY: attribute look-up on a built-in type; the result is new or an error.
    let model = unsafe {
        Bound::from_owned_ptr_or_err(py, ffi::PyObject_GetAttrString(donor.cast(), name.as_ptr()))
    }?;
    // SAFETY: reading the type of a live object.
    let is_wrapper = unsafe { ffi::Py_TYPE(model.as_ptr()) == &raw mut ffi::PyWrapperDescr_Type };
    if !is_wrapper {
        let text = format!("recordclass: {name:?} of the donor type is no slot wrapper");
        return Err(raise::<pyo3::exceptions::PySystemError>(text));
    }
    // SAFETY: `model` is a wrapper descriptor, so it has that layout (CPython's
    // Include/cpython/descrobject.h, the same from 3.10 to 3.15); `d_base` points to a static
    // table of CPython. The result is new or an error.
    unsafe {
        let base = (*model.as_ptr().cast::<WrapperDescr>()).d_base;
        Bound::from_owned_ptr_or_err(py, PyDescr_NewWrapper(tp, base, function.cast_mut()))
    }
}

/// A new descriptor of a member or a getset pair; the definition lives for ever.
pub(crate) enum Definition {
    Member(ffi::PyMemberDef),
    GetSet(ffi::PyGetSetDef),
}

/// Makes a descriptor, new. The definition is leaked on purpose: CPython keeps a pointer to it,
/// and a PyO3 class lives as long as the process.
///
/// # Safety
/// Module invariants; the pointers inside the definition are `'static`, its functions and
/// offsets are right for instances of `tp`.
pub(crate) unsafe fn descriptor<'py>(
    py: Python<'py>,
    tp: *mut PyTypeObject,
    definition: Definition,
) -> PyResult<Bound<'py, PyAny>> {
    let definition = match definition {
        Definition::Member(def) => StaticDefinition::Member(Box::leak(Box::new(def))),
        Definition::GetSet(def) => StaticDefinition::GetSet(Box::leak(Box::new(def))),
    };
    // SAFETY: the caller answers for the contents; the boxes never move or die.
    unsafe { static_descriptor(py, tp, definition) }
}

/// An entry of a type's specification.
pub(crate) fn type_slot(slot: c_int, pfunc: *const c_void) -> ffi::PyType_Slot {
    ffi::PyType_Slot {
        slot,
        pfunc: pfunc.cast_mut(),
    }
}

/// The one behind the last.
pub(crate) const LAST_SLOT: ffi::PyType_Slot = ffi::PyType_Slot {
    slot: 0,
    pfunc: std::ptr::null_mut(),
};

/// A type made from a specification, new; its type is `metaclass`, or `type`.
///
/// # Safety
/// `metaclass` is a subclass of `type` that adds nothing to its instances and makes them no other way; the
/// specification is valid, and its name and method table live for ever; `bases` is a tuple or NULL. The
/// caller is attached.
pub(crate) unsafe fn new_type<'py>(
    py: Python<'py>,
    metaclass: Option<NonNull<PyTypeObject>>,
    spec: &mut ffi::PyType_Spec,
    bases: *mut PyObject,
) -> PyResult<Bound<'py, PyAny>> {
    #[cfg(Py_3_12)]
    // SAFETY: as the caller says; without a module the name in the specification is the whole name.
    unsafe {
        let metaclass = metaclass.map_or(std::ptr::null_mut(), NonNull::as_ptr);
        let no_module = std::ptr::null_mut();
        let tp = ffi::PyType_FromMetaclass(metaclass, no_module, spec, bases);
        Bound::from_owned_ptr_or_err(py, tp)
    }
    #[cfg(not(Py_3_12))]
    // SAFETY: as above. Older versions know no metaclass here. Nobody has seen the type yet, and one of the
    // metaclass lies in memory as one of `type` does; as an instance it owns a reference to its type, while
    // `type` itself is not counted.
    unsafe {
        let tp = ffi::PyType_FromSpecWithBases(spec, bases);
        let tp = Bound::from_owned_ptr_or_err(py, tp)?;
        if let Some(metaclass) = metaclass {
            ffi::Py_INCREF(metaclass.as_ptr().cast());
            (*tp.as_ptr()).ob_type = metaclass.as_ptr();
        }
        Ok(tp)
    }
}

/// Takes the module away from what CPython's own messages call a type. `__module__` and `__name__` stay.
///
/// # Safety
/// A heap type that nobody has seen, whose name lives for ever.
pub(crate) unsafe fn shorten_name(tp: *mut PyTypeObject) {
    // SAFETY: the type is ours alone; the end of a NUL-terminated text is one, too.
    unsafe {
        let name = CStr::from_ptr((*tp).tp_name).to_bytes();
        let module = name.iter().rposition(|&byte| byte == b'.');
        (*tp).tp_name = (*tp).tp_name.add(module.map_or(0, |dot| dot + 1));
    }
}

/// Gives a type the function that its calls go to.
///
/// # Safety
/// Nobody has seen the type; the function makes its instances.
pub(crate) unsafe fn set_vectorcall(tp: *mut PyTypeObject, function: ffi::vectorcallfunc) {
    // SAFETY: the type is ours alone.
    unsafe { (*tp).tp_vectorcall = Some(function) };
}

/// A definition that outlives every descriptor made of it.
pub(crate) enum StaticDefinition<'a> {
    Member(&'a ffi::PyMemberDef),
    GetSet(&'a ffi::PyGetSetDef),
    Method(&'a ffi::PyMethodDef),
}

/// Makes a descriptor, new.
///
/// # Safety
/// Module invariants; the definition, which CPython keeps a pointer to, and what it points to live as long as `tp`;
/// its functions and offsets are right for instances of `tp`.
pub(crate) unsafe fn static_descriptor<'py>(
    py: Python<'py>,
    tp: *mut PyTypeObject,
    definition: StaticDefinition<'_>,
) -> PyResult<Bound<'py, PyAny>> {
    use std::ptr::from_ref;
    // SAFETY: as the caller says; CPython only reads the definition. The result is new or an error.
    unsafe {
        let new = match definition {
            StaticDefinition::Member(def) => ffi::PyDescr_NewMember(tp, from_ref(def).cast_mut()),
            StaticDefinition::GetSet(def) => ffi::PyDescr_NewGetSet(tp, from_ref(def).cast_mut()),
            StaticDefinition::Method(def) if def.ml_flags & ffi::METH_CLASS != 0 => {
                ffi::PyDescr_NewClassMethod(tp, from_ref(def).cast_mut())
            }
            StaticDefinition::Method(def) => ffi::PyDescr_NewMethod(tp, from_ref(def).cast_mut()),
        };
        Bound::from_owned_ptr_or_err(py, new)
    }
}

/// The new `__new__` of a type: a C function whose self is the type, as CPython's own are.
///
/// # Safety
/// Module invariants; `def` takes positional and keyword arguments.
pub(crate) unsafe fn static_function<'py>(
    py: Python<'py>,
    tp: *mut PyTypeObject,
    def: &'static ffi::PyMethodDef,
) -> PyResult<Bound<'py, PyAny>> {
    // SAFETY: as the caller says.
    unsafe { bound_function(&Bound::from_borrowed_ptr(py, tp.cast()), def) }
}

/// A new C function with that self.
///
/// # Safety
/// `def` is a function for such a self.
pub(crate) unsafe fn bound_function<'py>(
    this: &Bound<'py, PyAny>,
    def: &'static ffi::PyMethodDef,
) -> PyResult<Bound<'py, PyAny>> {
    // SAFETY: as the caller says; the function takes its own reference to its self. The result is new or an error.
    unsafe {
        let def = std::ptr::from_ref(def).cast_mut();
        let function = ffi::PyCFunction_NewEx(def, this.as_ptr(), std::ptr::null_mut());
        Bound::from_owned_ptr_or_err(this.py(), function)
    }
}

/// The C function behind a slot wrapper; `None` for any other object.
pub(crate) fn wrapped(object: &Bound<'_, PyAny>) -> Option<*const c_void> {
    // SAFETY: the type says that the object has that layout.
    unsafe {
        (ffi::Py_TYPE(object.as_ptr()) == &raw mut ffi::PyWrapperDescr_Type).then(|| {
            (*object.as_ptr().cast::<WrapperDescr>())
                .d_wrapped
                .cast_const()
        })
    }
}

/// Whether the object is a C function made of that definition.
pub(crate) fn is_function_of(object: &Bound<'_, PyAny>, def: *const ffi::PyMethodDef) -> bool {
    // SAFETY: the type says that the object has that layout.
    unsafe {
        ffi::Py_TYPE(object.as_ptr()) == &raw mut ffi::PyCFunction_Type
            && (*object.as_ptr().cast::<ffi::PyCFunctionObject>())
                .m_ml
                .cast_const()
                == def
    }
}

/// Whether the object is a method descriptor made of that definition.
pub(crate) fn is_method_of(object: &Bound<'_, PyAny>, def: *const ffi::PyMethodDef) -> bool {
    // SAFETY: the type says that the object has that layout.
    unsafe {
        ffi::Py_TYPE(object.as_ptr()) == &raw mut ffi::PyMethodDescr_Type
            && (*object.as_ptr().cast::<MethodDescr>()).d_method == def
    }
}

/// Takes an entry out of the type's own dict, if it is there.
///
/// # Safety
/// As [`put`].
pub(crate) unsafe fn remove(py: Python<'_>, tp: *mut PyTypeObject, name: &str) -> PyResult<()> {
    // SAFETY: as the caller says.
    let dict = unsafe { own_dict(py, tp) };
    let name = new::text(py, name)?;
    if dict.contains(&name)? {
        dict.del_item(name)?;
    }
    Ok(())
}

/// Memory for one more instance of exactly `tp`, its head set, its contents not: new.
///
/// Untracked also for types with a GC header, so that nobody sees it before it is filled.
///
/// # Safety
/// `tp` is the finished record type of `table`, and the caller is attached. The caller fills the contents
/// before any Python code can run.
#[inline]
pub(crate) unsafe fn allocate(tp: *mut PyTypeObject, table: &Table) -> Option<NonNull<PyObject>> {
    // SAFETY: `PyObject_Malloc` gives 16-byte alignment on 64-bit builds, enough for every field
    // type we accept (checked when the type is finished). `PyObject_GC_New` leaves the object untracked; an
    // object of a list has its GC header already, if it needs one.
    unsafe { reuse(tp, table).or_else(|| fresh(tp, table)) }
}

/// [`allocate`] where no list has any.
///
/// # Safety
/// As [`allocate`].
#[inline(never)]
unsafe fn fresh(tp: *mut PyTypeObject, table: &Table) -> Option<NonNull<PyObject>> {
    // SAFETY: as `allocate`.
    unsafe {
        if table.options.gc {
            return NonNull::new(ffi::PyObject_GC_New::<PyObject>(tp));
        }
        let memory = ffi::PyObject_Malloc((*tp).tp_basicsize as usize).cast::<PyObject>();
        let Some(memory) = NonNull::new(memory) else {
            ffi::PyErr_NoMemory();
            return None;
        };
        Some(begin(memory, tp, table.counted))
    }
}

/// Memory for a helper object without a GC header, its head set, its contents not: new, or NULL with an exception.
///
/// # Safety
/// `tp` is a heap type of ours with instances of `size` bytes. The caller fills the contents before any Python
/// code can run.
#[inline]
pub(crate) unsafe fn allocate_plain(tp: *mut PyTypeObject, size: usize) -> *mut PyObject {
    // SAFETY: as the caller says; see `allocate`.
    unsafe {
        let memory = Pool::of(size, false).and_then(|pool| pool.list().take());
        let memory = memory.or_else(|| NonNull::new(ffi::PyObject_Malloc(size).cast()));
        let Some(memory) = memory else {
            return ffi::PyErr_NoMemory();
        };
        begin(memory, tp, true).as_ptr()
    }
}

/// Frees the memory of such an object. Its type is the caller's to give back.
///
/// # Safety
/// `object` is dead, its contents gone, of that size.
#[inline]
pub(crate) unsafe fn free_plain(object: *mut PyObject, size: usize) {
    // SAFETY: as the caller says.
    unsafe {
        if !Pool::of(size, false).is_some_and(|pool| pool.list().keep(object)) {
            ffi::PyObject_Free(object.cast());
        }
    }
}

/// Memory for one more instance of exactly `tp` out of its list or pool, its head set, its contents not: new.
///
/// # Safety
/// As [`allocate`].
#[inline]
pub(crate) unsafe fn reuse(tp: *mut PyTypeObject, table: &Table) -> Option<NonNull<PyObject>> {
    // SAFETY: as the caller says.
    unsafe {
        let memory = table.kept()?.take()?;
        if table.options.gc {
            forget(memory.as_ptr());
        }
        Some(begin(memory, tp, table.counted))
    }
}

/// [`allocate_plain`] for a type with a GC header.
///
/// # Safety
/// As [`allocate_plain`].
#[inline]
pub(crate) unsafe fn allocate_traced(tp: *mut PyTypeObject, size: usize) -> *mut PyObject {
    // SAFETY: as the caller says; what is on the list has its header.
    unsafe {
        match Pool::of(size, true).and_then(|pool| pool.list().take()) {
            Some(memory) => {
                forget(memory.as_ptr());
                begin(memory, tp, true).as_ptr()
            }
            None => ffi::PyObject_GC_New::<PyObject>(tp),
        }
    }
}

/// Frees the memory of such an object, untracked. Its type is the caller's to give back.
///
/// # Safety
/// As [`free_plain`].
#[inline]
pub(crate) unsafe fn free_traced(object: *mut PyObject, size: usize) {
    // SAFETY: as the caller says.
    unsafe {
        if !Pool::of(size, true).is_some_and(|pool| pool.list().keep(object)) {
            ffi::PyObject_GC_Del(object.cast());
        }
    }
}

/// Words of the header that the collector puts in front of an object: two links, whose lowest bits are marks.
#[cfg(not(Py_GIL_DISABLED))]
const GC_HEAD: usize = 2;

/// Makes the GC header of memory that is used again what it is in new memory. An object that was untracked leaves a mark
/// there if its `__del__` has run, and nobody would call that of the next one.
///
/// # Safety
/// Memory of a dead, untracked object with a GC header.
#[cfg(not(Py_GIL_DISABLED))]
#[inline]
unsafe fn forget(memory: *mut PyObject) {
    // SAFETY: as the caller says; `PyObject_GC_New` writes the same.
    unsafe { memory.cast::<usize>().sub(GC_HEAD).write_bytes(0, GC_HEAD) };
}

/// Without the GIL there is no header, and no list.
#[cfg(Py_GIL_DISABLED)]
unsafe fn forget(_: *mut PyObject) {}

/// As [`reuse`], with contents that `fill` writes, given the memory from the head on; where it says that it could not,
/// there is no object.
///
/// # Safety
/// As [`allocate`]. `fill` calls nothing of Python's, and what it leaves behind when it fails has nothing to drop.
#[cfg(not(Py_GIL_DISABLED))]
#[inline]
pub(crate) unsafe fn reuse_filled(
    tp: *mut PyTypeObject,
    table: &Table,
    fill: impl FnOnce(*mut u8) -> bool,
) -> Option<NonNull<PyObject>> {
    // SAFETY: as the caller says.
    unsafe {
        let list = table.kept()?;
        let memory = list.take()?;
        if fill(memory.as_ptr().cast()) {
            if table.options.gc {
                forget(memory.as_ptr());
            }
            return Some(begin(memory, tp, table.counted));
        }
        // It came from there, so there is room.
        list.keep(memory.as_ptr());
        None
    }
}

/// Whether the head of an object is a word with the count (from 3.12 on in its lower half, the rest being zero in a new
/// object) and the type. Other builds count all references, or lay heads out in other ways.
pub(crate) const PLAIN: bool = cfg!(all(
    not(Py_GIL_DISABLED),
    not(py_sys_config = "Py_DEBUG"),
    not(py_sys_config = "Py_TRACE_REFS"),
    target_endian = "little",
    target_pointer_width = "64"
));

/// Writes the head of a new object: one reference, which is the caller's, to an object that owns one to its
/// heap type, if it is `counted`. That is what `PyObject_Init` does, less the call.
///
/// # Safety
/// Memory for an instance of `tp`, a heap type. Where it is not counted, heads are `PLAIN`, and the type never dies.
#[inline]
pub(crate) unsafe fn begin(
    memory: NonNull<PyObject>,
    tp: *mut PyTypeObject,
    counted: bool,
) -> NonNull<PyObject> {
    planted::begun(memory.as_ptr(), tp);
    // SAFETY: as the caller says.
    unsafe {
        if PLAIN {
            memory.cast::<u64>().write(1);
            (*memory.as_ptr()).ob_type = tp;
            if counted {
                ffi::Py_INCREF(tp.cast());
            }
            memory
        } else {
            NonNull::new_unchecked(ffi::PyObject_Init(memory.as_ptr(), tp))
        }
    }
}

/// Gives back a reference, unless it is the last one: `false`, and it is the caller's still.
///
/// # Safety
/// A live object, and a reference to it.
#[cfg(not(Py_GIL_DISABLED))]
#[inline]
pub(crate) unsafe fn release_shared(value: *mut PyObject) -> bool {
    // SAFETY: as the caller says. To count down first and look then takes less than `Py_REFCNT` and `Py_DECREF` do. In
    // the lower half the sign says that the object lives for ever.
    unsafe {
        if !PLAIN {
            if ffi::Py_REFCNT(value) <= 1 {
                return false;
            }
            ffi::Py_DECREF(value);
            return true;
        }
        #[cfg(Py_3_12)]
        let count = value.cast::<i32>();
        #[cfg(not(Py_3_12))]
        let count = value.cast::<isize>();
        if cfg!(Py_3_12) && *count < 0 {
            return true;
        }
        *count -= 1;
        if *count == 0 {
            *count = 1;
            return false;
        }
        true
    }
}

/// The slots right behind the head.
///
/// # Safety
/// An object that has some there.
#[inline]
pub(crate) unsafe fn behind_head(object: *mut PyObject) -> *mut *mut PyObject {
    // SAFETY: as the caller says.
    unsafe { object.add(1).cast() }
}

/// Where the items of a `tuple` are, and how many: borrowed, as long as it lives.
///
/// # Safety
/// A live `tuple` or an instance of a subclass.
#[inline]
pub(crate) unsafe fn tuple_items(tuple: *mut PyObject) -> (*const *mut PyObject, usize) {
    // SAFETY: as the caller says; the items lie at the end of the struct.
    unsafe {
        let items = &raw const (*tuple.cast::<ffi::PyTupleObject>()).ob_item;
        (items.cast(), ffi::PyTuple_GET_SIZE(tuple) as usize)
    }
}

/// Where the items of a `list` are, and how many: borrowed, as long as nothing runs. NULL where there is none.
///
/// # Safety
/// A live `list` or an instance of a subclass.
#[cfg(not(Py_GIL_DISABLED))]
#[inline]
pub(crate) unsafe fn list_items(list: *mut PyObject) -> (*const *mut PyObject, usize) {
    // SAFETY: as the caller says.
    unsafe {
        let items = (*list.cast::<ffi::PyListObject>()).ob_item;
        (items.cast_const(), ffi::PyList_GET_SIZE(list) as usize)
    }
}

/// Whether a value may lead back to who holds it: the collector knows it, or may come to. A tuple that the
/// collector has let go holds nothing of the kind, and never will.
///
/// # Safety
/// A live object.
#[inline]
unsafe fn may_lead_back(value: *mut PyObject) -> bool {
    // SAFETY: as the caller says.
    unsafe {
        let tp = ffi::Py_TYPE(value);
        ffi::PyType_HasFeature(tp, ffi::Py_TPFLAGS_HAVE_GC) != 0
            && (tp != &raw mut ffi::PyTuple_Type || ffi::PyObject_GC_IsTracked(value) != 0)
    }
}

/// Tells the collector of a new `gc` record, unless it holds nothing that could lead back to it.
///
/// # Safety
/// `object` is a new, whole instance exactly of the `gc` class of `table`, and untracked.
#[inline(never)]
pub(crate) unsafe fn track(object: *mut PyObject, table: &Table) {
    // SAFETY: as the caller says; `lazy` says that the values of interest lie in object slots.
    unsafe {
        let held = |field: &crate::field::Field| {
            let object_slot = matches!(field.ops.kind, Kind::Object | Kind::NullableObject);
            let value = || *table.at(object, field).cast::<*mut PyObject>();
            object_slot && !value().is_null() && may_lead_back(value())
        };
        if !table.lazy || table.fields.iter().any(held) {
            ffi::PyObject_GC_Track(object.cast());
        }
    }
}

/// Tells the collector of a `gc` record that is given a value which may lead back to it, if it does not know the
/// record yet. Of other records there is nothing to tell.
///
/// # Safety
/// `owner` is a live record, whole, and `value` a live object that it now holds.
#[inline]
pub(crate) unsafe fn track_with(owner: *mut PyObject, value: *mut PyObject) {
    // SAFETY: as the caller says. Only records that are tracked lazily are ever whole and untracked.
    unsafe {
        let gc = ffi::PyType_HasFeature(ffi::Py_TYPE(owner), ffi::Py_TPFLAGS_HAVE_GC) != 0;
        if gc
            && !cfg!(Py_GIL_DISABLED)
            && may_lead_back(value)
            && ffi::PyObject_GC_IsTracked(owner) == 0
        {
            ffi::PyObject_GC_Track(owner.cast());
        }
    }
}

/// Takes a dead object from the collector, if that knows it.
///
/// # Safety
/// An object with a GC header.
#[inline]
pub(crate) unsafe fn untrack(object: *mut PyObject) {
    // SAFETY: as the caller says. The first word of the header links the object; NULL: it is untracked.
    unsafe {
        #[cfg(not(Py_GIL_DISABLED))]
        if object.cast::<usize>().sub(GC_HEAD).read() == 0 {
            return;
        }
        ffi::PyObject_GC_UnTrack(object.cast());
    }
}

/// Whether the collector knows a dead object although its class takes no part in collection: without the GIL the object
/// itself says so, and one that is older than its class (see `early`) says what held when it was made.
///
/// # Safety
/// An object that nobody else has a reference to.
#[inline]
pub(crate) unsafe fn is_tracked_without_gc(object: *mut PyObject) -> bool {
    #[cfg(Py_GIL_DISABLED)]
    {
        const TRACKED: u8 = 1;
        // SAFETY: reading the head of the object; the collector changes it only while this thread waits.
        unsafe { (*object).ob_gc_bits & TRACKED != 0 }
    }
    #[cfg(not(Py_GIL_DISABLED))]
    {
        let _ = object;
        false
    }
}

/// Frees the memory of a dead object whose contents are gone, and its reference to its type, if it has one.
///
/// # Safety
/// `object` is dead (reference count 0), untracked, its contents dropped. It is gone afterwards.
#[inline]
pub(crate) unsafe fn free(object: *mut PyObject, table: &Table, exact: bool) {
    // SAFETY: the caller gives the object up. `tp_free` of the actual type (a Python subclass has
    // another than its base) matches the allocation; then the type loses this instance's reference.
    unsafe {
        let tp = ffi::Py_TYPE(object);
        let kept = exact && table.kept().is_some_and(|list| list.keep(object));
        if !kept {
            let free = (*tp).tp_free.unwrap_unchecked();
            free(object.cast());
            planted::freed(object);
        }
        if table.counted || !exact {
            planted::release_type(tp);
        }
    }
}

/// Whether the class `tp` was made by a `class` statement, or is derived so from `base`, with no other in between: then
/// its instances are those of `base`, with room behind them.
///
/// # Safety
/// Both are types, and the caller is attached.
pub(crate) unsafe fn is_derived_in_python(
    py: Python<'_>,
    tp: *mut PyTypeObject,
    base: *mut PyTypeObject,
) -> PyResult<bool> {
    // All classes of Python code have one `tp_dealloc`, and what C or Rust made has another.
    static SAMPLE: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    let sample = once::object(py, &SAMPLE, &|| py.import("abc")?.getattr("ABC"))?;
    // SAFETY: reading the structs of live types; a type keeps its bases alive.
    unsafe {
        let python = (*sample.as_ptr().cast::<PyTypeObject>()).tp_dealloc;
        let mut tp = tp;
        while tp != base && !tp.is_null() && same_function(python, (*tp).tp_dealloc) {
            tp = (*tp).tp_base;
        }
        Ok(tp == base)
    }
}

/// Whether two deallocators are there and are one.
pub(crate) fn same_function(a: Option<ffi::destructor>, b: Option<ffi::destructor>) -> bool {
    matches!((a, b), (Some(a), Some(b)) if std::ptr::fn_addr_eq(a, b))
}

/// Whether the thread works for the first interpreter of the process, the only one that PyO3 attaches to.
#[inline]
pub(crate) fn in_main_interpreter(_py: Python<'_>) -> bool {
    // SAFETY: attached, as the token shows; the main interpreter is there as long as any.
    unsafe { ffi::PyInterpreterState_Get() == ffi::PyInterpreterState_Main() }
}

/// Whether this is a Python to make types in: to be asked before anything else is done.
///
/// # Errors
/// `ImportError` where objects are laid out in another way than this crate was built for, and in another interpreter
/// than the first: our types are those of the whole process.
pub(crate) fn check_python(py: Python<'_>) -> PyResult<()> {
    if !in_main_interpreter(py) {
        return Err(raise::<PyImportError>(
            "recordclass works in the main interpreter only, not in subinterpreters",
        ));
    }
    // SAFETY: reading the struct of a built-in type.
    let size = unsafe { ffi::PyType_Type.tp_basicsize };
    let known = size_of::<ffi::PyHeapTypeObject>();
    if usize::try_from(size) != Ok(known) {
        return Err(raise::<PyImportError>(format!(
            "recordclass: type objects of this Python have {size} bytes where {known} are expected; \
             this version of recordclass does not fit this version of Python"
        )));
    }
    check_numbers(py)
}

/// The slot for the `__dict__` of an instance, if its class, or a base of it, has the option `dict`.
///
/// # Safety
/// `object` is an instance of the class of `table`, or of a subclass; the base's offset holds for both.
pub(crate) unsafe fn dict_slot(object: *mut PyObject, table: &Table) -> Option<*mut *mut PyObject> {
    // SAFETY: Record 1: the pointer lies behind one of the structs.
    table
        .layout
        .dict_at()
        .map(|place| unsafe { object.cast::<u8>().add(place).cast() })
}

/// Makes the pointers of `dict` and `weakref` NULL.
///
/// # Safety
/// `object` is a new instance of the class of `table`, or of a subclass, without `__dict__` and weak references.
#[inline]
pub(crate) unsafe fn clear_extra(object: *mut PyObject, table: &Table) {
    for place in [table.layout.dict_at(), table.layout.weaklist_at()]
        .into_iter()
        .flatten()
    {
        // SAFETY: within the object, aligned as pointers are.
        unsafe {
            let slot = object.cast::<u8>().add(place).cast::<*mut PyObject>();
            slot.write(std::ptr::null_mut());
        }
    }
}

/// The exact type of a member descriptor that reads NULL as `None`.
#[allow(
    deprecated,
    reason = "for NULL-able `Option<Py<T>>` of frozen records nothing else reads NULL as None"
)]
pub(crate) const T_OBJECT_NULL_IS_NONE: c_int = ffi::_Py_T_OBJECT;

/// The exception that is set, if there is one, put aside until this is dropped.
///
/// PyO3's `PyErr::take` would do but for one thing: it resumes a panic that it finds.
pub(crate) struct UnderWay<'py> {
    py: Python<'py>,
    #[cfg(Py_3_12)]
    raised: *mut PyObject,
    #[cfg(not(Py_3_12))]
    raised: [*mut PyObject; 3],
}

impl<'py> UnderWay<'py> {
    #[cfg(Py_3_12)]
    pub(crate) fn put_aside(py: Python<'py>) -> Self {
        // SAFETY: attached; gives a new reference or NULL, and clears the indicator.
        let raised = unsafe { ffi::PyErr_GetRaisedException() };
        UnderWay { py, raised }
    }

    #[cfg(not(Py_3_12))]
    pub(crate) fn put_aside(py: Python<'py>) -> Self {
        let mut raised = [std::ptr::null_mut(); 3];
        let [kind, value, trace] = &mut raised;
        // SAFETY: attached; gives three new references or NULLs, and clears the indicator.
        unsafe { ffi::PyErr_Fetch(kind, value, trace) };
        UnderWay { py, raised }
    }
}

impl Drop for UnderWay<'_> {
    fn drop(&mut self) {
        let _: Python<'_> = self.py;
        // SAFETY: attached, as the token shows; what was taken is given back: stolen. NULL says
        // that nothing was set, and clears what has been set since.
        #[cfg(Py_3_12)]
        unsafe {
            ffi::PyErr_SetRaisedException(self.raised);
        }
        #[cfg(not(Py_3_12))]
        // SAFETY: as above.
        unsafe {
            let [kind, value, trace] = self.raised;
            ffi::PyErr_Restore(kind, value, trace);
        }
    }
}
