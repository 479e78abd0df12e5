//! `recordtype`, the metaclass: its instances are record classes made at run time.
//!
//! A class begins as any Python class does, by `type.__new__`, so that bases, `super()`, `__set_name__` and
//! `__init_subclass__` mean what they always mean. CPython calls `__set_name__` for the entries of the
//! namespace in order, before anything else of the user's can see the class: the first entry is ours, and
//! that is where the class is finished. What makes an instance before that is refused.

use super::class::{Class, WORD};
use super::finish::finish;
use super::spec::Spec;
use super::{shims, slots};
use crate::errors::raise;
use crate::ffi::{self, PyObject, PyTypeObject};
use crate::gc::Visit;
use crate::methods::{self, Definitions, method};
use crate::protocol::iterator;
use crate::trampoline::{enter_attached, enter_silently};
use pyo3::exceptions::{PySystemError, PyTypeError};
use pyo3::ffi as py_ffi;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyDict, PyString, PyTuple, PyType};
use std::ffi::{c_int, c_void};
use std::mem::offset_of;
use std::ptr;
use std::sync::Mutex;
use std::sync::atomic::{
    AtomicBool, AtomicPtr, Ordering::Acquire, Ordering::Relaxed, Ordering::Release,
};

/// The metaclass, once there is one; it lives for ever.
static METATYPE: AtomicPtr<PyTypeObject> = AtomicPtr::new(ptr::null_mut());

/// The key of our entry in the namespace.
const FIRST: &str = "__recordtype_finish__";

/// Makes the metaclass, once in a process.
///
/// # Errors
/// `MemoryError`.
pub(super) fn create(py: Python<'_>) -> PyResult<Py<PyType>> {
    static MADE: PyOnceLock<Py<PyType>> = PyOnceLock::new();
    let made = MADE.get_or_try_init(py, || {
        iterator::prepare(py)?;
        Class::prepare(py);
        // SAFETY: the function takes any object, and looks.
        unsafe { methods::give::<Finish>(py, METHODS.all())? };
        let slots = &mut [
            ffi::type_slot(py_ffi::Py_tp_new, new as *const c_void),
            ffi::type_slot(py_ffi::Py_tp_dealloc, dealloc as *const c_void),
            ffi::type_slot(py_ffi::Py_tp_traverse, traverse as *const c_void),
            ffi::type_slot(py_ffi::Py_tp_clear, clear as *const c_void),
            ffi::type_slot(py_ffi::Py_tp_setattro, setattr as *const c_void),
            ffi::type_slot(
                py_ffi::Py_tp_doc,
                c"The metaclass of record classes that are made at run time."
                    .as_ptr()
                    .cast(),
            ),
            ffi::LAST_SLOT,
        ];
        let flags = py_ffi::Py_TPFLAGS_DEFAULT
            | py_ffi::Py_TPFLAGS_HAVE_GC
            | py_ffi::Py_TPFLAGS_BASETYPE
            // With another `__new__` it would let `type.__new__` make classes that we know nothing of.
            | py_ffi::Py_TPFLAGS_IMMUTABLETYPE;
        let mut spec = py_ffi::PyType_Spec {
            name: c"recordclass_rs._core.recordtype".as_ptr(),
            basicsize: (WORD + size_of::<usize>()) as c_int,
            itemsize: 0,
            flags: flags as u32,
            slots: slots.as_mut_ptr(),
        };
        let bases = (py.get_type::<PyType>(),).into_pyobject(py)?;
        // SAFETY: the spec is whole, its functions fit their slots; the result is new or an error.
        let made = unsafe {
            let made = py_ffi::PyType_FromSpecWithBases(&raw mut spec, bases.as_ptr());
            Bound::from_owned_ptr_or_err(py, made)?
        };
        let made = made.cast_into::<PyType>()?;
        // SAFETY: a new metaclass, of which there are no instances.
        unsafe { let_vectorcall(made.as_type_ptr()) };
        METATYPE.store(made.as_type_ptr(), Release);
        Ok::<_, PyErr>(made.unbind())
    })?;
    Ok(made.clone_ref(py))
}

