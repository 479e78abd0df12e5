//! Instances that are older than the class is finished.
//!
//! A class attribute may build an instance of its own class, and class attributes have no order: it may
//! run before our hook, when the class still is a plain `#[pyclass]` with a GC header. Once the header
//! flag is cleared such an instance would be freed at the wrong address. So it is made immortal: it
//! keeps working, and is never freed. There is one for each such attribute, once in a process.

use pyo3::prelude::*;

/// Finds the instances there are, and sees to it that they outlive everything.
///
/// # Safety
/// `tp` is a class that is being finished, and still has its GC flag.
#[cfg(not(Py_GIL_DISABLED))]
pub(crate) unsafe fn adopt(py: Python<'_>, tp: *mut crate::ffi::PyTypeObject) -> PyResult<()> {
    use pyo3::ffi as py_ffi;
    // SAFETY: as the caller says.
    if unsafe { py_ffi::Py_REFCNT(tp.cast()) } <= unsafe { known_references(py, tp) } {
        return Ok(());
    }
    // Somebody else holds the type, perhaps an instance: PyO3 tracks all of them from birth.
    for object in py.import("gc")?.call_method0("get_objects")?.try_iter()? {
        let object = object?;
        // SAFETY: a live object. Untracked while the header is still known of; the reference that is
        // leaked keeps it alive for ever.
        unsafe {
            if py_ffi::Py_TYPE(object.as_ptr()) == tp {
                py_ffi::PyObject_GC_UnTrack(object.as_ptr().cast());
                std::mem::forget(object);
            }
        }
    }
    Ok(())
}

/// Free-threaded builds have no header in front of the object: it is freed as all others are. That it is tracked it says itself,
/// and `dealloc` asks: a collector that found a dead record would bring it back to life.
///
/// A debug build of CPython also asserts that what lies where the collector looks is of a class with the flag. There the next
/// collection aborts; nothing but keeping the flag would help.
///
/// # Safety
/// None.
#[cfg(Py_GIL_DISABLED)]
#[allow(clippy::unnecessary_wraps, reason = "the other build's can fail")]
pub(crate) unsafe fn adopt(_: Python<'_>, _: *mut crate::ffi::PyTypeObject) -> PyResult<()> {
    Ok(())
}

/// How many references to the type there are at least without any instance: PyO3's own, the one in
/// its MRO, and one in each of its descriptors. To miss one costs a look at all objects; to count one
/// that is not there would overlook an instance, so only sure ones are counted.
///
/// # Safety
/// As [`adopt`].
#[cfg(not(Py_GIL_DISABLED))]
unsafe fn known_references(py: Python<'_>, tp: *mut crate::ffi::PyTypeObject) -> isize {
    use pyo3::ffi as py_ffi;
    // SAFETY: reading the dict of a live type.
    let dict = unsafe { crate::ffi::own_dict(py, tp) };
    let descriptors = dict.cast::<pyo3::types::PyDict>().map_or(0, |dict| {
        let owned = |value: &Bound<'_, PyAny>| {
            // SAFETY: comparing addresses of types.
            let is_descriptor = unsafe {
                let kind = py_ffi::Py_TYPE(value.as_ptr());
                kind == &raw mut py_ffi::PyMethodDescr_Type
                    || kind == &raw mut py_ffi::PyMemberDescr_Type
                    || kind == &raw mut py_ffi::PyGetSetDescr_Type
                    || kind == &raw mut py_ffi::PyWrapperDescr_Type
                    || kind == &raw mut py_ffi::PyClassMethodDescr_Type
            };
            is_descriptor
                && value
                    .getattr("__objclass__")
                    .is_ok_and(|class| class.as_ptr() == tp.cast())
        };
        dict.values().iter().filter(owned).count()
    });
    let own = 2;
    own + isize::try_from(descriptors).unwrap_or(0)
}
