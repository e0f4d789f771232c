//! One task per system that keeps the coarse time, and looks at what is due.
//!
//! An awake actor has one entry here instead of a timer of its own; a sleeping one has none. Nothing on
//! the path of a message reads a clock: it notes the coarse time, which this task moves on.

use std::collections::BTreeMap;
use std::fmt;
use std::future::poll_fn;
use std::mem;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::task::Poll;
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::Instant;

use super::stalls::Stalls;
use super::system::System;
use super::ticks::{Tick, Ticks};
use crate::cell::reference::AnyCell;
use crate::dying;
use crate::hibernate::defragment;
use crate::mailbox::LONGEST_WATCH;
use crate::supervisor::seat::Nested;

/// How often the coarse time moves while somebody is awake, in milliseconds.
pub(crate) const TICK: u64 = 10;

/// How long the task of an actor is kept for its next message, in milliseconds.
///
/// Parking pays only for actors that hear again soon: waking one without a task is no slower once there
/// are many of them.
pub(crate) const WINDOW: u32 = 100;

/// How many entries are looked at before others get a turn.
pub(super) const BATCH: usize = 512;

pub(crate) struct Sweeper {
    start: Instant,
    clock: AtomicU64,
    wheel: Mutex<Wheel>,
    changed: Arc<Notify>,
}

#[derive(Default)]
struct Wheel {
    /// Actors, by when they may have been idle for long enough: an awake one of many has one of these, so no
    /// entry is larger than that.
    watches: BTreeMap<u64, Vec<AnyCell>>,
    timers: BTreeMap<Key, Then>,
    ticks: Ticks,
    /// Supervisors that something was asked of: when they may fall asleep again is found out by the task, not by
    /// who asked.
    touched: Vec<Weak<dyn Nested>>,
    /// When the first of those that are watched came, or later.
    since: u64,
    /// Actors that fell asleep and are looked at together, later.
    asleep: Vec<AnyCell>,
    asleep_due: u64,
    /// Tells timers of one time apart.
    number: u64,
    /// When the task means to look next.
    next: u64,
    /// Nobody looks any more: the runtime has gone.
    closed: bool,
}

/// Where something waits in the wheel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Key {
    due: u64,
    number: u64,
}

type Then = Box<dyn FnOnce() + Send>;

/// What is due, at most one batch of each kind.
enum Due {
    Timers(Vec<Then>, Vec<Tick>),
    Watches(Vec<AnyCell>),
    Touched(Vec<Weak<dyn Nested>>),
    Asleep(Vec<AnyCell>),
}

impl Sweeper {
    pub(crate) fn new() -> Self {
        Self {
            start: Instant::now(),
            clock: AtomicU64::new(0),
            wheel: Mutex::default(),
            changed: Arc::new(Notify::new()),
        }
    }

    /// The coarse time, in milliseconds since the system began.
    #[inline]
    pub(crate) fn now(&self) -> u64 {
        self.clock.load(Ordering::Relaxed)
    }

    /// Looks at the cell when it may have been idle for `after` milliseconds, or earlier, lest a cell that
    /// has ended is kept for that long.
    ///
    /// `false`: nobody looks any more.
    pub(crate) fn watch(&self, cell: AnyCell, after: u64) -> bool {
        let now = self.read_clock();
        let mut wheel = self.wheel();
        if wheel.closed {
            // Kept, it would keep the system, and that the wheel.
            drop(wheel);
            drop(cell);
            return false;
        }
        if wheel.watches.is_empty() {
            wheel.since = now;
        }
        let due = wheel.watch(now.saturating_add(after.min(LONGEST_WATCH)), cell);
        // The coarse time moves while there are any.
        let earlier = due.min(now + TICK) < wheel.next;
        drop(wheel);
        if earlier {
            self.changed.notify_one();
        }
        true
    }

    /// Has a look at that supervisor, within a tick; soon where it sleeps at once.
    pub(crate) fn touched(&self, node: Weak<dyn Nested>, limit: Duration) {
        let mut wheel = self.wheel();
        if wheel.closed {
            return;
        }
        wheel.touched.push(node);
        // Where somebody is awake, the task comes by anyway: to wake it is half the time of a child's start.
        let late = limit.is_zero() || wheel.next > self.now() + TICK;
        drop(wheel);
        if late {
            self.changed.notify_one();
        }
    }

    /// Looks at these, which fell asleep, in at most that time.
    pub(crate) fn fell_asleep(&self, cells: impl IntoIterator<Item = AnyCell>, pause: Duration) {
        let due = self.later(pause);
        let mut wheel = self.wheel();
        if wheel.closed {
            // Kept, they would keep the system, and that the wheel.
            drop(wheel);
            drop(cells);
            return;
        }
        if wheel.asleep.is_empty() {
            wheel.asleep_due = due;
        }
        wheel.asleep.extend(cells);
        let earlier = wheel.asleep_due < wheel.next;
        drop(wheel);
        if earlier {
            self.changed.notify_one();
        }
    }

