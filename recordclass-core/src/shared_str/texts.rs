//! [`Texts`]: each text once, for ever, under a number. Looking a number up takes no lock.
//!
//! # What must hold
//! 1. The entry of each number below `count`, but of 0, was written before `count` said so. It never changes, but for
//!    `object`: NULL, and from some time on one reference that is owned for ever.
//! 2. A room is NULL, or has `FIRST << index` entries, which are never freed.
//! 3. Only who holds the lock to write gives numbers, and calls nothing of Python's meanwhile.

use super::SharedStrError;
use crate::ffi::{PyObject, new};
use pyo3::prelude::*;
use pyo3::types::PyString;
use std::alloc::{Layout, alloc};
use std::collections::HashMap;
use std::ptr;
use std::sync::atomic::{
    AtomicPtr, AtomicU32, Ordering::AcqRel, Ordering::Acquire, Ordering::Relaxed, Ordering::Release,
};
use std::sync::{PoisonError, RwLock, RwLockWriteGuard};

/// Entries of the first room; each has twice those of the one before.
const FIRST: u64 = 64;
/// So many rooms have more entries than there are numbers.
const ROOMS: usize = 27;

/// The texts of this library in this process. 2 GiB are what Arrow can have in one.
pub(super) static TEXTS: Texts = Texts::new(u32::MAX, i32::MAX as usize);

/// Numbers by their texts; `None` before the first one.
type Known = Option<HashMap<&'static str, u32>>;

/// Who may give numbers.
pub(super) type Lock = RwLockWriteGuard<'static, Known>;

pub(super) struct Texts {
    /// How many numbers are given; 0 always is, for the empty text.
    count: AtomicU32,
    rooms: [AtomicPtr<Entry>; ROOMS],
    known: RwLock<Known>,
    /// No more numbers than this,
    most: u32,
    /// and no text of more bytes.
    longest: usize,
}

struct Entry {
    text: &'static str,
    /// The same as a `str`, once anybody has asked for it.
    object: AtomicPtr<PyObject>,
}

/// Room and place of a number.
fn place(number: u32) -> (usize, usize) {
    let number = u64::from(number) + FIRST;
    let room = number.ilog2() - FIRST.ilog2();
    (room as usize, (number - (FIRST << room)) as usize)
}

impl Texts {
    pub(super) const fn new(most: u32, longest: usize) -> Self {
        Texts {
            count: AtomicU32::new(1),
            rooms: [const { AtomicPtr::new(ptr::null_mut()) }; ROOMS],
            known: RwLock::new(None),
            most,
            longest,
        }
    }

    pub(super) fn count(&self) -> u32 {
        self.count.load(Acquire)
    }

    fn entry(&self, number: u32) -> Option<&Entry> {
        if number == 0 || number >= self.count() {
            return None;
        }
        let (room, at) = place(number);
        // SAFETY: invariants 1 and 2.
        Some(unsafe { &*self.rooms[room].load(Relaxed).add(at) })
    }

