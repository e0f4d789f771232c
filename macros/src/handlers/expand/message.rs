//! The enums of an actor's messages.

use super::super::model::{Handler, Handlers, Kind};
use super::{Side, generated, sent, values};
use crate::sent::Sent;
use crate::types::without_self;
use proc_macro2::TokenStream;
use quote::quote;
use syn::Path;

pub(super) fn messages(handlers: &Handlers, sent: &Sent<'_>) -> TokenStream {
    let header = handlers.params.header();
    let arguments = handlers.params.arguments();
    let bounds = handlers.bounds();
    let allow = quote! {
        #[doc(hidden)]
        #[allow(
            dead_code,
            deprecated,
            missing_debug_implementations,
            missing_docs,
            non_camel_case_types,
            private_bounds,
            private_interfaces,
            unreachable_pub
        )]
    };
    // Parameters that no message mentions must still be used.
    let types = &handlers.params.types;
    let unused = (!types.is_empty()).then(|| {
        quote! {
            __Never(
                ::core::convert::Infallible,
                (#(::core::marker::PhantomData<fn() -> #types>,)*)
            ),
        }
    });
    let mut outer = Vec::new();
    let mut inner = TokenStream::new();
    for side in Side::BOTH {
        let mut variants = handlers
            .side(side)
            .map(|handler| variant(handler, handlers, sent))
            .peekable();
        if variants.peek().is_some() {
            let (name, variant) = side.names();
            outer.push(quote!(#variant(#name #arguments)));
            inner.extend(quote! {
                #allow
                pub enum #name #header #bounds { #(#variants,)* #unused }
            });
        }
    }
    quote! {
        #allow
        pub enum __Message #header #bounds { #(#outer,)* #unused }
        #inner
    }
}

fn variant(handler: &Handler, handlers: &Handlers, sent: &Sent<'_>) -> TokenStream {
    let krate = &handlers.krate;
    let self_ty = &handlers.self_ty;
    let Handler { name, cfgs, .. } = handler;
    let types = values(handler).map(|(_, ty)| {
        let ty = without_self(ty, self_ty);
        let checked = sent::copies(handler) && sent.asks(&ty);
        let ty = match handler.kind {
            Kind::Info => quote!(#krate::__private::Info<#ty>),
            _ => ty,
        };
        if checked { sent.checked(ty) } else { ty }
    });
    let reply = (handler.kind == Kind::Call).then(|| {
        let value = handler.reply.value_type(self_ty);
        let error = handler.reply.error_type(self_ty);
        // How often it may be sent again.
        let tries = handler
            .way
            .retry
            .is_some()
            .then(|| quote!(#krate::__private::Tries,));
        let mut reply = quote!(#krate::__private::ReplyTo<#value, #error>);
        if sent::keeps_reply(handler, handlers, sent) {
            reply = sent.checked(reply);
        }
        quote!(#tries #reply,)
    });
    // The incarnation that the clock sends it to.
    let tick = (handler.kind == Kind::Every).then(|| quote!(::core::primitive::u32,));
    let name = generated(name);
    quote!(#(#cfgs)* #name(#tick #(#types,)* #reply))
}

/// `__Message::Now(__Now::name(values, reply))`, as a pattern or an expression.
pub(super) fn message(handler: &Handler, fields: &TokenStream) -> TokenStream {
    let inner = inner_message(handler, fields);
    let (_, outer) = Side::of(handler).names();
    quote!(__Message::#outer(#inner))
}

pub(super) fn inner_message(handler: &Handler, fields: &TokenStream) -> TokenStream {
    let (side, _) = Side::of(handler).names();
    let name = generated(&handler.name);
    quote!(#side::#name(#fields))
}

/// How often a new message may be sent again, where that is asked for.
pub(super) fn tries(handler: &Handler, krate: &Path) -> Option<TokenStream> {
    let times = &handler.way.retry.as_ref()?.times;
    Some(quote!(#krate::__private::Tries::new(#times),))
}

/// The arm of the variant that holds unused parameters.
pub(super) fn never(
    handlers: &Handlers,
    name: &TokenStream,
    place: &TokenStream,
) -> Option<TokenStream> {
    (!handlers.params.types.is_empty())
        .then(|| quote!(#name::__Never(never, _) => match #place {},))
}
