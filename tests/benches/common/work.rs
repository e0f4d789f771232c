//! Runtimes, clocks and orders that workloads need.

use std::time::{Duration, Instant};

use tokio::runtime::{Builder, Handle, Runtime, RuntimeFlavor};

use super::Failure;

/// A runtime with one worker, the caller's thread, or with that many.
pub(crate) fn runtime(workers: usize) -> Result<Runtime, Failure> {
    Ok(match workers {
        1 => Builder::new_current_thread().enable_time().build()?,
        workers => Builder::new_multi_thread()
            .worker_threads(workers)
            .enable_time()
            .build()?,
    })
}

/// Runs a workload as a task, so that it is one of the runtime's own also where there are many threads.
pub(crate) fn run<T: Send + 'static>(
    runtime: &Runtime,
    work: impl Future<Output = Result<T, Failure>> + Send + 'static,
) -> Result<T, Failure> {
    runtime.block_on(async { tokio::spawn(work).await? })
}

/// Times a workload in a way that fits its runtime.
///
/// With one worker, by the processor time of that worker's thread: what other programs do on the same
/// machine then counts only through the caches. With more, by the clock on the wall, for waiting is part
/// of the matter.
#[derive(Debug)]
pub(crate) enum Stopwatch {
    Thread(Duration),
    Wall(Instant),
}

impl Stopwatch {
    pub(crate) fn start() -> Self {
        let one = Handle::try_current()
            .is_ok_and(|runtime| runtime.runtime_flavor() == RuntimeFlavor::CurrentThread);
        match thread_time() {
            Some(time) if one => Self::Thread(time),
            _ => Self::Wall(Instant::now()),
        }
    }

    pub(crate) fn elapsed(&self) -> Duration {
        match self {
            Self::Thread(start) => thread_time().unwrap_or_default().saturating_sub(*start),
            Self::Wall(start) => start.elapsed(),
        }
    }

    /// Nanoseconds for each of `count`.
    pub(crate) fn each(&self, count: u32) -> f64 {
        nanos(self.elapsed()) / f64::from(count)
    }

    /// Millions of `count` in a second.
    pub(crate) fn millions(&self, count: u32) -> f64 {
        1000.0 / self.each(count)
    }
}

/// The processor time that this thread has had.
#[allow(unsafe_code, reason = "the standard library does not offer this clock")]
fn thread_time() -> Option<Duration> {
    let mut time = libc::timespec {
        tv_sec: 0,
        tv_nsec: 0,
    };
    // SAFETY: the pointer is to a local that outlives the call.
    let failed = unsafe { libc::clock_gettime(libc::CLOCK_THREAD_CPUTIME_ID, &raw mut time) };
    let seconds = u64::try_from(time.tv_sec).ok()?;
    let nanos = u32::try_from(time.tv_nsec).ok()?;
    (failed == 0).then(|| Duration::new(seconds, nanos))
}

/// Nanoseconds.
pub(crate) fn nanos(time: Duration) -> f64 {
    time.as_secs_f64() * 1e9
}

/// The value below which that part of the sorted times lies, in nanoseconds.
pub(crate) fn percentile(sorted: &[Duration], part: f64) -> f64 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "an index, rounded down, of a list far shorter than 2^52"
    )]
    let index = (sorted.len() as f64 * part) as usize;
    sorted
        .get(index.min(sorted.len().saturating_sub(1)))
        .map_or(f64::NAN, |time| nanos(*time))
}

/// The numbers below `count` in an order that no cache and no prefetcher foresees, the same in each run.
pub(crate) fn shuffled(count: u32) -> Vec<u32> {
    let mut order: Vec<u32> = (0..count).collect();
    let mut seed = 0x9e37_79b9_7f4a_7c15_u64;
    for last in (1..order.len()).rev() {
        // Xorshift; its quality is beside the point.
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        let other = usize::try_from(seed % (last as u64 + 1)).unwrap_or(0);
        order.swap(last, other);
    }
    order
}
