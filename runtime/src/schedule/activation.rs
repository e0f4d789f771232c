//! The run of one cell, from the message that found it idle until it rests or ends.
//!
//! An activation is a future of its own making, not an `async fn`: its size is that of a batch and a
//! frame, a panic is caught once per poll, and what has not been handled survives it.

mod before;
mod blocking;
mod counts;
mod ends;
mod here;
mod in_place;
mod install;
mod next;
mod suspended;
mod system;

use std::collections::VecDeque;
use std::fmt;
use std::mem;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};

use self::ends::Ending;
pub(crate) use self::ends::{bar, close};
pub(crate) use self::here::handle_here;
pub(crate) use self::install::install;
use self::suspended::Polled;
use crate::actor::Actor;
use crate::actor::handler_spec::AnyOf;
use crate::cell::state::Held;
use crate::cell::turn::Running;
use crate::dying;
use crate::exit::ExitReason;
use crate::hibernate;
use crate::hibernate::switch::is_hibernation_on;
use crate::mailbox::{Next, Rest, signal};
use crate::observe::counts::Did;
use crate::observe::wake_up;
use crate::outcome::Flow;
use crate::schedule::offers;
use crate::schedule::system::System;
use crate::watchdog::{self, Watched};

/// How many messages are handled before other tasks get a turn. Tokio's own budget does not see them.
const BATCH: u32 = 64;

/// The turn of a cell, and what its runner carries along.
pub(crate) struct Activation<A: Actor> {
    /// `None` once the turn was given back.
    running: Option<Running<A>>,
    batch: VecDeque<A::Message>,
    /// The handler that runs or ran last, by its place in `HANDLERS`.
    handler: usize,
    /// The last handler asked for hibernation.
    sleepy: bool,
    /// The batch begins with what comes before all messages, and belongs to this incarnation.
    first: bool,
    ending: Option<Box<Ending>>,
}

enum Run {
    /// Somebody will wake the task.
    Pending,
    /// The turn was given back.
    Rested,
    /// Nothing is left but to end.
    End,
}

/// Runs the cell as a task of its system.
pub(crate) fn spawn<A: Actor>(held: Held<A>) {
    Activation::new(held).spawn_woken();
}

/// How many actors may run inside one another on one thread, each in the context of who called or
/// dropped it; deeper ones run as tasks, so that a long chain does not use the stack up.
const DEEPEST: u32 = 8;

/// Whether one more actor may run inside what this thread runs already.
#[inline]
pub(crate) fn is_shallow() -> bool {
    dying::depth() < DEEPEST
}

/// Runs the cell on the caller's thread for as long as it does not wait; then as a task.
///
/// What is run here is an end, of which a hook and a drop are the user's: they find their own runtime
/// round them, whoever asked for the end.
pub(crate) fn run_here<A: Actor>(held: Held<A>) {
    let mut activation = Activation::new(held);
    let Some(system) = activation.system() else {
        return;
    };
    let entered = if is_shallow() {
        system.enter().ok()
    } else {
        None
    };
    if entered.is_none() || activation.advance_here().is_pending() {
        activation.spawn();
    }
}

/// Ends a cell for its supervisor, which has more to do than to wait for a hook that blocks its thread.
pub(crate) fn run_apart<A: Actor>(held: Held<A>) {
    if A::STOP && held.cell().link().system().is_open() {
        spawn(held);
    } else {
        run_here(held);
    }
}

impl<A: Actor> Activation<A> {
    const ANY: AnyOf = AnyOf::handlers(A::HANDLERS);

    #[inline]
    pub(crate) fn new(held: Held<A>) -> Self {
        Self::of(Running::new(held))
    }

    #[inline]
    fn of(running: Running<A>) -> Self {
        Self {
            running: Some(running),
            batch: VecDeque::new(),
            handler: usize::MAX,
            sleepy: false,
            first: false,
            ending: None,
        }
    }

    fn system(&self) -> Option<Arc<System>> {
        let running = self.running.as_ref()?;
        Some(Arc::clone(running.cell().link().system()))
    }

    #[inline]
    fn spawn_woken(self) {
        let Some(running) = &self.running else {
            return;
        };
        match wake_up::limit(running.cell()) {
            None => self.spawn(),
            Some(limit) => {
                let cell = running.cell().any().clone();
                wake_up::spawn(self, cell, limit);
            }
        }
    }

    fn spawn(self) {
        if let Some(system) = self.system() {
            system.spawn(self);
        }
    }

    /// Tells the watchdog, if there is one, that this thread runs the actor.
    #[inline]
    fn watched(&self) -> Option<Watched> {
        let running = self.running.as_ref()?;
        watchdog::enter::<A>(running.cell(), self.handler)
    }

