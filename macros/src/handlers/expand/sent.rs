//! What messages and replies take along.

use super::super::model::{Argument, Handler, Handlers, Kind};
use super::super::reply::Form;
use super::values;
use crate::sent::Sent;
use crate::span;
use crate::types::without_self;
use proc_macro2::TokenStream;
use quote::{ToTokens, quote_spanned};
use syn::spanned::Spanned;

/// Asks for all of it.
pub(super) fn ask(handlers: &Handlers) -> Sent<'_> {
    let mut sent = Sent::new(&handlers.krate, &handlers.params);
    // Their futures hold the state; what else asks for it stands at the struct.
    if awaits(handlers) {
        sent.ask("state", &[], &handlers.self_ty.to_token_stream());
    }
    for handler in &handlers.handlers {
        for (_, ty) in values(handler) {
            let ty = without_self(ty, &handlers.self_ty);
            sent.ask("argument", &handler.cfgs, &ty);
        }
        for ty in replies(handler, handlers) {
            sent.ask("reply", &handler.cfgs, &ty);
        }
    }
    sent
}

/// Asks for the state of an actor with parameters, of which only its block knows all the bounds.
pub(super) fn state(handlers: &Handlers) -> Option<TokenStream> {
    if handlers.params.types.is_empty() {
        return None;
    }
    let self_ty = &handlers.self_ty;
    let header = handlers.params.header();
    let bounds = handlers.own_bounds();
    let span = span::at(self_ty.span());
    let krate = span::move_to(span, &handlers.krate);
    Some(quote_spanned! {span=>
        #[allow(dead_code)]
        fn __state #header () #bounds {
            #krate::__private::state::<#self_ty>();
        }
    })
}

/// Whether a future holds the state.
fn awaits(handlers: &Handlers) -> bool {
    let mut methods = handlers.handlers.iter().map(|handler| handler.is_async);
    methods.any(|is_async| is_async) || handlers.stop.as_ref().is_some_and(|stop| stop.is_async)
}

/// The value and the error that a caller gets.
fn replies(handler: &Handler, handlers: &Handlers) -> impl Iterator<Item = TokenStream> {
    let reply = (handler.kind == Kind::Call).then_some(&handler.reply);
    let value = reply.and_then(|reply| reply.value_written(&handlers.self_ty));
    let error = reply.and_then(|reply| reply.error_written(&handlers.self_ty));
    value.into_iter().chain(error)
}

/// Whether its future holds something that was asked for.
pub(super) fn holds(handler: &Handler, handlers: &Handlers, sent: &Sent<'_>) -> bool {
    if handlers.params.is_empty() {
        return true;
    }
    let mut arguments = handler.arguments.iter();
    arguments.any(|argument| match argument {
        Argument::Value { ty, .. } | Argument::Reply { ty } => {
            sent.asks(&without_self(ty, &handlers.self_ty))
        }
        Argument::Context(_) => false,
    })
}

/// Whether what is kept of its arguments, in case of a crash, must be `Send` by itself.
pub(super) fn copies(handler: &Handler) -> bool {
    handler.way.retry.is_some() || handler.way.on_crash.is_some()
}

/// The same of the reply: of one that is sent after the actor has ended, too.
pub(super) fn keeps_reply(handler: &Handler, handlers: &Handlers, sent: &Sent<'_>) -> bool {
    let kept = handler.reply.form == Form::Outcome || copies(handler);
    kept && replies(handler, handlers).any(|ty| sent.asks(&ty))
}
