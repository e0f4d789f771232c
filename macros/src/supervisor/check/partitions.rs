//! What partitions may look like.

use super::bars;
use crate::errors::{Errors, with_help};
use crate::supervisor::model::{AutoShutdown, Child, Partitions, Start, Supervisor};
use crate::supervisor::scan;
use quote::ToTokens;
use syn::{ExprClosure, LitStr, Pat};

pub(super) fn check(supervisor: &Supervisor, partitions: &Partitions, errors: &mut Errors) {
    one_child(supervisor, errors);
    no_automatic_shutdown(supervisor, errors);
    for child in &supervisor.children {
        stays(child, errors);
    }
    if let Some(child) = supervisor.children.first() {
        no_handle_of_its_own(child, errors);
    }
    if supervisor.children.is_empty() {
        let message = "partitions are of one `#[child]`, which is declared once";
        let help = "write `#[child(start = |index| Store::open(index))] store: Store`";
        errors.at(&partitions.key, with_help(message, help));
    }
}

/// Keys are spread over children of one kind.
fn one_child(supervisor: &Supervisor, errors: &mut Errors) {
    for second in supervisor.children.iter().skip(1) {
        let message = "partitions are of one `#[child]`, and there is one above";
        let help = "give this child a supervisor of its own, or let both be children of a supervisor that is the `#[child]` here";
        errors.at(&second.name, with_help(message, help));
    }
}

/// Elixir's rule: `auto_shutdown` is `never`. The end of one partition says nothing of the keys of the others.
fn no_automatic_shutdown(supervisor: &Supervisor, errors: &mut Errors) {
    let options = &supervisor.options;
    if let (Some(key), Some(AutoShutdown::AnySignificant | AutoShutdown::AllSignificant)) =
        (&options.auto_shutdown_key, options.auto_shutdown)
    {
        let message = "a supervisor with partitions does not shut down by itself: none of them decides for all";
        errors.at(key, with_help(message, "leave `auto_shutdown` out"));
    }
    for child in &supervisor.children {
        if let Some(key) = &child.significant {
            let message = "a partition cannot be significant: none of them decides for all";
            errors.at(key, with_help(message, "leave `significant` out"));
        }
    }
}

/// What ends for good leaves its keys without a place.
fn stays(child: &Child, errors: &mut Errors) {
    if child.restart == Some("temporary") {
        let message =
            "a partition cannot be `temporary`: once it had ended, its keys would have no place";
        let help = "leave `restart` out, or write `restart = transient`";
        errors.at(&child.name, with_help(message, help));
    }
}

/// No child is there before the first one.
fn no_handle_of_its_own(child: &Child, errors: &mut Errors) {
    if let Some(span) = own_handle(child) {
        let name = &child.name;
        let message = format!("`{name}` cannot use its own handle to start");
        errors.at_span(
            span,
            with_help(
                message,
                "a partition may use its number: `start = |index| ..`",
            ),
        );
    }
}

/// Where its start uses the name of the child, unless that is what it calls its number.
pub(in crate::supervisor) fn own_handle(child: &Child) -> Option<proc_macro2::Span> {
    let Start::Expr { value, .. } = &child.start else {
        return None;
    };
    let number = child.number.as_ref().map(ToTokens::to_token_stream);
    let renamed = number.is_some_and(|number| scan::mentions(number, &child.name));
    (!renamed)
        .then(|| scan::uses(value.clone(), &child.name))
        .flatten()
}

/// Children that come and go are found by their handles.
pub(super) fn none_of_dynamic(supervisor: &Supervisor, errors: &mut Errors) {
    if let Some(partitions) = supervisor.partitions() {
        let message =
            "`partitions` start with the tree, and this supervisor starts children on demand";
        let help = "leave it out, or make this supervisor the `#[child]` of one with `partitions`";
        errors.at(&partitions.key, with_help(message, help));
    }
}

/// A partition is started with its number and nothing else.
pub(in crate::supervisor) fn number(closure: &ExprClosure, errors: &mut Errors) -> Option<Pat> {
    if closure.inputs.len() > 1 {
        let message = "a partition is started with its number alone";
        let help = "write `|index|`; all else is in the fields of the supervisor";
        errors.at(bars(closure), with_help(message, help));
    }
    closure.inputs.first().cloned()
}

/// Of the partitions only one could have it.
pub(in crate::supervisor) fn name(name: &LitStr, errors: &mut Errors) -> bool {
    let message = "all partitions would have the same name, so only one could run";
    let text = name.value();
    let help = format!(
        "make it of the number: `start = |index| .., name = format!(\"{text}-{{index}}\")`"
    );
    errors.at(name, with_help(message, help));
    false
}
