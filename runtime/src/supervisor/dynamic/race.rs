//! Starts that wait, and the end of their supervisor or of their child: whichever comes first.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use super::{DynamicNode, Kind, Which};
use crate::cell::reply::{self, Otherwise, Promise, Receiver};
use crate::dying;
use crate::exit::ExitReason;
use crate::schedule::system::System;
use crate::supervisor::Supervisor;
use crate::supervisor::fields::Fields;
use crate::supervisor::life::Standing;
use crate::supervisor::seat::Control;
use crate::supervisor::table::{Attempt, Told};

/// The supervisor has begun to stop.
pub(super) struct Over;

impl Otherwise for Over {
    fn otherwise() -> Self {
        Self
    }
}

/// Those whose starts wait, to be told when the supervisor begins to stop.
#[derive(Default)]
pub(super) struct Waiting(Vec<Promise<Over>>);

impl Waiting {
    /// Adds one. Gives those who do not wait any more, where the list would grow for them.
    fn add(&mut self, start: Promise<Over>) -> Vec<Promise<Over>> {
        let mut gone = Vec::new();
        if self.0.len() == self.0.capacity() {
            gone.extend(self.0.extract_if(.., |other| other.is_closed()));
        }
        self.0.push(start);
        gone
    }

    /// Whether a start is under way.
    pub(super) fn is_any(&self) -> bool {
        self.0.iter().any(|start| !start.is_closed())
    }

    pub(super) fn tell(self) {
        for start in self.0 {
            // A caller's waker that panics does not keep the others waiting.
            drop(dying::catch_rarely(|| start.send(Over)));
        }
    }
}

/// A start that goes on for as long as the supervisor does not stop, and the child was not taken out; then it is
/// dropped.
pub(super) struct Race<F> {
    system: Arc<System>,
    /// `None`: the supervisor has begun to stop.
    over: Option<Receiver<Over>>,
    /// Of a child that was entered before.
    told: Option<Receiver<Told>>,
    /// `None` only when the race is over.
    start: Option<F>,
}

impl<F: Future + Unpin> Future for Race<F> {
    /// `None`: it is not wanted any more.
    type Output = Option<F::Output>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<F::Output>> {
        let this = &mut *self;
        let over = this.over.as_mut();
        let over = over.is_none_or(|over| over.poll_value(context).is_ready());
        let told = this.told.as_mut().map(|told| told.poll_value(context));
        let gone = match told {
            Some(Poll::Ready(Told::Gone)) => true,
            Some(Poll::Ready(Told::Ended)) => {
                this.told = None;
                false
            }
            Some(Poll::Pending) | None => false,
        };
        if over || gone {
            this.over = None;
            let _entered = this.system.enter();
            // What it holds is the user's, and so is the drop.
            drop(dying::drop_quietly(this.start.take()));
        }
        match &mut this.start {
            Some(start) => Pin::new(start).poll(context).map(Some),
            None => Poll::Ready(None),
        }
    }
}

/// Begins the idle time of a supervisor when it is dropped.
struct Touch<'a, S: Supervisor, K: Kind<S>>(&'a DynamicNode<S, K>);

impl<S: Supervisor, K: Kind<S>> Drop for Touch<'_, S, K> {
    fn drop(&mut self) {
        self.0.touch();
    }
}

impl<S: Supervisor, K: Kind<S>> DynamicNode<S, K> {
    /// Races a start with `config` against the end of the supervisor.
    pub(super) fn race<F>(&self, config: &Fields<S>, start: F) -> Race<F> {
        let (sender, receiver) = reply::reply();
        // Dropped after the lock.
        let mut _gone = Vec::new();
        let mut core = self.core();
        let runs = core.life.standing == Standing::Running && self.children.takes(config);
        if runs {
            _gone = core.starting.add(Promise::new(sender));
        }
        drop(core);
        Race {
            system: Arc::clone(&self.place.system),
            over: runs.then_some(receiver),
            told: None,
            start: Some(start),
        }
    }

    /// The same where somebody waits for it; the supervisor is idle from its end on, or when nobody waits any more.
    pub(super) async fn raced<F>(&self, config: &Fields<S>, start: F) -> Option<F::Output>
    where
        F: Future + Unpin,
    {
        let _end = Touch(self);
        self.race(config, start).await
    }

    /// The same for the restart of a child, which may be terminated meanwhile.
    pub(super) fn race_of<F>(
        &self,
        which: Which,
        attempt: Attempt,
        config: &Fields<S>,
        start: F,
    ) -> Race<F> {
        let (sender, receiver) = reply::reply();
        let waiting = Promise::new(sender);
        let same = Self::same(which);
        let told = self
            .children
            .set_waiting(which.slot, same, attempt, waiting);
        let mut race = self.race(config, start);
        match told {
            None => race.told = Some(receiver),
            Some(Told::Gone) => race.over = None,
            Some(Told::Ended) => {}
        }
        race
    }

    /// A child that was entered is left to the end of the supervisor, which stops it. Nobody waits for its
    /// start any more, and so it says itself that it has ended, unless that was before.
    pub(super) fn leave_to_end(&self, control: &Control) {
        if !control.stop(ExitReason::Shutdown) {
            self.remove(Which::of(control), None);
        }
    }
}
