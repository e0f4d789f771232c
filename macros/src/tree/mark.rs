//! The attribute by which an expansion says what rustdoc shall show.

use proc_macro2::{Group, Span, TokenStream, TokenTree};
use quote::quote;
use syn::Path;

/// `#[cfg_attr(doc, ::dormouse::__private::document(..))]`
pub(crate) fn mark(krate: &Path, said: &TokenStream) -> TokenStream {
    let said = away(quote!(#krate, #said));
    quote!(#[cfg_attr(doc, #krate::__private::document(#said))])
}

/// Away from where the user wrote it: an editor would take what `cfg_attr` leaves out for the user's own words.
fn away(tokens: TokenStream) -> TokenStream {
    tokens
        .into_iter()
        .map(|token| {
            let span = token.span().located_at(Span::call_site());
            let mut token = match token {
                TokenTree::Group(group) => {
                    TokenTree::Group(Group::new(group.delimiter(), away(group.stream())))
                }
                other => other,
            };
            token.set_span(span);
            token
        })
        .collect()
}
