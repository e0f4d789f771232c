//! The futures of async handlers.

use super::super::model::{Argument, Handler, Handlers, Passing, Stop, StopArgument};
use super::sent::holds;
use super::{located, ours, passed};
use crate::sent::Sent;
use crate::span;
use crate::types::without_self;
use proc_macro2::TokenStream;
use quote::{format_ident, quote, quote_spanned};
use syn::Ident;

/// Each async handler has a function of its own, so that a future that is not `Send` is one
/// error, at the handler.
pub(super) fn frame(handler: &Handler, handlers: &Handlers, sent: &Sent<'_>) -> TokenStream {
    let self_ty = &handlers.self_ty;
    let Handler { name, cfgs, .. } = handler;
    let frame = frame_name(name);
    let bounded = &handlers.params.bounded;
    let bounds = handlers.bounds_of_future();
    let krate = &handlers.krate;
    let mut parameters = Vec::new();
    let mut arguments = Vec::new();
    let mut borrows = false;
    for (index, argument) in handler.arguments.iter().enumerate() {
        let local = ours(&format!("argument{index}"));
        match argument {
            Argument::Value { ty, .. } | Argument::Reply { ty } => {
                let ty = without_self(ty, self_ty);
                parameters.push(quote!(#local: #ty));
                arguments.push(quote!(#local));
            }
            Argument::Context(passing, span) => {
                borrows |= *passing != Passing::Owned;
                parameters.push(quote!(#local: #krate::Context<#self_ty>));
                arguments.push(passed(*passing, *span, &quote!(#local), krate));
            }
        }
    }
    let output = match &handler.reply.written {
        Some(ty) => without_self(ty, self_ty),
        None => quote!(()),
    };
    let actor = if holds(handler, handlers, sent) {
        sent.checked(self_ty)
    } else {
        quote!(#self_ty)
    };
    let call = quote!(<#actor>::#name(actor, #(#arguments),*));
    let call = if borrows {
        let mutable = handler
            .arguments
            .iter()
            .enumerate()
            .filter_map(|(index, argument)| {
                let local = ours(&format!("argument{index}"));
                matches!(argument, Argument::Context(Passing::Exclusive, _))
                    .then(|| quote!(let mut #local = #local;))
            });
        quote!(async move { #(#mutable)* #call.await })
    } else {
        call
    };
    quote_spanned! {located(name)=>
        #(#cfgs)*
        #[allow(deprecated, private_bounds, private_interfaces)]
        fn #frame<'__a, #(#bounded),*>(
            actor: &'__a mut #self_ty,
            #(#parameters),*
        ) -> impl ::core::future::Future<Output = #output> + ::core::marker::Send + '__a
        #bounds
        {
            #call
        }
    }
}

pub(super) fn frame_name(name: &Ident) -> Ident {
    let mut frame = format_ident!("__{}", name);
    frame.set_span(located(name));
    frame
}

pub(super) fn stop_frame(stop: &Stop, handlers: &Handlers) -> TokenStream {
    let krate = &handlers.krate;
    let self_ty = &handlers.self_ty;
    let bounded = &handlers.params.bounded;
    let bounds = handlers.bounds_of_future();
    let name = &stop.name;
    let frame = frame_name(name);
    let call = stop_call(stop, handlers, &quote!(actor));
    let span = span::at(stop.returns);
    let ended = ended(stop, handlers, &quote_spanned!(span=> #call.await));
    quote_spanned! {located(name)=>
        #[allow(deprecated, unused_variables, private_bounds, private_interfaces)]
        fn #frame<'__a, #(#bounded),*>(
            actor: &'__a mut #self_ty,
            reason: &'__a #krate::ExitReason,
            turn: #krate::__private::Turn<'__a, #self_ty>,
        ) -> impl ::core::future::Future<
            Output = ::core::result::Result<(), #krate::ExitReason>
        > + ::core::marker::Send + '__a
        #bounds
        {
            async move { #ended }
        }
    }
}

pub(super) fn stop_call(stop: &Stop, handlers: &Handlers, actor: &TokenStream) -> TokenStream {
    let self_ty = &handlers.self_ty;
    let name = &stop.name;
    let arguments = stop.arguments.iter().map(|argument| match argument {
        StopArgument::Reason => quote!(reason),
        StopArgument::Context(passing, span) => {
            passed(*passing, *span, &quote!(turn.context()), &handlers.krate)
        }
    });
    let span = span::at(stop.returns);
    quote_spanned!(span=> <#self_ty>::#name(#actor, #(#arguments),*))
}

pub(super) fn ended(stop: &Stop, handlers: &Handlers, value: &TokenStream) -> TokenStream {
    let span = span::at(stop.returns);
    let krate = span::move_to(span, &handlers.krate);
    if stop.fallible {
        quote_spanned!(span=> #krate::__private::ended_result(#value))
    } else {
        quote_spanned!(span=> #krate::__private::ended(#value))
    }
}
