//! The planner: what a static supervisor does next, as a pure state machine.
//!
//! The supervisor tells the planner what has happened ([`Event`]) and when; the planner says what
//! is to be done ([`Action`]). It never waits, reads no clock and touches no actor, so that every
//! rule of OTP's supervisor is a table test.
//!
//! # Protocol
//!
//! The planner is driven under the supervisor's lock. Actions are carried out in order. Four of them
//! are *awaited*: `Start`, `Stop`, `CancelStart` and `Serve` each ask for an event that says how
//! it went. At most one action is awaited at a time, and it is the last of its batch (only `Kill`
//! comes in numbers). Any other event may arrive meanwhile, in any order:
//! what OTP's supervisor would find in its mailbox later is queued here.
//!
//! | task | awaits | then |
//! | --- | --- | --- |
//! | `Fresh` | `Begin` | `Filling` |
//! | `Idle` | anything | the next of the queue |
//! | `Clearing` | the end of the child being stopped | the next in reverse order, then `Filling` |
//! | `Filling` | the outcome of a start | the next in order, then `Idle`; `Ending` if the first start of all fails |
//! | `Serving` | the request of the caller whose turn it is | `Launching`, `Halting` or `Idle` |
//! | `Launching` | the outcome of a start that was asked for | `Idle` |
//! | `Halting` | the end of the child that was to be terminated | `Idle` |
//! | `Ending` | the start or stop under way, then each child's end in reverse order | `Over` |
//! | `Killing` | the end of all children | `Over` |
//! | `Over` | nothing | |
//!
//! # Where it differs from OTP
//!
//! * A stop does not wait for its turn and cancels a start, so that shutdown ends. OTP's supervisor
//!   reads its parent's exit signal only when the start under way has come to an end.
//! * The restart limiter is exact, see [`Window`].
//! * A retry is for one failed start: one that has been overtaken by another round is dropped. In
//!   OTP it may find the same child in need of a restart again and then makes one try more.

mod bars;
mod calls;
mod ending;
mod pauses;
mod queries;
mod roster;
mod round;
mod rules;
#[cfg(test)]
mod tests;

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use smallvec::SmallVec;

use self::bars::Bars;
pub(crate) use self::calls::{Answer, CallId, Request};
pub(crate) use self::ending::End;

use self::pauses::Patient;
use self::roster::Roster;
pub(crate) use self::roster::{Incarnation, Slot, Status};
pub(crate) use self::rules::{AutoShutdown, ChildPlan, Exit, Restart, Strategy, Verdict};
use super::window::Window;

/// What has happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Event {
    /// The supervisor starts.
    Begin,
    /// A start succeeded.
    Started(Incarnation),
    /// A start was declined by the child itself.
    Ignored(Incarnation),
    /// A start failed, or was cancelled.
    StartFailed(Incarnation),
    /// A child ended, by itself or because it was stopped or killed. Once per incarnation.
    Exited(Incarnation, Exit),
    /// It is time to try a failed start again, or to make up for a pause, see [`Action::RetryLater`].
    Retry(Incarnation),
    /// A caller wants to administer children, see [`Action::Serve`].
    Call(CallId),
    /// What the caller that is being served wants. The only answer to [`Action::Serve`].
    Request(Request),
    /// Stop in order: every child has its shutdown time. Does not wait for its turn.
    Stop,
    /// Stop at once: every child is killed.
    Kill,
}

