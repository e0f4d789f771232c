//! What the tokens of a `start` expression mention.

use proc_macro2::{Ident, Span, TokenStream, TokenTree};

/// Whether there is an `.await`.
pub(super) fn awaits(tokens: TokenStream) -> bool {
    let mut after_dot = false;
    tokens.into_iter().any(|token| match token {
        TokenTree::Punct(sign) => {
            after_dot = sign.as_char() == '.';
            false
        }
        TokenTree::Ident(word) => std::mem::take(&mut after_dot) && word == "await",
        TokenTree::Group(group) => {
            after_dot = false;
            awaits(group.stream())
        }
        TokenTree::Literal(_) => {
            after_dot = false;
            false
        }
    })
}

/// Whether there is a `return`, and whether there is a `?`.
pub(super) fn leaves(tokens: TokenStream) -> (bool, bool) {
    let mut found = (false, false);
    for token in tokens {
        match token {
            TokenTree::Ident(word) => found.0 |= word == "return",
            TokenTree::Punct(sign) => found.1 |= sign.as_char() == '?',
            TokenTree::Group(group) => {
                let inner = leaves(group.stream());
                found = (found.0 | inner.0, found.1 | inner.1);
            }
            TokenTree::Literal(_) => {}
        }
    }
    found
}

/// Whether there is that word, whatever it stands for.
pub(super) fn mentions(tokens: TokenStream, name: &Ident) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Ident(word) => word == *name,
        TokenTree::Group(group) => mentions(group.stream(), name),
        _ => false,
    })
}

/// Whether there is a `Self`.
pub(crate) fn mentions_self(tokens: TokenStream) -> bool {
    mentions(tokens, &Ident::new("Self", Span::call_site()))
}

/// Where `name` is used as a variable that the expression does not bind itself.
pub(super) fn uses(tokens: TokenStream, name: &Ident) -> Option<Span> {
    let mut found = Found::default();
    search(tokens, name, &mut found);
    if found.bound { None } else { found.used }
}

#[derive(Default)]
struct Found {
    used: Option<Span>,
    bound: bool,
}

fn search(tokens: TokenStream, name: &Ident, found: &mut Found) {
    let mut before = String::new();
    let mut tokens = tokens.into_iter().peekable();
    // Where in `stringify!(..)` the last token stands.
    let mut stringify = 0;
    while let Some(token) = tokens.next() {
        let text = stringify == 2;
        stringify = match &token {
            TokenTree::Ident(word) if word == "stringify" => 1,
            TokenTree::Punct(sign) if stringify == 1 && sign.as_char() == '!' => 2,
            _ => 0,
        };
        match &token {
            // What `stringify!` has is text.
            TokenTree::Group(_) if text => {}
            TokenTree::Group(group) => search(group.stream(), name, found),
            TokenTree::Ident(word) if word == name => {
                // A field, a method, a part of a path, a macro or a function is no variable.
                let after = match tokens.peek() {
                    Some(TokenTree::Punct(sign)) => sign.as_char(),
                    Some(TokenTree::Group(group))
                        if group.delimiter() == proc_macro2::Delimiter::Parenthesis =>
                    {
                        '('
                    }
                    _ => ' ',
                };
                if matches!(before.as_str(), "let" | "mut" | "ref" | "for" | "|") {
                    found.bound = true;
                } else if !matches!(before.as_str(), "." | "::")
                    && !matches!(after, ':' | '!' | '(')
                {
                    found.used.get_or_insert(word.span());
                }
            }
            _ => {}
        }
        // The two halves of `::` come one by one.
        before = match (before.as_str(), token.to_string()) {
            (":", colon) if colon == ":" => "::".to_owned(),
            (_, token) => token,
        };
    }
}
