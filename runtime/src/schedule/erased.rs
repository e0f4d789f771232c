//! What can be done with a cell whose type is forgotten.

use std::sync::Arc;

use crate::actor::Actor;
use crate::cell::reference::{AnyCell, CellRef};
use crate::cell::state::{Carried, Cell, Held, Swept};
use crate::compact::{Compaction, Measure};
use crate::config::after::Effective;
use crate::error::{CastError, NoProcess};
use crate::exit::{Exit, ExitReason};
use crate::handle;
use crate::handle::door::{Memory, Status};
use crate::hibernate::defragment::{self, Look};
use crate::hibernate::interval;
use crate::hibernate::switch::{is_hibernation_on, while_off};
use crate::info::any::Parcel;
use crate::info::tie::Tie;
use crate::info::{self, Delivered};
use crate::mailbox::{Phase, Sweep, Wait, Watcher, signal};
use crate::observe::types::{self, ActorType};
use crate::observe::why_awake::WhyAwake;
use crate::schedule::activation::{self, Activation};
use crate::schedule::inspected;
use crate::schedule::stalls::Stalls;
use crate::supervisor::stop_report::Lost;

/// A cell of some actor, as supervisors, the sweeper and inspection see it.
pub(crate) trait Erased: Send + Sync {
    /// Asks for a graceful stop. Whether an incarnation was there to be asked.
    fn stop(&self, reason: ExitReason) -> bool;

    /// The same for that incarnation alone.
    fn stop_incarnation(&self, generation: u32, reason: ExitReason);

    /// Adds what ends with the incarnation; gives which one that is, if there is one.
    fn tie(&self, tie: Arc<Tie>) -> Option<u32>;

    /// The same for its supervisor, whose thread the `#[stop]` hook does not get.
    fn stop_apart(&self, reason: ExitReason) -> bool;

    /// Refuses what is sent from now on, and stops gracefully once nothing waits. Whether an incarnation was
    /// there to be asked.
    fn drain(&self, reason: ExitReason) -> bool;

    /// Ends the incarnation by force. Whether one was there.
    fn kill(&self) -> bool;

    /// Refuses messages from now on, and fails those that wait. How many casts were lost.
    fn close(&self, for_good: bool, exit: &Exit) -> Lost;

    /// Refuses calls, and fails those that wait, while there is no incarnation and others stop first.
    fn bar(&self, exit: &Exit);

    /// Takes calls again.
    fn unbar(&self);

    /// A child that is down may start again.
    fn reopen(&self) -> bool;

    /// The sweeper's entry is due: what it does next, as the time of the next look.
    fn sweep(&self, now: u64, stalls: &Stalls) -> Option<u64>;

    /// Whether that incarnation is there.
    fn has_incarnation(&self, generation: u32) -> bool;

    /// The tick of an interval of that incarnation is due.
    fn tick(&self, generation: u32, index: u32);

    /// Registers somebody who waits for the end of the incarnation; gives how the last one ended when
    /// there will be none.
    fn watch(&self, watcher: Watcher) -> Result<(), Option<ExitReason>>;

    /// Delivers a notice that the actor has asked for, `Option<Info<_>>`.
    fn deliver(&self, value: &mut dyn Parcel) -> Delivered;

    /// Sends a value whose type is not known, `Option<Info<_>>`. `None`: no handler takes it.
    fn send(&self, value: &mut dyn Parcel) -> Option<Result<(), CastError>>;

    /// The name of the actor's type, for events.
    fn type_name(&self) -> &'static str;

    /// The actor's type, with what is counted of it.
    fn actor_type(&self) -> Arc<ActorType>;

    /// The registry is about to have something about this cell. `false`: it has ended.
    fn make_known(&self) -> bool;

    fn phase(&self) -> Phase;

    fn status(&self) -> Status;

    /// When it hibernates by itself.
    fn idle(&self) -> Effective;