    /// Runs until there is something to wait for.
    #[inline]
    fn advance(&mut self, context: &mut Context<'_>) -> Poll<()> {
        if watchdog::is_on() {
            return self.advance_watched(context);
        }
        self.advance_unwatched(context)
    }

    /// Tells the watchdog meanwhile that this thread runs the actor.
    #[cold]
    #[inline(never)]
    fn advance_watched(&mut self, context: &mut Context<'_>) -> Poll<()> {
        let _watched = self.watched();
        self.advance_unwatched(context)
    }

    fn advance_unwatched(&mut self, context: &mut Context<'_>) -> Poll<()> {
        match dying::catch(|| self.run(context)) {
            Ok(Run::Pending) => return Poll::Pending,
            Ok(Run::Rested) => {}
            Ok(Run::End) => self.end(None),
            Err(unwound) => self.crash(unwound),
        }
        Poll::Ready(())
    }

    /// The same on a thread that may be anybody's; the task polls again with a waker of its own.
    fn advance_here(&mut self) -> Poll<()> {
        self.advance(&mut Context::from_waker(Waker::noop()))
    }

    /// The loop: control first, then a suspended handler, then messages, then rest.
    fn run(&mut self, context: &mut Context<'_>) -> Run {
        let mut budget = BATCH;
        let mut tried = false;
        loop {
            let Some(running) = &mut self.running else {
                return Run::Rested;
            };
            let signals = running.cell().mailbox().signals();
            if signals & signal::KILL != 0 {
                let reason = ends::by_force(running.cell());
                self.begin_end(reason, None);
                return Run::End;
            }
            // What is suspended is a handler, or the hook.
            if const { Self::ANY.awaits || A::STOP } {
                match self.poll_frame(context, &mut tried) {
                    Polled::Nothing => {}
                    Polled::GoesOn => continue,
                    Polled::Ended(run) => return run,
                }
            }
            let Some(running) = &mut self.running else {
                return Run::Rested;
            };
            if let Some(ending) = &mut self.ending {
                if const { A::STOP } && !mem::replace(&mut ending.terminated, true) {
                    let reason = ending.reason.clone();
                    watchdog::note(watchdog::STOP);
                    Self::wake(running);
                    if let Some(flow) = running.terminate(reason) {
                        self.follow(flow);
                    }
                    continue;
                }
                return Run::End;
            }
            let asked = if signals == 0 { 0 } else { self.asked(signals) };
            if asked == signal::FIRST {
                if const { offers::has_priority(A::HANDLERS) } && budget > 0 && self.handle_first()
                {
                    budget -= 1;
                    continue;
                }
            } else if asked != 0 {
                if self.obey(asked) {
                    return Run::Rested;
                }
                continue;
            }
            if budget == 0 {
                context.waker().wake_by_ref();
                return Run::Pending;
            }
            if self.handle_next() {
                budget -= 1;
                continue;
            }
            if let Some(run) = self.next(context) {
                return run;
            }
        }
    }

    /// Takes what has arrived, or waits, or rests. `None`: go on.
    #[inline]
    fn next(&mut self, context: &mut Context<'_>) -> Option<Run> {
        let running = self.running.as_mut()?;
        let cell = running.cell();
        let limits = cell.link().limits();
        let now = cell.link().system().sweeper().now();
        let may_park = !self.sleepy && limits.hibernate > 0;
        match cell
            .mailbox()
            .take_or_park(&mut self.batch, may_park.then(|| context.waker()), now)
        {
            Next::Took => None,
            Next::Marked => {
                offers::admit(cell.mailbox().take_one(&mut self.batch, A::OPTIONS.bound()));
                None
            }
            Next::Parked { first } => {
                if first {
                    let after = limits.parked();
                    let sweeper = cell.link().system().sweeper();
                    sweeper.watch(running.cell().any().clone(), after);
                }
                Some(Run::Pending)
            }
            Next::Quiet { signals } => {
                if signals & (signal::END | signal::FIRST | signal::SYSTEM) != 0 {
                    return None;
                }
                if signals & signal::DRAIN != 0 {
                    let reason = cell.mailbox().take_stop_reason();
                    self.begin_end(reason.unwrap_or(ExitReason::Shutdown), None);
                    return None;
                }
                let asleep = self.sleepy
                    || (limits.hibernate == 0 && !cell.mailbox().is_plainly_timed())
                    || signals & signal::HIBERNATE != 0;
                cell.mailbox()
                    .clear_signals(signal::RETIRE | signal::HIBERNATE);
                self.sleepy = false;
                // Retiring is no activity.
                self.rest(asleep, 0).then_some(Run::Rested)
            }
        }
    }

