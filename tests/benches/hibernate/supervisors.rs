//! Supervisors that sleep and supervisors that do not: their bytes, and what is asked of them.

use std::time::{Duration, Instant};

use dormouse::prelude::*;
use dormouse::{ChildSpec, ExitReason, Status};

use crate::common::memory::Mark;
use crate::common::suite::{Sample, Suite};
use crate::common::table::{Floor, Row};
use crate::common::{Failure, allocator, child, work};
use crate::memory::until;

const CHILDREN: u32 = 1_000;
const OPERATIONS: usize = 100;
/// Before each of them: long enough to fall asleep in.
const REST: Duration = Duration::from_millis(25);
const ROUNDS: usize = 5;

const FORTY: &[Floor] = &[Floor::AtMost(40.0)];

const BYTES: &[Row] = &[
    Row::new("supervisor/static root, 3 children", "B", &[]),
    Row::new("supervisor/static, a declared child", "B", FORTY),
    Row::new("supervisor/static, a type more", "B", &[]),
    Row::new("supervisor/static, a child of 1,000", "B", &[]),
    Row::new("supervisor/dynamic, a child of 1,000", "B", FORTY),
];

/// How much longer than with one that is awake.
const LATE: &[Floor] = &[Floor::RatioAtMost(1.03)];
const BY: &[Floor] = &[Floor::AtMost(5.0)];

const TIMES: &[Row] = &[
    Row::new("supervisor/child start", "us", LATE),
    Row::new("supervisor/child start, longer by", "us", BY),
    Row::new("supervisor/child restart", "us", LATE),
    Row::new("supervisor/child restart, longer by", "us", BY),
    Row::new("supervisor/child stop", "us", LATE),
    Row::new("supervisor/child stop, longer by", "us", BY),
];

/// The same where an actor is awake beside, as in most servers.
const BESIDE: &[Row] = &[
    Row::new("supervisor/beside, start", "us", LATE),
    Row::new("supervisor/beside, start, longer by", "us", BY),
    Row::new("supervisor/beside, restart", "us", LATE),
    Row::new("supervisor/beside, restart, longer by", "us", BY),
    Row::new("supervisor/beside, stop", "us", LATE),
    Row::new("supervisor/beside, stop, longer by", "us", BY),
];

pub(crate) fn rows(suite: &Suite) {
    suite.in_child(BYTES, "supervisors", 1);
    suite.in_child(TIMES, "operations", 3);
    suite.in_child(BESIDE, "operations-beside", 3);
}

#[actor]
#[derive(Default)]
pub(crate) struct Worker {
    count: u64,
}

#[actor]
impl Worker {
    #[call]
    fn count(&mut self) -> u64 {
        self.count += 1;
        self.count
    }

    #[cast]
    fn fail(&self) -> Result<(), ExitReason> {
        Err(ExitReason::failed("asked to"))
    }
}

#[supervisor(hibernate_after = "1ms", intensity = 1_000_000)]
struct Sleeping {
    #[child]
    first: Worker,
    #[child]
    second: Worker,
    #[child]
    third: Worker,
}

#[supervisor(auto_hibernation = false, intensity = 1_000_000)]
struct Awake {
    #[child]
    first: Worker,
    #[child]
    second: Worker,
    #[child]
    third: Worker,
}

#[supervisor(strategy = simple_one_for_one, hibernate_after = "1ms", intensity = 1_000_000)]
struct SleepingPool {
    #[child]
    worker: Worker,
}

#[supervisor(strategy = simple_one_for_one, intensity = 1_000_000)]
struct AwakePool {
    #[child]
    worker: Worker,
}

macro_rules! idle {
    ($($name:ident),*) => {
        $(
            #[actor]
            #[derive(Default)]
            struct $name {
                count: u64,
            }

            #[actor]
            impl $name {
                #[call]
                fn count(&mut self) -> u64 {
                    self.count += 1;
                    self.count
                }
            }
        )*
    };
}

idle!(Second, Third);

/// As many as the others, of two types more.
#[supervisor(hibernate_after = "1ms")]
struct Mixed {
    #[child]
    first: Worker,
    #[child]
    second: Second,
    #[child]
    third: Third,
}

/// Ten more than the others.
#[supervisor(hibernate_after = "1ms")]
struct Wide {
    #[child]
    first: Worker,
    #[child]
    second: Worker,
    #[child]
    third: Worker,
    #[child]
    fourth: Worker,
    #[child]
    fifth: Worker,
    #[child]
    sixth: Worker,
    #[child]
    seventh: Worker,
    #[child]
    eighth: Worker,
    #[child]
    ninth: Worker,
    #[child]
    tenth: Worker,
    #[child]
    eleventh: Worker,
    #[child]
    twelfth: Worker,
    #[child]
    thirteenth: Worker,
}

