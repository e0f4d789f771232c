//! Starting a child in the caller's context.

use std::sync::Arc;

use super::limits::{Limit, within};
use super::reserved::{Entered, Reserved};
use super::{DynamicNode, DynamicSupervisor, HandleOf, Kind, Templated};
use crate::actor::Step;
use crate::dying;
use crate::error::{StartError, StartErrorKind};
use crate::exit::{BoxError, ExitReason};
use crate::link::Parent;
use crate::registry::names::Reservation;
use crate::supervisor::Supervisor;
use crate::supervisor::caught::{Caught, panicked};
use crate::supervisor::fields::Fields;
use crate::supervisor::seat::{Child, Control, Seat, Starting};
use crate::supervisor::spec::{Shutdown, Start};

impl<S: DynamicSupervisor> DynamicNode<S> {
    /// What the seats of children have in common for whose start nothing else is said.
    pub(crate) fn template(&self) -> &SeatTemplate<S> {
        &self.shared
    }

    /// Starts a child in the caller's context.
    pub(crate) async fn start_child<'a>(
        &'a self,
        template: &'a SeatTemplate<S>,
        arguments: S::Arguments,
    ) -> Result<HandleOf<S>, StartError> {
        let Admitted {
            shard,
            config,
            reserved,
        } = self.admit_child(|| self.child_path())?;
        let stalled = match self.start_here(template, shard, &config, reserved, arguments) {
            Ok(handle) => return Ok(handle),
            Err(stalled) => stalled,
        };
        let started = self.wait_for(&config, stalled).await;
        // The configuration is the user's, and so is its drop.
        drop(dying::drop_quietly(config));
        started
    }

    /// The rest of a start that waits.
    async fn wait_for<'a>(
        &'a self,
        config: &Fields<S>,
        stalled: StalledStart<'a, S, impl Future<Output = StartOf<S>> + Send>,
    ) -> Result<HandleOf<S>, StartError> {
        let limit = S::CHILD.start_timeout.and_then(|limit| self.limit(limit));
        let begins = match *stalled {
            Stalled::Failed(error) => return Err(error),
            Stalled::Starts(prepared, start) => {
                let start = async { start.await.map_err(ExitReason::failed) };
                let start = Caught::on(&self.place.system, within(limit, start));
                let Some(started) = self.raced(config, start).await else {
                    return Err(not_running(self.child_path()));
                };
                match self.enter(config, prepared, started) {
                    Ok(handle) => return Ok(handle),
                    Err(NotBegun::Failed(error)) => return Err(error),
                    Err(NotBegun::Begins(begins)) => begins,
                }
            }
            Stalled::Begins(begins) => begins,
        };
        let control = begins.seat.control();
        let terms = limit.map(|limit| (limit, S::CHILD.shutdown));
        self.begin_child(config, begins.reserved, &control, terms, begins.begin)
            .await?;
        Ok(S::Child::handle(begins.seat))
    }

    /// A start that does not wait, which is no future: what a future keeps, it moves.
    fn start_here<'a>(
        &'a self,
        template: &'a SeatTemplate<S>,
        shard: u32,
        config: &'a Fields<S>,
        reserved: Reserved<'a, S, Templated>,
        arguments: S::Arguments,
    ) -> Result<HandleOf<S>, StalledStart<'a, S, impl Future<Output = StartOf<S>> + Send + 'a>>
    {
        let failed = |error| Box::new(Stalled::Failed(error));
        let prepared = Prepared {
            template,
            shard,
            reserved,
            name: self.reserve_name(config, &arguments).map_err(failed)?,
            kept: S::keep(&arguments),
        };
        let started = match self.run(|| S::start_child(config.get(), arguments)) {
            Ok(Step::Ready(started)) => started.map_err(ExitReason::failed),
            Ok(Step::Pending(start)) => return Err(Box::new(Stalled::Starts(prepared, start))),
            Err(reason) => Err(reason),
        };
        self.enter(config, prepared, started).map_err(|end| {
            Box::new(match end {
                NotBegun::Failed(error) => Stalled::Failed(error),
                NotBegun::Begins(begins) => Stalled::Begins(begins),
            })
        })
    }

    /// Enters a child whose start is over, and begins it.
    #[inline]
    fn enter<'a>(
        &'a self,
        config: &Fields<S>,
        prepared: Prepared<'a, S>,
        started: Result<Start<S::Child>, ExitReason>,
    ) -> Result<HandleOf<S>, NotBegun<'a, S>> {
        let Prepared {
            template,
            shard,
            reserved,
            name,
            kept,
        } = prepared;
        let state = self
            .state(started, || self.child_path())
            .map_err(NotBegun::Failed)?;
        let seat = |slot| <<S::Child as Child>::Seat as Seat<S::Child>>::vacant(template, slot);
        let Ok((_, seat)) = self.children.insert(shard, config, kept, seat) else {
            let error = self.too_late(state, self.child_path());
            return Err(NotBegun::Failed(error));
        };
        if name.is_some() {
            give(name, &seat.control());
        }
        match seat.begin(state) {
            Step::Ready(Ok(_)) => {
                reserved.keep();
                Ok(S::Child::handle(seat))
            }
            begin => Err(NotBegun::Begins(Begins {
                reserved,
                seat,
                begin,
            })),
        }
    }

    /// Takes the child's name before its start is run.
    fn reserve_name(
        &self,
        config: &Fields<S>,
        arguments: &S::Arguments,
    ) -> Result<Option<Reservation>, StartError> {
        // The expression is the user's.
        let name = dying::catch_rarely(|| S::name(config.get(), arguments))
            .map_err(|unwound| StartError::new(self.child_path(), panicked(&unwound)))?;
        let Some(name) = name else {
            return Ok(None);
        };
        self.take_name(name, || self.child_path()).map(Some)
    }

    fn child_path(&self) -> String {
        format!("{}/{}", Parent::path(self), S::CHILD.id)
    }
}