/// Classes are called by their `tp_vectorcall`, as those of `type` are. Before 3.12 a heap type does not
/// inherit that.
///
/// # Safety
/// `metatype` is a subclass of `type` with the call of `type`, and nobody else uses it yet.
unsafe fn let_vectorcall(metatype: *mut PyTypeObject) {
    // SAFETY: as the caller says.
    unsafe {
        (*metatype).tp_vectorcall_offset =
            offset_of!(PyTypeObject, tp_vectorcall) as py_ffi::Py_ssize_t;
        ffi::change_flags(metatype, py_ffi::Py_TPFLAGS_HAVE_VECTORCALL, 0);
        py_ffi::PyType_Modified(metatype);
    }
}

/// Lets the classes of a Python-made metaclass be called by vectorcall, as those of ours are.
#[pyfunction]
pub(super) fn finish_metaclass(metaclass: &Bound<'_, PyType>) -> PyResult<()> {
    let tp = metaclass.as_type_ptr();
    // SAFETY: reading the structs of live types.
    unsafe {
        if py_ffi::PyType_IsSubtype(tp, METATYPE.load(Acquire)) == 0 {
            return Err(raise::<PyTypeError>(
                "finish_metaclass() wants a subclass of recordtype",
            ));
        }
        let call = py_ffi::PyType_Type.tp_call;
        let inherited =
            matches!(((*tp).tp_call, call), (Some(a), Some(b)) if ptr::fn_addr_eq(a, b));
        if inherited {
            let_vectorcall(tp);
        }
    }
    Ok(())
}

/// Whether the type was made by our metaclass.
///
/// # Safety
/// `tp` is a live type.
#[inline]
pub(crate) unsafe fn is_ours(tp: *mut PyTypeObject) -> bool {
    // SAFETY: as the caller says.
    unsafe {
        let metatype = METATYPE.load(Acquire);
        let its = py_ffi::Py_TYPE(tp.cast());
        !metatype.is_null() && (its == metatype || py_ffi::PyType_IsSubtype(its, metatype) != 0)
    }
}

/// The class of an object that a function was given; `None` if it is no record of ours.
///
/// # Safety
/// A live object, and the thread is attached. The result is good while somebody holds its type.
#[inline]
pub(crate) unsafe fn class_of(object: *mut PyObject) -> Option<&'static Class> {
    // SAFETY: as the caller says. Only `finish` gives a type this deallocator, and no other type can inherit it:
    // CPython gives each heap type one of its own, and allows no static type below ours.
    unsafe {
        let tp = py_ffi::Py_TYPE(object);
        let dealloc = (*tp).tp_dealloc?;
        let ours = ptr::fn_addr_eq(dealloc, shims::dealloc as py_ffi::destructor);
        ours.then(|| Class::of(tp)).flatten()
    }
}

/// The entry of the namespace that finishes the class.
#[pyclass(frozen, module = "recordclass_rs._core")]
struct Finish {
    spec: Spec,
    /// For one class, while that is being made.
    used: AtomicBool,
    /// CPython up to 3.11 would wrap an error of `__set_name__` in another.
    outcome: Mutex<Option<PyResult<()>>>,
}

static METHODS: Definitions<1> = Definitions([method(
    c"__set_name__",
    c"__set_name__($self, owner, name, /)\n--\n\nFinishes the class.",
    py_ffi::METH_VARARGS,
    set_name,
)]);

