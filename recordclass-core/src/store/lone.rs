//! Reading a cell without its owner, for feature `serde`: `Serialize` is given a record, which may or may not lie in a
//! Python object, and no `Bound`.
//!
//! # What must hold
//! 1. A cell is written only while attached, inside its owner's critical section and, on free-threaded builds, under the
//!    lock of its address.
//! 2. Whoever reads without the owner is attached and holds that lock; or there is no interpreter, and nobody can write.
//! 3. What is done under the lock calls nothing: so it is held for a few instructions, and never while another is waited for.
//!
//! With the GIL, being attached is enough, and there is no lock.

#[cfg(all(feature = "serde", Py_GIL_DISABLED))]
mod locks {
    use std::sync::{Mutex, MutexGuard, PoisonError};

    /// Cells share locks: a collision costs a moment.
    static LOCKS: [Mutex<()>; 64] = [const { Mutex::new(()) }; 64];

    pub(crate) struct Lone {
        _guard: MutexGuard<'static, ()>,
    }

    impl Lone {
        pub(crate) fn lock<T>(cell: &T) -> Self {
            let address = std::ptr::from_ref(cell) as usize;
            let lock = &LOCKS[(address >> 3) % LOCKS.len()];
            Lone {
                _guard: lock.lock().unwrap_or_else(PoisonError::into_inner),
            }
        }
    }
}

#[cfg(not(all(feature = "serde", Py_GIL_DISABLED)))]
mod locks {
    pub(crate) struct Lone;

    impl Lone {
        #[inline(always)]
        pub(crate) fn lock<T>(_cell: &T) -> Self {
            Lone
        }
    }
}

pub(crate) use locks::Lone;

/// Runs `read` as invariant 2 asks; `None` while the interpreter shuts down.
#[cfg(feature = "serde")]
pub(crate) fn without_owner<T, R>(cell: &T, read: impl FnOnce() -> R) -> Option<R> {
    // SAFETY: may be asked at any time.
    if unsafe { pyo3::ffi::Py_IsInitialized() } == 0 {
        return Some(read());
    }
    pyo3::Python::try_attach(|_| {
        let _lone = Lone::lock(cell);
        read()
    })
}
