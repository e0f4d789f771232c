//! A mailbox with a bound: what is taken when it is full, and who waits for room.
//!
//! The senders that wait are not in the queue yet: each leaves its message in a line, and whoever makes
//! room moves the first of them over, so that nobody overtakes one who waits and none is woken in vain.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicU64, Ordering};

use super::lanes::{self, Lanes};
use super::parts::Plain;
use super::side::{Side, side};
use super::{Mailbox, Phase, Pushed, queue, signal};
use crate::cell::reply::{self, Otherwise, Promise, Receiver};

/// One sequence for all mailboxes, so that a ticket never means two messages.
static TICKETS: AtomicU64 = AtomicU64::new(0);

/// What becomes of a message that finds its actor's mailbox full.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Overflow {
    /// Its sender waits for room: a call, and a `#[cast(wait)]`. Other casts cannot wait, and get
    /// [`CastError::Full`](crate::CastError::Full).
    Wait,
    /// Its sender gets an error.
    Error,
    /// The oldest message that others have sent goes in its favour. What is the actor's own, ticks, timers, notices and
    /// what it sends itself, is never dropped; where nothing else waits, the new message comes in beyond the bound.
    DropOldest,
    /// It goes itself.
    DropNewest,
}

impl Overflow {
    /// The name, as the attribute spells it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Wait => "wait",
            Self::Error => "error",
            Self::DropOldest => "drop_oldest",
            Self::DropNewest => "drop_newest",
        }
    }
}

/// How many messages may wait, and what then.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Bound {
    capacity: usize,
    overflow: Overflow,
}

impl Bound {
    /// Room for none counts as room for one: a message must get in somehow.
    pub(crate) const fn new(capacity: usize, overflow: Overflow) -> Self {
        Self {
            capacity: if capacity == 0 { 1 } else { capacity },
            overflow,
        }
    }

    pub(crate) const NONE: Self = Self::new(usize::MAX, Overflow::Error);

    pub(crate) const fn capacity(&self) -> usize {
        self.capacity
    }

    pub(crate) const fn overflow(&self) -> Overflow {
        self.overflow
    }

    pub(crate) fn is_none(&self) -> bool {
        self.capacity == usize::MAX
    }
}

/// How a sender can wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Patience {
    /// It cannot.
    None,
    /// It waits for a reply anyhow.
    Reply,
    /// It waits until its message is in the queue.
    Room,
}

/// Whether a message came into the queue after all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Admitted {
    Yes,
    /// The actor takes no messages any more.
    No,
}

impl Otherwise for Admitted {
    fn otherwise() -> Self {
        Self::No
    }
}

/// Tells a sender that waited; to be sent after the lock, for wakers are the user's.
pub(crate) type Admission = Promise<Admitted>;

/// A sender that waits for room.
pub(crate) struct Waiting<M> {
    pub(super) ticket: u64,
    pub(crate) message: M,
    /// `None` where it waits for a reply anyhow.
    pub(crate) admission: Option<Admission>,
}

/// What became of a message that was sent to a mailbox with a mark.
#[must_use]
pub(crate) enum Offered<M> {
    /// It is in the queue.
    Taken(Pushed<M>),
    /// These gave way, or it did. So many have until now.
    Dropped(VecDeque<M>, u64),
    /// There is no room, and this is all there is.
    Full(M, usize),
    /// It stands in line; the ticket takes it out again.
    Waits(u64, Option<Receiver<Admitted>>),
    /// The actor takes no messages.
    Refused(M),
}

