//! User code that runs where nobody expects it: drops, clones, wakers and panic payloads that bite.

#![allow(missing_docs, missing_debug_implementations, reason = "a test")]

mod common;

use std::cell::RefCell;
use std::fmt;
use std::pin::pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context as TaskContext, Wake, Waker};
use std::time::Duration;

use dormouse::prelude::*;
use dormouse::{Compact, Compaction, Measure, Status};
use tokio::time::timeout;

use self::common::{Flag, MS, block_on, current, multi, until, within};

/// Panics when it is dropped, once.
#[derive(Debug)]
struct Bomb(Arc<AtomicBool>);

impl Bomb {
    fn new() -> Self {
        Self(Arc::default())
    }
}

impl Drop for Bomb {
    fn drop(&mut self) {
        assert!(self.0.swap(true, Ordering::SeqCst), "a bomb");
    }
}

/// Does something when it is dropped.
struct OnDrop(Option<Box<dyn FnOnce() + Send + Sync>>);

impl Drop for OnDrop {
    fn drop(&mut self) {
        if let Some(then) = self.0.take() {
            then();
        }
    }
}

impl fmt::Debug for OnDrop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OnDrop")
    }
}

impl fmt::Display for OnDrop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("something with a drop")
    }
}

impl std::error::Error for OnDrop {}

/// Panics when it is woken.
struct Snap;

impl Wake for Snap {
    fn wake(self: Arc<Self>) {
        panic!("a waker that panics");
    }
}

#[actor]
struct Trap;

#[actor]
impl Trap {
    #[call]
    fn ping(&self) {}

    #[call]
    async fn end_with_a_bomb(&mut self, gate: Arc<tokio::sync::Notify>) -> Outcome<Bomb> {
        gate.notified().await;
        Outcome::reply(Bomb::new()).then_stop(ExitReason::failed("told to"))
    }

    #[call]
    async fn wait(&mut self, gate: Arc<tokio::sync::Notify>) {
        gate.notified().await;
    }

    #[cast]
    fn fail_with(&self, error: OnDrop) -> Result<(), OnDrop> {
        Err(error)
    }
}

#[supervisor(intensity = 10)]
struct Tree {
    #[child(start = Trap)]
    trap: Trap,
}

async fn settle() {
    for _ in 0..10 {
        tokio::task::yield_now().await;
    }
    tokio::time::sleep(MS).await;
}

