//! Starting a child in the caller's context.

use std::sync::atomic::Ordering;

use super::{DynamicNode, DynamicSupervisor, HandleOf, SeatOf, Which};
use crate::actor::Step;
use crate::dying;
use crate::error::{StartError, StartErrorKind};
use crate::exit::ExitReason;
use crate::supervisor::seat::{Caught, Child as _, Seat as _, panicked};
use crate::supervisor::spec::Start;

impl<S: DynamicSupervisor> DynamicNode<S> {
    /// Starts a child in the caller's context.
    pub(crate) async fn start_child(
        &self,
        arguments: S::Arguments,
    ) -> Result<HandleOf<S>, StartError> {
        let system = &self.place.system;
        let config = self.children.config();
        let Some((shard, config)) = config.filter(|_| system.is_open()) else {
            return Err(self.refused(StartErrorKind::NotRunning));
        };
        let reserved = self.reserve()?;
        if S::OPTIONS.hibernate_after.is_some() {
            self.touch();
        }
        let kept = S::keep(&arguments);
        let step = {
            let _entered = system.enter();
            dying::catch(|| S::start_child(&config, arguments))
                .map_err(|unwound| panicked(&unwound))
        };
        let started = match step {
            Ok(Step::Ready(started)) => started.map_err(ExitReason::failed),
            Ok(Step::Pending(start)) => {
                Caught::on(system, async { start.await.map_err(ExitReason::failed) }).await
            }
            Err(reason) => Err(reason),
        };
        let state = match started {
            Ok(Start::Ready(state)) => state,
            Ok(Start::Ignore) => return Err(self.refused(StartErrorKind::Ignored)),
            Err(reason) => return Err(StartError::new(self.child_path(), reason)),
        };
        let entered = self.children.insert(shard, kept, |slot| {
            SeatOf::<S>::vacant(&self.template, slot)
        });
        let Ok((slot, seat)) = entered else {
            // Stopped meanwhile; the drop of what nobody wants is the user's.
            drop(dying::drop_quietly(state));
            return Err(self.refused(StartErrorKind::NotRunning));
        };
        let entered = Entered {
            node: self,
            seat: Some(&seat),
            which: Which::of(slot, &seat),
        };
        let begun = match seat.begin(state) {
            Step::Ready(begun) => begun,
            Step::Pending(begin) => begin.await,
        };
        if let Err(reason) = begun {
            drop(entered);
            return Err(StartError::new(self.place_of(slot), reason));
        }
        entered.keep();
        reserved.keep();
        Ok(S::Child::handle(seat))
    }

    fn reserve(&self) -> Result<Reserved<'_, S>, StartError> {
        let Some(limit) = S::OPTIONS.max_children else {
            return Ok(Reserved { node: None });
        };
        if self.taken.fetch_add(1, Ordering::AcqRel) >= limit {
            self.taken.fetch_sub(1, Ordering::AcqRel);
            return Err(self.refused(StartErrorKind::MaxChildren(limit)));
        }
        Ok(Reserved { node: Some(self) })
    }
}

/// A reserved place among `max_children`, given back unless the start succeeds.
struct Reserved<'a, S: DynamicSupervisor> {
    node: Option<&'a DynamicNode<S>>,
}

impl<S: DynamicSupervisor> Reserved<'_, S> {
    fn keep(mut self) {
        self.node = None;
    }
}

impl<S: DynamicSupervisor> Drop for Reserved<'_, S> {
    fn drop(&mut self) {
        if let Some(node) = self.node {
            node.taken.fetch_sub(1, Ordering::AcqRel);
        }
    }
}

/// A child that was entered and has not begun; taken out again when its start fails or is dropped.
struct Entered<'a, S: DynamicSupervisor> {
    node: &'a DynamicNode<S>,
    seat: Option<&'a SeatOf<S>>,
    which: Which,
}

impl<S: DynamicSupervisor> Entered<'_, S> {
    fn keep(mut self) {
        self.seat = None;
    }
}

impl<S: DynamicSupervisor> Drop for Entered<'_, S> {
    fn drop(&mut self) {
        let Some(seat) = self.seat else {
            return;
        };
        let (node, which) = (self.node, self.which);
        if S::OPTIONS.max_children.is_some() {
            // `remove` gives the place back, or has done so, and so will the reservation.
            node.taken.fetch_add(1, Ordering::AcqRel);
        }
        let same = DynamicNode::<S>::same(which);
        if node.children.set_terminating(which.slot, same) {
            // A supervisor may have started some of its children: it is taken out when it has ended.
            node.end_one(which, seat);
        }
    }
}
