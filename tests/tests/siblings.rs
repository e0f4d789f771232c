//! Children that call one another while their tree ends.

use std::sync::Arc;
use std::time::Duration;

use dormouse::prelude::*;
use tokio::sync::Notify;
use tokio::time::Instant;

#[actor]
#[derive(Default)]
struct Store;

#[actor]
impl Store {
    #[call]
    fn rows(&self) -> usize {
        1
    }
}

/// Asks the store, which starts after it and so stops before it.
#[actor]
struct Reader {
    asked: Arc<Notify>,
    store: Option<StoreRef>,
}

#[actor]
impl Reader {
    #[call]
    fn meet(&mut self, store: StoreRef) {
        self.store = Some(store);
    }

    #[call]
    async fn read(&mut self) -> Result<usize, CallError> {
        self.asked.notify_one();
        tokio::time::sleep(Duration::from_millis(10)).await;
        match &self.store {
            Some(store) => store.rows().await,
            None => Ok(0),
        }
    }
}

#[supervisor]
struct Rows {
    asked: Arc<Notify>,
    #[child(start = Reader { asked: Arc::clone(asked), store: None })]
    reader: Reader,
    #[child]
    store: Store,
}

#[supervisor]
struct App {
    asked: Arc<Notify>,
    #[child(start = Rows { asked: Arc::clone(asked) })]
    rows: Rows,
}

/// The call finds nobody, at once: nothing below a root that ends is started again. It must not wait until the
/// caller's time to stop is over.
#[tokio::test(start_paused = true)]
async fn a_call_to_a_sibling_that_has_stopped_does_not_hold_up_the_end_of_the_tree() {
    let asked = Arc::new(Notify::new());
    let app = App {
        asked: Arc::clone(&asked),
    };
    let app = app.start().await.unwrap();
    let rows = app.rows();
    rows.reader().meet(rows.store()).await.unwrap();
    let reading = tokio::spawn({
        let reader = rows.reader();
        async move { reader.read().await }
    });
    asked.notified().await;

    let began = Instant::now();
    app.stop().await.unwrap();
    assert!(
        began.elapsed() < Duration::from_secs(1),
        "{:?}",
        began.elapsed()
    );
    let CallError::Reply(CallError::NoProcess(store)) = reading.await.unwrap().unwrap_err() else {
        panic!("the reader was told that the store has gone, and says so");
    };
    assert_eq!(store.path(), "App/rows/store");
    assert!(store.is_for_good());
}
