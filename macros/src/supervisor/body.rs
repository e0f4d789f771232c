//! What runs in an expression itself, and not in a closure, an async block or a function that it has.

use proc_macro2::{Delimiter, Group, Spacing, TokenStream, TokenTree};

/// The tokens without other bodies, which a `return` and a `?` do not leave.
pub(super) fn own(expression: TokenStream) -> TokenStream {
    let mut kept = TokenStream::new();
    let mut before = None;
    let mut tokens = expression.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match &token {
            TokenTree::Group(group) => {
                let mut inner = Group::new(group.delimiter(), own(group.stream()));
                inner.set_span(group.span());
                kept.extend([TokenTree::Group(inner)]);
            }
            TokenTree::Ident(word) if word == "fn" && is_named(&mut tokens) => {
                skip_function(&mut tokens);
            }
            TokenTree::Ident(word) if word == "async" => {
                tokens.next_if(|token| matches!(token, TokenTree::Ident(word) if word == "move"));
                tokens.next_if(is_block);
            }
            TokenTree::Punct(sign) if sign.as_char() == '|' && begins(before.as_ref()) => {
                skip_closure(sign.spacing(), &mut tokens);
            }
            _ => {
                kept.extend([token.clone()]);
                // The other half of an `||` between two values.
                if is_sign(&token, "|") {
                    kept.extend(tokens.next_if(|token| is_sign(token, "|")));
                }
            }
        }
        before = Some(token);
    }
    kept
}

type Tokens = std::iter::Peekable<proc_macro2::token_stream::IntoIter>;

/// Whether a `|` after that begins the parameters of a closure: it stands where no value ends.
fn begins(before: Option<&TokenTree>) -> bool {
    const WORDS: &[&str] = &[
        "async", "break", "else", "if", "in", "match", "move", "return", "static", "yield",
    ];
    match before {
        None => true,
        Some(TokenTree::Punct(sign)) => sign.as_char() != '?',
        Some(TokenTree::Ident(word)) => WORDS.iter().any(|other| word == other),
        Some(TokenTree::Group(_) | TokenTree::Literal(_)) => false,
    }
}

fn is_block(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace)
}

pub(super) fn is_sign(token: &TokenTree, signs: &str) -> bool {
    matches!(token, TokenTree::Punct(sign) if signs.contains(sign.as_char()))
}

/// Whether that is a function, and not the type of a pointer to one.
fn is_named(tokens: &mut Tokens) -> bool {
    matches!(tokens.peek(), Some(TokenTree::Ident(_)))
}

fn skip_function(tokens: &mut Tokens) {
    for token in tokens {
        if is_block(&token) || is_sign(&token, ";") {
            return;
        }
    }
}

/// What follows the first `|` of a closure: its parameters, its type and its body, which goes on to the next comma or
/// semicolon.
fn skip_closure(first: Spacing, tokens: &mut Tokens) {
    let takes_nothing =
        first == Spacing::Joint && tokens.next_if(|token| is_sign(token, "|")).is_some();
    if !takes_nothing {
        while tokens.next().is_some_and(|token| !is_sign(&token, "|")) {}
    }
    let has_type = matches!(tokens.peek(), Some(TokenTree::Punct(sign)) if sign.as_char() == '-' && sign.spacing() == Spacing::Joint);
    if has_type {
        // With a type its body is a block.
        while tokens.next().is_some_and(|token| !is_block(&token)) {}
        return;
    }
    while tokens.next_if(|token| !is_sign(token, ",;")).is_some() {}
}