    /// Does `then` after that time.
    pub(crate) fn after(&self, after: Duration, then: impl FnOnce() + Send + 'static) {
        self.timer(self.later(after), Box::new(then));
    }

    /// The time in that long from now.
    pub(crate) fn later(&self, after: Duration) -> u64 {
        self.read_clock().saturating_add(whole(after))
    }

    /// Sends a tick when it is due, unless its incarnation has ended.
    pub(crate) fn tick(&self, tick: Tick) {
        let now = self.now();
        let mut wheel = self.wheel();
        if wheel.closed {
            // Kept, it would keep the system, and that the wheel.
            drop(wheel);
            drop(tick);
            return;
        }
        let earlier = wheel.ticks.insert(tick, now) < wheel.next;
        drop(wheel);
        if earlier {
            self.changed.notify_one();
        }
    }

    /// The first whole millisecond that is not before that instant.
    pub(crate) fn due(&self, at: Instant) -> u64 {
        let since = at.saturating_duration_since(self.start);
        u64::try_from(since.as_nanos().div_ceil(1_000_000)).unwrap_or(u64::MAX / 4)
    }

    /// Does `then` at that time, unless it is cancelled.
    pub(crate) fn at(&self, at: Instant, then: impl FnOnce() + Send + 'static) -> Key {
        self.timer(self.due(at), Box::new(then))
    }

    fn timer(&self, due: u64, then: Then) -> Key {
        let mut wheel = self.wheel();
        let number = wheel.number;
        let key = Key { due, number };
        if wheel.closed {
            // Kept, it would keep the system, and that the wheel.
            drop(wheel);
            drop(then);
            return key;
        }
        wheel.number += 1;
        wheel.timers.insert(key, then);
        let earlier = due < wheel.next;
        drop(wheel);
        if earlier {
            self.changed.notify_one();
        }
        key
    }

    /// Takes back what was to be done, if it was not done.
    pub(crate) fn cancel(&self, key: Key) -> Option<impl FnOnce() + Send + use<>> {
        self.wheel().timers.remove(&key)
    }

    fn wheel(&self) -> MutexGuard<'_, Wheel> {
        self.wheel.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The exact time, which also moves the coarse one.
    pub(crate) fn read_clock(&self) -> u64 {
        let now = u64::try_from(self.start.elapsed().as_millis()).unwrap_or(u64::MAX / 2);
        self.clock.fetch_max(now, Ordering::Relaxed).max(now)
    }

    /// Begins to sweep, on the system's own runtime.
    pub(crate) fn start(system: &Arc<System>) {
        let task = Task {
            system: Arc::downgrade(system),
            changed: Arc::clone(&system.sweeper().changed),
        };
        system.spawn(task.run());
    }

    /// Takes what is due. `Err`: when to look next.
    fn take_due(&self, now: u64) -> Result<Due, u64> {
        let mut wheel = self.wheel();
        if !wheel.touched.is_empty() {
            // The next to touch finds room, and does not wait for the allocator.
            let room = Vec::with_capacity(wheel.touched.capacity().min(BATCH));
            return Ok(Due::Touched(mem::replace(&mut wheel.touched, room)));
        }
        if let Some(timers) = wheel.take_timers(now) {
            return Ok(timers);
        }
        if !wheel.asleep.is_empty() && wheel.asleep_due <= now {
            return Ok(Due::Asleep(mem::take(&mut wheel.asleep)));
        }
        let timer = wheel.first_timer();
        match wheel.watches.first_entry() {
            Some(mut first) if *first.key() <= now => {
                let list = first.get_mut();
                let rest = list.split_off(list.len().min(BATCH));
                Ok(Due::Watches(if rest.is_empty() {
                    first.remove()
                } else {
                    mem::replace(list, rest)
                }))
            }
            first => {
                let watch = first.map_or(u64::MAX, |first| (now + TICK).min(*first.key()));
                wheel.next = watch.min(timer);
                Err(wheel.next)
            }
        }
    }

    fn again(&self, due: u64, cell: AnyCell) {
        let now = self.now();
        self.wheel().watch(due.max(now + 1), cell);
    }

