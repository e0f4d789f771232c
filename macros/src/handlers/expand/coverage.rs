//! A table for the actor's documentation: what each message does about hibernation.

use super::super::model::{Handler, Handlers, Kind};
use super::super::reply::{Fallible, Form};
use proc_macro2::TokenStream;
use quote::quote;
use std::fmt::Write as _;
use syn::ext::IdentExt;

/// Seen by rustdoc alone.
pub(super) fn coverage(handlers: &Handlers) -> Option<TokenStream> {
    if handlers.handlers.is_empty() {
        return None;
    }
    let mut table = String::from(
        "What the handlers do about hibernation.\n\n\
         | handler | mark | returns | hibernates |\n\
         | --- | --- | --- | --- |\n",
    );
    for handler in &handlers.handlers {
        let name = handler.name.unraw();
        let mark = mark(handler);
        let returns = returns(handler);
        let hibernates = hibernates(handler);
        // A text takes all that is written into it.
        let _ = writeln!(table, "| `{name}` | {mark} | {returns} | {hibernates} |");
    }
    table.push_str("\nBy itself after its idle time, if it has one.");
    Some(quote!(#[cfg_attr(doc, doc = #table)]))
}

fn mark(handler: &Handler) -> &'static str {
    match handler.kind {
        Kind::Call => "`#[call]`",
        Kind::Cast => "`#[cast]`",
        Kind::Every => "`#[every]`",
        Kind::Info if handler.way.other.is_some() => "`#[info(other)]`",
        Kind::Info => "`#[info]`",
        Kind::Start => "`#[start]`",
    }
}

fn returns(handler: &Handler) -> &'static str {
    match (handler.reply.form, handler.reply.fallible) {
        (Form::Plain, Fallible::No) => "a plain value",
        (Form::Plain, _) => "`Result`",
        (Form::Hibernate, Fallible::No) => "`Hibernate`",
        (Form::Hibernate, Fallible::Inner) => "`Hibernate` of `Result`",
        (Form::Hibernate, Fallible::Outer) => "`Result` of `Hibernate`",
        (Form::Outcome, Fallible::No) => "`Outcome`",
        (Form::Outcome, Fallible::Inner) => "`Outcome` of `Result`",
        (Form::Outcome, Fallible::Outer) => "`Result` of `Outcome`",
    }
}

fn hibernates(handler: &Handler) -> &'static str {
    match (handler.reply.form, handler.may_hibernate_in_place()) {
        (Form::Plain, false) => "no",
        (Form::Plain, true) => "where it awaits, perhaps",
        (Form::Hibernate, _) => "always",
        (Form::Outcome, _) => "as it decides",
    }
}
