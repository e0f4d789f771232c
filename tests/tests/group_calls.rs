//! Calls to a child that is down while its supervisor stops others before it can start it again.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use dormouse::prelude::*;
use tokio::sync::Notify;
use tokio::time::Instant;

/// What a test and its actors share.
#[derive(Default)]
struct Shared {
    /// A handler that will ask is running.
    asking: Notify,
    /// It may ask now.
    ask: Notify,
    /// `#[stop]` hooks of those who asked.
    stopped: AtomicUsize,
    /// Rows that were written, in all incarnations.
    rows: AtomicUsize,
}

#[actor]
struct Store {
    shared: Arc<Shared>,
}

#[actor]
impl Store {
    #[call]
    fn rows(&self) -> usize {
        self.shared.rows.load(Ordering::SeqCst)
    }

    #[call]
    async fn hold(&mut self, crash: Arc<Notify>) {
        crash.notified().await;
        panic!("the disk is full");
    }

    #[cast]
    fn write(&mut self) {
        self.shared.rows.fetch_add(1, Ordering::SeqCst);
    }

    #[cast]
    fn crash(&mut self) {
        panic!("the disk is full");
    }
}

/// Asks the store in a handler, and is to stop before that starts again.
#[actor]
struct Reader {
    shared: Arc<Shared>,
}

#[actor]
impl Reader {
    /// Asks when it is told to.
    #[call]
    async fn read(&mut self, store: StoreRef) -> Result<usize, CallError> {
        self.shared.asking.notify_one();
        self.shared.ask.notified().await;
        store.write().unwrap();
        store.rows().await
    }

    /// Asks at once.
    #[call]
    async fn read_now(&mut self, store: StoreRef) -> Result<usize, CallError> {
        self.shared.asking.notify_one();
        store.rows().await
    }

    #[stop]
    fn leave(&mut self, _reason: &ExitReason) {
        self.shared.stopped.fetch_add(1, Ordering::SeqCst);
    }
}

/// The store has crashed, and its exit has been dealt with as far as that goes.
async fn settle() {
    tokio::time::sleep(Duration::from_millis(1)).await;
}

type Read = Result<usize, CallError<CallError>>;

/// A handler of the reader runs, and the store crashes; then the handler writes to it and asks.
async fn read_over_a_crash(shared: &Shared, reader: ReaderRef, store: StoreRef) -> Read {
    let asked = store.clone();
    let reading = tokio::spawn(async move { reader.read(asked).await });
    shared.asking.notified().await;
    store.crash().unwrap();
    settle().await;
    shared.ask.notify_one();
    reading.await.unwrap()
}

/// The call of the reader's handler waits in the store's queue when the store crashes.
async fn read_before_a_crash(shared: &Shared, reader: ReaderRef, store: StoreRef) -> Read {
    let crash = Arc::new(Notify::new());
    let holding = store.hold(Arc::clone(&crash)).send();
    let asked = store.clone();
    let reading = tokio::spawn(async move { reader.read_now(asked).await });
    shared.asking.notified().await;
    settle().await;
    crash.notify_one();
    assert!(matches!(holding.await, Err(CallError::Exited(_))));
    reading.await.unwrap()
}

#[track_caller]
fn assert_no_process(read: Read, path: &str) {
    let Err(CallError::Reply(CallError::NoProcess(store))) = &read else {
        panic!("{read:?}");
    };
    assert_eq!(store.path(), path);
    assert!(!store.is_for_good());
}

#[track_caller]
fn assert_exited(read: Read, path: &str) {
    let Err(CallError::Reply(CallError::Exited(store))) = &read else {
        panic!("{read:?}");
    };
    assert_eq!(store.path(), path);
    assert!(matches!(store.reason(), ExitReason::Panicked(_)), "{store}");
}

/// Nothing had to be killed: that would have taken five seconds.
#[track_caller]
fn assert_prompt(began: Instant) {
    let took = began.elapsed();
    assert!(took < Duration::from_millis(100), "{took:?}");
}

mod rest_for_one {
    use super::*;

