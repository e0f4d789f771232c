//! An actor as a child of a supervisor.

use super::Actor;
use crate::check::{Runs, Travels};
use crate::declaration::{Declaration, DeclarationRef};
use crate::handle::ActorRef;
use crate::supervisor::seat::Child;

// One impl for all actors: a state that is not `Send` is one error, at its struct.
#[diagnostic::do_not_recommend]
impl<A: Actor> Travels for A {}

#[diagnostic::do_not_recommend]
impl<A: Actor> Runs for A {}

#[diagnostic::do_not_recommend]
impl<A: Actor> Child for A {
    type Ref = A::Ref;
    // The trait hides these; of an impl for all types rustdoc shows them all the same.
    #[doc(hidden)]
    type Seat = ActorRef<A>;
    #[doc(hidden)]
    const IS_SUPERVISOR: bool = false;
    #[doc(hidden)]
    const DECLARATION: DeclarationRef =
        DeclarationRef::new(const { &Declaration::actor::<A>(A::POSITION) });
    const NAME: Option<&'static str> = A::OPTIONS.registered_name();

    #[doc(hidden)]
    fn seat(handle: &A::Ref) -> &ActorRef<A> {
        A::actor_of(handle)
    }

    #[doc(hidden)]
    fn handle(seat: ActorRef<A>) -> A::Ref {
        A::handle_from(seat)
    }
}
