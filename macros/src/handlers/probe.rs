//! What only the types know: whether a return type keeps to the actor's policy, and whether
//! an alias hides what the attribute had to see.

use super::model::{Handler, Handlers};
use super::reply::Form;
use crate::types::without_self;
use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};

/// A function that is never called; its types are the check.
pub(super) fn checks(handlers: &Handlers) -> TokenStream {
    if handlers.handlers.is_empty() {
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
        }
    }
}

fn check(handler: &Handler, handlers: &Handlers) -> TokenStream {
    let krate = &handlers.krate;
    let self_ty = &handlers.self_ty;
    let cfgs = &handler.cfgs;
    let span = Span::call_site().located_at(handler.reply.span);
    let form = match handler.reply.form {
        Form::Plain => quote_spanned!(span=> #krate::__private::forms::Plain),
        Form::Hibernate => quote_spanned!(span=> #krate::__private::forms::Hibernates),
        Form::Outcome => quote_spanned!(span=> #krate::__private::forms::Decides),
    };
    let policy = quote! {
        #krate::__private::allowed::<<#self_ty as #krate::Actor>::Policy, #form>();
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
