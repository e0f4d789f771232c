//! Ends that are late, cut short, or of an earlier life.

#![allow(missing_docs, missing_debug_implementations, reason = "a test")]

mod common;

use std::sync::{Arc, Mutex};
use std::time::Duration;

use dormouse::prelude::*;
use dormouse::{Compact, Compaction, Measure, Status};
use tokio::time::timeout;

use self::common::{Flag, Log, MS, block_on, current, multi, until, within};

/// Can be made to do what an actor should not.
#[actor]
struct Worker {
    name: &'static str,
    log: Log,
    stop_takes: Duration,
}

impl Worker {
    fn new(name: &'static str, log: &Log, stop_takes: Duration) -> Self {
        Self {
            name,
            log: log.clone(),
            stop_takes,
        }
    }
}

#[actor]
impl Worker {
    #[call]
    fn ping(&self) {}

    #[cast]
    fn boom(&self) {
        panic!("told to");
    }

    /// Blocks the thread.
    #[call]
    fn block(&self, entered: Flag, until: Flag) {
        entered.set();
        until.wait();
    }

    #[stop]
    async fn on_stop(&mut self) {
        tokio::time::sleep(self.stop_takes).await;
        self.log.add(format!("{} stopped", self.name));
    }
}

#[supervisor]
struct Inner {
    log: Log,
    #[child(start = Worker::new("worker", log, 10 * MS))]
    worker: Worker,
}

#[supervisor(intensity = 10)]
struct Outer {
    log: Log,
    #[child(start = Inner { log: log.clone() })]
    inner: Inner,
}

#[tokio::test(start_paused = true)]
async fn a_time_limit_of_an_earlier_life_kills_nobody() {
    let outer = Outer {
        log: Log::default(),
    }
    .start()
    .await
    .unwrap();
    let inner = outer.inner();
    inner.stop().await.unwrap();
    tokio::time::sleep(100 * MS).await;
    let worker = inner.worker();
    assert_eq!(worker.actor().generation(), 2);
    tokio::time::sleep(Duration::from_secs(20)).await;
    assert_eq!(worker.actor().generation(), 2, "killed by an old timer");
}

#[actor]
struct Plain {
    log: Log,
}

#[actor]
impl Plain {
    #[call]
    fn ping(&self) {}

    #[call]
    fn block(&self, entered: Flag, until: Flag) {
        entered.set();
        until.wait();
    }

    #[cast]
    fn block_once(&self, entered: Flag, until: Flag) {
        entered.set();
        until.wait();
    }
}

#[supervisor(strategy = simple_one_for_one, intensity = 10)]
struct Many {
    log: Log,
    #[child(start = || Plain { log: log.clone() }, shutdown = brutal_kill)]
    plain: Plain,
}

#[supervisor(intensity = 10)]
struct App {
    log: Log,
    #[child(start = Many { log: log.clone() })]
    many: Many,
}

#[test]
fn a_child_left_behind_that_ends_after_all_does_not_harm_its_successor() {
    within(|| {
        let runtime = multi(2);
        runtime.block_on(async {
            let app = App {
                log: Log::default(),
            }
            .start()
            .await
            .unwrap();
            let many = app.many();
            let stuck = many.start_child().await.unwrap();
            let (entered, release) = (Flag::default(), Flag::default());
            stuck.block_once(entered.clone(), release.clone()).unwrap();
            entered.wait();
            // It takes its time of grace until the child is left behind.
            many.stop().await.unwrap();
            while many.supervisor().status() != Status::Idle {
                tokio::time::sleep(MS).await;
            }
            let mut children = Vec::new();
            for _ in 0..4 {
                children.push(many.start_child().await.unwrap());
            }
            release.set();
            tokio::time::sleep(200 * MS).await;
            for child in children {
                child.ping().await.unwrap();
                assert_eq!(child.actor().generation(), 1);
            }
            assert_eq!(many.supervisor().count_children().active, 4);
        });
    });
}

#[test]
fn who_stops_an_actor_from_outside_is_no_worker_of_its_runtime() {
    within(|| {
        #[actor]
        struct Here;

        #[actor]
        impl Here {
            #[call]
            fn here(&self) -> tokio::runtime::Id {
                tokio::runtime::Handle::current().id()
            }
        }

        let runtime = multi(2);
        let (one, other) =
            runtime.block_on(async { (Here.spawn().unwrap(), Here.spawn().unwrap()) });
        block_on(one.stop()).unwrap();
        assert_eq!(block_on(other.here()).unwrap(), runtime.handle().id());
    });
}

