//! What the tests of the core share: threads that may hang, and futures without a runtime.

#![allow(dead_code, reason = "not every test file asks for all of it")]

use std::pin::pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, Thread};
use std::time::{Duration, Instant};

use tokio::runtime::{Builder, Runtime};

pub(crate) const MS: Duration = Duration::from_millis(1);

/// What happened, in order.
#[derive(Clone, Debug, Default)]
pub(crate) struct Log(Arc<Mutex<Vec<String>>>);

impl Log {
    pub(crate) fn add(&self, line: impl Into<String>) {
        self.0.lock().unwrap().push(line.into());
    }

    pub(crate) fn lines(&self) -> Vec<String> {
        self.0.lock().unwrap().clone()
    }
}

/// Longer than anything here takes on a busy machine.
const LONG: Duration = Duration::from_secs(30);

pub(crate) fn current() -> Runtime {
    Builder::new_current_thread().enable_time().build().unwrap()
}

pub(crate) fn multi(workers: usize) -> Runtime {
    Builder::new_multi_thread()
        .worker_threads(workers)
        .enable_time()
        .build()
        .unwrap()
}

/// How long a test that hammers goes on: `DORMOUSE_STRESS_SECONDS`, or one second.
pub(crate) fn stress_time() -> Duration {
    let seconds = std::env::var("DORMOUSE_STRESS_SECONDS");
    Duration::from_secs(seconds.map_or(1, |seconds| seconds.parse().expect("a number")))
}

/// Does it on a thread of its own, and fails where that does not come back.
pub(crate) fn within<R: Send + 'static>(work: impl FnOnce() -> R + Send + 'static) -> R {
    let (sender, receiver) = mpsc::channel();
    let worker = thread::spawn(move || {
        let result = work();
        let _ = sender.send(());
        result
    });
    match receiver.recv_timeout(LONG + stress_time()) {
        Err(mpsc::RecvTimeoutError::Timeout) => panic!("it hangs"),
        _ => match worker.join() {
            Ok(result) => result,
            Err(payload) => std::panic::resume_unwind(payload),
        },
    }
}

struct Unpark(Thread);

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}

/// Waits for a future on a thread without a runtime.
pub(crate) fn block_on<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    let waker = Waker::from(Arc::new(Unpark(thread::current())));
    let mut context = Context::from_waker(&waker);
    let began = Instant::now();
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut context) {
            return output;
        }
        assert!(began.elapsed() < LONG, "it hangs");
        thread::park_timeout(100 * MS);
    }
}

/// Something that happens once, for threads.
#[derive(Clone, Debug, Default)]
pub(crate) struct Flag(Arc<AtomicBool>);

impl Flag {
    pub(crate) fn set(&self) {
        self.0.store(true, Ordering::SeqCst);
    }

    pub(crate) fn is_set(&self) -> bool {
        self.0.load(Ordering::SeqCst)
    }

    /// Blocks the thread.
    pub(crate) fn wait(&self) {
        let began = Instant::now();
        while !self.is_set() {
            assert!(began.elapsed() < LONG, "it never came");
            thread::sleep(MS);
        }
    }
}

/// Waits on a thread until something has become true.
pub(crate) fn until(what: impl Fn() -> bool) {
    let began = Instant::now();
    while !what() {
        assert!(began.elapsed() < LONG, "it never became true");
        thread::sleep(MS);
    }
}