/// Bytes of a child beyond the child itself: what is live less what its account says, which is its cell with
/// its state.
pub(crate) fn memory() -> Result<(), Failure> {
    allocator::count();
    work::runtime(1)?.block_on(async {
        let worker = Worker::default().spawn()?;
        #[expect(clippy::cast_precision_loss, reason = "far below 2^52")]
        let itself = worker.actor().memory().bytes() as f64;
        // What all trees share is there, and grows by leaps, now with this one, now with that.
        macro_rules! asleep {
            ($tree:ident) => {{
                let mut least = f64::INFINITY;
                // They stay: what a stop leaves goes by and by, while others are measured.
                let mut trees = Vec::with_capacity(ROUNDS);
                for _ in 0..ROUNDS {
                    let mark = Mark::here()?;
                    let tree = $tree {}.start().await?;
                    until(|| tree.supervisor().status() == Status::Hibernated).await?;
                    least = least.min(mark.live()?);
                    trees.push(tree);
                }
                std::mem::forget(trees);
                least
            }};
        }
        let declared = (asleep!(Wide) - asleep!(Sleeping)) / 10.0 - itself;
        let of_a_type = (asleep!(Mixed) - asleep!(Sleeping)) / 2.0;
        macro_rules! bytes {
            ($tree:expr, $asleep:expr, $start:expr) => {{
                let mark = Mark::here()?;
                let tree = $tree.start().await?;
                if $asleep {
                    until(|| tree.supervisor().status() == Status::Hibernated).await?;
                }
                let root = mark.live()?;
                let mut children = Vec::with_capacity(CHILDREN as usize);
                let handles = mark.live()? - root;
                for number in 0..CHILDREN {
                    children.push($start(tree.clone(), number).await?);
                }
                if $asleep {
                    until(|| tree.supervisor().status() == Status::Hibernated).await?;
                }
                let each = (mark.live()? - root - handles) / f64::from(CHILDREN) - itself;
                tree.stop().await?;
                (root, each)
            }};
        }
        let added = |number: u32| ChildSpec::new(format!("worker {number}"), Worker::default);
        let sleeping = bytes!(Sleeping {}, true, async |tree: SleepingRef, number| {
            tree.supervisor().start_child(added(number)).await
        });
        let awake = bytes!(Awake {}, false, async |tree: AwakeRef, number| {
            tree.supervisor().start_child(added(number)).await
        });
        let pool = bytes!(SleepingPool {}, true, async |tree: SleepingPoolRef, _| tree
            .start_child()
            .await);
        let awake_pool = bytes!(AwakePool {}, false, async |tree: AwakePoolRef, _| tree
            .start_child()
            .await);
        child::report(&[
            Sample::against(awake.0 - 3.0 * itself, sleeping.0 - 3.0 * itself),
            Sample::alone(declared),
            Sample::alone(of_a_type),
            Sample::against(awake.1, sleeping.1),
            Sample::against(awake_pool.1, pool.1),
        ]);
        Ok(())
    })
}

/// Awake once it was called.
#[actor(hibernate_after = "1h")]
#[derive(Default)]
struct Other {
    count: u64,
}

#[actor]
impl Other {
    #[call]
    fn count(&mut self) -> u64 {
        self.count += 1;
        self.count
    }
}

/// Start, restart and stop of a child of a dynamic supervisor, each alone; with `beside`, an actor is awake all the
/// time.
pub(crate) fn operations(beside: bool) -> Result<(), Failure> {
    let runtime = work::runtime(1)?;
    // In a task, as servers ask: from another thread, each wake-up of the one worker is in the time.
    runtime.block_on(runtime.spawn(async move {
        let other = beside.then(|| Other::default().spawn()).transpose()?;
        if let Some(other) = &other {
            other.count().await?;
        }
        let mut pauses = (0..7).cycle();
        let (asleep, awake) = (SleepingPool {}.start().await?, AwakePool {}.start().await?);
        let mut times: [[Vec<Duration>; 3]; 2] = Default::default();
        macro_rules! operate {
            ($tree:expr, $asleep:expr, $times:expr) => {{
                let tree = $tree;
                let mut rests = async || {
                    // As long for both, so that as much of either is cold; now before, now after the ticks of a
                    // clock that goes on while somebody is awake.
                    let pause = REST + Duration::from_millis(pauses.next().unwrap_or_default());
                    tokio::time::sleep(pause).await;
                    until(|| !$asleep || tree.supervisor().status() == Status::Hibernated).await
                };
                rests().await?;
                let start = Instant::now();
                let worker = tree.start_child().await?;
                $times[0].push(start.elapsed());
                rests().await?;
                let start = Instant::now();
                worker.fail()?;
                while worker.actor().generation() < 2 {
                    tokio::task::yield_now().await;
                }
                $times[1].push(start.elapsed());
                rests().await?;
                let start = Instant::now();
                tree.supervisor().terminate_child(&worker).await?;
                $times[2].push(start.elapsed());
            }};
        }
        // In turn, so that what the machine does meanwhile is in both.
        for _ in 0..OPERATIONS {
            operate!(&awake, false, times[1]);
            operate!(&asleep, true, times[0]);
        }
        let [sleeping, waking] = times.map(|times| {
            times.map(|mut times| {
                times.sort_unstable();
                work::percentile(&times, 0.5) / 1_000.0
            })
        });
        let samples: Vec<_> = sleeping
            .iter()
            .zip(&waking)
            .flat_map(|(asleep, awake)| {
                [
                    Sample::against(*awake, *asleep),
                    Sample::alone(asleep - awake),
                ]
            })
            .collect();
        child::report(&samples);
        Ok(())
    }))?
}
