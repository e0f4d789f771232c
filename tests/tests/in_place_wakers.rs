//! Wakers of a user's own, under which a handler hibernates where it is.

use std::future::poll_fn;
use std::pin::pin;
use std::sync::mpsc;
use std::sync::{Arc, Mutex};
use std::task::{Context as TaskContext, Wake, Waker};
use std::thread;
use std::time::Duration;

use dormouse::prelude::*;
use tokio::time::sleep;

const SECOND: Duration = Duration::from_secs(1);

/// Whether somebody else could look at the actor, for each waker that was dropped.
type Looks = Arc<Mutex<Vec<bool>>>;

/// Looks at the actor when it is dropped.
struct Curious {
    inner: Waker,
    reader: ReaderRef,
    looks: Looks,
}

impl Wake for Curious {
    fn wake(self: Arc<Self>) {
        self.inner.wake_by_ref();
    }
}

impl Drop for Curious {
    fn drop(&mut self) {
        let reader = self.reader.clone();
        let (sender, receiver) = mpsc::channel();
        // Not here: this thread would wait for itself.
        thread::spawn(move || {
            let _ = sender.send(reader.actor().queue_len());
        });
        let free = receiver.recv_timeout(Duration::from_secs(10)).is_ok();
        self.looks.lock().unwrap().push(free);
    }
}

#[actor]
struct Reader {
    looks: Looks,
}

#[actor]
impl Reader {
    /// Hibernates for a second, and then waits.
    #[call]
    async fn wait(&mut self, then: Duration, context: &Context<Self>) {
        let looks = Arc::clone(&self.looks);
        let reader = context.handle();
        {
            let mut nap = pin!(context.hibernate_until(self, sleep(SECOND)));
            poll_fn(|task| {
                let curious = Curious {
                    inner: task.waker().clone(),
                    reader: reader.clone(),
                    looks: Arc::clone(&looks),
                };
                let waker = Waker::from(Arc::new(curious));
                nap.as_mut().poll(&mut TaskContext::from_waker(&waker))
            })
            .await;
        }
        if !then.is_zero() {
            sleep(then).await;
        }
    }
}

/// It is left in the mailbox, and goes when the handler waits again, or when the actor rests.
#[tokio::test(start_paused = true)]
async fn a_waker_is_dropped_without_the_lock() {
    for then in [SECOND, Duration::ZERO] {
        let looks = Looks::default();
        let reader = Reader {
            looks: Arc::clone(&looks),
        };
        let reader = reader.spawn().unwrap();
        reader.wait(then).await.unwrap();
        sleep(10 * SECOND).await;
        let looks = looks.lock().unwrap().clone();
        assert!(looks.len() > 1, "{looks:?}");
        assert!(looks.iter().all(|free| *free), "{looks:?}");
    }
}
