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
    type Seat = ActorRef<A>;
    const IS_SUPERVISOR: bool = false;
    const DECLARATION: DeclarationRef =
        DeclarationRef::new(const { &Declaration::actor::<A>(A::POSITION) });
    const NAME: Option<&'static str> = A::OPTIONS.registered_name();

    fn seat(handle: &A::Ref) -> &ActorRef<A> {
        A::actor_of(handle)
    }

    fn handle(seat: ActorRef<A>) -> A::Ref {
        A::handle_from(seat)
    }
}
