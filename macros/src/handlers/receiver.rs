//! How a method takes the state of its actor.

use crate::errors::{Errors, with_help};
use crate::types;
use syn::{Lifetime, Receiver, ReceiverKind, Signature, Type};

/// The actor lends its state for the time of the message.
pub(super) fn check(sig: &Signature, errors: &mut Errors) {
    let write = if sig.asyncness.is_some() {
        "write `&mut self`"
    } else {
        "write `&mut self` or `&self`"
    };
    let Some(receiver) = sig.receiver() else {
        let message = "a handler is a method: it needs the actor's state";
        errors.at(&sig.ident, with_help(message, write));
        return;
    };
    match borrow(receiver) {
        Some((None, true)) => {}
        Some((None, false)) => plain_when_shared(sig, receiver, errors),
        Some((Some(lifetime), _)) => {
            let message = "a handler borrows its state only for the time of the message";
            errors.at(lifetime, with_help(message, write));
        }
        None => {
            let message = "a handler cannot take the actor's state: the next message needs it";
            errors.at(receiver, with_help(message, write));
        }
    }
}

/// How it borrows the state, by which lifetime, and whether to change it: `&self`, or `self: &Self` or `self: &Session` written out.
pub(crate) fn borrow(receiver: &Receiver) -> Option<(Option<&Lifetime>, bool)> {
    match &receiver.kind {
        ReceiverKind::Reference(_, lifetime, mutable) => {
            Some((lifetime.as_ref(), mutable.is_some()))
        }
        ReceiverKind::Typed(_, ty) => match types::bare(ty) {
            Type::Reference(reference) if !is_container(&reference.elem) => {
                Some((reference.lifetime.as_ref(), reference.mutability.is_some()))
            }
            _ => None,
        },
        _ => None,
    }
}

/// What else a method may take itself in; of all other types but its own the compiler says that it cannot.
fn is_container(ty: &Type) -> bool {
    ["Arc", "Box", "Pin", "Rc"]
        .iter()
        .any(|name| types::is_named(ty, name))
}

/// The future would hold `&State` on another thread, which asks for `State: Sync`.
fn plain_when_shared(sig: &Signature, receiver: &Receiver, errors: &mut Errors) {
    if sig.asyncness.is_some() {
        let message = "an async handler takes `&mut self`: with `&self` its future would need a state that is `Sync`";
        let help = "write `&mut self`, or drop `async` if nothing is awaited";
        errors.at(receiver, with_help(message, help));
    }
}
