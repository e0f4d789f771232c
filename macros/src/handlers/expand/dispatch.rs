//! From a message to its handler, and from what that returns to what comes next.

use super::super::model::{Argument, Handler, Handlers, Kind};
use super::super::reply::{Fallible, Form};
use super::frame::{ended, frame_name, stop_call};
use super::info;
use super::message::{inner_message, message, never};
use super::sent::state_granted;
use super::spec::{index, interval, spec, tick};
use super::{Side, ours, passed};
use crate::sent::Sent;
use crate::span;
use crate::types::without_self;
use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned as _;
use syn::{Ident, Path};

/// The impl of `Handlers`.
pub(super) fn dispatch(handlers: &Handlers, sent: &Sent<'_>) -> TokenStream {
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
    let message = sent.checked(quote!(__Message #arguments));
    let handle = handle_body(handlers);
    let terminate = terminate_body(handlers);
    let stops = handlers.stop.is_some();
    let infos = info::methods(handlers);
    let start = start(handlers);
    let format = format(handlers);
    let hooks = handlers.hooks.expand(handlers);
    let tick = tick(handlers);
    let granted = |awaits: bool| {
        let granted = state_granted(handlers).filter(|_| awaits);
        granted.map(|bound| quote!(where #bound))
    };
    let handle_granted = granted(handlers.side(Side::Later).next().is_some());
    let terminate_granted = granted(handlers.stop.as_ref().is_some_and(|stop| stop.is_async));
    // A second block is the compiler's to report, at the name of the actor. That is the user's own word: of a type that is
    // not there the compiler says the same as of the block.
    let span = span::at(self_ty.span());
    let krate_at = span::move_to(span, krate);
    let items = quote! {
        type Message = #message;
        const HANDLERS: &'static [#krate::__private::HandlerSpec] = &[#(#specs,)*];
        const INTERVALS: &'static [#krate::__private::Interval<Self::Message>] =
            &[#(#intervals,)*];
        const STOP: bool = #stops;
        #start
        #infos
        #format
        #hooks
        #tick

        #[inline]
        fn handler(message: &Self::Message) -> usize {
            #index
        }

        // Else it depends on how the compiler parts the crate whether its caller has it at hand.
        #[inline]
        fn handle<'a>(
            &'a mut self,
            message: Self::Message,
            turn: #krate::__private::Turn<'a, Self>,
        ) -> #krate::__private::Step<
            impl ::core::future::Future<Output = #krate::__private::Flow>
                + ::core::marker::Send
                + 'a
        > #handle_granted {
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
        > #terminate_granted {
            #terminate
        }
    };
    quote_spanned! {span=>
        #[automatically_derived]
        #[diagnostic::do_not_recommend]
        #[allow(deprecated, unreachable_code, unused_variables)]
        impl #header #krate_at::Handlers for #self_ty #bounds { #items }
    }
}

/// How the actor is shown.
fn format(handlers: &Handlers) -> Option<TokenStream> {
    let krate = &handlers.krate;
    let self_ty = &handlers.self_ty;
    let name = handlers.format_status.as_ref()?;
    Some(quote! {
        const FORMATS: bool = true;

        fn format(&self, status: &mut #krate::FormatStatus) {
            <#self_ty>::#name(self, status);
        }
    })
}

/// The message that each incarnation begins with.
fn start(handlers: &Handlers) -> Option<TokenStream> {
    let start = handlers
        .handlers
        .iter()
        .find(|handler| handler.kind == Kind::Start)?;
    let message = message(start, &TokenStream::new());
    Some(quote! {
        const START: ::core::option::Option<fn() -> Self::Message> =
            ::core::option::Option::Some(|| #message);
    })
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
                arguments.push(match handler.kind {
                    Kind::Info => quote!(#local.into_value()),
                    _ => quote!(#local),
                });
            }
            Argument::Context(passing, span) => {
                let context = quote!(turn.context());
                arguments.push(if handler.is_async {
                    context
                } else {
                    passed(*passing, *span, &context, &handlers.krate)
                });
            }
            Argument::Reply { .. } => arguments.push(quote!(reply)),
        }
    }
    if handler.way.retry.is_some() {
        fields.push(quote!(tries));
    }
    if handler.kind == Kind::Call {
        fields.push(quote!(reply));
    }
    if handler.kind == Kind::Every {
        fields.push(quote!(_));
    }
    let pattern = inner_message(handler, &quote!(#(#fields),*));
    let value = if handler.is_async {
        let frame = frame_name(name);
        quote!(#frame(self, #(#arguments),*).await)
    } else {
        quote!(<#self_ty>::#name(self, #(#arguments),*))
    };
    let hook = handler.way.on_crash.as_ref();
    let bury = hook.map(|hook| bury(handler, handlers, hook));
    let flow = match (&handler.way.retry, bury) {
        (Some(_), bury) => {
            let again = again(handler, handlers, bury.as_ref());
            let flow = flow(handler, handlers, &quote!(value));
            quote! {{
                let again = #again;
                let value = #value;
                let (reply, crash) = again.over();
                let flow = #flow;
                crash.over(flow)
            }}
        }
        (None, Some(bury)) => {
            let krate = &handlers.krate;
            let flow = flow(handler, handlers, &value);
            quote! {{
                let crash = #krate::__private::OnCrash::new(#bury);
                let flow = #flow;
                crash.over(flow)
            }}
        }
        (None, None) => flow(handler, handlers, &value),
    };
    quote!(#(#cfgs)* #pattern => #flow)
}

/// Copies what the function gets, in case the handler crashes.
fn bury(handler: &Handler, handlers: &Handlers, hook: &Path) -> TokenStream {
    let krate = &handlers.krate;
    let (copies, fields) = copies(handler, handlers, "kept");
    quote! {{
        #(#copies)*
        move |exit: &#krate::Exit| #hook(exit, #(#fields),*)
    }}
}

/// Copies of the arguments, and their names.
fn copies(handler: &Handler, handlers: &Handlers, by: &str) -> (Vec<TokenStream>, Vec<Ident>) {
    let mut copies = Vec::new();
    let mut fields = Vec::new();
    for (index, argument) in handler.arguments.iter().enumerate() {
        if let Argument::Value { ty, .. } = argument {
            let local = ours(&format!("argument{index}"));
            let span = span::at(ty.span());
            let krate = span::move_to(span, &handlers.krate);
            let by = Ident::new(by, span);
            let value = Ident::new("value", span);
            let given = match handler.kind {
                Kind::Info => quote!(#local.value()),
                _ => quote!(&#local),
            };
            // What is copied has the span of its type: there an error shows.
            copies.push(quote_spanned! {span=>
                let #local = {
                    let #value = #given;
                    #krate::__private::#by(#value)
                };
            });
            fields.push(local);
        }
    }
    (copies, fields)
}

/// Makes the message once more, in case it is needed.
fn again(handler: &Handler, handlers: &Handlers, bury: Option<&TokenStream>) -> TokenStream {
    let krate = &handlers.krate;
    let (copies, fields) = copies(handler, handlers, "again");
    let message = message(handler, &quote!(#(#fields,)* tries, reply));
    let bury = match bury {
        Some(bury) => {
            quote!(::core::option::Option::Some(::std::boxed::Box::new(#bury) as #krate::__private::Bury))
        }
        None => quote!(::core::option::Option::None),
    };
    quote! {{
        let bury = #bury;
        #(#copies)*
        #krate::__private::Again::new(turn, tries, reply, bury, move |tries, reply| #message)
    }}
}

fn flow(handler: &Handler, handlers: &Handlers, value: &TokenStream) -> TokenStream {
    let span = span::at(handler.reply.span);
    let krate = span::move_to(span, &handlers.krate);
    let fallible = handler.reply.fallible;
    if handler.kind == Kind::Call && !handler.is_deferred() {
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
        let error = match handler.reply.form {
            Form::Plain => quote_spanned!(span=> reply.error(error)),
            Form::Hibernate => quote_spanned!(span=> reply.error_hibernate(error)),
            Form::Outcome => {
                let policy = own_policy(handler, handlers, span);
                quote_spanned!(span=> reply.error_outcome::<#policy>(error))
            }
        };
        return if fallible == Fallible::Outer {
            quote_spanned! {span=>
                match #value {
                    ::core::result::Result::Ok(value) => reply.#method(value),
                    ::core::result::Result::Err(error) => #error,
                }
            }
        } else {
            quote_spanned!(span=> reply.#method(#value))
        };
    }
    let settle = match handler.reply.form {
        Form::Plain => "settle",
        Form::Hibernate => "settle_hibernate",
        Form::Outcome => "settle_outcome",
    };
    let settle = Ident::new(settle, span);
    if fallible == Fallible::No {
        quote_spanned!(span=> #krate::__private::#settle(#value))
    } else {
        quote_spanned! {span=>
            match #value {
                ::core::result::Result::Ok(value) => #krate::__private::#settle(value),
                ::core::result::Result::Err(error) => #krate::__private::fail(error),
            }
        }
    }
}

/// The policy that an `Outcome` names.
pub(in super::super) fn own_policy(
    handler: &Handler,
    handlers: &Handlers,
    span: Span,
) -> TokenStream {
    let krate = span::move_to(span, &handlers.krate);
    match &handler.reply.policy {
        Some(policy) => without_self(policy, &handlers.self_ty),
        None => quote_spanned!(span=> #krate::__private::May),
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
