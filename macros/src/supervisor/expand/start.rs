//! What a start expression gives, as a start.

use super::super::model::{Child, Start, Supervisor};
use super::super::{body, scan};
use super::{handles, krate_at, ours, selection};
use crate::span;
use proc_macro2::TokenStream;
use quote::quote_spanned;
use syn::Expr;
use syn::spanned::Spanned as _;

/// Turns what a start expression gives into a start.
pub(super) fn into_start(
    supervisor: &Supervisor,
    child: &Child,
    value: &TokenStream,
) -> TokenStream {
    if matches!(child.start, Start::Default) {
        return value.clone();
    }
    let ty = handles::checked(supervisor, child);
    let span = span::at(value.span());
    let krate = krate_at(supervisor, span);
    let own = body::own(value.clone());
    let (returns, asks) = scan::leaves(own.clone());
    let bails = supervisor.bailing.return_from(own);
    let value = if never_gives(value) {
        // As the body of a closure it has the type that is wanted of it.
        quote_spanned!(span=> (move || -> #ty { #value })())
    } else if returns && (bails || !asks) {
        // A `return` gives what the expression gives. Beside a `?` it gives what the `?` does: a `Result` with a `Start`,
        // for the two leave the same block.
        within_a_body(value)
    } else {
        value.clone()
    };
    let start = quote_spanned! {span=>
        #krate::__private::IntoStart::<#ty>::into_start(#value)
    };
    let start = if bails && !returns {
        bailing(&krate, &start)
    } else {
        start
    };
    match selection(supervisor, child) {
        Some(selection) => quote_spanned!(span=> #selection::started(#start)),
        None => start,
    }
}

/// What a `bail!` returns is an error of its own type, and so is that of a `?` beside it; the expression gives whatever it does.
fn bailing(krate: &TokenStream, start: &TokenStream) -> TokenStream {
    let span = span::at(start.span());
    let body = within_a_body(&quote_spanned!(span=> ::core::result::Result::Ok(#start)));
    let error = ours("error");
    quote_spanned! {span=>
        ::core::result::Result::unwrap_or_else(#body, |#error| {
            ::core::result::Result::Err(#krate::__private::FailsWith::into_error(#error))
        })
    }
}

/// As a body of its own, from which a `return` leads back here.
fn within_a_body(value: &TokenStream) -> TokenStream {
    let span = span::at(value.span());
    if scan::awaits(value.clone()) {
        quote_spanned!(span=> (async move { #value }).await)
    } else {
        quote_spanned!(span=> (move || #value)())
    }
}

/// Macros that never return, and so have no type of their own.
fn never_gives(value: &TokenStream) -> bool {
    const NEVER: &[&str] = &["panic", "todo", "unimplemented", "unreachable"];
    match syn::parse2::<Expr>(value.clone()) {
        Ok(Expr::Macro(call)) => call
            .mac
            .path
            .segments
            .last()
            .is_some_and(|name| NEVER.iter().any(|never| name.ident == never)),
        _ => false,
    }
}