/// What is to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Action {
    /// Start a child; answer with `Started`, `Ignored` or `StartFailed`.
    Start(Incarnation),
    /// Abandon a start; answer as for `Start` (it may have succeeded just now), as a rule with
    /// `StartFailed`.
    CancelStart(Incarnation),
    /// Stop a child within its shutdown time; its `Exited` is the answer. If it has ended by
    /// itself and the event is on its way, nothing is to be done.
    Stop(Incarnation),
    /// Kill a child, or abandon its start; answered by `Exited`, `Ignored` or `StartFailed`.
    Kill(Incarnation),
    /// Send the event `Retry` after that time: zero, unless the child has a back-off. Release the lock in
    /// between, so that others are served first. Replaces an earlier one for the same child.
    RetryLater(Incarnation, Duration),
    /// All children were started: the supervisor is up.
    Up,
    /// It is this caller's turn: look up what it wants by name *now*, answer with `Request`.
    Serve(CallId),
    /// A child was added for this caller; its `Start` follows.
    Added(CallId, Slot),
    /// Answer a caller. Every `Call` is answered exactly once.
    Reply(CallId, Answer),
    /// The child has no process and none will come by itself: it refuses messages until a `Start`. Where the
    /// supervisor ends, the one above may bring it back.
    Down(Slot),
    /// The child has no process, and before it can have one others stop, or start, which may wait for its answer: it
    /// refuses calls until `Unbar` or a `Start`, and fails those that wait. What else was sent to it waits.
    Bar(Slot),
    /// Calls to the child may wait for its next start again.
    Unbar(Slot),
    /// The child and its specification are gone for good.
    Removed(Slot),
    /// Something that is worth reporting.
    Report(Report),
    /// All is over, no child is left. The last action but replies to late calls.
    End(End),
}

/// What OTP's supervisor reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Report {
    /// A child ended by itself though it should not have (`child_terminated`).
    Terminated(Incarnation),
    /// A child's first start or restart failed (`start_error`).
    StartFailed(Incarnation),
    /// A child ended that the supervisor stopped, or that had ended by itself when its stop was
    /// due. A `shutdown_error`, unless its reason is shutdown, or killed under `brutal_kill`, or
    /// the child is not permanent and its reason is clean: whoever knows the reason decides.
    Stopped(Incarnation),
    /// The restart of this child would have been one too many (`reached_max_restart_intensity`).
    TooManyRestarts(Incarnation),
}

/// What follows from an event, in order.
pub(crate) type Actions = SmallVec<[Action; 4]>;

/// What is under way.
#[derive(Clone, Copy, Debug)]
enum Task {
    Fresh,
    Idle,
    Clearing,
    Filling { first: bool },
    Serving(CallId),
    Launching { call: CallId, added: bool },
    Halting(CallId),
    Ending { end: End, call: Option<CallId> },
    Killing { left: u32 },
    Over,
}

/// What waits for its turn, as messages wait in the mailbox of OTP's supervisor.
#[derive(Clone, Copy, Debug)]
enum Pending {
    Exit(Incarnation),
    Retry(Incarnation),
    Call(CallId),
}

/// What only a supervisor needs that has something to do.
#[derive(Debug, Default)]
struct Desk {
    queue: VecDeque<Pending>,
    /// The children that the task covers, in start order.
    line: Vec<Slot>,
    /// How many of the line are to be stopped yet, or have been started.
    at: usize,
    /// Whose restart is to pause, and for how long, when the line is stopped.
    pause: Option<(Incarnation, Duration)>,
    /// A child did not start in the last round, and is tried again.
    tries: bool,
    bars: Bars,
}

/// How a supervisor behaves as a whole (Erlang/OTP supervisor documentation, `sup_flags`).
#[derive(Clone, Copy, Debug)]
pub(crate) struct Flags {
    /// Which children a restart covers.
    pub(crate) strategy: Strategy,
    /// How many restarts are allowed in a period.
    pub(crate) intensity: u32,
    /// The period.
    pub(crate) period: Duration,
    /// Whether the end of significant children ends the supervisor.
    pub(crate) auto_shutdown: AutoShutdown,
}

/// When something has happened, and a number at random, for the jitter of pauses.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Moment {
    /// When.
    pub(crate) now: Instant,
    /// Any number, each as likely as the next.
    pub(crate) random: u32,
}

/// The decisions of one static supervisor.
#[derive(Debug)]
pub(crate) struct Planner {
    roster: Roster,
    window: Window,
    /// The children with a back-off.
    patient: Option<Box<Patient>>,
    desk: Option<Box<Desk>>,
    task: Task,
    strategy: Strategy,
    auto_shutdown: AutoShutdown,
}