    /// `None`: it is not awake.
    fn why_awake(&self) -> Option<WhyAwake>;

    fn generation(&self) -> u32;

    /// How the last incarnation ended, while that is remembered.
    fn last_exit(&self) -> Option<ExitReason>;

    /// Whether messages wait until it is resumed.
    fn is_suspended(&self) -> bool;

    /// Whether a handler hibernates where it is; and if so, whether it waits for something of its own.
    #[cfg(feature = "test-util")]
    fn waits_in_place(&self) -> Option<bool>;

    /// The runtime has gone: ends an actor that nobody would come to.
    fn runtime_gone(&self);

    fn queue_len(&self) -> usize;

    /// Bytes by part.
    fn memory(&self) -> Memory;

    /// Moves the small blocks of a sleeper that has settled.
    fn defragment(&self, compaction: &mut Compaction) -> Look;

    /// The handler that runs waits for a call.
    fn begin_wait(&self, wait: Wait);

    /// Gives the wait, unless it has ended.
    fn end_wait(&self, call: usize) -> Option<Wait>;

    /// Adds those whom the handler that runs waits for.
    fn add_callees(&self, callees: &mut Vec<AnyCell>);
}

impl<A: Actor> Erased for CellRef<A> {
    fn stop(&self, reason: ExitReason) -> bool {
        let signalled = self.mailbox().stop(reason);
        end(self.carry_out(signalled), activation::run_here)
    }

    fn stop_incarnation(&self, generation: u32, reason: ExitReason) {
        let signalled = self.mailbox().stop_incarnation(generation, reason);
        end(self.carry_out(signalled), activation::run_apart);
    }

    fn tie(&self, tie: Arc<Tie>) -> Option<u32> {
        self.mailbox().tie(tie)
    }

    fn stop_apart(&self, reason: ExitReason) -> bool {
        let signalled = self.mailbox().stop(reason);
        end(self.carry_out(signalled), activation::run_apart)
    }

    fn drain(&self, reason: ExitReason) -> bool {
        let signalled = self.mailbox().drain(reason);
        end(self.carry_out(signalled), activation::run_apart)
    }

    fn kill(&self) -> bool {
        let signalled = self.mailbox().signal(signal::KILL);
        end(self.carry_out(signalled), activation::run_here)
    }

    fn close(&self, for_good: bool, exit: &Exit) -> Lost {
        activation::close(self, for_good, exit)
    }

    fn bar(&self, exit: &Exit) {
        activation::bar(self, exit);
    }

    fn unbar(&self) {
        self.mailbox().unbar();
    }

    fn reopen(&self) -> bool {
        self.mailbox().reopen()
    }

    fn sweep(&self, now: u64, stalls: &Stalls) -> Option<u64> {
        let limits = self.link().limits();
        if limits.hibernate < u64::MAX
            && self.mailbox().phase() == Phase::Idle
            && !is_hibernation_on()
        {
            // Kept, for it may be turned on again.
            return Some(now + while_off(limits.hibernate));
        }
        match self.mailbox().sweep(now, limits, stalls) {
            Sweep::Forget => None,
            Sweep::Again(due) => Some(due),
            Sweep::Wake(waker, again) => {
                waker.wake();
                Some(again)
            }
            Sweep::Activate(again) => {
                activation::spawn(self.held_by_sweeper(Swept::new()));
                Some(again)
            }
        }
    }

    fn has_incarnation(&self, generation: u32) -> bool {
        let phase = self.mailbox().phase();
        let there = !phase.is_vacant() && !phase.is_closed();
        there && self.mailbox().generation() == generation
    }

    fn tick(&self, generation: u32, index: u32) {
        if const { !A::INTERVALS.is_empty() } {
            interval::send(self, generation, index);
        }
    }

    fn watch(&self, watcher: Watcher) -> Result<(), Option<ExitReason>> {
        self.mailbox()
            .watch(watcher)
            .map_err(|_| self.mailbox().last_exit())
    }

