//! Hibernation in the middle of what is no handler with a `Context`: in the `#[stop]` hook, and by a `Context` that was kept.

use std::time::Duration;

use dormouse::Status;
use dormouse::prelude::*;
use dormouse::test_util::settle;
use tokio::time::sleep;

const SECOND: Duration = Duration::from_secs(1);

#[actor]
#[derive(Default)]
struct Store {
    lines: Vec<u8>,
}

#[actor]
impl Store {
    #[call]
    fn fill(&mut self) {
        self.lines = Vec::with_capacity(10_000);
    }

    /// Waits for those who still read.
    #[stop]
    async fn ends(&mut self, context: &Context<Self>) {
        context.hibernate_until(self, sleep(SECOND)).await;
    }
}

#[tokio::test(start_paused = true)]
async fn the_stop_hook_hibernates_where_it_is() {
    let store = Store::default().spawn().unwrap();
    store.fill().await.unwrap();
    let stopping = tokio::spawn({
        let store = store.clone();
        async move { store.stop().await }
    });
    settle().await;
    assert_eq!(store.actor().status(), Status::Hibernated);
    let memory = store.actor().memory();
    assert!(memory.state().is_some_and(|state| state.capacity() == 0));
    stopping.await.unwrap().unwrap();
    assert_eq!(store.actor().status(), Status::Gone);
}

#[actor]
#[derive(Default)]
struct Reader {
    context: Option<Context<Reader>>,
    text: Vec<u8>,
}

#[actor]
impl Reader {
    #[call]
    fn keep(&mut self, context: Context<Self>) {
        self.context = Some(context);
    }

    #[call]
    async fn read(&mut self) -> usize {
        self.text = Vec::with_capacity(10_000);
        if let Some(context) = self.context.take() {
            context.hibernate_until(self, sleep(SECOND)).await;
        }
        self.text.capacity()
    }
}

#[tokio::test(start_paused = true)]
async fn a_context_that_was_kept_lets_another_handler_hibernate() {
    let reader = Reader::default().spawn().unwrap();
    reader.keep().await.unwrap();
    let reading = reader.read().send();
    settle().await;
    assert_eq!(reader.actor().status(), Status::Hibernated);
    assert_eq!(reading.await.unwrap(), 0);
}
