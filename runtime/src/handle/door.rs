//! `handle.actor()`: inspection and administration of one actor.

use std::fmt;
use std::pin::Pin;
use std::task::{self, Poll};

use crate::actor::Actor;
use crate::cell::reference::CellRef;
use crate::cell::reply::Receiver;
use crate::compact::Measure;
use crate::config::after::Effective;
#[cfg(feature = "freeze")]
use crate::config::freeze_after::FreezeAfter;
use crate::error::{CastError, NoProcess};
use crate::exit::{Exit, ExitReason};
use crate::handle::weak::WeakRef;
use crate::info::{Info, Receive};
use crate::mailbox;
use crate::mailbox::bound::{Bound, Overflow};
use crate::observe::actor_info::ActorInfo;
use crate::observe::why_awake::WhyAwake;
use crate::schedule::erased::Erased;
use crate::schedule::{activation, offers};
use crate::supervisor::seat::Control;
use crate::tree::Tree;

/// Where an actor stands. Asking never wakes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Status {
    /// Its first incarnation is being made.
    Starting,
    /// Awake, and waiting for a message.
    Idle,
    /// A handler runs, or is about to.
    Running,
    /// Asleep: its state is compacted, and it has neither task nor buffers.
    Hibernated,
    /// Between two incarnations; messages wait.
    Restarting,
    /// Ended; it refuses messages until it is started again.
    Down,
    /// Ended for good.
    Gone,
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Starting => "starting",
            Self::Idle => "idle",
            Self::Running => "running",
            Self::Hibernated => "hibernated",
            Self::Restarting => "restarting",
            Self::Down => "down",
            Self::Gone => "gone",
        })
    }
}

/// What an actor costs, in bytes, by part.
#[derive(Clone, Debug, Default)]
pub struct Memory {
    pub(crate) cell: usize,
    pub(crate) mailbox: usize,
    pub(crate) task: usize,
    /// Of mailbox and task: what would be there if it slept.
    pub(crate) lasting: usize,
    pub(crate) state: Option<Measure>,
}

impl Memory {
    pub(crate) fn of_supervisor(bytes: usize) -> Self {
        Self {
            cell: bytes,
            ..Self::default()
        }
    }

    /// The cell, the state's own fields included.
    #[must_use]
    pub fn cell(&self) -> usize {
        self.cell
    }

    /// The queue and what else lies beside the cell.
    #[must_use]
    pub fn mailbox(&self) -> usize {
        self.mailbox
    }

    /// The future that runs the actor, while it is awake; tokio's own header of about 100 bytes and
    /// the frame of a suspended handler not counted.
    #[must_use]
    pub fn task(&self) -> usize {
        self.task
    }

    /// What the state's fields own on the heap. `None` while a handler runs, or
    /// while the state is frozen or somebody else measures it; otherwise it says itself
    /// whether some of it could not be measured.
    #[must_use]
    pub fn state(&self) -> Option<&Measure> {
        self.state.as_ref()
    }

    /// The sum of what is known.
    #[must_use]
    pub fn bytes(&self) -> usize {
        let heap = self.state.as_ref().map_or(0, Measure::capacity);
        self.cell + self.mailbox + self.task + heap
    }
}

/// The sum and its parts, such as `1264 B: cell 96 B, mailbox 80 B, task 216 B, state 872 B`. What is not measured is
/// said so.
impl fmt::Display for Memory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} B: cell {} B", self.bytes(), self.cell)?;
        write!(f, ", mailbox {} B, task {} B", self.mailbox, self.task)?;
        let Some(state) = &self.state else {
            return f.write_str(", state not measured");
        };
        write!(f, ", state {} B", state.capacity())?;
        if state.shared() > 0 {
            write!(f, "; {} B shared with others", state.shared())?;
        }
        match state.unmeasured() {
            0 => Ok(()),
            fields => write!(f, "; {fields} fields or elements not measured"),
        }
    }
}

/// Inspection and administration of one actor.
///
/// Nothing here but `send` wakes a sleeper or waits behind messages.
pub struct ActorDoor<'a, A: Actor> {
    pub(super) cell: &'a CellRef<A>,
}

impl<'a, A: Actor> ActorDoor<'a, A> {
    pub(crate) fn new(cell: &'a CellRef<A>) -> Self {
        Self { cell }
    }

    /// Where the actor stands.
    #[must_use]
    pub fn status(&self) -> Status {
        Erased::status(self.cell)
    }