impl<M> Mailbox<M> {
    /// Adds a message in whatever state the mailbox is; `call` says which of the two it is. `declared` is the
    /// bound that the actor's attribute gave it; `first` overtakes all that is not `first` itself; only what is
    /// `of_others` gives way.
    pub(crate) fn offer_marked(
        &self,
        message: M,
        call: bool,
        first: bool,
        patience: Patience,
        declared: Option<Bound>,
        of_others: fn(&M) -> bool,
    ) -> Offered<M> {
        let mut guard = self.0.lock();
        let phase = Phase::from_byte(guard.phase());
        if phase.is_closed() || lanes::is_draining(&guard) || (call && phase == Phase::Barred) {
            drop(guard);
            return Offered::Refused(message);
        }
        let bound = lanes::bound(&guard, declared);
        let own = side(&mut guard);
        if own.len() < bound.capacity {
            if own.enqueue(message, first) {
                guard.raise(signal::FIRST);
            }
            return Offered::Taken(Self::summon(guard, phase));
        }
        let mut dropped = VecDeque::new();
        match bound.overflow {
            Overflow::Wait if patience != Patience::None => {
                return own.seldom().lanes().line_up(message, first, patience);
            }
            Overflow::Wait | Overflow::Error => {
                drop(guard);
                return Offered::Full(message, bound.capacity);
            }
            Overflow::DropOldest => {
                own.drop_oldest(bound.capacity, first, of_others, &mut dropped);
                // What is its own waits in the inbox: in front are others alone.
                let others = own.lanes().map_or(0, |lanes| lanes.first.len());
                if dropped.is_empty() && others < bound.capacity {
                    if own.enqueue(message, first) {
                        guard.raise(signal::FIRST);
                    }
                    return Offered::Taken(Self::summon(guard, phase));
                }
            }
            Overflow::DropNewest => {}
        }
        let mut raised = false;
        if dropped.is_empty() {
            dropped.push_back(message);
        } else {
            raised = own.enqueue(message, first);
        }
        let lanes = own.seldom().lanes();
        lanes.dropped += dropped.len() as u64;
        let count = lanes.dropped;
        if raised {
            guard.raise(signal::FIRST);
        }
        drop(guard);
        Offered::Dropped(dropped, count)
    }

    /// Takes a message out of the line again, if it stands there still; to be dropped by the caller.
    pub(crate) fn withdraw(&self, ticket: u64) -> Option<Waiting<M>> {
        let mut guard = self.0.lock();
        let lanes = guard.as_mut()?.lanes()?;
        let mut lines = lanes.lines.as_mut()?.iter_mut();
        lines.find_map(|line| line.withdraw(ticket))
    }

    /// The next message of a mailbox with a mark, and one who waited for the room.
    pub(crate) fn take_one(
        &self,
        batch: &mut VecDeque<M>,
        declared: Option<Bound>,
    ) -> Vec<Admission> {
        let mut guard = self.0.lock();
        let bound = lanes::bound(&guard, declared);
        let Some(own) = guard.as_mut() else {
            return Vec::new();
        };
        if let Some(message) = own.inbox.pop_front() {
            batch.push_back(message);
        }
        // The one is in work at once.
        own.run.taken = 0;
        let (admitted, first) = own.admit(bound.capacity);
        if first {
            guard.raise(signal::FIRST);
        }
        admitted
    }

    /// The next message of those that go first, and one who waited for the room.
    pub(crate) fn take_first(&self, declared: Option<Bound>) -> (Option<M>, Vec<Admission>) {
        let mut guard = self.0.lock();
        let bound = lanes::bound(&guard, declared);
        let Some(own) = guard.as_mut() else {
            guard.clear(signal::FIRST);
            return (None, Vec::new());
        };
        let message = own.lanes().and_then(|lanes| lanes.first.pop_front());
        let (admitted, _) = own.admit(bound.capacity);
        if own.lanes().is_none_or(|lanes| lanes.first.is_empty()) {
            guard.clear(signal::FIRST);
        }
        if message.is_some() {
            // Its idle time begins again.
            guard.clear(signal::RETIRE | signal::HIBERNATE);
        }
        (message, admitted)
    }