    /// Gives the turn back, compacted when asleep; else the time of the last activity is told. `false`:
    /// something arrived.
    fn rest(&mut self, asleep: bool, seen: u64) -> bool {
        let Some(running) = &mut self.running else {
            return true;
        };
        let asleep = asleep && is_hibernation_on();
        if asleep {
            if running.cell().mailbox().has_work() {
                running.cell().mailbox().sleep_after();
                return false;
            }
            running.release_frame();
            self.batch = VecDeque::new();
            hibernate::fall_asleep(running);
        }
        let cell = running.cell();
        let limits = cell.link().limits();
        let sweeper = cell.link().system().sweeper();
        let how = if asleep {
            Rest::Asleep
        } else if limits.hibernate == u64::MAX {
            Rest::Idle
        } else {
            Rest::Watched { now: seen }
        };
        match cell.mailbox().rest(how) {
            Ok(rested) => {
                if rested.first {
                    sweeper.watch(running.cell().any().clone(), limits.hibernate);
                }
                self.running = None;
                true
            }
            Err(_) => {
                if asleep {
                    cell.mailbox().sleep_after();
                }
                false
            }
        }
    }

    /// After one message in the caller's context.
    #[inline]
    fn rest_here(mut self) {
        if self.ending.is_none() {
            if self.first {
                return self.spawn();
            }
            let Some(running) = &self.running else { return };
            let link = running.cell().link();
            let at_once = link.limits().hibernate == 0 && !self.is_plainly_timed();
            let asleep = self.sleepy || at_once;
            let now = link.system().sweeper().now();
            self.sleepy = false;
            if self.rest(asleep, now) {
                return;
            }
            self.spawn();
            return;
        }
        if self.advance_here().is_pending() {
            self.spawn();
        }
    }

    #[inline]
    fn handle(&mut self, message: A::Message) {
        let Some(running) = &mut self.running else {
            return;
        };
        if Self::BLOCKS && Self::is_for_elsewhere(&message) {
            self.batch.push_front(message);
            return self.move_elsewhere();
        }
        self.handler = A::handler(&message);
        self.sleepy = false;
        Self::before(running, self.handler);
        if let Some(flow) = running.handle(message) {
            self.follow(flow);
        }
    }

    /// Handles the next message of the batch. `false`: there is none.
    ///
    /// A message goes from the batch straight to its handler: each move over the stack in between would
    /// cost about as much as a small handler.
    #[inline]
    fn handle_next(&mut self) -> bool {
        let (Some(running), Some(message)) = (&mut self.running, self.batch.front()) else {
            return false;
        };
        if Self::is_over(running.cell(), message) {
            // Its drop is the user's, and harms nobody.
            drop(dying::drop_quietly(self.batch.pop_front()));
            self.first = false;
            return true;
        }
        if Self::BLOCKS && Self::is_for_elsewhere(message) {
            self.move_elsewhere();
            return true;
        }
        self.handler = A::handler(message);
        self.sleepy = false;
        self.first = false;
        Self::before(running, self.handler);
        if let Some(flow) = running.handle_next(&mut self.batch) {
            self.follow(flow);
        }
        true
    }

    /// Does what the handler, or the hook, said.
    #[inline(always)]
    fn follow(&mut self, flow: Flow) {
        match flow {
            // There is nothing to drop in it, and the compiler would look.
            Flow::Awake => mem::forget(flow),
            flow => self.follow_on(flow),
        }
    }

    #[inline(never)]
    fn follow_on(&mut self, flow: Flow) {
        match flow {
            Flow::Awake => {}
            Flow::Hibernate => {
                self.count_outcome(Did::Hibernate);
                self.sleepy = true;
            }
            Flow::Then(then) => {
                if const { Self::ANY.decides } {
                    self.follow_then(*then);
                }
            }
            Flow::Stop(reason, after) => self.follow_stop(reason, after),
        }
    }
}

impl<A: Actor> Future for Activation<A> {
    type Output = ();

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let this = self.get_mut();
        let Some(running) = &this.running else {
            return Poll::Ready(());
        };
        // Here and not in `advance`: who polls a task is a worker.
        running.cell().link().system().note_worker();
        if !running.cell().mailbox().resume() {
            // An inspector has the turn and will wake this task.
            return Poll::Pending;
        }
        this.advance(context)
    }
}

// Nothing in it is pinned in place: a suspended handler lies in its frame's own block.
impl<A: Actor> Unpin for Activation<A> {}

impl<A: Actor> Drop for Activation<A> {
    fn drop(&mut self) {
        if self.running.is_some() {
            self.abandon();
        }
    }
}

impl<A: Actor> fmt::Debug for Activation<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Activation")
            .field("running", &self.running)
            .field("waiting", &self.batch.len())
            .finish_non_exhaustive()
    }
}