    /// When the actor hibernates by itself, and who said so: its attribute, the [configuration](crate::Config), or
    /// whoever started it.
    #[must_use]
    pub fn hibernate_after(&self) -> Effective {
        self.cell.link().idle()
    }

    /// How long the actor may sleep before its [`Freezable`](crate::Freezable) fields are frozen, and who said so: its attribute, the
    /// [configuration](crate::Config), or whoever started it.
    #[cfg(feature = "freeze")]
    #[must_use]
    pub fn freeze_after(&self) -> Effective<FreezeAfter> {
        self.cell.link().freeze()
    }

    /// Why the actor is awake. `None`: it is not, be it that it sleeps, that it is being restarted, or that it has
    /// ended.
    #[must_use]
    pub fn why_awake(&self) -> Option<WhyAwake> {
        Erased::why_awake(self.cell)
    }

    /// All that is known of the actor at a glance.
    #[must_use]
    pub fn info(&self) -> ActorInfo {
        ActorInfo::of(&Control::Actor(self.cell.any().clone()))
    }

    /// Which incarnation runs: 0 before the first start, one more with each start and restart.
    #[must_use]
    pub fn generation(&self) -> u32 {
        self.cell.mailbox().generation()
    }

    /// How many messages wait, not counting the one that is being handled.
    ///
    /// While messages that came together are handled one right after the other, it is told as it was at the first of
    /// them: to count each is dearer than to handle it.
    #[must_use]
    pub fn queue_len(&self) -> usize {
        self.cell.mailbox().len()
    }

    /// How many messages may wait. `None`: as many as come.
    #[must_use]
    pub fn capacity(&self) -> Option<usize> {
        let bound = self.cell.mailbox().bound(A::OPTIONS.bound());
        bound.map(|bound| bound.capacity())
    }

    /// What becomes of messages that find the mailbox full, where it has a bound.
    #[must_use]
    pub fn overflow(&self) -> Option<Overflow> {
        let bound = self.cell.mailbox().bound(A::OPTIONS.bound());
        bound.map(|bound| bound.overflow())
    }

    /// Bounds the mailbox from now on, restarts included. `usize::MAX` takes the bound away; 0 counts as 1.
    ///
    /// What waits already stays, even where it is more than that: what becomes of the next message is
    /// decided when it comes. Where there is room now for senders that wait, they come in.
    ///
    /// The bound is for what others send: calls, casts and values. What the actor has asked for comes in always: its
    /// timers, notices, and what it sends itself by its `Context`; and stops, kills and inspection do not wait in the
    /// mailbox.
    ///
    /// ```
    /// use dormouse::prelude::*;
    /// use dormouse::Overflow;
    ///
    /// #[actor]
    /// struct Unit;
    ///
    /// #[actor]
    /// impl Unit {}
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let unit = Unit.spawn()?;
    /// assert_eq!(unit.actor().capacity(), None);
    /// unit.actor().set_mailbox(100, Overflow::Error);
    /// assert_eq!(unit.actor().capacity(), Some(100));
    /// # Ok(())
    /// # }
    /// ```
    pub fn set_mailbox(&self, capacity: usize, overflow: Overflow) {
        let bound = Bound::new(capacity, overflow);
        let (pushed, admitted) = self.cell.mailbox().set_bound(bound);
        if let Ok(Some(held)) = self.cell.pushed(pushed) {
            activation::spawn(held);
        }
        offers::admit(admitted);
    }

    /// How many messages were dropped because the mailbox was full, since the actor was made: restarts do
    /// not reset it.
    #[must_use]
    pub fn dropped(&self) -> u64 {
        self.cell.mailbox().dropped()
    }

    /// How many senders wait for room in the mailbox. Their messages are not part of the queue yet.
    #[must_use]
    pub fn senders_waiting(&self) -> usize {
        self.cell.mailbox().senders_waiting()
    }

    /// What the actor costs, in bytes.
    #[must_use]
    pub fn memory(&self) -> Memory {
        Erased::memory(self.cell)
    }

    /// The actor's place in the tree, such as `App/sessions/session#7`.
    #[must_use]
    pub fn path(&self) -> String {
        let head = self.cell.head();
        head.link().path(head.slot())
    }

