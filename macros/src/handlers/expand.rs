//! The messages, their dispatch, and the methods of the handle.

use super::fallback;
use super::model::{Argument, Handler, Handlers, Kind, Passing, Stop, StopArgument};
use super::probe;
use super::reply::{Fallible, Form};
use crate::types::without_self;
use crate::{handle, text};
use proc_macro2::{Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::Ident;
use syn::ext::IdentExt;

pub(super) fn expand(handlers: &Handlers) -> TokenStream {
    let messages = messages(handlers);
    let frames = handlers
        .handlers
        .iter()
        .filter(|handler| handler.is_async)
        .map(|handler| frame(handler, handlers));
    let stop_frame = handlers
        .stop
        .iter()
        .filter(|stop| stop.is_async)
        .map(|stop| stop_frame(stop, handlers));
    let dispatch = dispatch(handlers);
    let methods = methods(handlers);
    let checks = probe::checks(handlers);
    quote! {
        const _: () = {
            #messages
            #(#frames)*
            #(#stop_frame)*
            #dispatch
            #methods
            #checks
        };
    }
}

impl Handlers {
    /// The where clause, valid outside of the impl block.
    pub(super) fn bounds(&self) -> TokenStream {
        without_self(&self.params.bounds, &self.self_ty)
    }

    fn side(&self, side: Side) -> impl Iterator<Item = &Handler> {
        self.handlers
            .iter()
            .filter(move |handler| Side::of(handler) == side)
    }
}

/// Handlers that run on the spot, and handlers with a future.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Now,
    Later,
}

impl Side {
    const BOTH: [Self; 2] = [Self::Now, Self::Later];

    fn of(handler: &Handler) -> Self {
        if handler.is_async {
            Self::Later
        } else {
            Self::Now
        }
    }

    /// The enum of its messages, and its variant in the enum of both.
    fn names(self) -> (Ident, Ident) {
        let name = match self {
            Self::Now => "Now",
            Self::Later => "Later",
        };
        (format_ident!("__{name}"), format_ident!("{name}"))
    }
}

/// A name of ours among names of the user's.
fn ours(name: &str) -> Ident {
    Ident::new(name, Span::mixed_site())
}

/// The span of generated code that is about `name`.
fn located(name: &Ident) -> Span {
    Span::call_site().located_at(name.span())
}

