//! A fork amid threads. The child has the one that forked and no other, so a lock that another held would stay locked for
//! ever: the thread that forks takes it first, and lets it go on both sides.

use super::texts::TEXTS;
use std::cell::UnsafeCell;
use std::sync::Once;

/// The lock, from before a fork until after it.
struct Held<T>(UnsafeCell<Option<T>>);

// SAFETY: only who holds the lock looks into it.
unsafe impl<T> Sync for Held<T> {}

static HELD: Held<super::texts::Lock> = Held(UnsafeCell::new(None));

/// From now on, forks take care of the lock.
pub(super) fn watch() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        // SAFETY: functions that live as long as the process. Where it fails, forks are as they were.
        let _ = unsafe { libc::pthread_atfork(Some(before), Some(after), Some(after)) };
    });
}

unsafe extern "C" fn before() {
    let lock = TEXTS.lock();
    // SAFETY: we hold the lock.
    unsafe { *HELD.0.get() = Some(lock) };
}

unsafe extern "C" fn after() {
    // SAFETY: we hold the lock, in the child as its only thread.
    drop(unsafe { (*HELD.0.get()).take() });
}
