//! What is known of the incarnations of each child beside what the planner knows: one word for each, and two
//! where one of them has ended.

use tokio::task::AbortHandle;

use crate::exit::ExitReason;
use crate::supervisor::planner::{Exit, Incarnation, Slot};

/// The seats, by slot.
pub(super) struct Seats {
    seats: Vec<Seat>,
    /// What few of them have; shorter than the other table where the last have nothing.
    rare: Vec<Option<Box<Rare>>>,
}

/// The planner's number for the latest start, and what became of it.
#[derive(Clone, Copy, Default)]
struct Seat {
    /// The generation that runs, or the one before the start that is under way.
    generation: u32,
    number: u16,
    stand: Stand,
}

#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Stand {
    #[default]
    Empty,
    /// A start is under way.
    Starting,
    /// The generation runs. An exit of another one is nobody's.
    Runs,
}

/// What is known of a child that takes its time to start, or that has ended.
#[derive(Default)]
struct Rare {
    start: Start,
    /// How its last incarnation ended, or why one did not start.
    last: Option<Last>,
}

/// How an incarnation ended, or why it did not start.
pub(super) struct Last {
    pub(super) reason: ExitReason,
    /// The generation that ended so; 0 where none did.
    pub(super) generation: u32,
}

/// What has happened to a start that is under way.
#[derive(Default)]
pub(super) struct Start {
    /// An exit that came before its success waits here.
    pub(super) early: Option<Exit>,
    /// It has taken longer than it may.
    pub(super) late: bool,
    abort: Option<AbortHandle>,
}

/// Whose an exit is.
pub(super) enum Exited {
    /// It was left behind as stuck, and has ended after all.
    Nobodys,
    /// It ran, and has ended, before its start was told.
    Early,
    Of(Incarnation),
}

impl Seats {
    /// Seats on which nobody has sat yet.
    pub(super) fn new(count: usize) -> Self {
        Self {
            seats: vec![Seat::default(); count],
            rare: Vec::new(),
        }
    }

    /// A start begins; `before` is the generation before it. Whether there is such a seat.
    pub(super) fn begin(&mut self, incarnation: Incarnation, before: u32) -> bool {
        let Some(seat) = self.seats.get_mut(incarnation.slot.0 as usize) else {
            return false;
        };
        *seat = Seat {
            generation: before,
            number: incarnation.number,
            stand: Stand::Starting,
        };
        self.take_start(incarnation.slot);
        true
    }

    /// Whether that start is under way.
    pub(super) fn starts(&self, incarnation: Incarnation) -> bool {
        self.stands(incarnation, Stand::Starting)
    }

    /// Whether that incarnation is there.
    pub(super) fn runs(&self, incarnation: Incarnation) -> bool {
        self.stands(incarnation, Stand::Runs)
    }

    fn stands(&self, incarnation: Incarnation, stand: Stand) -> bool {
        self.get(incarnation.slot)
            .is_some_and(|seat| seat.number == incarnation.number && seat.stand == stand)
    }

    /// Whether that generation is the one that runs, or may be the one that is being started.
    pub(super) fn knows(&self, slot: Slot, generation: u32) -> bool {
        self.get(slot).is_some_and(|seat| match seat.stand {
            Stand::Empty => false,
            Stand::Starting => true,
            Stand::Runs => seat.generation == generation,
        })
    }

    /// The start under way is a task.
    pub(super) fn set_abort(&mut self, slot: Slot, abort: AbortHandle) {
        self.rare(slot).start.abort = Some(abort);
    }

    /// The start under way has taken longer than it may.
    pub(super) fn set_late(&mut self, slot: Slot) {
        self.rare(slot).start.late = true;
    }

    /// Whether any start is under way.
    pub(super) fn is_starting(&self, slot: Slot) -> bool {
        self.get(slot)
            .is_some_and(|seat| seat.stand == Stand::Starting)
    }

    /// The task of the start under way, where it is one.
    pub(super) fn abort(&self, slot: Slot) -> Option<AbortHandle> {
        self.look(slot)?.start.abort.clone()
    }

    /// That start is over. Gives the generation before it, and what has happened to it.
    pub(super) fn finish(&mut self, incarnation: Incarnation) -> Option<(u32, Start)> {
        if !self.starts(incarnation) {
            return None;
        }
        let seat = self.seats.get_mut(incarnation.slot.0 as usize)?;
        seat.stand = Stand::Empty;
        let before = seat.generation;
        Some((before, self.take_start(incarnation.slot)))
    }