    #[supervisor(strategy = rest_for_one)]
    struct App {
        shared: Arc<Shared>,
        #[child(start = Store { shared: Arc::clone(shared) })]
        store: Store,
        #[child(start = Reader { shared: Arc::clone(shared) })]
        reader: Reader,
    }

    #[tokio::test(start_paused = true)]
    async fn a_call_to_the_crashed_child_is_refused_while_the_caller_has_to_stop() {
        let shared = Arc::new(Shared::default());
        let app = App {
            shared: Arc::clone(&shared),
        };
        let app = app.start().await.unwrap();
        let began = Instant::now();
        let read = read_over_a_crash(&shared, app.reader(), app.store()).await;
        assert_no_process(read, "App/store");
        // Calls wait again, and the cast that came meanwhile has waited all along.
        assert_eq!(app.store().rows().await.unwrap(), 1);
        assert_prompt(began);
        assert_eq!(shared.stopped.load(Ordering::SeqCst), 1);
        assert_eq!(app.store().actor().generation(), 2);
        assert_eq!(app.reader().actor().generation(), 2);
        app.stop().await.unwrap();
    }

    #[tokio::test(start_paused = true)]
    async fn a_call_in_the_queue_of_the_crashed_child_is_told_of_its_exit() {
        let shared = Arc::new(Shared::default());
        let app = App {
            shared: Arc::clone(&shared),
        };
        let app = app.start().await.unwrap();
        let began = Instant::now();
        let read = read_before_a_crash(&shared, app.reader(), app.store()).await;
        assert_exited(read, "App/store");
        assert_eq!(app.store().rows().await.unwrap(), 0);
        assert_prompt(began);
        assert_eq!(shared.stopped.load(Ordering::SeqCst), 1);
        app.stop().await.unwrap();
    }
}

mod one_for_all {
    use super::*;

    #[supervisor(strategy = one_for_all)]
    struct App {
        shared: Arc<Shared>,
        #[child(start = Reader { shared: Arc::clone(shared) })]
        reader: Reader,
        #[child(start = Store { shared: Arc::clone(shared) })]
        store: Store,
        #[child(start = Reader { shared: Arc::clone(shared) })]
        other: Reader,
    }

    #[tokio::test(start_paused = true)]
    async fn a_call_to_the_crashed_child_is_refused_while_the_caller_has_to_stop() {
        let shared = Arc::new(Shared::default());
        let app = App {
            shared: Arc::clone(&shared),
        };
        let app = app.start().await.unwrap();
        let began = Instant::now();
        let read = read_over_a_crash(&shared, app.reader(), app.store()).await;
        assert_no_process(read, "App/store");
        assert_eq!(app.store().rows().await.unwrap(), 1);
        assert_prompt(began);
        assert_eq!(shared.stopped.load(Ordering::SeqCst), 2);
        app.stop().await.unwrap();
    }

    #[tokio::test(start_paused = true)]
    async fn a_call_in_the_queue_of_the_crashed_child_is_told_of_its_exit() {
        let shared = Arc::new(Shared::default());
        let app = App {
            shared: Arc::clone(&shared),
        };
        let app = app.start().await.unwrap();
        let began = Instant::now();
        let read = read_before_a_crash(&shared, app.other(), app.store()).await;
        assert_exited(read, "App/store");
        assert_eq!(app.store().rows().await.unwrap(), 0);
        assert_prompt(began);
        assert_eq!(shared.stopped.load(Ordering::SeqCst), 2);
        app.stop().await.unwrap();
    }

    /// The child that is asked did not crash: it was stopped, and another one is still to stop.
    #[tokio::test(start_paused = true)]
    async fn a_call_to_a_child_that_was_stopped_before_is_refused() {
        let shared = Arc::new(Shared::default());
        let app = App {
            shared: Arc::clone(&shared),
        };
        let app = app.start().await.unwrap();
        let (reader, store) = (app.reader(), app.store());
        let reading = tokio::spawn(async move { reader.read(store).await });
        shared.asking.notified().await;
        let began = Instant::now();
        app.other().actor().kill();
        settle().await;
        shared.ask.notify_one();
        assert_no_process(reading.await.unwrap(), "App/store");
        assert_eq!(app.store().rows().await.unwrap(), 1);
        assert_prompt(began);
        app.stop().await.unwrap();
    }
}

