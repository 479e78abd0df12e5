//! The time that child processes took of the processors. Unlike the time on the wall it hardly depends on what else
//! the machine is doing, nor on how well a build fills its processors.

use std::time::Duration;

/// Of all children that have ended and been waited for, and of theirs.
#[cfg(unix)]
pub(super) fn children() -> Duration {
    let mut usage = std::mem::MaybeUninit::<libc::rusage>::zeroed();
    // SAFETY: the pointer is that of an rusage, which is all that the call writes, and all zeros are a valid one.
    let usage = unsafe {
        assert_eq!(
            libc::getrusage(libc::RUSAGE_CHILDREN, usage.as_mut_ptr()),
            0
        );
        usage.assume_init()
    };
    duration(usage.ru_utime) + duration(usage.ru_stime)
}

#[cfg(unix)]
fn duration(time: libc::timeval) -> Duration {
    let micros = u64::try_from(time.tv_usec).unwrap_or(0);
    Duration::from_secs(u64::try_from(time.tv_sec).unwrap_or(0)) + Duration::from_micros(micros)
}

/// Elsewhere the wall's clock must do: from the first call on.
#[cfg(not(unix))]
pub(super) fn children() -> Duration {
    static START: std::sync::OnceLock<std::time::Instant> = std::sync::OnceLock::new();
    START.get_or_init(std::time::Instant::now).elapsed()
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn a_child_that_waits_costs_nothing_and_one_that_works_does() {
        let cost = |script| {
            let start = children();
            let status = std::process::Command::new("sh")
                .args(["-c", script])
                .status();
            assert!(status.unwrap().success());
            children() - start
        };
        let idle = cost("sleep 0.3");
        let busy = cost("i=0; while [ $i -lt 300000 ]; do i=$((i + 1)); done");
        assert!(
            idle < Duration::from_millis(100) && busy > idle,
            "{idle:?} {busy:?}"
        );
    }
}
