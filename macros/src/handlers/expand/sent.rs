//! What messages and replies take along.

use super::super::model::{Argument, Handler, Handlers, Kind};
use super::super::reply::Form;
use super::values;
use crate::generics::{Lacking, Params};
use crate::sent::{self, Sent, is_seen_to_be_sent, question};
use crate::types::without_self;
use crate::{handle, span};
use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use std::collections::HashSet;
use std::iter;
use syn::{TypeParamBound, parse_quote};

/// Asks for all of it.
pub(super) fn ask(handlers: &Handlers) -> Sent<'_> {
    let mut sent = Sent::new(&handlers.krate, &handlers.params);
    for handler in &handlers.handlers {
        for (_, ty) in values(handler) {
            let ty = without_self(ty, &handlers.self_ty);
            sent.ask("Argument", &handler.cfgs, &ty);
        }
        for ty in replies(handler, handlers) {
            sent.ask("Reply", &handler.cfgs, &ty);
        }
    }
    sent
}

/// The questions about types with parameters, of which only the block knows all the bounds.
pub(super) fn generic(handlers: &Handlers) -> Option<TokenStream> {
    if handlers.params.is_empty() {
        return None;
    }
    let krate = &handlers.krate;
    let self_ty = &handlers.self_ty;
    let own = handlers.params.own();
    let state = self_ty.to_token_stream();
    let asked = generic_types(handlers, own);
    let questions = asked.iter().map(|(by, ty)| question(krate, by, ty));
    let state_question = sent::state(krate, &state);
    let all = || iter::once(&state).chain(asked.iter().map(|(_, ty)| ty));
    let lacking = own.lacking.iter();
    let parameters: Vec<_> = lacking.map(|it| parameter(handlers, it, all())).collect();
    let parameters = (!parameters.is_empty()).then(|| {
        let (header, bounds) = (own.header(), without_self(&own.bounds, self_ty));
        quote! {
            #[allow(dead_code, deprecated, unused_imports)]
            fn __parameters #header () #bounds {
                use #krate::__private::IsNotSent as _;
                #(#parameters)*
            }
        }
    });
    // A parameter that is not `Send` is asked for there.
    let sent = own.clone().granting(|lacking| lacking.send.then(send));
    let (header, bounds) = (sent.header(), without_self(&sent.bounds, self_ty));
    Some(quote! {
        #[allow(dead_code, deprecated)]
        fn __sent #header () #bounds {
            #state_question
            #(#questions)*
        }
        #parameters
    })
}

/// Asks it of one parameter: once, whatever it makes wrong.
fn parameter<'a>(
    handlers: &Handlers,
    lacking: &Lacking,
    types: impl Iterator<Item = &'a TokenStream>,
) -> TokenStream {
    let name = &lacking.name;
    let span = span::at(name.span());
    let krate = span::move_to(span, &handlers.krate);
    let mentioned = types.filter(|ty| handle::mentions((*ty).clone(), name));
    let send = lacking.send.then(|| {
        let all_are = mentioned.map(|ty| {
            let ty = span::move_to(span, ty);
            quote_spanned!(span=> .and(#krate::__private::IsSent::<#ty>::answer()))
        });
        quote_spanned! {span=>
            #krate::__private::Parameter::ask(
                #krate::__private::Sent #(#all_are)* .asked::<#name>(),
            );
        }
    });
    let outlives = sent::outlives_one(&handlers.krate, lacking);
    quote!(#send #outlives)
}

fn send() -> TypeParamBound {
    parse_quote!(::core::marker::Send)
}

/// Takes for granted that parameters which travel by themselves are `Send`.
pub(in super::super) fn take_for_granted(handlers: &mut Handlers) {
    let types = generic_types(handlers, &handlers.params);
    let travels = |name: &Ident| types.iter().any(|(_, ty)| *name == ty.to_string());
    let params = handlers.params.clone();
    handlers.params = params.granting(|lacking| {
        let grants = lacking.send && travels(&lacking.name);
        grants.then(send)
    });
}

/// That all of it is `Send`, for items that would else be wrong, one by one.
pub(super) fn granted(handlers: &Handlers) -> TokenStream {
    let types = generic_types(handlers, &handlers.params);
    let types = types.iter().map(|(_, ty)| ty);
    quote!(#(#types: ::core::marker::Send,)*)
}

/// What messages and replies take along, and is not seen to be `Send`; each type once. No condition can be put on a
/// bound, so what is under one is left out.
fn generic_types(handlers: &Handlers, params: &Params) -> Vec<(&'static str, TokenStream)> {
    let mut seen = HashSet::new();
    let mut types = Vec::new();
    for handler in &handlers.handlers {
        if !handler.cfgs.is_empty() {
            continue;
        }
        let values = values(handler).map(|(_, ty)| without_self(ty, &handlers.self_ty));
        let values = values.map(|ty| ("Argument", ty));
        let replies = replies(handler, handlers).map(|ty| ("Reply", ty));
        types.extend(values.chain(replies).filter(|(_, ty)| {
            params.are_in(ty) && !is_seen_to_be_sent(ty, params) && seen.insert(ty.to_string())
        }));
    }
    types
}

/// That the state is `Send`, for a future that holds it: that is asked at the struct. The lifetime keeps the compiler
/// from asking here as well.
pub(super) fn state_granted(handlers: &Handlers) -> Option<TokenStream> {
    let self_ty = &handlers.self_ty;
    let has_types = !handlers.params.types.is_empty();
    (!has_types).then(|| quote!(for<'__s> &'__s mut #self_ty: ::core::marker::Send,))
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
        Argument::Context(..) => false,
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
