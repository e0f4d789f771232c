//! Rules that need more than one part of the struct.

use super::model::{Actor, Policy};
use crate::errors::{Errors, with_help};

pub(super) fn check(actor: &Actor, errors: &mut Errors) {
    state_is_owned(actor, errors);
    never_means_never(actor, errors);
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