    /// Another bound from now on. Who waits for room and finds it now comes in.
    pub(crate) fn set_bound(&self, bound: Bound) -> (Pushed<M>, Vec<Admission>) {
        let mut guard = self.0.lock();
        let phase = Phase::from_byte(guard.phase());
        if phase == Phase::Gone {
            return (Pushed::Queued, Vec::new());
        }
        let own = side(&mut guard);
        own.seldom().lanes().bound = Some(bound);
        let (admitted, first) = own.admit(bound.capacity);
        let mut marked = !bound.is_none();
        if let Some(before) = &mut own.seldom().rare.rarest().draining {
            *before = std::mem::replace(&mut marked, true);
        }
        guard.set_marked(marked);
        if first {
            guard.raise(signal::FIRST);
        }
        if admitted.is_empty() || phase.is_closed() {
            return (Pushed::Queued, admitted);
        }
        (Self::summon(guard, phase), admitted)
    }
}

impl Plain {
    /// The bound that counts now.
    pub(crate) fn bound(&self, declared: Option<Bound>) -> Option<Bound> {
        let given = self.lock().numbers().and_then(|numbers| numbers.bound);
        given.or(declared).filter(|bound| !bound.is_none())
    }

    /// How many messages gave way to others, or to those that were there, since the actor began.
    pub(crate) fn dropped(&self) -> u64 {
        self.lock().numbers().map_or(0, |numbers| numbers.dropped)
    }

    /// How many senders wait for room.
    pub(crate) fn senders_waiting(&self) -> usize {
        self.lock().numbers().map_or(0, |numbers| numbers.waiting)
    }
}

impl<M> Side<M> {
    /// Whether it went into the lane in front.
    fn enqueue(&mut self, message: M, first: bool) -> bool {
        if first {
            self.seldom().lanes().first.push_back(message);
        } else {
            self.inbox.push_back(message);
        }
        first
    }

    /// Makes room for one more. What goes first gives way only to its like, and what is the actor's own to nobody.
    fn drop_oldest(
        &mut self,
        capacity: usize,
        first: bool,
        of_others: fn(&M) -> bool,
        dropped: &mut VecDeque<M>,
    ) {
        while self.len() >= capacity {
            let oldest = match take_first_of(&mut self.inbox, of_others) {
                None if first => self
                    .lanes()
                    .and_then(|lanes| take_first_of(&mut lanes.first, of_others)),
                oldest => oldest,
            };
            match oldest {
                Some(oldest) => dropped.push_back(oldest),
                None => return,
            }
        }
    }

    /// Moves those who wait into the queue, as far as there is room. Whether some of them go first.
    pub(super) fn admit(&mut self, capacity: usize) -> (Vec<Admission>, bool) {
        let mut admitted = Vec::new();
        let mut any_first = false;
        while self.len() < capacity {
            let next = self.lanes().and_then(|lanes| {
                let [first, others] = &mut **lanes.lines.as_mut()?;
                let goes_first = !first.messages.is_empty();
                let line = if goes_first { first } else { others };
                Some((line.pop()?, goes_first))
            });
            let Some((waiting, first)) = next else { break };
            admitted.extend(waiting.admission);
            any_first |= self.enqueue(waiting.message, first);
        }
        (admitted, any_first)
    }
}

fn take_first_of<M>(queue: &mut VecDeque<M>, of_others: fn(&M) -> bool) -> Option<M> {
    let place = queue.iter().position(of_others)?;
    queue::take(queue, place)
}

impl<M> Lanes<M> {
    fn line_up(&mut self, message: M, first: bool, patience: Patience) -> Offered<M> {
        let (admission, receiver) = match patience {
            Patience::Room => {
                let (sender, receiver) = reply::reply();
                (Some(Promise::new(sender)), Some(receiver))
            }
            Patience::None | Patience::Reply => (None, None),
        };
        // Drawn under the lock: a line is in the order of its tickets.
        let ticket = TICKETS.fetch_add(1, Ordering::Relaxed);
        self.lines()[usize::from(!first)].push(ticket, message, admission);
        Offered::Waits(ticket, receiver)
    }

    /// Takes out all who wait.
    pub(super) fn dismiss(&mut self) -> Vec<Waiting<M>> {
        let mut all = Vec::with_capacity(self.waiting());
        if let Some(mut lines) = self.lines.take() {
            for line in lines.iter_mut() {
                while let Some(waiting) = line.pop() {
                    all.push(waiting);
                }
            }
        }
        all
    }
}