#[tokio::test(start_paused = true)]
async fn a_reply_that_panics_in_its_drop_does_not_keep_its_actor_from_ending() {
    dormouse::install_panic_hook();
    let tree = Tree {}.start().await.unwrap();
    let trap = tree.trap();
    let gate = Arc::new(tokio::sync::Notify::new());
    let call = trap.end_with_a_bomb(Arc::clone(&gate));
    assert!(timeout(MS, call).await.is_err());
    gate.notify_one();
    settle().await;
    assert_eq!(trap.actor().generation(), 2);
    timeout(MS, trap.ping()).await.unwrap().unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_waker_that_panics_harms_nobody_else() {
    dormouse::install_panic_hook();
    let tree = Tree {}.start().await.unwrap();
    let trap = tree.trap();
    let gate = Arc::new(tokio::sync::Notify::new());
    let mut busy = Box::pin(trap.wait(Arc::clone(&gate)));
    assert!(timeout(MS, &mut busy).await.is_err());
    let mut bad = pin!(trap.actor().stopped());
    let good = trap.actor().stopped();
    let snap = Waker::from(Arc::new(Snap));
    assert!(
        bad.as_mut()
            .poll(&mut TaskContext::from_waker(&snap))
            .is_pending()
    );
    let supervisor = tree.supervisor();
    let mut asked = pin!(supervisor.terminate_child("trap"));
    assert!(
        asked
            .as_mut()
            .poll(&mut TaskContext::from_waker(&snap))
            .is_pending()
    );
    let mut bad_supervisor = pin!(tree.stop());
    assert!(
        bad_supervisor
            .as_mut()
            .poll(&mut TaskContext::from_waker(&snap))
            .is_pending()
    );
    let stopped = tree.stop();
    gate.notify_one();
    timeout(Duration::from_secs(60), good)
        .await
        .unwrap()
        .unwrap();
    timeout(Duration::from_secs(60), stopped)
        .await
        .unwrap()
        .unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_start_whose_panic_panics_in_its_drop_is_a_start_that_failed() {
    dormouse::install_panic_hook();

    #[supervisor]
    struct Now {
        #[child(start = { let trap = Trap; std::panic::panic_any(Bomb::new()); #[allow(unreachable_code)] trap })]
        trap: Trap,
    }

    #[supervisor(strategy = simple_one_for_one)]
    struct OnDemand {
        #[child(start = || { let trap = Trap; std::panic::panic_any(Bomb::new()); #[allow(unreachable_code)] trap })]
        trap: Trap,
    }

    assert!(timeout(MS, Now {}.start()).await.unwrap().is_err());
    let on_demand = OnDemand {}.start().await.unwrap();
    let started = timeout(MS, on_demand.start_child()).await.unwrap();
    assert!(started.is_err());
    assert_eq!(on_demand.supervisor().count_children().workers, 0);
}

#[test]
fn a_reason_may_ask_its_actor_something_when_it_is_dropped() {
    within(|| {
        dormouse::install_panic_hook();
        current().block_on(async {
            let tree = Tree {}.start().await.unwrap();
            let trap = tree.trap();
            let asks = || {
                let trap = trap.clone();
                OnDrop(Some(Box::new(move || {
                    assert!(trap.actor().queue_len() < 100)
                })))
            };
            let gate = Arc::new(tokio::sync::Notify::new());
            let mut busy = Box::pin(trap.wait(Arc::clone(&gate)));
            assert!(timeout(MS, &mut busy).await.is_err());
            // The first reason counts: the second one is dropped.
            drop(trap.actor().stop(ExitReason::failed(asks())));
            drop(trap.actor().stop(ExitReason::failed(asks())));
            gate.notify_one();
            settle().await;
            // What ended the last incarnation is forgotten at the next end.
            for generation in 3..6 {
                trap.fail_with(asks()).unwrap();
                settle().await;
                assert_eq!(trap.actor().generation(), generation);
                trap.ping().await.unwrap();
            }
            tree.stop().await.unwrap();
        });
    });
}

#[test]
fn a_reason_may_ask_its_supervisor_something_when_it_is_dropped() {
    within(|| {
        dormouse::install_panic_hook();
        current().block_on(async {
            let tree = Tree {}.start().await.unwrap();
            let trap = tree.trap();
            for generation in 2..6 {
                let asked = tree.clone();
                let asks = OnDrop(Some(Box::new(move || {
                    drop(asked.supervisor().which_children());
                })));
                trap.fail_with(asks).unwrap();
                settle().await;
                assert_eq!(trap.actor().generation(), generation);
                trap.ping().await.unwrap();
            }
            tree.stop().await.unwrap();
        });
    });
}

#[test]
fn what_a_supervisor_was_started_with_may_ask_it_something_when_it_is_dropped() {
    type Later = Arc<Mutex<Option<OnDemandRef>>>;

    struct Asks(Later, Flag);
    impl Drop for Asks {
        fn drop(&mut self) {
            let asked = self.0.lock().unwrap().take().unwrap();
            assert_eq!(asked.supervisor().count_children().workers, 0);
            self.1.set();
            // Nobody may be harmed by that either.
            panic!("a config that panics in its drop");
        }
    }

    #[supervisor(strategy = simple_one_for_one)]
    struct OnDemand {
        asks: Asks,
        #[child(start = || { let _ = &asks.0; Trap })]
        trap: Trap,
    }

    within(|| {
        dormouse::install_panic_hook();
        current().block_on(async {
            let (later, asked) = (Later::default(), Flag::default());
            let on_demand = OnDemand {
                asks: Asks(Arc::clone(&later), asked.clone()),
            };
            let on_demand = on_demand.start().await.unwrap();
            on_demand.start_child().await.unwrap();
            *later.lock().unwrap() = Some(on_demand.clone());
            on_demand.stop().await.unwrap();
            assert!(asked.is_set());
        });
    });
}

#[tokio::test(start_paused = true)]
async fn arguments_that_panic_when_they_are_cloned_for_a_restart_end_that_child_alone() {
    #[derive(Debug)]
    struct Fragile(Arc<AtomicBool>);
    impl Clone for Fragile {
        fn clone(&self) -> Self {
            assert!(!self.0.load(Ordering::SeqCst), "a clone that panics");
            Self(Arc::clone(&self.0))
        }
    }

    #[supervisor(strategy = simple_one_for_one, intensity = 5)]
    struct OnDemand {
        #[child(start = |_fragile: Fragile| Trap)]
        trap: Trap,
    }

    dormouse::install_panic_hook();
    let on_demand = OnDemand {}.start().await.unwrap();
    let broken = Arc::new(AtomicBool::new(false));
    let one = on_demand
        .start_child(Fragile(Arc::clone(&broken)))
        .await
        .unwrap();
    let other = on_demand
        .start_child(Fragile(Arc::default()))
        .await
        .unwrap();
    broken.store(true, Ordering::SeqCst);
    one.fail_with(OnDrop(None)).unwrap();
    settle().await;
    let answer = timeout(MS, one.ping()).await.expect("an answer");
    assert!(answer.is_err());
    drop(other);
    timeout(MS, on_demand.stop()).await.expect("it ends").ok();
}

thread_local! {
    static KEPT: RefCell<Option<TrapRef>> = const { RefCell::new(None) };
}

#[test]
fn the_last_handle_may_go_with_its_thread() {
    within(|| {
        let runtime = multi(1);
        let (trap, other) =
            runtime.block_on(async { (Trap.spawn().unwrap(), Trap.spawn().unwrap()) });
        let ended = trap.actor().stopped();
        std::thread::spawn(move || {
            // Registered before whatever the runtime keeps for this thread, and so dropped after it.
            KEPT.with_borrow_mut(|kept| *kept = Some(trap));
            block_on(other.stop()).unwrap();
        })
        .join()
        .unwrap();
        block_on(ended).unwrap();
    });
}

#[test]
fn a_frame_that_panics_in_its_drop_does_not_save_the_state_when_the_runtime_goes() {
    #[actor]
    struct Holder {
        token: Arc<()>,
    }

    #[actor]
    impl Holder {
        #[cast]
        async fn hang(&mut self) {
            let _bomb = Bomb::new();
            std::future::pending::<()>().await;
            drop(Arc::clone(&self.token));
        }
    }

    within(|| {
        dormouse::install_panic_hook();
        let token = Arc::new(());
        let runtime = current();
        let holder = runtime.block_on(async {
            let token = Arc::clone(&token);
            let holder = Holder { token }.spawn().unwrap();
            holder.hang().unwrap();
            settle().await;
            holder
        });
        drop(runtime);
        assert_eq!(Arc::strong_count(&token), 1);
        assert_eq!(holder.actor().status(), Status::Gone);
    });
}

/// Panics when it is measured.
struct Unmeasurable;

impl Compact for Unmeasurable {
    fn compact(&mut self, _: &mut Compaction) {}

    fn measure(&self, _: &mut Measure) {
        panic!("not to be measured");
    }
}

#[tokio::test(start_paused = true)]
async fn a_measure_that_panics_does_not_reach_who_looks() {
    #[actor]
    struct Holder {
        unmeasurable: Unmeasurable,
    }

    #[actor]
    impl Holder {
        #[call]
        fn ping(&self) {
            let _ = &self.unmeasurable;
        }
    }

    dormouse::install_panic_hook();
    let holder = Holder {
        unmeasurable: Unmeasurable,
    };
    let holder = holder.spawn().unwrap();
    assert!(holder.actor().memory().state().is_none());
    holder.ping().await.unwrap();
}

#[test]
fn a_state_nobody_wants_any_more_is_dropped_in_silence() {
    /// Panics when it is dropped, always.
    #[actor]
    struct Unwanted(Flag);

    #[actor]
    impl Unwanted {
        #[call]
        fn ping(&self) {}
    }

    impl Drop for Unwanted {
        fn drop(&mut self) {
            self.0.set();
            panic!("in the drop of the state");
        }
    }

    type Stop = Box<dyn FnOnce() + Send>;

    #[supervisor(strategy = simple_one_for_one)]
    struct OnDemand {
        #[child(start = |dropped: Flag, stop: Stop| {
            let unwanted = Unwanted(dropped);
            tokio::task::yield_now().await;
            stop();
            unwanted
        }, restart = temporary)]
        unwanted: Unwanted,
    }

    within(|| {
        dormouse::install_panic_hook();
        current().block_on(async {
            // The supervisor ends when the state has been made.
            let on_demand = OnDemand {}.start().await.unwrap();
            let dropped = Flag::default();
            let stop = on_demand.clone();
            let stop: Stop = Box::new(move || drop(stop.stop()));
            let starting = on_demand.start_child(dropped.clone(), stop);
            assert!(starting.await.is_err());
            assert!(dropped.is_set());

            // It ends before, and the start with it.
            let on_demand = OnDemand {}.start().await.unwrap();
            let dropped = Flag::default();
            let starting = tokio::spawn({
                let (on_demand, dropped) = (on_demand.clone(), dropped.clone());
                async move {
                    let never: Stop = Box::new(|| unreachable!("it is over"));
                    on_demand.start_child(dropped, never).await.is_err()
                }
            });
            tokio::task::yield_now().await;
            on_demand.stop().await.unwrap();
            assert!(starting.await.expect("no panic in the caller"));
            until(|| dropped.is_set());
        });
    });
}