    /// A start has brought that generation.
    pub(super) fn run(&mut self, slot: Slot, generation: u32) {
        if let Some(seat) = self.seats.get_mut(slot.0 as usize) {
            seat.generation = generation;
            seat.stand = Stand::Runs;
        }
    }

    /// A generation has ended.
    pub(super) fn exit(&mut self, slot: Slot, generation: u32, exit: Exit) -> Exited {
        let Some(seat) = self.seats.get_mut(slot.0 as usize) else {
            return Exited::Nobodys;
        };
        match seat.stand {
            Stand::Starting if seat.generation != generation => {
                self.rare(slot).start.early = Some(exit);
                Exited::Early
            }
            Stand::Runs if seat.generation == generation => {
                seat.stand = Stand::Empty;
                Exited::Of(Incarnation {
                    slot,
                    number: seat.number,
                })
            }
            _ => Exited::Nobodys,
        }
    }

    /// What runs is given up. Gives its generation, 0 where none runs.
    pub(super) fn leave(&mut self, slot: Slot) -> u32 {
        match self.seats.get_mut(slot.0 as usize) {
            Some(seat) if seat.stand == Stand::Runs => {
                seat.stand = Stand::Empty;
                seat.generation
            }
            _ => 0,
        }
    }

    /// Keeps how a generation ended. Gives what was kept before, to be dropped after the lock: it is the user's.
    #[must_use]
    pub(super) fn end(&mut self, slot: Slot, reason: ExitReason, generation: u32) -> Option<Last> {
        let last = Last { reason, generation };
        if self.get(slot).is_none() {
            return Some(last);
        }
        self.rare(slot).last.replace(last)
    }

    /// How the last incarnation ended, or why one did not start.
    pub(super) fn last(&self, slot: Slot) -> Option<&Last> {
        self.look(slot)?.last.as_ref()
    }

    /// Forgets how the last one ended. Gives that, to be dropped after the lock.
    #[must_use]
    pub(super) fn forget(&mut self, slot: Slot) -> Option<Last> {
        let rare = self.rare.get_mut(slot.0 as usize)?;
        let last = rare.as_mut()?.last.take();
        Self::tidy(rare);
        last
    }

    /// A new seat in that slot. Gives what is known of an earlier one, to be dropped after the lock.
    #[must_use]
    pub(super) fn add(&mut self, slot: Slot) -> Option<Last> {
        let index = slot.0 as usize;
        if self.seats.len() <= index {
            self.seats.resize_with(index + 1, Seat::default);
        }
        self.seats[index] = Seat::default();
        let rare = self.rare.get_mut(index).and_then(Option::take);
        rare.and_then(|rare| rare.last)
    }

    /// Takes all seats away but the first. Gives what is known of them, to be dropped after the lock.
    #[must_use]
    pub(super) fn truncate(&mut self, count: usize) -> Vec<Last> {
        self.seats.truncate(count);
        let rare = self.rare.drain(count.min(self.rare.len())..);
        rare.flatten().filter_map(|rare| rare.last).collect()
    }

    /// Gives back what the tables do not need.
    pub(super) fn shrink(&mut self) {
        while let Some(None) = self.rare.last() {
            self.rare.pop();
        }
        self.rare.shrink_to_fit();
        self.seats.shrink_to_fit();
    }

    /// Bytes of the tables.
    pub(super) fn bytes(&self) -> usize {
        self.seats.capacity() * size_of::<Seat>()
            + self.rare.capacity() * size_of::<Option<Box<Rare>>>()
            + self.rare.iter().flatten().count() * size_of::<Rare>()
    }

    fn get(&self, slot: Slot) -> Option<&Seat> {
        self.seats.get(slot.0 as usize)
    }

    fn look(&self, slot: Slot) -> Option<&Rare> {
        self.rare.get(slot.0 as usize)?.as_deref()
    }

    /// Of a slot that has a seat.
    fn rare(&mut self, slot: Slot) -> &mut Rare {
        let index = slot.0 as usize;
        if self.rare.len() <= index {
            // As long as it may become at once: children end one after the other.
            self.rare
                .resize_with(self.seats.len().max(index + 1), || None);
        }
        self.rare[index].get_or_insert_default()
    }

