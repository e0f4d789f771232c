//! Notices of others' ends, and what becomes of them.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use super::tie::Tie;
use super::{Delivered, Info};
use crate::cell::reference::AnyCell;
use crate::exit::{Exit, ExitReason};
use crate::handle::any::AnyActorRef;
use crate::report;
use crate::supervisor::seat::Control;

/// A monitor, made by [`Context::monitor`](crate::Context::monitor): one [`Down`] notice to come.
///
/// Two are equal when they are the same monitor.
#[derive(Clone, Debug)]
pub struct Monitor(pub(crate) Arc<Tie>);

impl PartialEq for Monitor {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl Eq for Monitor {}

impl Hash for Monitor {
    fn hash<H: Hasher>(&self, state: &mut H) {
        Arc::as_ptr(&self.0).hash(state);
    }
}

/// A monitored actor or supervisor has ended: an info, for an `#[info]` handler.
#[derive(Clone, Debug)]
pub struct Down {
    monitor: Monitor,
    actor: AnyActorRef,
    exit: Exit,
}

impl Down {
    /// Who has ended. It may be running again: see [`Down::generation`].
    #[must_use]
    pub fn actor(&self) -> &AnyActorRef {
        &self.actor
    }

    /// Which incarnation has ended; 0 where there was none to monitor.
    #[must_use]
    pub fn generation(&self) -> u32 {
        self.exit.generation()
    }

    /// Why it ended; [`ExitReason::NoProcess`] where there was none to monitor.
    #[must_use]
    pub fn reason(&self) -> &ExitReason {
        self.exit.reason()
    }

    /// The end with its path, as an error.
    #[must_use]
    pub fn exit(&self) -> &Exit {
        &self.exit
    }

    /// The monitor that this is the notice of.
    #[must_use]
    pub fn monitor(&self) -> &Monitor {
        &self.monitor
    }
}

/// A linked actor or supervisor has ended: an info, for an actor that traps exits by an `#[info]` handler
/// for it.
#[derive(Clone, Debug)]
pub struct Exited {
    actor: AnyActorRef,
    exit: Exit,
}

impl Exited {
    /// Who has ended. It may be running again: see [`Exited::generation`].
    #[must_use]
    pub fn actor(&self) -> &AnyActorRef {
        &self.actor
    }

    /// Which incarnation has ended; 0 where there was none to link with.
    #[must_use]
    pub fn generation(&self) -> u32 {
        self.exit.generation()
    }

    /// Why it ended; [`ExitReason::NoProcess`] where there was none to link with.
    #[must_use]
    pub fn reason(&self) -> &ExitReason {
        self.exit.reason()
    }

    /// The end with its path, as an error.
    #[must_use]
    pub fn exit(&self) -> &Exit {
        &self.exit
    }
}

/// Tells the owner of a monitor. Without a handler that is a warning.
pub(super) fn down(tie: &Arc<Tie>, owner: &AnyCell, other: Control, exit: Exit) {
    let notice = Down {
        monitor: Monitor(Arc::clone(tie)),
        actor: AnyActorRef::new(other),
        exit,
    };
    let mut info = Some(Info::tied(notice, tie));
    if owner.erased().deliver(&mut info) == Delivered::Unknown && tie.cut() {
        let path = owner.link().path(owner.head().slot());
        report::unexpected_info(&path, owner.erased().type_name(), "Down");
    }
}

/// Tells the owner of a link, where it traps exits; else ends it, unless the other ended normally.
pub(super) fn exited(tie: &Arc<Tie>, owner: &AnyCell, generation: u32, other: Control, exit: Exit) {
    let notice = Exited {
        actor: AnyActorRef::new(other),
        exit: exit.clone(),
    };
    let mut info = Some(Info::tied(notice, tie));
    if owner.erased().deliver(&mut info) != Delivered::Unknown || !tie.cut() {
        return;
    }
    let reason = match exit.reason() {
        ExitReason::Normal => return,
        ExitReason::Shutdown | ExitReason::ShutdownBecause(_) => {
            ExitReason::shutdown_because(exit.to_string())
        }
        // As text: the chain of causes is part of it.
        _ => ExitReason::failed(exit.to_string()),
    };
    owner.erased().stop_incarnation(generation, reason);
}

impl fmt::Display for Down {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.exit.fmt(f)
    }
}

impl fmt::Display for Exited {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.exit.fmt(f)
    }
}
