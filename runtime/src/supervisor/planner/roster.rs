//! The children of a static supervisor, eight bytes each.

use super::rules::{ChildPlan, Exit, Restart};

/// Where a child is kept, from its addition to its removal.
///
/// The declared children have the slots from 0 in the order of their declaration, for ever: such a
/// slot is never given to another child. Slots of children added at run time are used again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Slot(pub(crate) u32);

/// One start of one child.
///
/// Events carry it, so that news of an earlier start, or of an earlier child in the same slot,
/// is recognised and ignored. Numbers come from one counter of the supervisor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Incarnation {
    /// The child.
    pub(crate) slot: Slot,
    /// The number of the start.
    pub(crate) number: u16,
}

/// What the supervisor knows of a child.
///
/// | status | changes to | when |
/// | --- | --- | --- |
/// | `Vacant` | `Starting` | a child is added in this slot |
/// | `Down` | `Starting` | restart_child, or a group restart covers it |
/// | `Waiting` | `Starting`, `Down` | its round reaches it; nothing is left that would start it |
/// | `Restarting` | `Waiting`, `Down` | it is tried again, or a round covers it; it is terminated |
/// | `Starting` | `Running`, `Down`, `Waiting`, `Restarting`, `Vacant` | the outcome of its start |
/// | `Running` | `Stopping`, `Dead` | the supervisor stops it; it ends by itself |
/// | `Stopping` | `Down`, `Waiting`, `Vacant` | it has ended |
/// | `Dead` | `Down`, `Waiting`, `Vacant` | the supervisor comes to deal with it |
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Status {
    /// No child is here.
    Vacant,
    /// No process, and none will come by itself.
    Down,
    /// No process, but a restart that covers it is under way or will be tried again.
    Waiting,
    /// Its start failed and will be tried again (OTP's `restarting`).
    Restarting,
    /// Its start was asked for.
    Starting,
    /// It runs.
    Running,
    /// Its stop was asked for.
    Stopping,
    /// It ended by itself, and the supervisor has not dealt with it yet.
    Dead(Exit),
}

impl Status {
    /// Whether OTP would still have a pid for it, or `restarting`.
    pub(crate) fn is_taken(self) -> bool {
        !matches!(self, Self::Vacant | Self::Down | Self::Waiting)
    }

    /// Whether a process runs, starts or stops.
    pub(crate) fn is_active(self) -> bool {
        matches!(self, Self::Starting | Self::Running | Self::Stopping)
    }
}

/// A child's plan in one byte.
#[derive(Clone, Copy, Debug)]
struct Packed(u8);

impl Packed {
    const SIGNIFICANT: u8 = 0b100;

    fn new(plan: ChildPlan) -> Self {
        let significant = if plan.significant {
            Self::SIGNIFICANT
        } else {
            0
        };
        Self(plan.restart as u8 | significant)
    }

    fn get(self) -> ChildPlan {
        let restart = match self.0 & !Self::SIGNIFICANT {
            0 => Restart::Permanent,
            1 => Restart::Transient,
            _ => Restart::Temporary,
        };
        ChildPlan {
            restart,
            significant: self.0 & Self::SIGNIFICANT != 0,
        }
    }
}

#[derive(Debug)]
struct Child {
    /// Children are started in the order of their births. In a free slot: the next free one.
    birth: u32,
    /// The number of its last start.
    number: u16,
    plan: Packed,
    status: Status,
}

/// The end of the list of free slots.
const NONE: u32 = u32::MAX;

/// All children, by slot.
#[derive(Debug)]
pub(crate) struct Roster {
    children: Vec<Child>,
    /// Slots below are never used for another child.
    declared: u32,
    /// The first free slot.
    free: u32,
    /// The birth of the next child.
    births: u32,
    /// The number of the last start.
    starts: u16,
}

