//! What only the types know: whether a return type keeps to the actor's policy, and whether
//! an alias hides what the attribute had to see.

use super::model::{Handler, Handlers};
use super::reply::Form;
use crate::span;
use crate::types::without_self;
use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};

/// A function that is never called; its types are the check.
pub(super) fn checks(handlers: &Handlers) -> TokenStream {
    let hooks = handlers.hooks.spans().map(|span| hook(span, handlers));
    let hooks: Vec<_> = hooks.collect();
    if handlers.handlers.is_empty() && hooks.is_empty() {
        return TokenStream::new();
    }
    let header = handlers.params.header();
    let bounds = handlers.bounds();
    let checks = handlers
        .handlers
        .iter()
        .map(|handler| check(handler, handlers));
    quote! {
        #[allow(dead_code, deprecated)]
        fn __return_types #header () #bounds {
            #(#checks)*
            #(#hooks)*
        }
    }
}

/// A hook of an actor that never hibernates is never called.
fn hook(span: Span, handlers: &Handlers) -> TokenStream {
    let span = span::at(span);
    let self_ty = &handlers.self_ty;
    let krate = span::move_to(span, &handlers.krate);
    quote_spanned! {span=>
        #krate::__private::allows_hooks::<<#self_ty as #krate::__private::HasPolicy>::Policy>();
    }
}

fn check(handler: &Handler, handlers: &Handlers) -> TokenStream {
    let self_ty = &handlers.self_ty;
    let cfgs = &handler.cfgs;
    let span = span::at(handler.reply.span);
    let krate = span::move_to(span, &handlers.krate);
    let allows = match handler.reply.form {
        Form::Plain => quote_spanned!(span=> allows_plain),
        Form::Hibernate => quote_spanned!(span=> allows_hibernate),
        Form::Outcome => quote_spanned!(span=> allows_outcome),
    };
    let own = (handler.reply.form == Form::Outcome).then(|| match &handler.reply.policy {
        Some(policy) => {
            let policy = without_self(policy, self_ty);
            quote_spanned!(span=> , #policy)
        }
        None => quote_spanned!(span=> , #krate::__private::May),
    });
    let policy = quote_spanned! {span=>
        #krate::__private::#allows::<
            <#self_ty as #krate::__private::HasPolicy>::Policy #own
        >();
    };
    let shown = handler.reply.value.as_ref().map(|value| {
        let value = without_self(value, self_ty);
        quote_spanned! {span=>
            #krate::__private::shown(#krate::__private::Probe::<#value>::new().kind());
        }
    });
    quote! {
        #(#cfgs)*
        {
            #[allow(unused_imports)]
            use #krate::__private::Visible as _;
            #policy
            #shown
        }
    }
}
