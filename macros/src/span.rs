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

/// The name of a type at one place, and its arguments as they are.
pub(crate) fn move_name_to(span: Span, ty: impl ToTokens) -> TokenStream {
    let tokens: Vec<_> = ty.into_token_stream().into_iter().collect();
    let is_open =
        |token: &TokenTree| matches!(token, TokenTree::Punct(sign) if sign.as_char() == '<');
    let end = tokens.iter().position(is_open).unwrap_or(tokens.len());
    let (name, arguments) = tokens.split_at(end);
    let mut moved = move_to(span, name.iter().cloned().collect::<TokenStream>());
    moved.extend(arguments.iter().cloned());
    moved
}