impl Planner {
    /// A supervisor with these declared children, the first in slot 0, that has not begun.
    pub(crate) fn new(flags: &Flags, children: impl IntoIterator<Item = ChildPlan>) -> Self {
        Self {
            roster: Roster::new(children),
            window: Window::new(flags.intensity, flags.period),
            patient: None,
            desk: None,
            task: Task::Fresh,
            strategy: flags.strategy,
            auto_shutdown: flags.auto_shutdown,
        }
    }

    /// Takes note of what has happened; says what is to be done, in order.
    pub(crate) fn on(&mut self, event: Event, at: Moment) -> Actions {
        let mut actions = Actions::new();
        let out = &mut actions;
        match event {
            Event::Begin => self.begin(out),
            Event::Started(incarnation) => self.started(incarnation, at, out),
            Event::Ignored(incarnation) => self.ignored(incarnation, out),
            Event::StartFailed(incarnation) => self.start_failed(incarnation, at, out),
            Event::Exited(incarnation, exit) => self.exited(incarnation, exit, at, out),
            Event::Retry(incarnation) => self.enqueue(Pending::Retry(incarnation)),
            Event::Call(call) => self.call(call, out),
            Event::Request(request) => self.request(request, out),
            Event::Stop => self.end(End::Stopped, out),
            Event::Kill => self.kill(out),
        }
        self.serve_queue(at, out);
        self.unbar(out);
        actions
    }

    /// Gives back all memory that is not needed now, before hibernation. Forgets nothing.
    pub(crate) fn shrink(&mut self, now: Instant) {
        self.window.shrink(now);
        if matches!(self.task, Task::Idle | Task::Over) {
            // An idle supervisor's queue is empty.
            self.desk = None;
            self.roster.shrink();
        }
    }

    fn desk(&mut self) -> &mut Desk {
        self.desk.get_or_insert_default()
    }

    /// Queues what OTP's supervisor would find in its mailbox; nothing waits for one that ends.
    fn enqueue(&mut self, pending: Pending) {
        if !self.is_ending() {
            self.desk().queue.push_back(pending);
        }
    }

    /// Deals with what has waited, until there is something to wait for.
    fn serve_queue(&mut self, at: Moment, out: &mut Actions) {
        while matches!(self.task, Task::Idle)
            && let Some(desk) = &mut self.desk
            && let Some(pending) = desk.queue.pop_front()
        {
            match pending {
                Pending::Exit(incarnation) => self.deal_with_exit(incarnation, at, out),
                Pending::Retry(incarnation) => self.retry(incarnation, at, out),
                Pending::Call(call) => {
                    self.task = Task::Serving(call);
                    out.push(Action::Serve(call));
                }
            }
        }
    }

    /// A child was started, as was asked.
    fn started(&mut self, incarnation: Incarnation, at: Moment, out: &mut Actions) {
        let slot = incarnation.slot;
        if self.roster.status_of(incarnation) != Status::Starting {
            return;
        }
        if matches!(self.task, Task::Killing { .. }) {
            // It was told to die as well, and will say so.
            return self.roster.set(slot, Status::Stopping);
        }
        self.roster.set(slot, Status::Running);
        self.runs_since(slot, at.now);
        match self.task {
            Task::Filling { .. } => self.fill_next(out),
            Task::Launching { call, .. } => self.reply(call, Answer::Started, out),
            // Too late to cancel it: it is stopped when it is its turn.
            Task::Ending { .. } => self.end_next(out),
            _ => debug_assert!(false, "nothing was to start: {:?}", self.task),
        }
    }