    /// The text of a number.
    pub(super) fn text(&self, number: u32) -> Option<&'static str> {
        match number {
            0 => Some(""),
            _ => self.entry(number).map(|entry| entry.text),
        }
    }

    /// The text of a number as a `str`, the same one each time.
    pub(super) fn object<'py>(
        &self,
        py: Python<'py>,
        number: u32,
    ) -> PyResult<Option<Bound<'py, PyString>>> {
        let Some(entry) = self.entry(number) else {
            // There is one empty `str` only.
            return (number == 0).then(|| new::text(py, "")).transpose();
        };
        let mut object = entry.object.load(Acquire);
        if object.is_null() {
            // Without the GIL, threads that all count one object's references wait for each other: one that the
            // interpreter keeps is not counted. With it, that would be memory for nothing.
            let made = if cfg!(Py_GIL_DISABLED) {
                new::interned_text(py, entry.text)
            } else {
                new::text(py, entry.text)
            }?;
            let kept =
                entry
                    .object
                    .compare_exchange(ptr::null_mut(), made.as_ptr(), AcqRel, Acquire);
            object = match kept {
                Ok(_) => made.into_ptr(),
                // Another thread was here first; ours goes.
                Err(other) => other,
            };
        }
        // SAFETY: invariant 1: a `str` that lives for ever.
        Ok(Some(unsafe {
            Bound::from_borrowed_ptr(py, object).cast_into_unchecked()
        }))
    }

    /// The number of a text, a new one if it is new.
    pub(super) fn number(&self, text: &str) -> Result<u32, SharedStrError> {
        if text.is_empty() {
            return Ok(0);
        }
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
        let found = known.as_ref().and_then(|known| known.get(text).copied());
        drop(known);
        found.map_or_else(|| self.add(text), Ok)
    }

    /// The right to give numbers.
    pub(super) fn lock(&self) -> RwLockWriteGuard<'_, Known> {
        self.known.write().unwrap_or_else(PoisonError::into_inner)
    }

    #[cold]
    fn add(&self, text: &str) -> Result<u32, SharedStrError> {
        if text.len() > self.longest {
            return Err(SharedStrError::TooLong);
        }
        #[cfg(all(any(target_os = "linux", target_os = "macos"), not(miri)))]
        super::fork::watch();
        let mut known = self.lock();
        let known = known.get_or_insert_default();
        if let Some(&number) = known.get(text) {
            return Ok(number);
        }
        let number = self.count.load(Relaxed);
        if number >= self.most {
            return Err(SharedStrError::Full);
        }
        known.try_reserve(1).map_err(|_| SharedStrError::NoMemory)?;
        let (room, at) = place(number);
        let room = self.room(room).ok_or(SharedStrError::NoMemory)?;
        let text = keep(text).ok_or(SharedStrError::NoMemory)?;
        let object = AtomicPtr::default();
        // SAFETY: invariants 2 and 3: an entry that nobody looks at yet.
        unsafe { room.add(at).write(Entry { text, object }) };
        known.insert(text, number);
        self.count.store(number + 1, Release);
        Ok(number)
    }

    /// Where a room is, for who holds the lock.
    fn room(&self, room: usize) -> Option<*mut Entry> {
        let at = &self.rooms[room];
        let start = at.load(Relaxed);
        if !start.is_null() {
            return Some(start);
        }
        let entries = usize::try_from(FIRST << room).ok()?;
        let layout = Layout::array::<Entry>(entries).ok()?;
        // SAFETY: the size is not 0.
        let start: *mut Entry = unsafe { alloc(layout) }.cast();
        at.store(start, Release);
        (!start.is_null()).then_some(start)
    }
}

/// A copy that is never freed.
fn keep(text: &str) -> Option<&'static str> {
    let mut kept = String::new();
    kept.try_reserve_exact(text.len()).ok()?;
    kept.push_str(text);
    Some(kept.leak())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_number_has_a_place_of_its_own() {
        let mut next = (0, 0);
        for number in 0..10_000 {
            assert_eq!(place(number), next, "{number}");
            next.1 += 1;
            if next.1 == (FIRST as usize) << next.0 {
                next = (next.0 + 1, 0);
            }
        }
        assert!(place(u32::MAX).0 < ROOMS);
    }

    #[test]
    fn many_threads_agree() {
        // The threads of a test end before it does, but texts live for ever.
        static TEXTS: Texts = Texts::new(u32::MAX, 100);
        let count = if cfg!(miri) { 150 } else { 5000 };
        let numbers: Vec<Vec<u32>> = std::thread::scope(|scope| {
            let threads: Vec<_> = (0..4)
                .map(|thread| {
                    scope.spawn(move || {
                        let texts = (0..count).map(|nth| (nth * 7 + thread * 13) % count);
                        let mut numbers = vec![0; count];
                        for nth in texts {
                            numbers[nth] = TEXTS.number(&nth.to_string()).unwrap();
                            assert_eq!(TEXTS.text(numbers[nth]), Some(&*nth.to_string()));
                        }
                        numbers
                    })
                })
                .collect();
            threads
                .into_iter()
                .map(|thread| thread.join().unwrap())
                .collect()
        });
        assert!(numbers.windows(2).all(|pair| pair[0] == pair[1]));
        assert_eq!(TEXTS.count() as usize, count + 1);
    }

    #[test]
    fn what_there_is_no_room_for_is_an_error() {
        static TEXTS: Texts = Texts::new(4, 3);
        assert_eq!(TEXTS.number("1234"), Err(SharedStrError::TooLong));
        for (nth, text) in ["a", "b", "c"].into_iter().enumerate() {
            assert_eq!(TEXTS.number(text), Ok(nth as u32 + 1));
        }
        assert_eq!(TEXTS.number("d"), Err(SharedStrError::Full));
        // Those that are there are found.
        assert_eq!(TEXTS.number("b"), Ok(2));
        assert_eq!(TEXTS.number(""), Ok(0));
        assert_eq!((TEXTS.text(3), TEXTS.text(4)), (Some("c"), None));
    }
}
