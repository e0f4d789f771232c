//! Rules that need more than one part of the struct.

use super::model::{Actor, Policy};
use crate::errors::{Errors, with_help};

pub(super) fn check(actor: &Actor, errors: &mut Errors) {
    state_is_owned(actor, errors);
    never_means_never(actor, errors);
    a_full_mailbox_has_a_bound(actor, errors);
    somebody_gets_in(actor, errors);
}

/// The state outlives every scope: it sleeps and restarts long after its maker has returned.
fn state_is_owned(actor: &Actor, errors: &mut Errors) {
    for lifetime in &actor.params.lifetimes {
        let message = format!(
            "an actor owns its state: it cannot borrow for `{}`",
            lifetime.lifetime
        );
        errors.at(
            lifetime,
            with_help(message, "own the data, or share it with an `Arc`"),
        );
    }
}

/// A time after which to sleep contradicts never sleeping.
fn never_means_never(actor: &Actor, errors: &mut Errors) {
    if actor.options.policy == Policy::Never
        && let Some(key) = &actor.options.hibernate_after_key
    {
        let message = "`hibernate_after` contradicts `hibernate = never`";
        errors.at(key, with_help(message, "leave one of them out"));
    }
}

/// What happens when the mailbox is full means nothing for one that never is.
fn a_full_mailbox_has_a_bound(actor: &Actor, errors: &mut Errors) {
    if actor.options.mailbox_key.is_none()
        && let Some(key) = &actor.options.overflow_key
    {
        let message = "`overflow` needs a bound: without one the mailbox is never full";
        errors.at(key, with_help(message, "add `mailbox = 100`"));
    }
}

/// A message that finds its actor busy must be able to wait.
fn somebody_gets_in(actor: &Actor, errors: &mut Errors) {
    if let Some(mailbox) = &actor.options.mailbox
        && syn::parse2::<syn::LitInt>(mailbox.clone())
            .is_ok_and(|number| number.base10_digits() == "0")
    {
        let message = "a mailbox with room for no message would take none";
        errors.at(mailbox, with_help(message, "write `mailbox = 1`"));
    }
}