    /// Sends `value` to the [`#[info]`](macro@crate::info) handler of its type.
    ///
    /// ```
    /// use dormouse::prelude::*;
    ///
    /// struct Price(u32);
    ///
    /// #[actor]
    /// #[derive(Default)]
    /// struct Board {
    ///     last: u32,
    /// }
    ///
    /// #[actor]
    /// impl Board {
    ///     #[info]
    ///     fn price(&mut self, Price(price): Price) {
    ///         self.last = price;
    ///     }
    ///
    ///     #[call]
    ///     fn last(&self) -> u32 {
    ///         self.last
    ///     }
    /// }
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let board = Board::default().spawn()?;
    /// board.actor().send(Price(7))?;
    /// assert_eq!(board.last().await?, 7);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// When the actor is down or gone, and when its mailbox is full, as for a cast; the value is dropped.
    pub fn send<T>(&self, value: T) -> Result<(), CastError>
    where
        A: Receive<T>,
    {
        super::cast(self.cell, A::message(Info::new(value)))
    }

    /// A handle that does not keep the actor alive.
    #[must_use]
    pub fn downgrade(&self) -> WeakRef<A> {
        WeakRef::new(self.cell)
    }

    pub(crate) fn cell(&self) -> &CellRef<A> {
        self.cell
    }

    /// Stops the actor with `reason`, after the handler that runs. Its supervisor restarts it where its
    /// restart type says so, and then the next incarnation handles what is queued; else queued calls fail,
    /// and queued casts are counted in an event.
    ///
    /// The stop is asked for at once, whether or not the future is awaited.
    pub fn stop(&self, reason: ExitReason) -> Stopping {
        self.end(|cell| Erased::stop(cell, reason))
    }

    /// Stops the actor once it has handled what waits, senders that wait for room included. From now on it
    /// takes no messages: whoever sends one is told that there is no process. What the runtime would send it,
    /// such as the ticks of `#[every]`, is left out as well.
    ///
    /// There is no time limit: put `tokio::time::timeout` round it, and [`stop`](Self::stop) or
    /// [`kill`](Self::kill) what takes too long. Where its supervisor restarts it, the next incarnation takes
    /// messages again.
    ///
    /// The drain is asked for at once, whether or not the future is awaited.
    pub fn drain(&self) -> Stopping {
        self.end(|cell| Erased::drain(cell, ExitReason::Normal))
    }

    /// Ends the actor without waiting for its handler, at the next await; the `#[stop]` hook does not run.
    pub fn kill(&self) -> Stopping {
        self.end(Erased::kill)
    }

    /// Waits for the end of the incarnation that runs now; between two of them, for the end of the next one.
    pub fn stopped(&self) -> Stopping {
        self.end(|_| true)
    }

    fn end(&self, ask: impl FnOnce(&CellRef<A>) -> bool) -> Stopping {
        let (watcher, receiver) = mailbox::watcher();
        if self.cell.mailbox().watch(watcher).is_err() || !ask(self.cell) {
            return Stopping(Err(NoProcess::of(self.cell)));
        }
        Stopping(Ok(receiver))
    }

    pub(crate) fn tree(&self) -> Tree {
        Tree::actor(self.cell)
    }
}

impl<A: Actor> fmt::Debug for ActorDoor<'_, A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ActorDoor")
            .field("path", &self.path())
            .field("status", &self.status())
            .finish_non_exhaustive()
    }
}

/// The end of an actor or a supervisor, to be awaited: why it ended.
///
/// # Errors
///
/// When nothing ran that could end, or what was to run next did not come.
///
/// # Cancel safety
///
/// What was asked for happens whether or not it is awaited.
#[derive(Debug)]
pub struct Stopping(Result<Receiver<Result<Exit, NoProcess>>, NoProcess>);

impl Stopping {
    pub(crate) fn new(receiver: Result<Receiver<Result<Exit, NoProcess>>, NoProcess>) -> Self {
        Self(receiver)
    }
}

impl Future for Stopping {
    type Output = Result<Exit, NoProcess>;

    fn poll(self: Pin<&mut Self>, context: &mut task::Context<'_>) -> Poll<Self::Output> {
        match &mut self.get_mut().0 {
            Ok(receiver) => receiver.poll_value(context),
            Err(process) => Poll::Ready(Err(process.clone())),
        }
    }
}

impl NoProcess {
    pub(crate) fn of<A: Actor>(cell: &CellRef<A>) -> Self {
        let head = cell.head();
        Self::new(
            head.link().path(head.slot()),
            Erased::status(cell) == Status::Gone,
            cell.mailbox().last_exit(),
        )
    }
}