#[test]
fn a_hook_and_a_drop_run_on_their_own_runtime_whoever_stops() {
    #[actor]
    struct Hooked {
        log: Log,
    }

    #[actor]
    impl Hooked {
        #[stop]
        fn on_stop(&mut self) {
            let here = tokio::runtime::Handle::current().id();
            self.log.add(format!("hook {here}"));
        }
    }

    impl Drop for Hooked {
        fn drop(&mut self) {
            let here = tokio::runtime::Handle::current().id();
            self.log.add(format!("drop {here}"));
        }
    }

    within(|| {
        let log = Log::default();
        let (home, other) = (multi(1), current());
        let id = home.handle().id();
        let spawn = || Hooked { log: log.clone() }.spawn().unwrap();
        let [one, two, three] = home.block_on(async { [spawn(), spawn(), spawn()] });
        block_on(one.stop()).unwrap();
        other.block_on(two.stop()).unwrap();
        drop(three);
        let expected: Vec<_> = (0..3)
            .flat_map(|_| [format!("hook {id}"), format!("drop {id}")])
            .collect();
        until(|| log.lines().len() == expected.len());
        let mut lines = log.lines();
        let mut expected = expected;
        lines.sort();
        expected.sort();
        assert_eq!(lines, expected);
    });
}

#[test]
fn a_hook_that_blocks_its_thread_does_not_hang_the_tree() {
    #[actor]
    struct Blocking {
        release: Flag,
    }

    #[actor]
    impl Blocking {
        #[stop]
        fn on_stop(&mut self) {
            self.release.wait();
        }
    }

    #[supervisor]
    struct Tree {
        release: Flag,
        #[child(start = Blocking { release: release.clone() }, shutdown = "50ms")]
        blocking: Blocking,
    }

    within(|| {
        let runtime = multi(3);
        let release = Flag::default();
        runtime.block_on(async {
            let tree = Tree {
                release: release.clone(),
            };
            let tree = tree.start().await.unwrap();
            let stopped = timeout(Duration::from_secs(10), async { tree.stop().await }).await;
            assert!(!release.is_set());
            stopped.expect("the tree ends").unwrap();
        });
        release.set();
    });
}

#[test]
fn a_call_that_waits_for_a_restart_is_answered_when_the_runtime_goes() {
    #[supervisor(strategy = simple_one_for_one, intensity = 10)]
    struct Slow {
        #[child(start = |starts: Arc<Mutex<u32>>| {
            let again = { let mut starts = starts.lock().unwrap(); *starts += 1; *starts > 1 };
            if again {
                std::future::pending::<()>().await;
            }
            Worker::new("slow", &Log::default(), MS)
        })]
        worker: Worker,
    }

    within(|| {
        let runtime = current();
        let (slow, worker) = runtime.block_on(async {
            let slow = Slow {}.start().await.unwrap();
            let worker = slow.start_child(Arc::default()).await.unwrap();
            worker.boom().unwrap();
            while worker.actor().status() != Status::Restarting {
                tokio::task::yield_now().await;
            }
            (slow, worker)
        });
        let waiting = std::thread::spawn({
            let worker = worker.clone();
            move || block_on(worker.ping())
        });
        until(|| worker.actor().queue_len() == 1);
        drop(runtime);
        assert!(waiting.join().unwrap().is_err());
        assert!(block_on(slow.stop()).is_ok());
    });
}

