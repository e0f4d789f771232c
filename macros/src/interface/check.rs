//! What an interface may look like. One function per rule, its reason above it.

use crate::errors::{Errors, with_help};
use crate::handlers::reply::{Form, Reply};
use crate::handlers::{Kind, context, is_mark};
use crate::types;
use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::{
    Attribute, Item, ItemTrait, Meta, PatType, Path, ReturnType, Signature, TraitItem, TraitItemFn,
};

/// What several actors have in common is written as a trait.
pub(super) fn no_trait(item: &Item, errors: &mut Errors) {
    let (wrong, kind): (TokenStream, &str) = match item {
        Item::Struct(item) => (item.struct_token.to_token_stream(), "a struct"),
        Item::Enum(item) => (item.enum_token.to_token_stream(), "an enum"),
        Item::Impl(item) => (item.impl_token.to_token_stream(), "an impl block"),
        Item::Fn(item) => (item.sig.fn_token.to_token_stream(), "a function"),
        other => (other.to_token_stream(), "this item"),
    };
    let message = format!("`#[interface]` belongs on a trait, not on {kind}");
    let help = "write `#[interface] trait Tool { .. }`, and `#[call(interface = Tool)]` on the handlers of each actor";
    errors.at(wrong, with_help(message, help));
}

pub(super) fn header(item: &ItemTrait, errors: &mut Errors) {
    not_generic(item, errors);
    no_supertraits(item, errors);
    if let Some(token) = &item.unsafety {
        let help = "leave `unsafe` out: its handlers are safe to call, whoever calls them";
        errors.at(token, with_help("an interface cannot be `unsafe`", help));
    }
}

/// Its handle is one type, whatever actor is behind it.
fn not_generic(item: &ItemTrait, errors: &mut Errors) {
    for param in &item.generics.params {
        let message = "an interface cannot be generic: its handle is one type";
        errors.at(param, with_help(message, "name the types in its methods"));
    }
    if let Some(clause) = &item.generics.where_clause {
        let help = "leave the clause out: its methods name the types that they take";
        errors.at(
            clause.where_token,
            with_help("an interface cannot have bounds", help),
        );
    }
}

/// The trait is one of handles, which have little in common with what the actors are.
fn no_supertraits(item: &ItemTrait, errors: &mut Errors) {
    for bound in &item.supertraits {
        let message = "an interface cannot have a supertrait: it is implemented by handles";
        let help = "every handle is `Debug`, `Send`, `Sync` and `'static` as it is";
        errors.at(bound, with_help(message, help));
    }
}

/// Handles offer messages, nothing else.
pub(super) fn no_method(item: &TraitItem, errors: &mut Errors) {
    let help = "say it by a `#[call]`";
    errors.at(
        item,
        with_help("an interface has methods, and nothing else", help),
    );
}

/// Takes the marks off a method: whoever calls it must know whether to wait.
pub(super) fn mark(method: &mut TraitItemFn, krate: &Path, errors: &mut Errors) -> Option<Kind> {
    let (marks, others): (Vec<Attribute>, Vec<Attribute>) = std::mem::take(&mut method.attrs)
        .into_iter()
        .partition(|attr| is_mark(attr.path(), krate));
    method.attrs = others;
    crate::handlers::check::one_mark(&marks, errors);
    let Some(attr) = marks.first() else {
        let message = "a method of an interface is a `#[call]` or a `#[cast]`";
        let help = "write `#[call]` above it if its caller waits for a reply, `#[cast]` if not";
        errors.at(&method.sig.ident, with_help(message, help));
        return None;
    };
    let name = attr.path().segments.last()?.ident.to_string();
    let kind = match name.as_str() {
        "call" => Some(Kind::Call),
        "cast" => Some(Kind::Cast),
        _ => {
            let message =
                format!("`#[{name}]` is an actor's own affair, and no part of an interface");
            errors.at(attr.path(), with_help(message, "leave the method out"));
            None
        }
    };
    if kind.is_some() && !matches!(attr.meta, Meta::Path(_)) {
        no_arguments(&name, &attr.meta, errors);
    }
    kind
}

/// How a message goes to its actor is for each actor to say.
fn no_arguments(name: &str, meta: &Meta, errors: &mut Errors) {
    let waits = matches!(meta, Meta::List(list) if list.tokens.to_string() == "wait");
    if name == "cast" && waits {
        let message = "a cast through an interface cannot wait for room: it returns at once";
        let help = "write `#[cast]`, or `#[call]`, which waits";
        return errors.at(meta, with_help(message, help));
    }
    let message = format!("`#[{name}]` takes no arguments in an interface");
    errors.at(meta, with_help(message, format!("write `#[{name}]`")));
}

/// What happens is for each actor to say.
pub(super) fn without_body(method: &TraitItemFn, errors: &mut Errors) {
    if let Some(body) = &method.default {
        let message = "a method of an interface has no body: each actor has a handler for it";
        errors.at(body, with_help(message, "end the method with `;`"));
    }
}

/// Whoever calls it waits in any case. What is written as in any other trait is no mistake of a handler.
pub(super) fn awaits(sig: &mut Signature, errors: &mut Errors) {
    let borrow = sig.receiver().and_then(crate::handlers::receiver::borrow);
    let is_shared = matches!(borrow, Some((None, false)));
    if let Some(token) = sig.asyncness.take_if(|_| is_shared) {
        let message = "whether a handler awaits is for each actor to say";
        let help = "leave `async` out: who makes a call awaits it in any case";
        errors.at(token, with_help(message, help));
    }
}

/// Nobody waits for a cast. What its handlers return is for each actor to say.
pub(super) fn gives_nothing(sig: &mut Signature, kind: Kind, errors: &mut Errors) {
    let ReturnType::Type(_, ty) = &sig.output else {
        return;
    };
    if kind == Kind::Cast && !types::is_unit(ty) {
        let message = "a cast through an interface gives nothing back: nobody waits for it";
        let help = "make it a `#[call]`, or leave the return type out";
        errors.at(ty, with_help(message, help));
        sig.output = ReturnType::Default;
    }
}

/// Whether an actor sleeps after a message is nothing that its caller sees.
pub(super) fn reply_is_plain(reply: &Reply, errors: &mut Errors) {
    let written = match reply.form {
        Form::Plain => return,
        Form::Hibernate => "Hibernate",
        Form::Outcome => "Outcome",
    };
    let message =
        format!("an interface says what its caller gets, and `{written}` is for the handler");
    errors.at_span(
        reply.span,
        with_help(message, "write what is inside, or leave it out"),
    );
}

/// The context is the handler's.
pub(super) fn no_context(input: &PatType, errors: &mut Errors) -> bool {
    let has = context(&input.ty).is_some();
    if has {
        let message = "a `Context` is for the handler: its caller gives none";
        errors.at(input, with_help(message, "leave it out here"));
    }
    !has
}
