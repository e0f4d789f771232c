//! When memory has come to rest.

use std::time::{Duration, Instant};

use super::Failure;
use super::memory::resident;

/// Memory that has not moved for so long has come to rest: the runtime moves what sleepers hold 5 to 10 s after, and
/// its release steps are at least 5 s apart.
pub(crate) const REST: Duration = Duration::from_secs(16);

/// The same where a release step takes a second, as it does for gigabytes: they take 2 % of the time at most.
pub(crate) const REST_OF_MANY: Duration = Duration::from_secs(90);

/// As the manual of the runtime's reclaimer has it.
#[cfg(feature = "mimalloc")]
#[allow(unsafe_code, reason = "the allocator's own interface")]
pub(crate) fn reclaim_by_mimalloc() {
    dormouse::set_reclaimer(|| {
        // SAFETY: may be called at any time, from any thread.
        unsafe { libmimalloc_sys::mi_collect(true) };
    });
}

#[cfg(not(feature = "mimalloc"))]
pub(crate) fn reclaim_by_mimalloc() {}

/// Waits until the resident memory stays where it is. Gives when it last moved by more than a hundredth.
pub(crate) async fn until_steady(rest: Duration) -> Result<Duration, Failure> {
    let start = Instant::now();
    let mut moved = Duration::ZERO;
    let mut last = resident()?;
    while start.elapsed() < moved + rest && start.elapsed() < 4 * rest {
        tokio::time::sleep(Duration::from_millis(20)).await;
        let now = resident()?;
        if now.abs_diff(last) > last / 100 {
            moved = start.elapsed();
            last = now;
        }
    }
    Ok(moved)
}
