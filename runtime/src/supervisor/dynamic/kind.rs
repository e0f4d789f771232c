//! Which children a dynamic supervisor has: all by one template, or each with a specification of its own.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use super::DynamicSupervisor;
use crate::actor::Step;
use crate::exit::ExitReason;
use crate::link::{Identity, Name, Place};
use crate::supervisor::backoff::Backoff;
use crate::supervisor::child_spec::Newcomer;
use crate::supervisor::fields::Fields;
use crate::supervisor::kept_options::KeptOptions;
use crate::supervisor::seat::{Begun, Child, Control, Seat};
use crate::supervisor::spec::{ChildOptions, Restart, Shutdown, Start};

/// What a dynamic supervisor knows of its children.
#[doc(hidden)]
pub trait Kind<S>: Sized + Send + Sync + 'static {
    type Seat: Clone + Send + Sync + 'static;
    /// What the seats have in common.
    type Shared: Send + Sync + 'static;
    /// What is kept of each child.
    type Kept: Send + 'static;
    /// What one restart needs.
    type Again: Send + 'static;
    /// The one specification of all, if it is one.
    fn template() -> Option<ChildOptions>;
    fn shared(place: Place) -> Self::Shared;
    fn control(seat: &Self::Seat) -> Control;
    fn identity(seat: &Self::Seat) -> Identity;
    /// The first part of its name; the slot is the second.
    fn name(kept: &Self::Kept) -> Cow<'static, str>;
    fn options(kept: &Self::Kept) -> ChildOptions;
    fn restart(kept: &Self::Kept) -> Restart;
    fn shutdown(kept: &Self::Kept) -> Shutdown;
    fn drain(kept: &Self::Kept) -> bool;
    fn backoff(kept: &Self::Kept) -> Option<Backoff>;
    fn start_timeout(kept: &Self::Kept) -> Option<Duration>;
    fn again(kept: &Self::Kept) -> Option<Self::Again>;
    fn start(
        config: Fields<S>,
        again: Self::Again,
        seat: Self::Seat,
    ) -> impl Future<Output = Result<Begun, ExitReason>> + Send;
}

/// All children are started by one template.
#[doc(hidden)]
#[derive(Debug)]
pub struct Templated;

impl<S: DynamicSupervisor> Kind<S> for Templated {
    type Seat = <S::Child as Child>::Seat;
    type Shared = <Self::Seat as Seat<S::Child>>::Template;
    type Kept = S::Kept;
    type Again = S::Arguments;

    fn template() -> Option<ChildOptions> {
        Some(S::CHILD)
    }

    fn shared(place: Place) -> Self::Shared {
        Self::Seat::template(Place {
            name: Name::One(S::CHILD.id),
            ..place
        })
    }

    fn control(seat: &Self::Seat) -> Control {
        seat.control()
    }

    fn identity(seat: &Self::Seat) -> Identity {
        seat.identity()
    }

    fn name(_: &S::Kept) -> Cow<'static, str> {
        S::CHILD.id
    }

    fn options(_: &S::Kept) -> ChildOptions {
        S::CHILD
    }

    fn restart(_: &S::Kept) -> Restart {
        S::CHILD.restart
    }

    fn shutdown(_: &S::Kept) -> Shutdown {
        S::CHILD.shutdown
    }

    fn drain(_: &S::Kept) -> bool {
        S::CHILD.drain
    }

    fn backoff(_: &S::Kept) -> Option<Backoff> {
        S::CHILD.backoff
    }

    fn start_timeout(_: &S::Kept) -> Option<Duration> {
        S::CHILD.start_timeout
    }

    fn again(kept: &S::Kept) -> Option<S::Arguments> {
        S::again(kept)
    }

    async fn start(
        config: Fields<S>,
        arguments: S::Arguments,
        seat: Self::Seat,
    ) -> Result<Begun, ExitReason> {
        let started = match S::start_child(config.get(), arguments) {
            Step::Ready(started) => started,
            Step::Pending(start) => start.await,
        };
        match started.map_err(ExitReason::failed)? {
            Start::Ready(state) => match seat.begin(state) {
                Step::Ready(begun) => begun,
                Step::Pending(begin) => begin.await,
            },
            Start::Ignore => Ok(Begun::Ignored),
        }
    }
}

/// Each child has a specification of its own.
#[doc(hidden)]
#[derive(Debug)]
pub struct Specified;

/// What is kept of a child with a specification of its own.
#[doc(hidden)]
pub struct Specification {
    pub(super) options: KeptOptions,
    /// How it is started again. A temporary child is started once.
    pub(super) child: Option<Arc<dyn Newcomer>>,
}

impl fmt::Debug for Specification {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.options.fmt(f)
    }
}

impl<S: Send + 'static> Kind<S> for Specified {
    type Seat = Control;
    type Shared = Place;
    type Kept = Specification;
    type Again = Arc<dyn Newcomer>;

    fn template() -> Option<ChildOptions> {
        None
    }

    fn shared(place: Place) -> Place {
        place
    }

    fn control(seat: &Control) -> Control {
        seat.clone()
    }

    fn identity(seat: &Control) -> Identity {
        seat.identity()
    }

    fn name(kept: &Specification) -> Cow<'static, str> {
        kept.options.id().clone()
    }

    fn options(kept: &Specification) -> ChildOptions {
        kept.options.get()
    }

    fn restart(kept: &Specification) -> Restart {
        kept.options.restart()
    }

    fn shutdown(kept: &Specification) -> Shutdown {
        kept.options.shutdown()
    }

    fn drain(kept: &Specification) -> bool {
        kept.options.drain()
    }

    fn backoff(kept: &Specification) -> Option<Backoff> {
        kept.options.backoff()
    }

    fn start_timeout(kept: &Specification) -> Option<Duration> {
        kept.options.start_timeout()
    }

    fn again(kept: &Specification) -> Option<Arc<dyn Newcomer>> {
        kept.child.clone()
    }

    async fn start(
        _: Fields<S>,
        child: Arc<dyn Newcomer>,
        _: Control,
    ) -> Result<Begun, ExitReason> {
        let started = child.start();
        drop(child);
        match started {
            Step::Ready(begun) => begun,
            Step::Pending(begin) => begin.await,
        }
    }
}