    fn deliver(&self, value: &mut dyn Parcel) -> Delivered {
        if self.mailbox().phase().is_closed() {
            return Delivered::Refused;
        }
        match A::info(value) {
            None => Delivered::Unknown,
            Some(message) => match info::push(self, message) {
                Ok(()) => Delivered::Yes,
                Err(_) => Delivered::Refused,
            },
        }
    }

    fn send(&self, value: &mut dyn Parcel) -> Option<Result<(), CastError>> {
        if self.mailbox().phase().is_closed() {
            return Some(Err(CastError::NoProcess(NoProcess::of(self))));
        }
        A::info(value).map(|message| handle::cast(self, message))
    }

    fn type_name(&self) -> &'static str {
        A::OPTIONS.name()
    }

    fn actor_type(&self) -> Arc<ActorType> {
        types::of(self.link().table().about())
    }

    fn make_known(&self) -> bool {
        self.mailbox().make_known()
    }

    fn phase(&self) -> Phase {
        self.mailbox().phase()
    }

    fn status(&self) -> Status {
        inspected::status(self.any())
    }

    fn idle(&self) -> Effective {
        self.link().idle()
    }

    fn why_awake(&self) -> Option<WhyAwake> {
        inspected::why_awake(self.any(), self.mailbox())
    }

    fn last_exit(&self) -> Option<ExitReason> {
        self.mailbox().last_exit()
    }

    fn is_suspended(&self) -> bool {
        self.mailbox().is_suspended()
    }

    #[cfg(feature = "test-util")]
    fn waits_in_place(&self) -> Option<bool> {
        let phase = self.mailbox().phase();
        phase.is_in_place().then_some(phase == Phase::InPlaceUntil)
    }

    fn runtime_gone(&self) {
        if self.mailbox().is_suspended() {
            self.kill();
        }
    }

    fn generation(&self) -> u32 {
        self.mailbox().generation()
    }

    fn queue_len(&self) -> usize {
        self.mailbox().len()
    }

    fn memory(&self) -> Memory {
        let cell = self.any();
        let task = size_of::<Activation<A>>();
        if let Some(memory) = inspected::memory_in_place(cell, self.mailbox(), size_of::<Cell<A>>())
        {
            return memory;
        }
        let awake = matches!(
            self.mailbox().phase(),
            Phase::Busy | Phase::Parked | Phase::Lent
        );
        let config = self.link().system().config();
        let worth = config.worth(A::OPTIONS.name());
        let measure = || {
            let measured = self.inspect(|state| {
                let mut measure = Measure::by(worth);
                state.measure(&mut measure);
                measure
            });
            measured.map(|(measure, carried)| {
                if let Carried::Activate(held) = carried {
                    activation::spawn(held);
                }
                measure
            })
        };
        let state = inspected::measured(cell, &measure);
        Memory {
            cell: size_of::<Cell<A>>(),
            mailbox: self.mailbox().bytes(),
            task: if awake { task } else { 0 },
            lasting: self.mailbox().lasting_bytes(),
            state,
        }
    }

    fn defragment(&self, compaction: &mut Compaction) -> Look {
        defragment::look(self, compaction)
    }

    fn begin_wait(&self, wait: Wait) {
        self.mailbox().begin_wait(wait);
    }

    fn end_wait(&self, call: usize) -> Option<Wait> {
        self.mailbox().end_wait(call)
    }

    fn add_callees(&self, callees: &mut Vec<AnyCell>) {
        self.mailbox().add_callees(callees);
    }
}

/// Ends an actor that nobody ran, in the way of whoever asked for it.
fn end<A: Actor>(carried: Carried<A>, run: fn(Held<A>)) -> bool {
    match carried {
        Carried::Noted => true,
        Carried::Activate(held) => {
            run(held);
            true
        }
        Carried::Vacant | Carried::Closed => false,
    }
}