impl Roster {
    pub(super) fn new(plans: impl IntoIterator<Item = ChildPlan>) -> Self {
        let plans = plans.into_iter();
        let mut roster = Self {
            // As large as it stays where nothing is added at run time.
            children: Vec::with_capacity(plans.size_hint().0),
            declared: 0,
            free: NONE,
            births: 0,
            starts: 0,
        };
        for plan in plans {
            let slot = roster.add(plan);
            roster.set(slot, Status::Down);
        }
        roster.declared = roster.births;
        roster
    }

    /// Takes in a child, last in order; its status is to be set by the caller.
    pub(super) fn add(&mut self, plan: ChildPlan) -> Slot {
        if self.births == NONE {
            self.renumber();
        }
        let child = Child {
            birth: self.births,
            number: self.starts,
            plan: Packed::new(plan),
            status: Status::Vacant,
        };
        self.births += 1;
        let index = self.free;
        if index == NONE {
            let index = u32::try_from(self.children.len()).expect("fewer than 2^32 children");
            self.children.push(child);
            return Slot(index);
        }
        let vacant = &mut self.children[index as usize];
        self.free = vacant.birth;
        *vacant = child;
        Slot(index)
    }

    pub(super) fn remove(&mut self, slot: Slot) {
        let free = self.free;
        let child = self.child_mut(slot);
        debug_assert_ne!(child.status, Status::Vacant);
        child.status = Status::Vacant;
        if slot.0 >= self.declared {
            self.child_mut(slot).birth = free;
            self.free = slot.0;
        }
    }

    /// Marks a child as starting, and numbers the start.
    pub(super) fn start(&mut self, slot: Slot) -> Incarnation {
        self.starts = self.starts.wrapping_add(1);
        let number = self.starts;
        let child = self.child_mut(slot);
        child.number = number;
        child.status = Status::Starting;
        Incarnation { slot, number }
    }

    pub(super) fn status(&self, slot: Slot) -> Status {
        self.children
            .get(slot.0 as usize)
            .map_or(Status::Vacant, |child| child.status)
    }

    /// The status of a child, if this is its latest start; else `Vacant`.
    pub(super) fn status_of(&self, incarnation: Incarnation) -> Status {
        match self.children.get(incarnation.slot.0 as usize) {
            Some(child) if child.number == incarnation.number => child.status,
            _ => Status::Vacant,
        }
    }

    pub(super) fn set(&mut self, slot: Slot, status: Status) {
        self.child_mut(slot).status = status;
    }

    pub(super) fn plan(&self, slot: Slot) -> ChildPlan {
        self.child(slot).plan.get()
    }

    pub(super) fn birth(&self, slot: Slot) -> u32 {
        self.child(slot).birth
    }

    /// The latest start of a child.
    pub(super) fn latest(&self, slot: Slot) -> Incarnation {
        Incarnation {
            slot,
            number: self.child(slot).number,
        }
    }

    /// Whether another child may have the slot when this one has gone.
    pub(super) fn is_added(&self, slot: Slot) -> bool {
        slot.0 >= self.declared
    }

    /// All children with their status, by slot.
    pub(super) fn iter(&self) -> impl Iterator<Item = (Slot, Status)> {
        (0..)
            .map(Slot)
            .zip(self.children.iter().map(|child| child.status))
            .filter(|&(_, status)| status != Status::Vacant)
    }

    /// Fills `line` with the children born no earlier than `birth`, in start order.
    pub(super) fn line_up(&self, birth: u32, line: &mut Vec<Slot>) {
        line.clear();
        line.extend(
            self.iter()
                .map(|(slot, _)| slot)
                .filter(|&slot| self.birth(slot) >= birth),
        );
        // Already in order unless slots were used again, and then nearly so.
        line.sort_by_key(|&slot| self.birth(slot));
    }

    /// One more than the highest slot that is in use.
    pub(super) fn slots(&self) -> usize {
        self.children.len()
    }