fn messages(handlers: &Handlers) -> TokenStream {
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
            .map(|handler| variant(handler, handlers))
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

fn variant(handler: &Handler, handlers: &Handlers) -> TokenStream {
    let krate = &handlers.krate;
    let self_ty = &handlers.self_ty;
    let Handler { name, cfgs, .. } = handler;
    let types = values(handler).map(|(_, ty)| without_self(ty, self_ty));
    let reply = (handler.kind == Kind::Call).then(|| {
        let value = handler.reply.value_type(self_ty);
        let error = handler.reply.error_type(self_ty);
        quote!(#krate::__private::ReplyTo<#value, #error>,)
    });
    let name = generated(name);
    quote!(#(#cfgs)* #name(#(#types,)* #reply))
}

/// A name of the user's, in generated code: lints speak of the original.
fn generated(name: &Ident) -> Ident {
    let mut name = name.clone();
    name.set_span(located(&name));
    name
}

/// The arguments that travel in the message.
fn values(handler: &Handler) -> impl Iterator<Item = (&Ident, &syn::Type)> {
    handler
        .arguments
        .iter()
        .filter_map(|argument| match argument {
            Argument::Value { name, ty } => Some((name, ty)),
            Argument::Context(_) => None,
        })
}

/// `__Message::Now(__Now::name(values, reply))`, as a pattern or an expression.
fn message(handler: &Handler, fields: &TokenStream) -> TokenStream {
    let inner = inner_message(handler, fields);
    let (_, outer) = Side::of(handler).names();
    quote!(__Message::#outer(#inner))
}

fn inner_message(handler: &Handler, fields: &TokenStream) -> TokenStream {
    let (side, _) = Side::of(handler).names();
    let name = generated(&handler.name);
    quote!(#side::#name(#fields))
}

/// Each async handler has a function of its own, so that a future that is not `Send` is one
/// error, at the handler.
fn frame(handler: &Handler, handlers: &Handlers) -> TokenStream {
    let self_ty = &handlers.self_ty;
    let Handler { name, cfgs, .. } = handler;
    let frame = frame_name(name);
    let bounded = &handlers.params.bounded;
    let bounds = handlers.bounds();
    let krate = &handlers.krate;
    let mut parameters = Vec::new();
    let mut arguments = Vec::new();
    let mut borrows = false;
    for (index, argument) in handler.arguments.iter().enumerate() {
        let local = ours(&format!("argument{index}"));
        match argument {
            Argument::Value { ty, .. } => {
                let ty = without_self(ty, self_ty);
                parameters.push(quote!(#local: #ty));
                arguments.push(quote!(#local));
            }
            Argument::Context(passing) => {
                borrows |= *passing != Passing::Owned;
                parameters.push(quote!(#local: #krate::Context<#self_ty>));
                arguments.push(passed(*passing, &quote!(#local)));
            }
        }
    }
    let output = match &handler.reply.written {
        Some(ty) => without_self(ty, self_ty),
        None => quote!(()),
    };
    let call = quote!(<#self_ty>::#name(actor, #(#arguments),*));
    let call = if borrows {
        let mutable = handler
            .arguments
            .iter()
            .enumerate()
            .filter_map(|(index, argument)| {
                let local = ours(&format!("argument{index}"));
                matches!(argument, Argument::Context(Passing::Exclusive))
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

fn frame_name(name: &Ident) -> Ident {
    let mut frame = format_ident!("__{}", name);
    frame.set_span(located(name));
    frame
}

fn passed(passing: Passing, context: &TokenStream) -> TokenStream {
    match passing {
        Passing::Owned => quote!(#context),
        Passing::Shared => quote!(&#context),
        Passing::Exclusive => quote!(&mut #context),
    }
}

fn stop_frame(stop: &Stop, handlers: &Handlers) -> TokenStream {
    let krate = &handlers.krate;
    let self_ty = &handlers.self_ty;
    let bounded = &handlers.params.bounded;
    let bounds = handlers.bounds();
    let name = &stop.name;
    let frame = frame_name(name);
    let call = stop_call(stop, handlers, &quote!(actor));
    let ended = ended(stop, handlers, &quote!(#call.await));
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

fn stop_call(stop: &Stop, handlers: &Handlers, actor: &TokenStream) -> TokenStream {
    let self_ty = &handlers.self_ty;
    let name = &stop.name;
    let arguments = stop.arguments.iter().map(|argument| match argument {
        StopArgument::Reason => quote!(reason),
        StopArgument::Context(passing) => passed(*passing, &quote!(turn.context())),
    });
    quote!(<#self_ty>::#name(#actor, #(#arguments),*))
}

fn ended(stop: &Stop, handlers: &Handlers, value: &TokenStream) -> TokenStream {
    let krate = &handlers.krate;
    if stop.fallible {
        quote!(#krate::__private::ended_result(#value))
    } else {
        quote!(#krate::__private::ended(#value))
    }
}

/// The impl of `Handlers`.
fn dispatch(handlers: &Handlers) -> TokenStream {
    let krate = &handlers.krate;
    let self_ty = &handlers.self_ty;
    let header = handlers.params.header();
    let arguments = handlers.params.arguments();
    let bounds = handlers.bounds();
    let specs = handlers
        .handlers
        .iter()
        .map(|handler| spec(handler, handlers));
    let intervals = handlers
        .handlers
        .iter()
        .filter_map(|handler| interval(handler, handlers));
    let index = index(handlers);
    let handle = handle_body(handlers);
    let terminate = terminate_body(handlers);
    let stops = handlers.stop.is_some();
    quote! {
        #[automatically_derived]
        #[allow(deprecated, unreachable_code, unused_variables)]
        impl #header #krate::Handlers for #self_ty #bounds {
            type Message = __Message #arguments;
            const HANDLERS: &'static [#krate::__private::HandlerSpec] = &[#(#specs,)*];
            const INTERVALS: &'static [#krate::__private::Interval<Self::Message>] =
                &[#(#intervals,)*];
            const STOP: bool = #stops;

            fn handler(message: &Self::Message) -> usize {
                #index
            }

            fn handle<'a>(
                &'a mut self,
                message: Self::Message,
                turn: #krate::__private::Turn<'a, Self>,
            ) -> #krate::__private::Step<
                impl ::core::future::Future<Output = #krate::__private::Flow>
                    + ::core::marker::Send
                    + 'a
            > {
                #handle
            }

            fn terminate<'a>(
                &'a mut self,
                reason: &'a #krate::ExitReason,
                turn: #krate::__private::Turn<'a, Self>,
            ) -> #krate::__private::Step<
                impl ::core::future::Future<
                    Output = ::core::result::Result<(), #krate::ExitReason>
                > + ::core::marker::Send + 'a
            > {
                #terminate
            }
        }
    }
}

fn spec(handler: &Handler, handlers: &Handlers) -> TokenStream {
    let krate = &handlers.krate;
    let cfgs = &handler.cfgs;
    let name = handler.name.unraw().to_string();
    let kind = match handler.kind {
        Kind::Call => quote!(Call),
        Kind::Cast => quote!(Cast),
        Kind::Every => quote!(Every),
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
    quote! {
        #(#cfgs)*
        #krate::__private::HandlerSpec::new(
            #name,
            #krate::__private::Kind::#kind,
            #krate::__private::Form::#form,
            #plain,
        ) #arguments #reply
    }
}

fn interval(handler: &Handler, handlers: &Handlers) -> Option<TokenStream> {
    let krate = &handlers.krate;
    let cfgs = &handler.cfgs;
    let period = handler.period.as_ref()?;
    let message = message(handler, &TokenStream::new());
    Some(quote! {
        #(#cfgs)*
        #krate::__private::Interval::new(#period, || #message)
    })
}

/// The place of a message's handler in `HANDLERS`.
fn index(handlers: &Handlers) -> TokenStream {
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
        for (place, handler) in handlers.handlers.iter().enumerate() {
            if Side::of(handler) == side {
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
            sides.push(quote! {
                __Message::#variant(message) => match message { #(#arms,)* #never }
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

/// The arm of the variant that holds unused parameters.
fn never(handlers: &Handlers, name: &TokenStream, place: &TokenStream) -> Option<TokenStream> {
    (!handlers.params.types.is_empty())
        .then(|| quote!(#name::__Never(never, _) => match #place {},))
}

fn handle_body(handlers: &Handlers) -> TokenStream {
    let krate = &handlers.krate;
    let has = |side| handlers.side(side).next().is_some();
    // Nothing to wait for: the type of the future must still be said.
    let ready = if has(Side::Later) {
        quote!(#krate::__private::Step::Ready)
    } else {
        quote! {
            #krate::__private::Step::<
                ::core::future::Pending<#krate::__private::Flow>
            >::Ready
        }
    };
    if handlers.handlers.is_empty() {
        let never = never(handlers, &quote!(__Message), &quote!(never));
        return quote!(#ready(match message { #never }));
    }
    let mut arms = Vec::new();
    for side in Side::BOTH.into_iter().filter(|side| has(*side)) {
        let (name, variant) = side.names();
        let inner = handlers.side(side).map(|handler| arm(handler, handlers));
        let never = never(handlers, &quote!(#name), &quote!(never));
        let flow = quote!(match message { #(#inner,)* #never });
        let step = match side {
            Side::Now => quote!(#ready(#flow)),
            Side::Later => quote!(#krate::__private::Step::Pending(async move { #flow })),
        };
        arms.push(quote!(__Message::#variant(message) => #step));
    }
    let never = never(handlers, &quote!(__Message), &quote!(never));
    quote!(match message { #(#arms,)* #never })
}

/// Runs one handler, and turns what it returns into a flow.
fn arm(handler: &Handler, handlers: &Handlers) -> TokenStream {
    let self_ty = &handlers.self_ty;
    let Handler { name, cfgs, .. } = handler;
    let mut fields = Vec::new();
    let mut arguments = Vec::new();
    for (index, argument) in handler.arguments.iter().enumerate() {
        match argument {
            Argument::Value { .. } => {
                let local = ours(&format!("argument{index}"));
                fields.push(quote!(#local));
                arguments.push(quote!(#local));
            }
            Argument::Context(passing) => {
                let passing = if handler.is_async {
                    Passing::Owned
                } else {
                    *passing
                };
                arguments.push(passed(passing, &quote!(turn.context())));
            }
        }
    }
    if handler.kind == Kind::Call {
        fields.push(quote!(reply));
    }
    let pattern = inner_message(handler, &quote!(#(#fields),*));
    let value = if handler.is_async {
        let frame = frame_name(name);
        quote!(#frame(self, #(#arguments),*).await)
    } else {
        quote!(<#self_ty>::#name(self, #(#arguments),*))
    };
    let flow = flow(handler, handlers, &value);
    quote!(#(#cfgs)* #pattern => #flow)
}

fn flow(handler: &Handler, handlers: &Handlers, value: &TokenStream) -> TokenStream {
    let krate = &handlers.krate;
    let span = Span::call_site().located_at(handler.reply.span);
    let fallible = handler.reply.fallible;
    if handler.kind == Kind::Call {
        let method = match handler.reply.form {
            Form::Plain => "plain",
            Form::Hibernate => "hibernate",
            Form::Outcome => "outcome",
        };
        let suffix = if fallible == Fallible::Inner {
            "_result"
        } else {
            ""
        };
        let method = Ident::new(&format!("{method}{suffix}"), span);
        return if fallible == Fallible::Outer {
            quote! {
                match #value {
                    ::core::result::Result::Ok(value) => reply.#method(value),
                    ::core::result::Result::Err(error) => reply.error(error),
                }
            }
        } else {
            quote!(reply.#method(#value))
        };
    }
    let settle = match handler.reply.form {
        Form::Plain => "settle",
        Form::Hibernate => "settle_hibernate",
        Form::Outcome => "settle_outcome",
    };
    let settle = Ident::new(settle, span);
    if fallible == Fallible::No {
        quote!(#krate::__private::#settle(#value))
    } else {
        quote! {
            match #value {
                ::core::result::Result::Ok(value) => #krate::__private::#settle(value),
                ::core::result::Result::Err(error) => #krate::__private::fail(error),
            }
        }
    }
}

fn terminate_body(handlers: &Handlers) -> TokenStream {
    let krate = &handlers.krate;
    let ready = quote! {
        #krate::__private::Step::<
            ::core::future::Pending<::core::result::Result<(), #krate::ExitReason>>
        >::Ready
    };
    let nothing = quote!(#ready(::core::result::Result::Ok(())));
    let Some(stop) = &handlers.stop else {
        return nothing;
    };
    if stop.is_async {
        let frame = frame_name(&stop.name);
        quote!(#krate::__private::Step::Pending(#frame(self, reason, turn)))
    } else {
        let ended = ended(stop, handlers, &stop_call(stop, handlers, &quote!(self)));
        quote!(#ready(#ended))
    }
}

/// The methods of the handle.
fn methods(handlers: &Handlers) -> TokenStream {
    let krate = &handlers.krate;
    let bounded = &handlers.params.bounded;
    let bounds = handlers.bounds();
    let path = &handlers.handle.path;
    let arguments = &handlers.handle.arguments;
    let route = handle::route_name(&handlers.written);
    let methods = handlers
        .handlers
        .iter()
        .filter(|handler| handler.kind != Kind::Every)
        .map(|handler| method(handler, handlers));
    let broken = handlers
        .broken
        .iter()
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
        let message = message(handler, &quote!(#(#names,)* #reply));
        (
            quote!(#krate::Call<'_, #self_ty, #value, #error>),
            quote!(self.0.call(move |#reply| #message)),
        )
    } else {
        let message = message(handler, &quote!(#(#names),*));
        (
            quote!(::core::result::Result<(), #krate::CastError>),
            quote!(self.0.cast(#message)),
        )
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
