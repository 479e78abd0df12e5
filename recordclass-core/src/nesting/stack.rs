//! How much of the thread's stack is left.
//!
//! Before 3.14 CPython counts nested calls and knows nothing of the stack. Its count suits the main thread; in a
//! thread that was given 256 KiB it comes too late. From 3.14 on CPython looks at the stack itself.

/// Bytes that must be left for one more level: ours, and what a value's own method takes before it asks in turn.
#[cfg(not(Py_3_14))]
const MARGIN: usize = if cfg!(debug_assertions) {
    64 << 10
} else {
    40 << 10
};

/// Whether there is room on the stack for one more level.
#[cfg(not(Py_3_14))]
#[inline]
pub(super) fn has_room() -> bool {
    use std::cell::Cell;
    thread_local! {
        /// First and last address of the thread's stack; both 0 before anyone has asked.
        static ENDS: Cell<(usize, usize)> = const { Cell::new((0, 0)) };
    }
    let local = std::hint::black_box(0_u8);
    let here = (&raw const local).addr();
    ENDS.with(|ends| {
        let (mut low, mut high) = ends.get();
        if high == 0 {
            (low, high) = system::ends().unwrap_or((0, usize::MAX));
            ends.set((low, high));
        }
        leaves_room(here, low, high)
    })
}

#[cfg(Py_3_14)]
#[inline]
pub(super) fn has_room() -> bool {
    true
}

/// Whether there is room below an address. A stack that somebody switched to, as coroutines do, is none that we know.
#[cfg(not(Py_3_14))]
const fn leaves_room(here: usize, low: usize, high: usize) -> bool {
    here < low || here > high || here - low >= MARGIN
}

#[cfg(not(Py_3_14))]
mod system {
    /// The ends of the stack of this thread; `None` if the system does not say.
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    pub(super) fn ends() -> Option<(usize, usize)> {
        let mut start = std::ptr::null_mut();
        let mut size = 0;
        let mut guard = 0;
        // SAFETY: the attributes are initialised by the first call, if it gives 0, and destroyed by the last.
        unsafe {
            let mut attributes = std::mem::MaybeUninit::<libc::pthread_attr_t>::uninit();
            let own = libc::pthread_self();
            if libc::pthread_getattr_np(own, attributes.as_mut_ptr()) != 0 {
                return None;
            }
            let told = libc::pthread_attr_getstack(attributes.as_ptr(), &mut start, &mut size);
            // Some versions count the guard page in.
            libc::pthread_attr_getguardsize(attributes.as_ptr(), &mut guard);
            libc::pthread_attr_destroy(attributes.as_mut_ptr());
            if told != 0 {
                return None;
            }
        }
        let low = start.addr();
        Some((low.saturating_add(guard), low.saturating_add(size)))
    }

    #[cfg(target_os = "macos")]
    pub(super) fn ends() -> Option<(usize, usize)> {
        // SAFETY: questions about the thread that asks; the stack grows down from that address.
        let (high, size) = unsafe {
            let own = libc::pthread_self();
            (
                libc::pthread_get_stackaddr_np(own).addr(),
                libc::pthread_get_stacksize_np(own),
            )
        };
        Some((high.saturating_sub(size), high))
    }

    #[cfg(not(any(all(target_os = "linux", target_env = "gnu"), target_os = "macos")))]
    pub(super) fn ends() -> Option<(usize, usize)> {
        None
    }
}

#[cfg(all(test, not(Py_3_14)))]
mod tests {
    use super::{MARGIN, has_room, leaves_room};

    #[test]
    fn a_stack_ends_before_its_end() {
        let (low, high) = (0x10_0000, 0x20_0000);
        assert!(leaves_room(low + MARGIN, low, high));
        assert!(!leaves_room(low + MARGIN - 1, low, high));
        assert!(!leaves_room(low, low, high));
        assert!(leaves_room(low - 1, low, high) && leaves_room(high + 1, low, high));
        assert!(leaves_room(low, 0, usize::MAX));
    }

    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    #[cfg_attr(miri, ignore = "there is no stack to ask about")]
    #[test]
    fn a_recursion_is_told_before_it_is_too_late() {
        fn down(level: usize) -> usize {
            let filled = std::hint::black_box([level as u8; 512]);
            if has_room() && level < 100_000 {
                down(level + 1) + usize::from(filled[7] == 1 && filled[8] == 2)
            } else {
                level
            }
        }
        for size in [256 << 10, 1 << 20, 8 << 20] {
            let thread = std::thread::Builder::new().stack_size(size);
            let level = thread.spawn(|| down(0)).unwrap().join().unwrap();
            assert!(level > 10 && level < size / 512, "{level} of {size}");
        }
    }
}
