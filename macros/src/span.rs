//! Where generated code seems to stand: where the user reads about it.

use proc_macro2::{Span, TokenStream, TokenTree};
use quote::ToTokens;

/// The place of `span` with the hygiene of generated code: with the user's own it would have
/// the user's edition.
pub(crate) fn at(span: Span) -> Span {
    Span::call_site().located_at(span)
}

/// A path of generated code, such as that of the runtime crate, all of it at one place, so
/// that an error about what follows it does not begin at the attribute.
pub(crate) fn move_to(span: Span, path: impl ToTokens) -> TokenStream {
    path.into_token_stream()
        .into_iter()
        .map(|mut token| {
            // `$crate` is known by its span alone.
            if !matches!(&token, TokenTree::Ident(word) if word == "$crate") {
                token.set_span(span);
            }
            token
        })
        .collect()
}