mod one_for_one {
    use super::*;

    #[supervisor]
    struct App {
        shared: Arc<Shared>,
        #[child(start = Store { shared: Arc::clone(shared) })]
        store: Store,
        #[child(start = Reader { shared: Arc::clone(shared) })]
        reader: Reader,
    }

    #[tokio::test(start_paused = true)]
    async fn a_call_waits_for_the_restart() {
        let shared = Arc::new(Shared::default());
        let app = App {
            shared: Arc::clone(&shared),
        };
        let app = app.start().await.unwrap();
        let read = read_before_a_crash(&shared, app.reader(), app.store()).await;
        assert_eq!(read.unwrap(), 0);
        assert_eq!(app.reader().actor().generation(), 1);
        app.stop().await.unwrap();
    }

    /// The supervisor cannot restart the store before the reader has stopped.
    #[tokio::test(start_paused = true)]
    async fn a_call_is_refused_while_the_caller_is_terminated() {
        let shared = Arc::new(Shared::default());
        let app = App {
            shared: Arc::clone(&shared),
        };
        let app = app.start().await.unwrap();
        let (reader, store) = (app.reader(), app.store());
        let reading = tokio::spawn(async move { reader.read(store).await });
        shared.asking.notified().await;
        let began = Instant::now();
        let supervisor = app.clone();
        let terminating =
            tokio::spawn(async move { supervisor.supervisor().terminate_child("reader").await });
        settle().await;
        app.store().crash().unwrap();
        settle().await;
        shared.ask.notify_one();
        assert_no_process(reading.await.unwrap(), "App/store");
        terminating.await.unwrap().unwrap();
        assert_eq!(app.store().rows().await.unwrap(), 1);
        assert_prompt(began);
        assert_eq!(shared.stopped.load(Ordering::SeqCst), 1);
        app.stop().await.unwrap();
    }
}

mod nested {
    use super::*;

    #[supervisor(intensity = 0, allow(zero_intensity))]
    struct Rows {
        shared: Arc<Shared>,
        #[child(start = Reader { shared: Arc::clone(shared) })]
        reader: Reader,
        #[child(start = Store { shared: Arc::clone(shared) })]
        store: Store,
    }

    #[supervisor]
    struct App {
        shared: Arc<Shared>,
        #[child(start = Rows { shared: Arc::clone(shared) })]
        rows: Rows,
    }

    #[tokio::test(start_paused = true)]
    async fn a_call_is_refused_while_the_supervisor_gives_up() {
        let shared = Arc::new(Shared::default());
        let app = App {
            shared: Arc::clone(&shared),
        };
        let app = app.start().await.unwrap();
        let rows = app.rows();
        let began = Instant::now();
        let read = read_over_a_crash(&shared, rows.reader(), rows.store()).await;
        assert_no_process(read, "App/rows/store");
        // The one above has started it again.
        assert_eq!(rows.store().rows().await.unwrap(), 1);
        assert_prompt(began);
        assert_eq!(shared.stopped.load(Ordering::SeqCst), 1);
        assert_eq!(rows.reader().actor().generation(), 2);
        app.stop().await.unwrap();
    }

    #[tokio::test(start_paused = true)]
    async fn a_call_in_the_queue_is_told_of_the_exit_when_the_supervisor_gives_up() {
        let shared = Arc::new(Shared::default());
        let app = App {
            shared: Arc::clone(&shared),
        };
        let app = app.start().await.unwrap();
        let rows = app.rows();
        let began = Instant::now();
        let read = read_before_a_crash(&shared, rows.reader(), rows.store()).await;
        assert_exited(read, "App/rows/store");
        assert_eq!(rows.store().rows().await.unwrap(), 0);
        assert_prompt(began);
        assert_eq!(shared.stopped.load(Ordering::SeqCst), 1);
        app.stop().await.unwrap();
    }

