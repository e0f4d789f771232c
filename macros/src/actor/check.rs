//! Rules that need more than one part of the struct.

use super::model::{Actor, Policy};
use crate::errors::{Errors, with_help};
use crate::handle;
use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::Type;

pub(super) fn check(actor: &Actor, errors: &mut Errors) {
    handle::is_free(&actor.name, &actor.handle, errors);
    state_is_owned(actor, errors);
    never_means_never(actor, errors);
    frozen_fields_can_be(actor, cfg!(feature = "freeze"), errors);
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

/// `freeze_after` needs the feature, an actor that may sleep, and something to freeze.
fn frozen_fields_can_be(actor: &Actor, enabled: bool, errors: &mut Errors) {
    let Some(key) = &actor.options.freeze_after_key else {
        return;
    };
    if !enabled {
        let message = "`freeze_after` needs the feature `freeze` of dormouse";
        let help =
            "write `dormouse = { version = \"..\", features = [\"freeze\"] }` in `Cargo.toml`";
        errors.at(key, with_help(message, help));
        return;
    }
    if actor.options.policy == Policy::Never {
        let message = "`freeze_after` contradicts `hibernate = never`: only a sleeper is frozen";
        errors.at(key, with_help(message, "leave one of them out"));
    }
    if !actor.fields.iter().any(|field| may_freeze(&field.ty)) {
        let message = "there is nothing to freeze: no field is a `Freezable`";
        let help = "write it for the fields that are large, as in `turns: Freezable<Vec<String>>`";
        errors.at(key, with_help(message, help));
    }
}

/// Whether there may be a `Freezable` in it: it is one, or it has a name that std's types do not have.
pub(super) fn may_freeze(ty: &Type) -> bool {
    fn within(tokens: TokenStream) -> bool {
        tokens.into_iter().any(|token| match token {
            TokenTree::Ident(ident) => !KNOWN.iter().any(|known| ident == known),
            TokenTree::Group(group) => within(group.stream()),
            _ => false,
        })
    }
    within(ty.to_token_stream())
}

/// What has nothing to freeze.
const KNOWN: &[&str] = &[
    "Arc",
    "Box",
    "BTreeMap",
    "BTreeSet",
    "Duration",
    "HashMap",
    "HashSet",
    "Instant",
    "Option",
    "PathBuf",
    "Result",
    "String",
    "Vec",
    "VecDeque",
    "alloc",
    "bool",
    "char",
    "collections",
    "core",
    "dyn",
    "f32",
    "f64",
    "i128",
    "i16",
    "i32",
    "i64",
    "i8",
    "isize",
    "path",
    "static",
    "std",
    "str",
    "string",
    "sync",
    "time",
    "u128",
    "u16",
    "u32",
    "u64",
    "u8",
    "usize",
    "vec",
];

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
