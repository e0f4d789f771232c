//! The methods of the handle.

use super::super::fallback;
use super::super::model::{Handler, Handlers, Kind};
use super::message::{message, tries};
use super::{generated, ours, values};
use crate::handle;
use crate::types::without_self;
use proc_macro2::TokenStream;
use quote::quote;
use syn::Ident;

/// The methods of the handle.
pub(super) fn methods(handlers: &Handlers) -> TokenStream {
    let krate = &handlers.krate;
    let bounded = &handlers.params.bounded;
    let bounds = handlers.bounds();
    let path = &handlers.handle.path;
    let arguments = &handlers.handle.arguments;
    let route = handle::route_name(&handlers.written);
    let methods = handlers
        .handlers
        .iter()
        .filter(|handler| handler.kind.has_method())
        .map(|handler| method(handler, handlers));
    let broken = handlers
        .broken
        .iter()
        .filter(|broken| broken.kind.has_method())
        .map(|broken| fallback::method(broken, handlers));
    quote! {
        #[allow(dead_code, deprecated, private_bounds, private_interfaces)]
        impl<#(#bounded,)* #route: #krate::Route> #path<#(#arguments,)* #route> #bounds {
            #(#methods)*
            #(#broken)*
        }
    }
}

fn method(handler: &Handler, handlers: &Handlers) -> TokenStream {
    let krate = &handlers.krate;
    let self_ty = &handlers.self_ty;
    let Handler {
        vis,
        name,
        docs,
        deprecated,
        cfgs,
        ..
    } = handler;
    let names: Vec<Ident> = values(handler).map(|(name, _)| generated(name)).collect();
    let types = values(handler).map(|(_, ty)| without_self(ty, self_ty));
    let reply = ours("reply");
    let (output, body) = if handler.kind == Kind::Call {
        let value = handler.reply.value_type(self_ty);
        let error = handler.reply.error_type(self_ty);
        let tries = tries(handler, krate);
        let message = message(handler, &quote!(#(#names,)* #tries #reply));
        let call = ours(if handler.is_deferred() {
            "call_deferred"
        } else {
            "call"
        });
        (
            quote!(#krate::Call<'_, #self_ty, #value, #error>),
            quote!(self.0.#call(move |#reply| #message)),
        )
    } else {
        let message = message(handler, &quote!(#(#names),*));
        if handler.way.wait {
            (
                quote!(#krate::Cast<'_, #self_ty>),
                quote!(self.0.cast_waiting(#message)),
            )
        } else {
            (
                quote!(::core::result::Result<(), #krate::CastError>),
                quote!(self.0.cast(#message)),
            )
        }
    };
    let missing = docs.is_empty().then(|| {
        let verb = if handler.kind == Kind::Call {
            "Calls"
        } else {
            "Casts to"
        };
        let text = format!(" {verb} the handler `{name}`.");
        quote!(#[doc = #text])
    });
    quote! {
        #(#docs)*
        #missing
        #(#deprecated)*
        #(#cfgs)*
        #vis fn #name(&self, #(#names: #types),*) -> #output {
            #body
        }
    }
}