    fn close(&self) {
        let mut wheel = self.wheel();
        wheel.closed = true;
        let watches = mem::take(&mut wheel.watches);
        let timers = mem::take(&mut wheel.timers);
        let ticks = mem::take(&mut wheel.ticks);
        let asleep = mem::take(&mut wheel.asleep);
        drop(wheel);
        for cell in asleep {
            drop(dying::drop_quietly(cell));
        }
        // Actors are the user's, and so are their drops.
        for cell in watches.into_values().flatten() {
            drop(dying::catch_rarely(|| cell.erased().runtime_gone()));
        }
        for tick in ticks.into_all() {
            drop(dying::drop_quietly(tick));
        }
        // Values that wait are the user's, and so are their drops.
        for timer in timers {
            drop(dying::drop_quietly(timer));
        }
    }
}

/// In milliseconds, up to the next whole one: never early.
fn whole(after: Duration) -> u64 {
    u64::try_from(after.as_nanos().div_ceil(1_000_000)).unwrap_or(u64::MAX / 4)
}

impl Wheel {
    /// When something is due that is no watch.
    fn first_timer(&self) -> u64 {
        let timer = self.timers.first_key_value();
        let timer = timer.map_or(u64::MAX, |(key, _)| key.due);
        let asleep = if self.asleep.is_empty() {
            u64::MAX
        } else {
            self.asleep_due
        };
        timer.min(self.ticks.first()).min(asleep)
    }

    /// The timers and ticks that are due, at most one batch of each.
    fn take_timers(&mut self, now: u64) -> Option<Due> {
        let mut timers = Vec::new();
        while timers.len() < BATCH
            && let Some(first) = self.timers.first_entry()
            && first.key().due <= now
        {
            timers.push(first.remove());
        }
        let ticks = self.ticks.take(now);
        (!timers.is_empty() || !ticks.is_empty()).then_some(Due::Timers(timers, ticks))
    }

    /// Gives when it is looked at.
    fn watch(&mut self, due: u64, cell: AnyCell) -> u64 {
        // Idle times are coarse; fewer lists then.
        let due = due.div_ceil(TICK).saturating_mul(TICK);
        self.watches.entry(due).or_default().push(cell);
        due
    }
}

impl Drop for Sweeper {
    fn drop(&mut self) {
        self.changed.notify_one();
    }
}

impl fmt::Debug for Sweeper {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sweeper").finish_non_exhaustive()
    }
}

/// The sweeping itself. Dropped unfinished only when the runtime shuts down, and then says so.
struct Task {
    system: Weak<System>,
    changed: Arc<Notify>,
}

impl Task {
    async fn run(self) {
        let mut stalls = Stalls::default();
        loop {
            let Some(system) = self.system.upgrade() else {
                return;
            };
            system.note_worker();
            let now = system.sweeper().read_clock();
            let since = system.sweeper().wheel().since;
            stalls.look(now, since, std::time::Instant::now());
            match system.sweeper().take_due(now) {
                Ok(Due::Timers(timers, ticks)) => {
                    // One that panics does not take the clock along.
                    for then in timers {
                        drop(dying::catch_rarely(then));
                    }
                    for tick in ticks {
                        drop(dying::catch_rarely(|| tick.look(system.sweeper(), now)));
                    }
                    drop(system);
                    let_others().await;
                }
                Ok(Due::Touched(nodes)) => {
                    for node in nodes.iter().filter_map(Weak::upgrade) {
                        drop(dying::catch_rarely(|| node.look()));
                        drop(dying::drop_quietly(node));
                    }
                }
                Ok(Due::Asleep(cells)) => defragment::look_apart(&system, cells),
                Ok(Due::Watches(cells)) => {
                    for cell in cells {
                        if let Some(due) = cell.erased().sweep(now, &stalls) {
                            system.sweeper().again(due, cell);
                        }
                    }
                    drop(system);
                    let_others().await;
                }
                Err(next) => {
                    let start = system.sweeper().start;
                    drop(system);
                    self.wait(start, next).await;
                }
            }
        }
    }

    async fn wait(&self, start: Instant, next: u64) {
        let changed = self.changed.notified();
        match start.checked_add(Duration::from_millis(next)) {
            Some(at) if next < u64::MAX => {
                let _ = tokio::time::timeout_at(at, changed).await;
            }
            _ => changed.await,
        }
    }
}

/// Lets other tasks run first.
///
/// Not tokio's `yield_now`: what that puts off stays with its thread, on which a handler may block for ever. A task
/// that wakes itself goes to the end of a queue from which other threads take.
async fn let_others() {
    let mut first = true;
    poll_fn(|context| {
        if !mem::take(&mut first) {
            return Poll::Ready(());
        }
        context.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}

impl Drop for Task {
    fn drop(&mut self) {
        if let Some(system) = self.system.upgrade() {
            system.close();
            system.sweeper().close();
            system.in_place().close();
        }
    }
}