    /// A child declined to run: its specification stays unless it is temporary.
    fn ignored(&mut self, incarnation: Incarnation, out: &mut Actions) {
        let slot = incarnation.slot;
        if self.roster.status_of(incarnation) != Status::Starting {
            return;
        }
        self.retire(slot, out);
        match self.task {
            Task::Filling { .. } => self.fill_next(out),
            Task::Launching { call, .. } => self.reply(call, Answer::Ignored, out),
            Task::Ending { .. } => self.end_next(out),
            Task::Killing { .. } => self.killed(out),
            _ => debug_assert!(false, "nothing was to start: {:?}", self.task),
        }
    }

    /// A child could not be started.
    fn start_failed(&mut self, incarnation: Incarnation, at: Moment, out: &mut Actions) {
        let slot = incarnation.slot;
        if self.roster.status_of(incarnation) != Status::Starting {
            return;
        }
        match self.task {
            Task::Filling { first } => self.fill_failed(incarnation, first, at, out),
            Task::Launching { call, added } => {
                if added {
                    // OTP discards the specification of a child that did not start.
                    self.remove(slot, out);
                } else {
                    self.roster.set(slot, Status::Waiting);
                    self.release(out);
                }
                self.reply(call, Answer::StartFailed, out);
            }
            Task::Ending { .. } => {
                self.retire(slot, out);
                self.end_next(out);
            }
            Task::Killing { .. } => {
                self.retire(slot, out);
                self.killed(out);
            }
            _ => debug_assert!(false, "nothing was to start: {:?}", self.task),
        }
    }

    /// A child ended.
    fn exited(&mut self, incarnation: Incarnation, exit: Exit, at: Moment, out: &mut Actions) {
        match self.roster.status_of(incarnation) {
            Status::Running => {
                self.roster.set(incarnation.slot, Status::Dead(exit));
                self.ran_until(incarnation.slot, at.now);
                self.bar_while_busy(incarnation.slot, out);
                self.enqueue(Pending::Exit(incarnation));
            }
            Status::Stopping => self.stopped(incarnation, at.now, out),
            // It ended before it was up.
            Status::Starting => self.start_failed(incarnation, at, out),
            // News of an earlier start.
            _ => {}
        }
    }

    /// A child ended that was asked to.
    fn stopped(&mut self, incarnation: Incarnation, now: Instant, out: &mut Actions) {
        out.push(Action::Report(Report::Stopped(incarnation)));
        match self.task {
            Task::Clearing => {
                self.cleared(incarnation.slot, out);
                self.clear_next(now, out);
            }
            Task::Halting(call) => {
                self.retire(incarnation.slot, out);
                self.reply(call, Answer::Done, out);
            }
            Task::Ending { end, call } => {
                self.retire(incarnation.slot, out);
                if let Some(call) = call {
                    // The stop of the supervisor overtook a terminate_child, which is done now.
                    out.push(Action::Reply(call, Answer::Done));
                    self.task = Task::Ending { end, call: None };
                }
                self.end_next(out);
            }
            Task::Killing { .. } => {
                self.retire(incarnation.slot, out);
                self.killed(out);
            }
            _ => debug_assert!(false, "nothing was to stop: {:?}", self.task),
        }
    }

    /// A child is left without a process, for its own part for good.
    fn retire(&mut self, slot: Slot, out: &mut Actions) {
        if self.roster.plan(slot).restart == Restart::Temporary {
            self.remove(slot, out);
        } else if self.roster.status(slot) != Status::Down {
            self.roster.set(slot, Status::Down);
            out.push(Action::Down(slot));
            if self.is_ending() {
                self.bar_next(slot);
            }
        }
    }

    fn remove(&mut self, slot: Slot, out: &mut Actions) {
        self.lose_patience(slot);
        self.roster.remove(slot);
        out.push(Action::Removed(slot));
    }

    fn start(&mut self, slot: Slot, out: &mut Actions) {
        out.push(Action::Start(self.roster.start(slot)));
    }

    fn stop(&mut self, slot: Slot, out: &mut Actions) {
        self.bar(out);
        self.roster.set(slot, Status::Stopping);
        out.push(Action::Stop(self.roster.latest(slot)));
    }
}