unsafe extern "C" fn set_name(first: *mut PyObject, args: *mut PyObject) -> *mut PyObject {
    // SAFETY: a METH_VARARGS method: an object and a tuple.
    unsafe {
        enter_attached(|py| {
            let first = Bound::from_borrowed_ptr(py, first).cast_into::<Finish>()?;
            let args = Bound::from_borrowed_ptr(py, args).cast_into::<PyTuple>()?;
            if args.len() != 2 {
                return Err(raise::<PyTypeError>(format!(
                    "__set_name__() takes 2 arguments ({} given)",
                    args.len()
                )));
            }
            let owner = args.get_item(0)?.cast_into::<PyType>()?;
            first.get().run(&owner);
            Ok(py.None().into_ptr())
        })
    }
}

impl Finish {
    fn run(&self, owner: &Bound<'_, PyType>) {
        let tp = owner.as_type_ptr();
        // SAFETY: a live type; the word of a class that is not finished is NULL. A metaclass may call us out of its `mro()`,
        // when the type has neither bases nor functions yet: then it is too early.
        let fresh = unsafe {
            is_ours(tp)
                && Class::of(tp).is_none()
                && py_ffi::PyType_HasFeature(tp, py_ffi::Py_TPFLAGS_READY) != 0
        };
        if fresh && !self.used.swap(true, Relaxed) {
            // SAFETY: `type.__new__` is making the class, and has told nobody of it.
            let outcome = unsafe { finish(owner, &self.spec, FIRST) };
            if let Ok(mut place) = self.outcome.lock() {
                *place = Some(outcome);
            }
        }
    }
}

/// `recordtype.__new__(mcls, name, bases, namespace, rows, options, **kwargs)`.
unsafe extern "C" fn new(
    metatype: *mut PyTypeObject,
    args: *mut PyObject,
    kwargs: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: CPython's `tp_new` protocol: a tuple, and a dict or NULL.
    unsafe {
        enter_attached(|py| {
            let args = Borrowed::from_ptr(py, args).cast_unchecked::<PyTuple>();
            if args.len() != 5 {
                return Err(raise::<PyTypeError>(
                    "recordtype() takes a name, bases, a namespace, rows and options; \
                     classes derive from dataobject, or are made by recordclass() and its kin",
                ));
            }
            let spec = Spec::parse(&args.get_item(3)?, &args.get_item(4)?)?;
            let (is_final, immutable) = (spec.is_final, spec.immutable_type);
            let namespace = args.get_item(2)?.cast_into::<PyDict>()?;
            let first = Finish {
                spec,
                used: AtomicBool::new(false),
                outcome: Mutex::new(None),
            };
            let first = Bound::new(py, first)?;
            let ours = ffi::new::dict(py)?;
            let own_name = intern!(py, FIRST);
            ours.set_item(own_name, &first)?;
            ours.update(namespace.as_mapping())?;
            // Still the first, and ours, whatever the namespace has under that name.
            ours.set_item(own_name, &first)?;
            ours.set_item(intern!(py, "__slots__"), ffi::new::tuple(py, [])?)?;
            let args = [args.get_item(0)?, args.get_item(1)?, ours.into_any()];
            let args = ffi::new::tuple(py, args)?;
            let Some(make) = py_ffi::PyType_Type.tp_new else {
                return Err(raise::<PySystemError>("type has no tp_new"));
            };
            let made = make(metatype, args.as_ptr(), kwargs);
            first.get().used.store(true, Relaxed);
            let class = Bound::from_owned_ptr_or_err(py, made)?;
            let outcome = first
                .get()
                .outcome
                .lock()
                .ok()
                .and_then(|mut place| place.take());
            match outcome {
                Some(outcome) => outcome?,
                // A metaclass above us gave back something else than a new class.
                None => return Ok(class.into_ptr()),
            }
            let tp = class.as_ptr().cast::<PyTypeObject>();
            if is_final {
                ffi::change_flags(tp, 0, py_ffi::Py_TPFLAGS_BASETYPE);
            }
            if immutable {
                ffi::change_flags(tp, py_ffi::Py_TPFLAGS_IMMUTABLETYPE, 0);
            }
            py_ffi::PyType_Modified(tp);
            Ok(class.into_ptr())
        })
    }
}

