//! What a handler gets as its context.

use crate::actor::Actor;
use crate::context::Context;

/// The context of `A`, as its handlers ask for it.
#[diagnostic::on_unimplemented(
    message = "a handler of `{A}` gets the `Context` of `{A}`, and this one takes `{Self}`",
    label = "should be `Context<{A}>`",
    note = "write `Context<{A}>`; another actor is reached through its handle, which is in the state or comes as an argument; a `Context` of something else is imported by another name, `use tera::Context as Page`"
)]
pub trait OwnContext<A: Actor>: Sized {
    fn own(context: Context<A>) -> Self;
}
#[diagnostic::do_not_recommend]
impl<A: Actor> OwnContext<A> for Context<A> {
    #[inline]
    fn own(context: Self) -> Self {
        context
    }
}

/// The context that a handler is called with: which one it takes is known from its signature.
#[inline]
pub fn own_context<A: Actor, C: OwnContext<A>>(context: Context<A>) -> C {
    C::own(context)
}
