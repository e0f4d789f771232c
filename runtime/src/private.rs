//! What generated code names. Not for users: it may change with any version.

pub use crate::actor::{ActorOptions, Form, HandlerSpec, Interval, Kind, Step, Turn};
pub use crate::check::constants;
pub use crate::check::{
    AllowsHibernate, AllowsOutcome, AllowsPlain, Always, AnswersNo, Argument, BrutalKill,
    CanBeNamed, Checked, EndsAlone, FailsWith, Handle, HasName, HasPolicy, If, IntoName, IsChild,
    IsHandle, IsNotSent, IsSent, Keep, May, Never, NoHandle, Nobody, NotSent, OwnContext,
    Parameter, Policy, Probe, Reply, Runs, Select, Sent, StartArgument, StartsByDefault, Travels,
    Visible, allows_hibernate, allows_hooks, allows_outcome, allows_plain, can_be_named,
    hibernates_somehow, name_is_free, nameless, outlives, own_context, shown, state,
};
#[cfg(feature = "freeze")]
pub use crate::check::{HoldsNoFreezable, MayFreeze};
pub use crate::compact::field::{
    CompactField, Field, FieldRef, LeaveField, MeasureField, SkipField,
};
pub use crate::declaration::{
    Children, Declaration, DeclarationRef, Position, check_child, check_names, check_ticks,
};
pub use crate::exit::{BoxError, ExitReason};
pub use crate::handle::ActorRef;
pub use crate::handle::again::{Again, Bury, Tries};
pub use crate::handle::on_crash::OnCrash;
pub use crate::handle::reply_to::ReplyTo;
pub use crate::info::any::Parcel;
pub use crate::info::tie::Tie;
pub use crate::info::{Info, take, take_other};
pub use crate::kept::{Keeping, KeepsNothing, Kept, KeptField};
pub use crate::outcome::Flow;
use crate::outcome::{Hibernate, Outcome};
pub use crate::supervisor::backoff::Backoff;
pub use crate::supervisor::child_spec::Newcomer;
pub use crate::supervisor::declared::{Nursery, StaticNode, StaticSupervisor};
pub use crate::supervisor::door::lacking::{
    AdministersOne, HasPartitions, HasTemplate, NamesItsChildren, StartsChildrenHere,
};
pub use crate::supervisor::dynamic::{
    DynamicNode, DynamicSupervisor, Kind as ChildKind, SpecSupervisor, Specified, Templated,
};
pub use crate::supervisor::fields::Fields;
pub use crate::supervisor::partitions::{PartitionCount, PartitionSupervisor, Partitions, Size};
pub use crate::supervisor::seat::{
    Begun, Child, Seat, Starting, no_such_child, start_later, start_now,
};
pub use crate::supervisor::spec::{
    AutoShutdown, ChildOptions, IntoStart, Restart, Shutdown, Start, Strategy, SupervisorOptions,
};

/// A cast or an interval that returned nothing.
#[inline]
pub fn settle((): ()) -> Flow {
    Flow::Awake
}

/// A cast or an interval that hibernates.
#[inline]
pub fn settle_hibernate(Hibernate(()): Hibernate) -> Flow {
    Flow::Hibernate
}

/// A cast or an interval that decided at run time.
#[inline]
pub fn settle_outcome<P: Policy>(outcome: Outcome<(), P>) -> Flow {
    outcome.into_parts().1
}

/// A cast or an interval that failed: its actor ends.
pub fn fail<E: FailsWith>(error: E) -> Flow {
    Flow::Stop(ExitReason::failed(error.into_error()), None)
}

/// A `#[stop]` hook that cannot fail.
///
/// # Errors
///
/// None.
pub fn ended((): ()) -> Result<(), ExitReason> {
    Ok(())
}

/// A `#[stop]` hook that may fail.
///
/// # Errors
///
/// The hook's own, as an exit reason.
pub fn ended_result<E: FailsWith>(result: Result<(), E>) -> Result<(), ExitReason> {
    result.map_err(|error| ExitReason::failed(error.into_error()))
}

/// A copy of an argument, for a message that may be sent again.
pub fn again<T: SendAgain>(argument: &T) -> T {
    argument.send_again()
}

/// What a message with `retry` may carry.
#[diagnostic::on_unimplemented(
    message = "this call has `retry`, but `{Self}` is not `Clone`: its message cannot be sent again",
    label = "not `Clone`",
    note = "derive `Clone` for `{Self}`, or leave `retry` out"
)]
pub trait SendAgain {
    #[doc(hidden)]
    fn send_again(&self) -> Self;
}

#[diagnostic::do_not_recommend]
impl<T: Clone> SendAgain for T {
    fn send_again(&self) -> Self {
        self.clone()
    }
}

/// A copy of an argument, for a function that is told of crashes.
pub fn kept<T: KeepForCrash>(argument: &T) -> T {
    argument.keep_for_crash()
}

/// What a message with `on_crash` may carry.
#[diagnostic::on_unimplemented(
    message = "this handler has `on_crash`, but `{Self}` is not `Clone`: the handler uses its arguments up",
    label = "not `Clone`",
    note = "derive `Clone` for `{Self}`, or leave `on_crash` out"
)]
pub trait KeepForCrash {
    #[doc(hidden)]
    fn keep_for_crash(&self) -> Self;
}

#[diagnostic::do_not_recommend]
impl<T: Clone> KeepForCrash for T {
    fn keep_for_crash(&self) -> Self {
        self.clone()
    }
}

/// The rest of `impl Child` for a supervisor.
#[doc(hidden)]
#[macro_export]
macro_rules! __supervisor_child {
    ($handle:ident) => {
        type Seat = $crate::SupervisorRef<Self>;
        const IS_SUPERVISOR: bool = true;
        fn seat(handle: &Self::Ref) -> &Self::Seat {
            &handle.0
        }
        fn handle(seat: Self::Seat) -> Self::Ref {
            $handle(seat)
        }
    };
}

pub use crate::__supervisor_child as supervisor_child;
pub use dormouse_macros::{document, found, page, unknown};