    /// Gives back the memory of free slots at the end.
    pub(super) fn shrink(&mut self) {
        while self.slots() > self.declared as usize
            && let Some(last) = self.children.last()
            && last.status == Status::Vacant
        {
            self.children.pop();
        }
        self.children.shrink_to_fit();
        self.free = NONE;
        for index in (self.declared..self.children.len() as u32).rev() {
            let free = self.free;
            let child = self.child_mut(Slot(index));
            if child.status == Status::Vacant {
                child.birth = free;
                self.free = index;
            }
        }
    }

    /// Births have run out after 2^32 additions: number the children anew in the same order.
    fn renumber(&mut self) {
        let mut line = Vec::new();
        self.line_up(0, &mut line);
        self.births = 0;
        for slot in line {
            self.child_mut(slot).birth = self.births;
            self.births += 1;
        }
    }

    fn child(&self, slot: Slot) -> &Child {
        &self.children[slot.0 as usize]
    }

    fn child_mut(&mut self, slot: Slot) -> &mut Child {
        &mut self.children[slot.0 as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PERMANENT: ChildPlan = ChildPlan {
        restart: Restart::Permanent,
        significant: false,
    };

    fn add(roster: &mut Roster) -> Slot {
        let slot = roster.add(PERMANENT);
        roster.set(slot, Status::Down);
        slot
    }

    fn order(roster: &Roster) -> Vec<u32> {
        let mut line = Vec::new();
        roster.line_up(0, &mut line);
        line.into_iter().map(|slot| slot.0).collect()
    }

    #[test]
    fn a_child_takes_eight_bytes() {
        assert_eq!(size_of::<Child>(), 8);
    }

    #[test]
    fn a_plan_survives_packing() {
        for restart in [Restart::Permanent, Restart::Transient, Restart::Temporary] {
            for significant in [false, true] {
                let plan = ChildPlan {
                    restart,
                    significant,
                };
                assert_eq!(Packed::new(plan).get(), plan);
            }
        }
    }

    #[test]
    fn slots_of_added_children_are_used_again_but_order_is_by_birth() {
        let mut roster = Roster::new([PERMANENT; 2]);
        let (c, d) = (add(&mut roster), add(&mut roster));
        roster.remove(c);
        roster.remove(Slot(0));
        assert_eq!(add(&mut roster), c, "the free slot, not the declared one");
        assert_eq!(add(&mut roster), Slot(4));
        assert_eq!(order(&roster), [1, d.0, c.0, 4]);
    }

    #[test]
    fn shrinking_drops_free_slots_at_the_end_and_keeps_those_between() {
        let mut roster = Roster::new([PERMANENT; 1]);
        let added: Vec<_> = (0..4).map(|_| add(&mut roster)).collect();
        roster.remove(added[3]);
        roster.remove(added[0]);
        roster.remove(added[2]);
        roster.shrink();
        assert_eq!(roster.slots(), 3);
        assert_eq!(add(&mut roster), added[0]);
        assert_eq!(add(&mut roster), Slot(3));
        roster.remove(Slot(0));
        roster.shrink();
        assert_eq!(order(&roster), [2, 1, 3]);
    }

    #[test]
    fn births_that_run_out_are_numbered_anew() {
        let mut roster = Roster::new([PERMANENT; 2]);
        let c = add(&mut roster);
        roster.births = NONE;
        roster.child_mut(c).birth = NONE - 1;
        let d = add(&mut roster);
        assert_eq!(order(&roster), [0, 1, c.0, d.0]);
        assert_eq!(roster.birth(d), 3);
    }

    #[test]
    fn an_earlier_start_in_the_same_slot_is_not_the_latest() {
        let mut roster = Roster::new([]);
        let slot = add(&mut roster);
        let first = roster.start(slot);
        roster.remove(slot);
        roster.shrink();
        assert_eq!(add(&mut roster), slot);
        let second = roster.start(slot);
        assert_eq!(roster.status_of(first), Status::Vacant);
        assert_eq!(roster.status_of(second), Status::Starting);
    }
}
