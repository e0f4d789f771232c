//! The attribute by which an expansion says what rustdoc shall show.

use proc_macro2::{Delimiter, Group, Span, TokenStream, TokenTree};
use quote::quote;
use syn::{Attribute, Path};

/// `#[cfg_attr(doc, ::dormouse::__private::document(..))]`
pub(crate) fn mark(krate: &Path, said: &TokenStream) -> TokenStream {
    let said = away(quote!(#krate, #said));
    quote!(#[cfg_attr(doc, #krate::__private::document(#said))])
}

/// Whether `#[doc(hidden)]` is among the attributes.
pub(crate) fn is_hidden(attrs: &[Attribute]) -> bool {
    let mut lists = attrs
        .iter()
        .filter(|attr| attr.path().is_ident("doc"))
        .filter_map(|attr| attr.meta.require_list().ok());
    lists.any(|list| has_word(list.tokens.clone(), "hidden"))
}

/// Whether a word is in the parentheses of a `#[doc(..)]`, and not in an alias.
pub(crate) fn has_word(list: TokenStream, wanted: &str) -> bool {
    let is_word = |word| matches!(word, TokenTree::Ident(word) if word == wanted);
    list.into_iter().any(is_word)
}

/// Away from where the user wrote it: an editor would take what `cfg_attr` leaves out for the user's own words. But
/// constants stay, as rustdoc shows in types what it reads there.
fn away(tokens: TokenStream) -> TokenStream {
    tokens
        .into_iter()
        .map(|token| {
            let span = token.span();
            let moved = span.located_at(Span::call_site());
            let (mut token, span) = match token {
                TokenTree::Literal(literal) => (TokenTree::Literal(literal), span),
                TokenTree::Group(group) => {
                    let delimiter = group.delimiter();
                    let inner = Group::new(delimiter, away(group.stream()));
                    let stays = delimiter == Delimiter::Brace;
                    (TokenTree::Group(inner), if stays { span } else { moved })
                }
                other => (other, moved),
            };
            token.set_span(span);
            token
        })
        .collect()
}
