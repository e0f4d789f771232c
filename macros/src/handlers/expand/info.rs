//! Infos: how a value finds the handler of its type.

use super::super::model::{Handler, Handlers, Kind};
use super::Side;
use super::message::{inner_message, message};
use crate::span;
use crate::types::{self, without_self};
use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::Type;
use syn::spanned::Spanned;

fn infos(handlers: &Handlers) -> impl Iterator<Item = (&Handler, &Type)> {
    handlers
        .handlers
        .iter()
        .filter_map(|handler| Some((handler, handler.info()?)))
}

/// What an actor with infos says of them in its impl of `Handlers`.
pub(super) fn methods(handlers: &Handlers) -> Option<TokenStream> {
    infos(handlers).next()?;
    let krate = &handlers.krate;
    let sides = Side::BOTH.into_iter().filter_map(|side| {
        let arms: Vec<TokenStream> = infos(handlers)
            .filter(|(handler, _)| Side::of(handler) == side)
            .map(|(handler, _)| {
                let cfgs = &handler.cfgs;
                let pattern = inner_message(handler, &quote!(info));
                quote!(#(#cfgs)* #pattern => info.tie(),)
            })
            .collect();
        let (_, variant) = side.names();
        (!arms.is_empty())
            .then(|| quote!(__Message::#variant(message) => match message { #(#arms)* _ => ::core::option::Option::None },))
    });
    // What takes all that is left comes last.
    let (others, typed): (Vec<_>, Vec<_>) =
        infos(handlers).partition(|(handler, _)| handler.way.other.is_some());
    let takes = typed.into_iter().map(|(handler, ty)| {
        let cfgs = &handler.cfgs;
        let ty = without_self(ty, &handlers.self_ty);
        quote! {
            #(#cfgs)*
            if let ::core::option::Option::Some(message) =
                #krate::__private::take::<Self, #ty>(value)
            {
                return ::core::option::Option::Some(message);
            }
        }
    });
    let take_other = quote!(#krate::__private::take_other::<Self>(value));
    let rest = match others.as_slice() {
        [(handler, _)] if handler.cfgs.is_empty() => take_other,
        conditional => {
            let cfgs = conditional.iter().map(|(handler, _)| &handler.cfgs);
            quote! {
                #(#(#cfgs)* return #take_other;)*
                ::core::option::Option::None
            }
        }
    };
    Some(quote! {
        const INFOS: bool = true;

        #[allow(unreachable_patterns)]
        fn tie(message: &Self::Message) -> ::core::option::Option<&#krate::__private::Tie> {
            match message {
                #(#sides)*
                _ => ::core::option::Option::None,
            }
        }

        fn info(
            value: &mut dyn #krate::__private::Parcel,
        ) -> ::core::option::Option<Self::Message> {
            #(#takes)*
            #rest
        }
    })
}

/// The impls of `Receive`, also for handlers with errors: who sends to them gets none.
pub(super) fn impls(handlers: &Handlers) -> TokenStream {
    let sound = infos(handlers).map(|(handler, ty)| {
        let cfgs = &handler.cfgs;
        let message = message(handler, &quote!(info));
        implement(handlers, ty, cfgs, &message)
    });
    let broken = handlers.broken.iter().filter_map(|broken| {
        let [(_, ty)] = broken.arguments.as_slice() else {
            return None;
        };
        let usable = broken.kind == Kind::Info
            && broken.generics.params.is_empty()
            && types::borrow(ty).is_none();
        usable.then(|| implement(handlers, ty, &[], &quote!(::core::unreachable!())))
    });
    quote!(#(#sound)* #(#broken)*)
}

fn implement(
    handlers: &Handlers,
    ty: &Type,
    cfgs: &[syn::Attribute],
    message: &TokenStream,
) -> TokenStream {
    let krate = &handlers.krate;
    let self_ty = &handlers.self_ty;
    let header = handlers.params.header();
    let bounds = handlers.bounds();
    // A second handler of one type under another name is the compiler's to report, at the type.
    let span = span::at(ty.span());
    let ty = without_self(ty, self_ty);
    let krate_at = span::move_to(span, krate);
    quote_spanned! {span=>
        #(#cfgs)*
        #[automatically_derived]
        #[diagnostic::do_not_recommend]
        #[allow(deprecated, private_bounds, private_interfaces, unused_variables)]
        impl #header #krate_at::Receive<#ty> for #self_ty #bounds {
            fn message(
                info: #krate::__private::Info<#ty>,
            ) -> <Self as #krate::Handlers>::Message {
                #message
            }
        }
    }
}
