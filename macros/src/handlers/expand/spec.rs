//! What is known of the handlers without a message: their declaration.

use super::super::model::{Handler, Handlers, Kind};
use super::super::reply::Form;
use super::message::{inner_message, message, never};
use super::{Side, generated, values};
use crate::constant::{self, Constant, Rule};
use crate::text;
use proc_macro2::TokenStream;
use quote::quote;
use syn::ext::IdentExt;

pub(super) fn spec(handler: &Handler, handlers: &Handlers) -> TokenStream {
    let krate = &handlers.krate;
    let cfgs = &handler.cfgs;
    let name = handler.name.unraw().to_string();
    let kind = match handler.kind {
        Kind::Call => quote!(Call),
        Kind::Cast => quote!(Cast),
        Kind::Every => quote!(Every),
        Kind::Info if handler.way.other.is_some() => quote!(Other),
        Kind::Info => quote!(Info),
        Kind::Start => quote!(Start),
    };
    let form = match handler.reply.form {
        Form::Plain => quote!(Plain),
        Form::Hibernate => quote!(Hibernate),
        Form::Outcome => quote!(Outcome),
    };
    let plain = !handler.is_async;
    let arguments: Vec<String> = values(handler)
        .map(|(name, ty)| format!("{name}: {}", text::source(ty)))
        .collect();
    let arguments = arguments.join(", ");
    let reply = handler
        .reply
        .value
        .as_ref()
        .map_or(String::new(), text::source);
    let arguments = (!arguments.is_empty()).then(|| quote!(.arguments(#arguments)));
    let reply = (!reply.is_empty()).then(|| quote!(.reply(#reply)));
    let priority = handler.way.priority.then(|| quote!(.priority()));
    let blocking = handler.way.blocking.is_some().then(|| quote!(.blocking()));
    let in_place = handler.may_hibernate_in_place();
    let in_place = in_place.then(|| quote!(.in_place()));
    quote! {
        #(#cfgs)*
        #krate::__private::HandlerSpec::new(
            #name,
            #krate::__private::Kind::#kind,
            #krate::__private::Form::#form,
            #plain,
        ) #arguments #reply #priority #blocking #in_place
    }
}

pub(super) fn interval(handler: &Handler, handlers: &Handlers) -> Option<TokenStream> {
    let krate = &handlers.krate;
    let cfgs = &handler.cfgs;
    let period = period(handler, handlers)?.value;
    let message = message(handler, &quote!(generation));
    Some(quote! {
        #(#cfgs)*
        #krate::__private::Interval::new(#period, |generation| #message)
    })
}

pub(super) fn period(handler: &Handler, handlers: &Handlers) -> Option<Constant> {
    let inside = !handlers.params.is_empty();
    let of = (&handler.name, &handler.cfgs[..]);
    let period = handler.period.as_ref()?;
    Some(constant::checked(
        Rule::Period,
        period,
        of,
        &handlers.krate,
        inside,
    ))
}

/// Tells which incarnation a tick is for.
pub(super) fn tick(handlers: &Handlers) -> Option<TokenStream> {
    let ticks: Vec<_> = handlers
        .handlers
        .iter()
        .filter(|handler| handler.kind == Kind::Every)
        .map(|handler| {
            let cfgs = &handler.cfgs;
            let pattern = message(handler, &quote!(generation));
            quote! {
                #(#cfgs)*
                #pattern => ::core::option::Option::Some(*generation),
            }
        })
        .collect();
    (!ticks.is_empty()).then(|| {
        quote! {
            fn tick(
                message: &Self::Message,
            ) -> ::core::option::Option<::core::primitive::u32> {
                #[allow(unreachable_patterns)]
                match message {
                    #(#ticks)*
                    _ => ::core::option::Option::None,
                }
            }
        }
    })
}

/// The place of a message's handler in `HANDLERS`.
pub(super) fn index(handlers: &Handlers) -> TokenStream {
    // With conditional handlers the compiler has to count.
    let conditional = handlers
        .handlers
        .iter()
        .any(|handler| !handler.cfgs.is_empty());
    let counter = conditional.then(|| {
        let names = handlers.handlers.iter().map(|handler| {
            let (cfgs, name) = (&handler.cfgs, generated(&handler.name));
            quote!(#(#cfgs)* #name)
        });
        quote! {
            #[allow(dead_code, non_camel_case_types)]
            enum __Index { #(#names),* }
        }
    });
    let mut sides = Vec::new();
    for side in Side::BOTH {
        let mut arms = Vec::new();
        let mut may_be_none = handlers.params.types.is_empty();
        for (place, handler) in handlers.handlers.iter().enumerate() {
            if Side::of(handler) == side {
                may_be_none &= !handler.cfgs.is_empty();
                let cfgs = &handler.cfgs;
                let pattern = inner_message(handler, &quote!(..));
                let name = generated(&handler.name);
                let place = if conditional {
                    quote!(__Index::#name as usize)
                } else {
                    quote!(#place)
                };
                arms.push(quote!(#(#cfgs)* #pattern => #place));
            }
        }
        if !arms.is_empty() {
            let (name, variant) = side.names();
            let never = never(handlers, &quote!(#name), &quote!(*never));
            // An empty enum, again.
            let message = if may_be_none {
                quote!(*message)
            } else {
                quote!(message)
            };
            sides.push(quote! {
                __Message::#variant(message) => match #message { #(#arms,)* #never }
            });
        }
    }
    // An empty enum behind a reference still needs an arm; the enum itself needs none.
    let message = if handlers.handlers.is_empty() && handlers.params.types.is_empty() {
        quote!(*message)
    } else {
        quote!(message)
    };
    let never = never(handlers, &quote!(__Message), &quote!(*never));
    quote! {
        #counter
        match #message { #(#sides,)* #never }
    }
}