    #[tokio::test(start_paused = true)]
    async fn a_call_to_a_stopped_sibling_is_refused_while_the_supervisor_is_terminated() {
        let shared = Arc::new(Shared::default());
        let app = App {
            shared: Arc::clone(&shared),
        };
        let app = app.start().await.unwrap();
        let rows = app.rows();
        let (reader, store) = (rows.reader(), rows.store());
        let reading = tokio::spawn(async move { reader.read(store).await });
        shared.asking.notified().await;
        let began = Instant::now();
        let supervisor = app.clone();
        let terminating =
            tokio::spawn(async move { supervisor.supervisor().terminate_child("rows").await });
        settle().await;
        shared.ask.notify_one();
        assert_no_process(reading.await.unwrap(), "App/rows/store");
        terminating.await.unwrap().unwrap();
        assert_prompt(began);
        assert_eq!(shared.stopped.load(Ordering::SeqCst), 1);
        app.supervisor().restart_child("rows").await.unwrap();
        assert_eq!(rows.store().rows().await.unwrap(), 0);
        app.stop().await.unwrap();
    }

    /// A group restart above: what one nested supervisor left waits until the other has stopped.
    #[tokio::test(start_paused = true)]
    async fn a_call_below_a_supervisor_that_waits_for_its_restart_is_refused() {
        #[supervisor(strategy = one_for_all)]
        struct Both {
            shared: Arc<Shared>,
            #[child(start = Rows { shared: Arc::clone(shared) })]
            one: Rows,
            #[child(start = Rows { shared: Arc::clone(shared) })]
            other: Rows,
        }

        let shared = Arc::new(Shared::default());
        let both = Both {
            shared: Arc::clone(&shared),
        };
        let both = both.start().await.unwrap();
        let (reader, store) = (both.one().reader(), both.other().store());
        let began = Instant::now();
        let read = read_over_a_crash(&shared, reader, store).await;
        assert_no_process(read, "Both/other/store");
        assert_eq!(both.other().store().rows().await.unwrap(), 1);
        assert_prompt(began);
        assert_eq!(shared.stopped.load(Ordering::SeqCst), 2);
        both.stop().await.unwrap();
    }
}

/// Who waits for room before a full mailbox is in no better place than who is in the queue.
#[tokio::test(start_paused = true)]
async fn calls_that_wait_for_room_are_told_and_casts_that_wait_come_in() {
    #[actor(mailbox = 1, overflow = wait)]
    struct Narrow {
        crash: Arc<Notify>,
        shared: Arc<Shared>,
    }

    #[actor]
    impl Narrow {
        #[call]
        async fn hold(&mut self) {
            self.crash.notified().await;
            panic!("too narrow");
        }

        #[call]
        fn rows(&self) -> usize {
            self.shared.rows.load(Ordering::SeqCst)
        }

        #[cast(wait)]
        fn write(&mut self) {
            self.shared.rows.fetch_add(1, Ordering::SeqCst);
        }
    }

    #[supervisor(strategy = one_for_all)]
    struct App {
        crash: Arc<Notify>,
        shared: Arc<Shared>,
        #[child(start = Reader { shared: Arc::clone(shared) })]
        reader: Reader,
        #[child(start = Narrow { crash: Arc::clone(crash), shared: Arc::clone(shared) })]
        narrow: Narrow,
    }

    let (crash, shared) = (Arc::new(Notify::new()), Arc::new(Shared::default()));
    let app = App {
        crash: Arc::clone(&crash),
        shared: Arc::clone(&shared),
    };
    let app = app.start().await.unwrap();
    let holding = app.narrow().hold().send();
    settle().await;
    let queued = app.narrow().rows().send();
    let narrow = app.narrow();
    let calling = tokio::spawn(async move { narrow.rows().timeout(Duration::from_secs(9)).await });
    settle().await;
    let narrow = app.narrow();
    let casting = tokio::spawn(async move { narrow.write().await });
    settle().await;

    let began = Instant::now();
    crash.notify_one();
    assert!(matches!(holding.await, Err(CallError::Exited(_))));
    assert!(matches!(queued.await, Err(CallError::Exited(_))));
    assert!(matches!(calling.await.unwrap(), Err(CallError::Exited(_))));
    casting.await.unwrap().unwrap();
    assert_eq!(app.narrow().rows().await.unwrap(), 1);
    assert_prompt(began);
    app.stop().await.unwrap();
}