#[test]
fn what_waits_behind_a_handler_left_behind_is_answered_when_it_returns() {
    #[supervisor]
    struct Tree {
        log: Log,
        #[child(start = Plain { log: log.clone() }, shutdown = brutal_kill)]
        plain: Plain,
    }

    within(|| {
        let runtime = multi(2);
        runtime.block_on(async {
            let tree = Tree {
                log: Log::default(),
            }
            .start()
            .await
            .unwrap();
            let plain = tree.plain();
            let flags = || (Flag::default(), Flag::default());
            let ((first, go_on), (second, release)) = (flags(), flags());
            plain.block_once(first.clone(), go_on.clone()).unwrap();
            first.wait();
            // Both are taken in one batch, once the first handler has returned.
            plain.block_once(second.clone(), release.clone()).unwrap();
            let waiting = tokio::spawn({
                let plain = plain.clone();
                async move { plain.ping().await }
            });
            while plain.actor().queue_len() < 2 {
                tokio::time::sleep(MS).await;
            }
            go_on.set();
            second.wait();
            tree.stop().await.unwrap();
            assert_eq!(plain.actor().status(), Status::Gone);
            release.set();
            let answer = timeout(Duration::from_secs(10), waiting).await;
            assert!(answer.expect("an answer").unwrap().is_err());
            assert_eq!(plain.actor().status(), Status::Gone);
        });
    });
}

#[test]
fn a_stuck_child_can_be_terminated_and_its_siblings_go_on() {
    #[supervisor(intensity = 10)]
    struct Tree {
        log: Log,
        #[child(start = Plain { log: log.clone() }, shutdown = "10ms")]
        stuck: Plain,
        #[child(start = Worker::new("other", log, MS))]
        other: Worker,
    }

    within(|| {
        let runtime = multi(2);
        runtime.block_on(async {
            let tree = Tree {
                log: Log::default(),
            }
            .start()
            .await
            .unwrap();
            let stuck = tree.stuck();
            let (entered, release) = (Flag::default(), Flag::default());
            stuck.block_once(entered.clone(), release.clone()).unwrap();
            entered.wait();
            let supervisor = tree.supervisor();
            let ended = timeout(Duration::from_secs(10), supervisor.terminate_child("stuck"));
            ended.await.expect("an answer").unwrap();
            assert!(stuck.ping().await.is_err());
            // Never two incarnations: not while the handler runs.
            assert!(supervisor.restart_child("stuck").await.is_err());
            tree.other().boom().unwrap();
            let answer = timeout(Duration::from_secs(10), async {
                while tree.other().actor().generation() < 2 {
                    tokio::time::sleep(MS).await;
                }
                tree.other().ping().await
            });
            answer.await.expect("the sibling is restarted").unwrap();
            release.set();
            let restarted = timeout(Duration::from_secs(10), async {
                while supervisor.restart_child("stuck").await.is_err() {
                    tokio::time::sleep(MS).await;
                }
                stuck.ping().await
            });
            restarted.await.expect("it can be restarted").unwrap();
            tree.stop().await.unwrap();
        });
    });
}

/// Lets a test look into the middle of an inspection.
struct Watched {
    entered: Flag,
    go_on: Flag,
    dropped: Flag,
    early: Flag,
}

impl Compact for Watched {
    fn compact(&mut self, _: &mut Compaction) {}

    fn measure(&self, _: &mut Measure) {
        self.entered.set();
        self.go_on.wait();
        if self.dropped.is_set() {
            self.early.set();
        }
    }
}

impl Drop for Watched {
    fn drop(&mut self) {
        self.dropped.set();
    }
}

#[test]
fn a_state_is_not_dropped_under_an_inspector_when_the_runtime_goes() {
    #[actor]
    struct Holder {
        watched: Watched,
    }

    #[actor]
    impl Holder {
        #[cast]
        fn note(&self) {
            let _ = &self.watched;
        }
    }

    within(|| {
        let runtime = current();
        let flags: [Flag; 4] = Default::default();
        let [entered, go_on, dropped, early] = flags.clone();
        let holder = runtime.block_on(async {
            let watched = Watched {
                entered,
                go_on,
                dropped,
                early,
            };
            let holder = Holder { watched }.spawn().unwrap();
            holder.note().unwrap();
            // Its task waits for the next message now.
            tokio::time::sleep(5 * MS).await;
            holder
        });
        let [entered, go_on, dropped, early] = flags;
        let inspector = std::thread::spawn({
            let holder = holder.clone();
            move || drop(holder.actor().memory())
        });
        entered.wait();
        drop(runtime);
        assert!(!dropped.is_set(), "dropped while it is read");
        go_on.set();
        inspector.join().unwrap();
        until(|| dropped.is_set());
        assert!(!early.is_set());
        assert!(holder.note().is_err());
        assert_eq!(holder.actor().status(), Status::Gone);
    });
}