    fn take_start(&mut self, slot: Slot) -> Start {
        let Some(rare) = self.rare.get_mut(slot.0 as usize) else {
            return Start::default();
        };
        let start = rare.as_mut().map(|rare| std::mem::take(&mut rare.start));
        Self::tidy(rare);
        start.unwrap_or_default()
    }

    /// What is known of nothing any more goes.
    fn tidy(rare: &mut Option<Box<Rare>>) {
        rare.take_if(|rare| rare.last.is_none() && !rare.start.is_known());
    }
}

impl Start {
    /// Whether something has happened to it.
    fn is_known(&self) -> bool {
        self.early.is_some() || self.late || self.abort.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIRST: Slot = Slot(0);
    const SECOND: Slot = Slot(1);

    fn start(seats: &mut Seats, slot: Slot, number: u16, before: u32) -> Incarnation {
        let incarnation = Incarnation { slot, number };
        seats.begin(incarnation, before);
        incarnation
    }

    #[test]
    fn a_seat_takes_eight_bytes() {
        assert_eq!(size_of::<Seat>(), 8);
    }

    #[test]
    fn what_only_runs_takes_no_more_than_its_seat() {
        let mut seats = Seats::new(2);
        let first = start(&mut seats, FIRST, 1, 0);
        assert!(seats.starts(first) && !seats.runs(first));
        assert_eq!(seats.finish(first).map(|(before, _)| before), Some(0));
        seats.run(FIRST, 1);
        assert!(seats.runs(first) && !seats.starts(first));
        assert!(seats.knows(FIRST, 1) && !seats.knows(FIRST, 2) && !seats.knows(SECOND, 1));
        assert_eq!(seats.bytes(), 2 * size_of::<Seat>());
    }

    #[test]
    fn an_end_is_remembered_over_the_next_start() {
        let mut seats = Seats::new(2);
        start(&mut seats, SECOND, 1, 0);
        seats.run(SECOND, 1);
        assert!(matches!(seats.exit(SECOND, 1, Exit::Failed), Exited::Of(_)));
        assert!(seats.end(SECOND, ExitReason::Killed, 1).is_none());
        let again = start(&mut seats, SECOND, 2, 1);
        seats.set_late(SECOND);
        let (before, under_way) = seats.finish(again).unwrap();
        assert_eq!((before, under_way.late), (1, true));
        let last = seats.last(SECOND).unwrap();
        assert_eq!((last.generation, last.reason.is_clean()), (1, false));
        assert!(seats.finish(again).is_none(), "once");
        assert_eq!(seats.forget(SECOND).map(|last| last.generation), Some(1));
        seats.shrink();
        assert_eq!(seats.bytes(), 2 * size_of::<Seat>());
    }

    #[test]
    fn an_exit_is_that_of_the_start_under_way_or_of_what_runs_or_nobodys() {
        let mut seats = Seats::new(1);
        let first = start(&mut seats, FIRST, 7, 3);
        assert!(matches!(seats.exit(FIRST, 3, Exit::Clean), Exited::Nobodys));
        assert!(matches!(seats.exit(FIRST, 4, Exit::Clean), Exited::Early));
        let (_, under_way) = seats.finish(first).unwrap();
        assert_eq!(under_way.early, Some(Exit::Clean));
        assert!(matches!(seats.exit(FIRST, 4, Exit::Clean), Exited::Nobodys));
        start(&mut seats, FIRST, 8, 4);
        seats.run(FIRST, 5);
        assert!(matches!(seats.exit(FIRST, 4, Exit::Clean), Exited::Nobodys));
        assert_eq!((seats.leave(FIRST), seats.leave(FIRST)), (5, 0));
        assert!(matches!(seats.exit(FIRST, 5, Exit::Clean), Exited::Nobodys));
        assert!(matches!(
            seats.exit(SECOND, 1, Exit::Clean),
            Exited::Nobodys
        ));
    }

    #[test]
    fn a_seat_that_is_used_again_knows_nothing() {
        let mut seats = Seats::new(0);
        assert!(seats.add(FIRST).is_none());
        let earlier = start(&mut seats, FIRST, 1, 0);
        assert!(seats.end(FIRST, ExitReason::Killed, 0).is_none());
        assert_eq!(seats.add(FIRST).map(|last| last.generation), Some(0));
        assert!(seats.last(FIRST).is_none() && !seats.starts(earlier));
        assert!(seats.end(FIRST, ExitReason::Killed, 2).is_none());
        assert_eq!(seats.truncate(0).len(), 1);
    }
}
