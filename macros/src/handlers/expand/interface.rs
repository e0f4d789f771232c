//! The interfaces that handlers belong to, implemented by the actor's handle.

use super::super::model::{Broken, Handler, Handlers, Kind};
use super::super::way;
use super::message::{message, tries};
use super::{generated, located, ours, values};
use crate::span;
use crate::types::without_self;
use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Ident, Path};

/// One impl for each interface that is named.
pub(super) fn impls(handlers: &Handlers) -> TokenStream {
    let mut interfaces: Vec<(&Path, Vec<TokenStream>)> = Vec::new();
    let mut add = |path, method| {
        let found = interfaces
            .iter_mut()
            .find(|(other, _)| way::same(other, path));
        match found {
            Some((_, methods)) => methods.push(method),
            None => interfaces.push((path, vec![method])),
        }
    };
    for handler in &handlers.handlers {
        for path in &handler.way.interfaces {
            add(path, method(handler, handlers));
        }
    }
    for broken in &handlers.broken {
        for path in &broken.interfaces {
            add(path, stub(broken, handlers));
        }
    }
    let impls = interfaces
        .into_iter()
        .map(|(path, methods)| implementation(handlers, path, &methods));
    impls.collect()
}

fn implementation(handlers: &Handlers, path: &Path, methods: &[TokenStream]) -> TokenStream {
    let header = handlers.params.header();
    let bounds = handlers.bounds();
    let handle = &handlers.handle.path;
    let arguments = &handlers.handle.arguments;
    let arguments = (!arguments.is_empty()).then(|| quote!(<#(#arguments),*>));
    // What is missing is missing from the interface that was named.
    quote_spanned! {span::at(path.span())=>
        #[automatically_derived]
        #[allow(deprecated)]
        impl #header #path for #handle #arguments #bounds {
            #(#methods)*
        }
    }
}

fn method(handler: &Handler, handlers: &Handlers) -> TokenStream {
    let krate = &handlers.krate;
    let self_ty = &handlers.self_ty;
    let cfgs = &handler.cfgs;
    let name = generated(&handler.name);
    let names: Vec<Ident> = values(handler).map(|(name, _)| generated(name)).collect();
    let types = values(handler).map(|(_, ty)| without_self(ty, self_ty));
    let reply = ours("reply");
    // What does not fit is said of the handler, not of the attribute.
    let at = span::at(handler.reply.span);
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
        let krate_at = span::move_to(at, krate);
        (
            quote_spanned!(at=> #krate_at::DynCall<'_, #value, #error>),
            quote!(#krate::DynCall::of(self.0.#call(move |#reply| #message))),
        )
    } else {
        let message = message(handler, &quote!(#(#names),*));
        let krate_at = span::move_to(at, krate);
        (
            quote_spanned!(at=> ::core::result::Result<(), #krate_at::CastError>),
            quote!(self.0.cast(#message)),
        )
    };
    quote_spanned! {located(&handler.name)=>
        #(#cfgs)*
        fn #name(&self, #(#names: #types),*) -> #output {
            #body
        }
    }
}

/// For a handler with errors, so that the interface is complete.
fn stub(broken: &Broken, handlers: &Handlers) -> TokenStream {
    let krate = &handlers.krate;
    let self_ty = &handlers.self_ty;
    let name = generated(&broken.name);
    let names = broken.arguments.iter().map(|(name, _)| generated(name));
    let types = broken
        .arguments
        .iter()
        .map(|(_, ty)| without_self(ty, self_ty));
    let output = if broken.kind == Kind::Call {
        let value = broken.reply.value_type(self_ty);
        let error = broken.reply.error_type(self_ty);
        quote!(#krate::DynCall<'_, #value, #error>)
    } else {
        quote!(::core::result::Result<(), #krate::CastError>)
    };
    quote! {
        #[allow(unused_variables)]
        fn #name(&self, #(#names: #types),*) -> #output {
            ::core::unreachable!()
        }
    }
}
