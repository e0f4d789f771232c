//! Hibernation in the middle of a handler: it goes on with the next thing that arrives, or with its future.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use dormouse::Status;
use dormouse::prelude::*;
use dormouse::test_util::{TestContext, settle};
use tokio::sync::oneshot;

const MS: Duration = Duration::from_millis(1);

type Log = Arc<Mutex<Vec<String>>>;

fn log(log: &Log, text: impl Into<String>) {
    log.lock().unwrap().push(text.into());
}

fn take(log: &Log) -> Vec<String> {
    std::mem::take(&mut log.lock().unwrap())
}

/// Says when it is dropped, unless it has nothing to say any more.
struct Local(Log, &'static str);

impl Drop for Local {
    fn drop(&mut self) {
        if !self.1.is_empty() {
            log(&self.0, self.1);
        }
    }
}

struct Ring;

#[actor]
struct Reader {
    log: Log,
    text: Vec<u8>,
    index: Scratch<HashMap<u8, usize>>,
    dropped: Local,
}

#[actor]
impl Reader {
    /// Fills, and waits for whatever comes.
    #[call]
    async fn wait(&mut self, context: &Context<Self>) -> usize {
        let mut local = Local(Arc::clone(&self.log), "frame dropped");
        self.text = Vec::with_capacity(10_000);
        self.text.push(1);
        self.index.insert(1, 0);
        context.hibernate(self).await;
        log(&local.0, "goes on");
        local.1 = "";
        self.text.capacity() + self.index.len()
    }

    #[call]
    async fn wait_until(
        &mut self,
        signal: oneshot::Receiver<u32>,
        context: &Context<Self>,
    ) -> Option<u32> {
        self.text = Vec::with_capacity(10_000);
        let output = context.hibernate_until(self, signal).await.ok();
        log(&self.log, "goes on");
        output
    }

    /// Waits for two messages.
    #[cast]
    async fn wait_twice(&mut self, context: &Context<Self>) {
        context.hibernate(self).await;
        log(&self.log, "once");
        // That message is waiting still.
        context.hibernate(self).await;
        log(&self.log, "at once");
    }

    #[cast]
    async fn wait_or(&mut self, time: Duration, context: &Context<Self>) {
        tokio::select! {
            () = context.hibernate(self) => log(&self.log, "a message"),
            () = tokio::time::sleep(time) => log(&self.log, "the time"),
        }
    }

    /// Waits beside something else that is not over.
    #[cast]
    async fn wait_beside(&mut self, signal: oneshot::Receiver<u32>, context: &Context<Self>) {
        let other = async {
            let _ = signal.await;
        };
        let ((), ()) = tokio::join!(context.hibernate(self), other);
        log(&self.log, "both");
    }

    #[cast]
    fn note(&mut self, text: String) {
        log(&self.log, text);
    }

    #[call(priority)]
    fn first(&mut self) {
        log(&self.log, "first");
    }

    #[cast]
    fn set(&mut self, time: Duration, context: &Context<Self>) {
        context.send_after(time, Ring);
    }

    #[info]
    fn ring(&mut self, _: Ring) {
        log(&self.log, "ring");
    }

    #[call]
    async fn relay(&mut self, other: ReaderRef) -> usize {
        other.wait().await.unwrap_or(0)
    }

    #[stop]
    fn on_stop(&mut self) {
        log(&self.log, "stop");
    }
}

fn state(log: &Log) -> Reader {
    Reader {
        log: Arc::clone(log),
        text: Vec::new(),
        index: Scratch::default(),
        dropped: Local(Arc::clone(log), "state dropped"),
    }
}

fn reader() -> (ReaderRef, Log) {
    let log = Log::default();
    let reader = state(&log).spawn().expect("inside a runtime");
    (reader, log)
}

#[tokio::test(start_paused = true)]
async fn a_handler_goes_on_before_the_message_that_wakes_it() {
    let (reader, log) = reader();
    let waits = reader.wait().send();
    settle().await;
    assert_eq!(reader.actor().status(), Status::Hibernated);
    assert_eq!(take(&log), [""; 0]);
    reader.note("a message".into()).unwrap();
    let left = waits.await.unwrap();
    assert!(left < 100, "compacted, and without its scratch: {left}");
    settle().await;
    assert_eq!(take(&log), ["goes on", "a message"]);
    assert_eq!(reader.actor().status(), Status::Idle);
}

#[tokio::test(start_paused = true)]
async fn a_message_that_waits_already_skips_it() {
    let (reader, log) = reader();
    reader.wait_twice().unwrap();
    settle().await;
    assert_eq!(reader.actor().status(), Status::Hibernated);
    reader.note("a message".into()).unwrap();
    settle().await;
    assert_eq!(take(&log), ["once", "at once", "a message"]);
    // Taken by the runner together with the one that waits.
    reader.wait_twice().unwrap();
    reader.note("behind it".into()).unwrap();
    reader.note("and more".into()).unwrap();
    settle().await;
    assert_eq!(take(&log), ["once", "at once", "behind it", "and more"]);
}

#[tokio::test(start_paused = true)]
async fn timers_infos_and_what_goes_first_wake_it() {
    let (reader, log) = reader();
    reader.set(Duration::from_secs(60)).unwrap();
    reader.wait_twice().unwrap();
    tokio::time::sleep(Duration::from_secs(59)).await;
    assert_eq!(reader.actor().status(), Status::Hibernated);
    tokio::time::sleep(Duration::from_secs(2)).await;
    assert_eq!(take(&log), ["once", "at once", "ring"]);
    reader.wait_twice().unwrap();
    settle().await;
    reader.actor().send(Ring).unwrap();
    settle().await;
    assert_eq!(take(&log), ["once", "at once", "ring"]);
    reader.wait_twice().unwrap();
    settle().await;
    reader.first().await.unwrap();
    assert_eq!(take(&log), ["once", "at once", "first"]);
}

#[tokio::test(start_paused = true)]
async fn until_a_future_is_ready_messages_wait() {
    let (reader, log) = reader();
    let (sender, signal) = oneshot::channel();
    let waits = reader.wait_until(signal).send();
    settle().await;
    assert_eq!(reader.actor().status(), Status::Hibernated);
    reader.note("a message".into()).unwrap();
    tokio::time::sleep(60 * MS).await;
    assert_eq!(reader.actor().status(), Status::Hibernated);
    assert_eq!(reader.actor().queue_len(), 1);
    assert_eq!(take(&log), [""; 0]);
    sender.send(7).unwrap();
    assert_eq!(waits.await.unwrap(), Some(7));
    settle().await;
    assert_eq!(take(&log), ["goes on", "a message"]);
}

#[tokio::test(start_paused = true)]
async fn a_future_that_is_ready_does_not_hibernate() {
    let (reader, log) = reader();
    let (sender, signal) = oneshot::channel();
    sender.send(7).unwrap();
    assert_eq!(reader.wait_until(signal).await.unwrap(), Some(7));
    let capacity = reader.actor().get_state(|state| state.text.capacity());
    assert_eq!(capacity.await.unwrap(), 10_000, "nothing was compacted");
    assert_eq!(take(&log), ["goes on"]);
}

#[tokio::test(start_paused = true)]
async fn it_can_be_one_of_several_things_to_wait_for() {
    let (reader, log) = reader();
    reader.wait_or(Duration::from_secs(1)).unwrap();
    settle().await;
    assert_eq!(reader.actor().status(), Status::Hibernated);
    tokio::time::sleep(Duration::from_secs(2)).await;
    assert_eq!(take(&log), ["the time"]);
    assert_eq!(reader.actor().status(), Status::Idle);
    reader.wait_or(Duration::from_secs(1)).unwrap();
    settle().await;
    reader.note("it".into()).unwrap();
    settle().await;
    assert_eq!(take(&log), ["a message", "it"]);
    let (sender, signal) = oneshot::channel();
    reader.wait_beside(signal).unwrap();
    settle().await;
    assert_eq!(reader.actor().status(), Status::Hibernated);
    sender.send(1).unwrap();
    settle().await;
    assert_eq!(reader.actor().status(), Status::Hibernated);
    reader.note("it".into()).unwrap();
    settle().await;
    assert_eq!(take(&log), ["both", "it"]);
    let (sender, signal) = oneshot::channel();
    reader.wait_beside(signal).unwrap();
    settle().await;
    reader.note("it".into()).unwrap();
    settle().await;
    assert_eq!(
        reader.actor().status(),
        Status::Running,
        "it waits for the other thing, and not for a message"
    );
    sender.send(1).unwrap();
    settle().await;
    assert_eq!(take(&log), ["both", "it"]);
}

#[tokio::test(start_paused = true)]
async fn a_stop_lets_the_handler_go_on_and_then_ends_the_actor() {
    let (reader, log) = reader();
    let waits = reader.wait().send();
    settle().await;
    let exit = reader.actor().stop(ExitReason::Normal).await.unwrap();
    assert!(exit.reason().is_clean());
    assert!(waits.await.is_ok());
    assert_eq!(take(&log), ["goes on", "stop", "state dropped"]);
}

#[tokio::test(start_paused = true)]
async fn a_kill_drops_the_frame_before_the_state() {
    for until in [false, true] {
        let (reader, log) = reader();
        let (_sender, signal) = oneshot::channel();
        if until {
            let waits = reader.wait_until(signal).send();
            settle().await;
            reader.actor().kill().await.unwrap();
            assert!(waits.await.is_err());
            assert_eq!(take(&log), ["state dropped"]);
        } else {
            let waits = reader.wait().send();
            settle().await;
            reader.actor().kill().await.unwrap();
            assert!(waits.await.is_err());
            assert_eq!(take(&log), ["frame dropped", "state dropped"]);
        }
        assert_eq!(reader.actor().status(), Status::Gone);
    }
}

#[tokio::test(start_paused = true)]
async fn a_drain_handles_what_waits_behind_the_handler() {
    let (reader, log) = reader();
    let waits = reader.wait().send();
    settle().await;
    reader.actor().drain().await.unwrap();
    waits.await.unwrap();
    assert_eq!(take(&log), ["goes on", "stop", "state dropped"]);
}

#[tokio::test(start_paused = true)]
async fn a_suspension_begins_after_the_handler() {
    let (reader, log) = reader();
    let waits = reader.wait().send();
    settle().await;
    let suspending = reader.actor().suspend();
    settle().await;
    assert_eq!(reader.actor().status(), Status::Hibernated);
    assert!(reader.actor().is_suspended());
    reader.note("a message".into()).unwrap();
    waits.await.unwrap();
    suspending.await.unwrap();
    settle().await;
    assert_eq!(take(&log), ["goes on"]);
    reader.actor().resume().unwrap();
    settle().await;
    assert_eq!(take(&log), ["a message"]);
}

#[tokio::test(start_paused = true)]
async fn a_state_can_be_read_but_not_replaced_meanwhile() {
    let (reader, log) = reader();
    let waits = reader.wait().send();
    settle().await;
    for _ in 0..3 {
        let len = reader.actor().get_state(|state| state.text.len());
        assert_eq!(len.await.unwrap(), 1);
        settle().await;
        assert_eq!(reader.actor().status(), Status::Hibernated);
    }
    let panics = reader
        .actor()
        .get_state(|state| assert!(state.text.is_empty()));
    assert!(panics.await.is_err());
    assert_eq!(take(&log), [""; 0]);
    let other = Arc::clone(&log);
    let replacing = reader.actor().replace_state(move |_| state(&other));
    settle().await;
    assert_eq!(take(&log), [""; 0], "it waits for the handler");
    reader.note("a message".into()).unwrap();
    waits.await.unwrap();
    replacing.await.unwrap();
    settle().await;
    assert_eq!(take(&log), ["goes on", "state dropped", "a message"]);
}

#[tokio::test(start_paused = true)]
async fn callers_wait_in_their_turn() {
    let (reader, log) = reader();
    let caller = state(&Log::default()).spawn().unwrap();
    let relayed = caller.relay(reader.clone()).send();
    settle().await;
    assert_eq!(reader.actor().status(), Status::Hibernated);
    assert_eq!(caller.actor().status(), Status::Running);
    reader.note("a message".into()).unwrap();
    assert!(relayed.await.unwrap() > 0);
    assert_eq!(take(&log)[0], "goes on");
}

#[supervisor]
struct App {
    log: Log,
    #[child(start = state(log))]
    reader: Reader,
}

#[tokio::test(start_paused = true)]
async fn a_supervisor_restarts_and_stops_it_as_any_other() {
    let log = Log::default();
    let app = App {
        log: Arc::clone(&log),
    };
    let app = app.start().await.unwrap();
    let waits = app.reader().wait().send();
    settle().await;
    app.reader().actor().kill().await.unwrap();
    assert!(waits.await.is_err());
    settle().await;
    assert_eq!(app.reader().actor().generation(), 2);
    assert_eq!(take(&log), ["frame dropped", "state dropped"]);
    let waits = app.reader().wait().send();
    settle().await;
    assert_eq!(app.reader().actor().status(), Status::Hibernated);
    app.stop().await.unwrap();
    assert!(waits.await.is_ok());
    assert_eq!(take(&log), ["goes on", "stop", "state dropped"]);
}

#[test]
fn a_runtime_that_goes_ends_it() {
    for until in [false, true] {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .build()
            .unwrap();
        let (_sender, signal) = oneshot::channel();
        let (reader, log, waits, waits_until) = runtime.block_on(async {
            let (reader, log) = reader();
            let waits = (!until).then(|| reader.wait().send());
            let waits_until = until.then(|| reader.wait_until(signal).send());
            settle().await;
            assert_eq!(reader.actor().status(), Status::Hibernated);
            (reader, log, waits, waits_until)
        });
        drop(runtime);
        assert_eq!(reader.actor().status(), Status::Gone);
        assert_eq!(take(&log).last().unwrap(), "state dropped");
        let other = tokio::runtime::Builder::new_current_thread()
            .build()
            .unwrap();
        other.block_on(async {
            if let Some(waits) = waits {
                assert!(waits.await.is_err());
            }
            if let Some(waits) = waits_until {
                assert!(waits.await.is_err());
            }
        });
    }
}

#[tokio::test(start_paused = true)]
async fn in_a_unit_test_nobody_sleeps() {
    let log = Log::default();
    let mut state = state(&log);
    let context = TestContext::new();
    assert!(state.wait(&context).await > 10_000);
    let (sender, signal) = oneshot::channel();
    sender.send(3).unwrap();
    assert_eq!(state.wait_until(signal, &context).await, Some(3));
    assert_eq!(take(&log), ["goes on", "goes on"]);
}

#[tokio::test(start_paused = true)]
async fn many_hibernate_and_each_goes_on_with_its_own_message() {
    let readers: Vec<_> = (0..1_000).map(|_| reader()).collect();
    let waits: Vec<_> = readers
        .iter()
        .map(|(reader, _)| reader.wait().send())
        .collect();
    settle().await;
    for (reader, _) in &readers {
        assert_eq!(reader.actor().status(), Status::Hibernated);
    }
    for (number, (reader, _)) in readers.iter().enumerate() {
        reader.note(number.to_string()).unwrap();
    }
    for request in waits {
        request.await.unwrap();
    }
    settle().await;
    for (number, (_, log)) in readers.iter().enumerate() {
        assert_eq!(take(log), ["goes on".to_owned(), number.to_string()]);
    }
}
