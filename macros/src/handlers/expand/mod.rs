//! The messages, their dispatch, and the methods of the handle.

mod dispatch;
mod docs;
mod frame;
mod handle;
mod info;
mod interface;
mod message;
mod sent;
mod spec;

pub(super) use self::docs::docs;
pub(super) use self::sent::take_for_granted;
use super::model::{Argument, Handler, Handlers, Passing};
use super::probe;
use crate::span;
use crate::types::without_self;
use proc_macro2::{Span, TokenStream};
use quote::{ToTokens as _, format_ident, quote, quote_spanned};
use syn::{Ident, Path};

pub(super) fn expand(handlers: &Handlers) -> TokenStream {
    let sent = sent::ask(handlers);
    let questions = sent.definition();
    let generic = sent::generic(handlers);
    let messages = message::messages(handlers, &sent);
    let frames = handlers
        .handlers
        .iter()
        .filter(|handler| handler.is_async)
        .map(|handler| frame::frame(handler, handlers, &sent));
    let stop_frame = handlers
        .stop
        .iter()
        .filter(|stop| stop.is_async)
        .map(|stop| frame::stop_frame(stop, handlers));
    let dispatch = dispatch::dispatch(handlers, &sent);
    let infos = info::impls(handlers);
    let methods = handle::methods(handlers);
    let interfaces = interface::impls(handlers);
    let checks = probe::checks(handlers);
    let periods = handlers.handlers.iter();
    let periods = periods.filter_map(|handler| spec::period(handler, handlers)?.item);
    quote! {
        const _: () = {
            #questions
            #generic
            #messages
            #(#frames)*
            #(#stop_frame)*
            #dispatch
            #infos
            #methods
            #interfaces
            #checks
            #(#periods)*
        };
    }
}

impl Handlers {
    /// The where clause, valid outside of the impl block. With parameters it takes for granted that the state, and what
    /// messages take along, is `Send`; that is asked in one place (`sent::generic`).
    pub(super) fn bounds(&self) -> TokenStream {
        self.bounds_and(TokenStream::new())
    }

    /// The same for a function with a future that holds the state.
    fn bounds_of_future(&self) -> TokenStream {
        self.bounds_and(sent::state_granted(self).to_token_stream())
    }

    fn bounds_and(&self, bound: TokenStream) -> TokenStream {
        let self_ty = &self.self_ty;
        let state =
            (!self.params.types.is_empty()).then(|| quote!(#self_ty: ::core::marker::Send,));
        let messages = if self.params.is_empty() {
            TokenStream::new()
        } else {
            sent::granted(self)
        };
        if state.is_none() && messages.is_empty() && bound.is_empty() {
            return without_self(&self.params.bounds, self_ty);
        }
        without_self(
            self.params.bounds_and(quote!(#state #messages #bound)),
            self_ty,
        )
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
    crate::span::at(name.span())
}

/// A name of the user's, in generated code: lints speak of the original.
pub(crate) fn generated(name: &Ident) -> Ident {
    let span = located(name);
    // Generated code is of edition 2024, where this is a keyword; the user's may be older.
    if name == "gen" {
        return Ident::new_raw("gen", span);
    }
    let mut name = name.clone();
    name.set_span(span);
    name
}

/// The arguments that travel in the message.
fn values(handler: &Handler) -> impl Iterator<Item = (&Ident, &syn::Type)> {
    handler
        .arguments
        .iter()
        .filter_map(|argument| match argument {
            Argument::Value { name, ty } => Some((name, ty)),
            Argument::Context(..) | Argument::Reply { .. } => None,
        })
}

/// A context of another actor's is an error where its type is written.
pub(crate) fn passed(
    passing: Passing,
    span: Span,
    context: &TokenStream,
    krate: &Path,
) -> TokenStream {
    let span = span::at(span);
    let krate = span::move_to(span, krate);
    let context = context.clone().into_iter().map(|mut token| {
        token.set_span(token.span().located_at(span));
        token
    });
    let context: TokenStream = context.collect();
    let context = quote_spanned!(span=> #krate::__private::own_context(#context));
    match passing {
        Passing::Owned => context,
        Passing::Shared => quote_spanned!(span=> &#context),
        Passing::Exclusive => quote_spanned!(span=> &mut #context),
    }
}