impl<S: Supervisor, K: Kind<S>> DynamicNode<S, K> {
    /// Whether a child may be started, and what that takes.
    pub(super) fn admit_child(
        &self,
        path: impl Fn() -> String,
    ) -> Result<Admitted<'_, S, K>, StartError> {
        let config = self.children.config();
        let Some((shard, config)) = config.filter(|_| self.place.system.is_open()) else {
            return Err(not_running(path()));
        };
        let reserved = match self.reserve() {
            Ok(reserved) => reserved,
            Err(limit) => {
                let kind = StartErrorKind::MaxChildren(limit);
                return Err(StartError::refused(path(), kind));
            }
        };
        self.touch();
        Ok(Admitted {
            shard,
            config,
            reserved,
        })
    }

    /// Runs the user's start inside the supervisor's runtime.
    pub(super) fn run<R>(&self, start: impl FnOnce() -> R) -> Result<R, ExitReason> {
        let _entered = self.place.system.enter();
        dying::catch_rarely(start).map_err(|unwound| panicked(&unwound))
    }

    pub(super) fn state<C>(
        &self,
        started: Result<Start<C>, ExitReason>,
        path: impl Fn() -> String,
    ) -> Result<C, StartError> {
        match started {
            Ok(Start::Ready(state)) => Ok(state),
            Ok(Start::Ignore) => Err(StartError::refused(path(), StartErrorKind::Ignored)),
            Err(reason) => Err(StartError::of_child(path(), reason)),
        }
    }

    /// Before its start is run.
    pub(super) fn take_name(
        &self,
        name: Arc<str>,
        path: impl Fn() -> String,
    ) -> Result<Reservation, StartError> {
        Reservation::new(&self.place.system, name, &path)
            .map_err(|taken| StartError::refused(path(), StartErrorKind::NameTaken(taken)))
    }

    /// Stopped meanwhile.
    pub(super) fn too_late<C>(&self, state: C, path: String) -> StartError {
        // The drop of what nobody wants is the user's.
        drop(dying::drop_quietly(state));
        not_running(path)
    }

    /// Waits for a child that was entered to begin.
    pub(super) async fn begin_child(
        &self,
        config: &Fields<S>,
        reserved: Reserved<'_, S, K>,
        control: &Control,
        terms: Option<(Limit, Shutdown)>,
        begin: Starting<'static>,
    ) -> Result<(), StartError> {
        let entered = Entered::new(self, control);
        let begun = match begin {
            Step::Ready(begun) => Some(begun),
            Step::Pending(begin) => match terms {
                None => self.raced(config, begin).await,
                Some((limit, shutdown)) => {
                    let begin = self.begin_within(limit, control, shutdown, begin);
                    let begin = Caught::on(&self.place.system, begin);
                    self.raced(config, begin).await
                }
            },
        };
        let Some(begun) = begun else {
            entered.keep();
            // Given back when it is taken out.
            reserved.keep();
            self.leave_to_end(control);
            return Err(not_running(control.path()));
        };
        if let Err(reason) = begun {
            drop(entered);
            return Err(StartError::innermost(control.path(), reason));
        }
        entered.keep();
        reserved.keep();
        Ok(())
    }
}

pub(super) fn not_running(path: String) -> StartError {
    StartError::refused(path, StartErrorKind::NotRunning)
}

/// Gives a child the name that was taken for it.
pub(super) fn give(name: Option<Reservation>, control: &Control) {
    if let (Some(name), Control::Actor(cell)) = (name, control) {
        name.give(cell);
    }
}

/// What the seats of some children have in common.
type SeatTemplate<S> = <<<S as DynamicSupervisor>::Child as Child>::Seat as Seat<
    <S as DynamicSupervisor>::Child,
>>::Template;

/// What a start comes to.
type StartOf<S> = Result<Start<<S as DynamicSupervisor>::Child>, BoxError>;

/// Why a start is not over at once.
type StalledStart<'a, S, F> = Box<Stalled<'a, S, F>>;

enum Stalled<'a, S: DynamicSupervisor, F> {
    Failed(StartError),
    /// The user's start waits.
    Starts(Prepared<'a, S>, F),
    Begins(Begins<'a, S>),
}

/// Why a child that has started is not begun at once.
enum NotBegun<'a, S: DynamicSupervisor> {
    Failed(StartError),
    Begins(Begins<'a, S>),
}

/// A child that is about to be started.
struct Prepared<'a, S: DynamicSupervisor> {
    template: &'a SeatTemplate<S>,
    shard: u32,
    reserved: Reserved<'a, S, Templated>,
    name: Option<Reservation>,
    kept: S::Kept,
}

/// A child that was entered, and begins later, or has failed to.
struct Begins<'a, S: DynamicSupervisor> {
    reserved: Reserved<'a, S, Templated>,
    seat: <S::Child as Child>::Seat,
    begin: Starting<'static>,
}

/// A start that may go on.
pub(super) struct Admitted<'a, S: Supervisor, K: Kind<S>> {
    pub(super) shard: u32,
    pub(super) config: Fields<S>,
    pub(super) reserved: Reserved<'a, S, K>,
}
