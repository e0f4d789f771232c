//! `#[on_hibernate]` and `#[on_wake]`: what an actor does before it sleeps, and after.

use super::check;
use super::expand::{generated, passed};
use super::model::{self, Handlers, Passing};
use super::parse::Method;
use crate::errors::{Errors, with_help};
use crate::types;
use proc_macro2::{Span, TokenStream};
use quote::{format_ident, quote};
use syn::{FnArg, Ident, ReturnType};

/// The two, in the order in which they are called.
#[derive(Clone, Copy)]
pub(super) enum Moment {
    Hibernate,
    Wake,
}

impl Moment {
    fn mark(self) -> &'static str {
        match self {
            Self::Hibernate => "on_hibernate",
            Self::Wake => "on_wake",
        }
    }
}

/// A method that is called at such a moment.
pub(super) struct Hook {
    name: Ident,
    context: Option<(Passing, Span)>,
}

/// At most one for each moment.
#[derive(Default)]
pub(super) struct Hooks {
    hibernate: Option<Hook>,
    wake: Option<Hook>,
}

impl Hooks {
    pub(super) fn add(&mut self, moment: Moment, method: &Method, errors: &mut Errors) {
        let place = match moment {
            Moment::Hibernate => &mut self.hibernate,
            Moment::Wake => &mut self.wake,
        };
        if place.is_some() {
            let mark = moment.mark();
            let message = format!("an actor has one `#[{mark}]`, and there is one above");
            let help = "call this method from there";
            errors.at(&method.sig.ident, with_help(message, help));
            return;
        }
        *place = read(moment, method, errors);
    }

    /// Where they stand.
    pub(super) fn spans(&self) -> impl Iterator<Item = Span> {
        let hooks = [&self.hibernate, &self.wake];
        hooks.into_iter().flatten().map(|hook| hook.name.span())
    }

    /// What the runtime calls.
    pub(super) fn expand(&self, handlers: &Handlers) -> TokenStream {
        let hooks = [
            (Moment::Hibernate, &self.hibernate),
            (Moment::Wake, &self.wake),
        ];
        let krate = &handlers.krate;
        let self_ty = &handlers.self_ty;
        let hooks = hooks.into_iter().filter_map(|(moment, hook)| {
            let Hook { name, context } = hook.as_ref()?;
            let name = generated(name);
            let constant = format_ident!("{}", moment.mark().to_uppercase());
            let method = format_ident!("{}", moment.mark());
            let context = context
                .map(|(passing, span)| passed(passing, span, &quote!(turn.context()), krate));
            Some(quote! {
                const #constant: bool = true;

                fn #method(&mut self, turn: #krate::__private::Turn<'_, Self>) {
                    <#self_ty>::#name(self, #context);
                }
            })
        });
        quote!(#(#hooks)*)
    }
}

/// It gets the state for a moment, between two messages.
fn read(moment: Moment, method: &Method, errors: &mut Errors) -> Option<Hook> {
    let before = errors.count();
    let mark = moment.mark();
    let sig = &method.sig;
    let name = &sig.ident;
    let help = format!("write `fn {name}(&mut self)`; a `Context` is allowed");
    check::ordinary(sig, errors);
    check::not_generic(sig, errors);
    check::one_context(sig, errors);
    let cfgs = model::attributes(method, "cfg");
    check::unconditional(&cfgs, &format!("#[{mark}]"), errors);
    if let Some(token) = &sig.asyncness {
        let message = match moment {
            Moment::Hibernate => {
                format!("an `#[{mark}]` method cannot wait: its actor is about to sleep")
            }
            Moment::Wake => format!("an `#[{mark}]` method cannot wait: a message waits for it"),
        };
        errors.at(token, with_help(message, help.clone()));
    }
    let takes_self = sig
        .receiver()
        .is_some_and(|receiver| matches!(super::receiver::borrow(receiver), Some((None, _))));
    if !takes_self {
        let message = format!("an `#[{mark}]` method changes the state, or looks at it");
        let text = with_help(message, help.clone());
        if sig.inputs.is_empty() {
            errors.at(name, text);
        } else {
            errors.at(&sig.inputs, text);
        }
    }
    let mut context = None;
    for input in &sig.inputs {
        let FnArg::Typed(input) = input else { continue };
        match model::context(&input.ty) {
            Some(passing) => context = Some((passing, model::context_at(&input.ty))),
            None => {
                let message = format!("an `#[{mark}]` method gets a `Context`, nothing else");
                errors.at(input, with_help(message, help.clone()));
            }
        }
    }
    if let ReturnType::Type(_, ty) = &sig.output
        && !types::is_unit(ty)
    {
        let message = format!("an `#[{mark}]` method returns nothing");
        errors.at(ty, with_help(message, help));
    }
    (errors.count() == before).then(|| Hook {
        name: name.clone(),
        context,
    })
}