/// `tp_setattro` of the metaclass: a `__post_init__` or a `__reduce__` that comes or goes is noted.
unsafe extern "C" fn setattr(
    class: *mut PyObject,
    name: *mut PyObject,
    value: *mut PyObject,
) -> c_int {
    // SAFETY: CPython's `tp_setattro` protocol: a class of ours, a str, and an object or NULL to delete.
    unsafe {
        let Some(plain) = py_ffi::PyType_Type.tp_setattro else {
            return -1;
        };
        let done = plain(class, name, value);
        if done < 0 {
            return done;
        }
        enter_attached(|py| {
            let name = Borrowed::from_ptr(py, name);
            let noted =
                |name: &Bound<'_, PyString>| *name == "__post_init__" || *name == "__reduce__";
            if name.cast::<PyString>().is_ok_and(|name| noted(&name)) {
                let class = Borrowed::from_ptr(py, class)
                    .to_owned()
                    .cast_into::<PyType>()?;
                note(&class)?;
            }
            Ok(done)
        })
    }
}

/// Notes for a class and its subclasses what they have of the user's that is asked for at each record.
pub(super) fn note(class: &Bound<'_, PyType>) -> PyResult<()> {
    let (py, tp) = (class.py(), class.as_type_ptr());
    // SAFETY: a live type.
    unsafe {
        if let Some(ours) = is_ours(tp).then(|| Class::of(tp)).flatten() {
            ours.post_init
                .store(class.hasattr(intern!(py, "__post_init__"))?, Relaxed);
            ours.own_reduce.store(!slots::reduces(py, tp)?, Relaxed);
        }
    }
    let subclasses = py
        .get_type::<PyType>()
        .call_method1(intern!(py, "__subclasses__"), (class,))?;
    for subclass in subclasses.try_iter()? {
        note(&subclass?.cast_into::<PyType>()?)?;
    }
    Ok(())
}

/// `tp_traverse` of the metaclass: what the class owns, then what any type does.
unsafe extern "C" fn traverse(
    class: *mut PyObject,
    visit: py_ffi::visitproc,
    arg: *mut c_void,
) -> c_int {
    // SAFETY: the collector gives a class of ours, finished or not. A heap type shows its own type
    // itself, unless a Python subclass of the metaclass does, which leaves it to us.
    unsafe {
        let shown = Visit::new(visit, arg);
        let answer = Class::of(class.cast()).map_or(0, |class| class.traverse(&shown));
        if answer != 0 {
            return answer;
        }
        let answer = shown.pointer(py_ffi::Py_TYPE(class).cast());
        if answer != 0 {
            return answer;
        }
        py_ffi::PyType_Type
            .tp_traverse
            .map_or(0, |of_types| of_types(class, visit, arg))
    }
}

/// `tp_clear` of the metaclass.
unsafe extern "C" fn clear(class: *mut PyObject) -> c_int {
    // SAFETY: the collector gives a class that is garbage, and holds it meanwhile.
    unsafe {
        enter_silently(|py| {
            if let Some(class) = Class::of(class.cast()) {
                class.clear(py);
            }
        });
        py_ffi::PyType_Type
            .tp_clear
            .map_or(0, |of_types| of_types(class))
    }
}

/// `tp_dealloc` of the metaclass: the type first, whose descriptors point into the class; then the class.
unsafe extern "C" fn dealloc(class: *mut PyObject) {
    // SAFETY: a dead class, tracked, as `type`'s own deallocator wants it. As a heap type the metaclass gives
    // back the reference that the class held to it.
    unsafe {
        let metatype = py_ffi::Py_TYPE(class);
        let owned = Class::word(class.cast()).swap(ptr::null_mut(), Relaxed);
        if let Some(of_types) = py_ffi::PyType_Type.tp_dealloc {
            of_types(class);
        }
        if !owned.is_null() {
            enter_silently(|py| Box::from_raw(owned).release(py));
        }
        py_ffi::Py_DECREF(metatype.cast());
    }
}
