//! What the tokens of a `start` expression mention.

use proc_macro2::{Ident, Spacing, Span, TokenStream, TokenTree};
use syn::LitStr;
use syn::ext::IdentExt as _;

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

/// Whether a macro of `anyhow` returns from the expression, with an `anyhow::Error`.
pub(super) fn bails(tokens: TokenStream) -> bool {
    let mut path = Vec::new();
    tokens.into_iter().any(|token| match token {
        TokenTree::Group(group) => {
            path.clear();
            bails(group.stream())
        }
        TokenTree::Ident(word) => {
            path.push(word.to_string());
            false
        }
        TokenTree::Punct(sign) => match sign.as_char() {
            ':' => false,
            '!' if sign.spacing() == Spacing::Alone => {
                let path: Vec<&str> = path.iter().map(String::as_str).collect();
                matches!(
                    path.as_slice(),
                    [.., "anyhow", "bail" | "ensure"] | [.., "bail"]
                )
            }
            _ => {
                path.clear();
                false
            }
        },
        TokenTree::Literal(_) => {
            path.clear();
            false
        }
    })
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

/// Macros whose texts name variables, as in `format!("{store:?}")`.
const FORMATTING: &[&str] = &[
    "format",
    "format_args",
    "print",
    "println",
    "eprint",
    "eprintln",
    "write",
    "writeln",
    "panic",
    "assert",
    "assert_eq",
    "assert_ne",
    "debug_assert",
    "debug_assert_eq",
    "debug_assert_ne",
    "todo",
    "unimplemented",
    "unreachable",
    "anyhow",
    "bail",
    "ensure",
    "trace",
    "debug",
    "info",
    "warn",
    "error",
];

/// Where `name` is used as a variable that the expression does not bind itself.
pub(super) fn uses(tokens: TokenStream, name: &Ident) -> Option<Span> {
    let mut found = Found::default();
    search(tokens, name, &mut found);
    if found.bound { None } else { found.used }
}

/// Whether a text for `format!` has the variable in braces: as a value, a width or a precision.
fn formats(text: &str, name: &str) -> bool {
    let text = text.replace("{{", "");
    text.split('{').skip(1).any(|piece| {
        let Some((inner, _)) = piece.split_once('}') else {
            return false;
        };
        let (value, form) = inner.split_once(':').unwrap_or((inner, ""));
        let counts = form.split('$').rev().skip(1);
        let is_count = |count: &str| {
            let before = count.strip_suffix(name);
            before.is_some_and(|before| {
                !before.ends_with(|last: char| last.is_alphanumeric() || last == '_')
            })
        };
        value.trim() == name || counts.into_iter().any(is_count)
    })
}

#[derive(Default)]
struct Found {
    used: Option<Span>,
    bound: bool,
}

fn search(tokens: TokenStream, name: &Ident, found: &mut Found) {
    search_in(tokens, name, false, found);
}

/// `formatted` where these are the arguments of a macro of [`FORMATTING`].
fn search_in(tokens: TokenStream, name: &Ident, formatted: bool, found: &mut Found) {
    let mut before = String::new();
    let mut tokens = tokens.into_iter().peekable();
    // The macro that is called, once its `!` has come.
    let mut called = Called::Nothing;
    while let Some(token) = tokens.next() {
        let of = std::mem::replace(&mut called, Called::Nothing);
        match (&token, &of) {
            (TokenTree::Ident(word), _) => called = Called::Named(word.to_string()),
            (TokenTree::Punct(sign), Called::Named(word)) if sign.as_char() == '!' => {
                called = Called::Macro(word.clone());
            }
            _ => {}
        }
        match &token {
            TokenTree::Group(group) => match of {
                // What `stringify!` has is text.
                Called::Macro(name) if name == "stringify" => {}
                Called::Macro(called) => {
                    let formatted = FORMATTING.contains(&called.as_str());
                    search_in(group.stream(), name, formatted, found);
                }
                _ => search_in(group.stream(), name, false, found),
            },
            TokenTree::Literal(literal) if formatted => {
                let text = syn::parse2::<LitStr>(TokenTree::from(literal.clone()).into());
                if text.is_ok_and(|text| formats(&text.value(), &name.unraw().to_string())) {
                    found.used.get_or_insert(literal.span());
                }
            }
            TokenTree::Ident(word) if word == name => {
                // A field, a method, a part of a path, a macro or a function is no variable.
                let after = match tokens.peek() {
                    Some(TokenTree::Punct(sign)) => match (sign.as_char(), sign.spacing()) {
                        // A name that the macro gives to what follows.
                        ('=', Spacing::Alone) if formatted => {
                            found.bound = true;
                            continue;
                        }
                        (sign, _) => sign,
                    },
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

/// What the last tokens have called.
enum Called {
    Nothing,
    /// `format`
    Named(String),
    /// `format!`
    Macro(String),
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_used(code: &str) -> bool {
        let store = Ident::new("store", Span::call_site());
        let tokens = code.parse::<TokenStream>();
        tokens.is_ok_and(|tokens| uses(tokens, &store).is_some())
    }

    #[test]
    fn a_macro_of_anyhow_returns() {
        for (code, is_one) in [
            (r#"anyhow::bail!("x")"#, true),
            (r#"if late { bail!("x") } else { open() }"#, true),
            (r#"{ ::anyhow::ensure!(ready, "x"); Ok(open()) }"#, true),
            (r#"{ ensure!(ready); open() }"#, false),
            (
                r#"if bail != 3 { bail } else { anyhow::anyhow!("x") }"#,
                false,
            ),
        ] {
            let tokens = code.parse::<TokenStream>();
            assert_eq!(tokens.is_ok_and(bails), is_one, "{code}");
        }
    }

    #[test]
    fn a_text_that_is_formatted_uses_variables() {
        for code in [
            r#"format!("{store:?}")"#,
            r#"open(format!("{store}"))"#,
            r#"anyhow::anyhow!("{0} {store:>8}", 1)"#,
            r#"{ println!("{1:store$}", 1, 2); 3 }"#,
            r#"format!("{x:>8.store$}")"#,
            r##"format!(r#"{{{store}}}"#)"##,
            r#"format!("{}", store)"#,
            r#"format!("{}", other == store)"#,
        ] {
            assert!(is_used(code), "{code}");
        }
        for code in [
            r#"open("{store}")"#,
            r#"format!("store {{store}} {other}")"#,
            r#"format!("{restore} {stores} {x:restore$}")"#,
            r#"format!("{store}", store = 1)"#,
            r#"concat!("{store}")"#,
            r#"stringify!(store)"#,
            r#"format!("{}", ["{store}"].len())"#,
            r#"format!("{store")"#,
        ] {
            assert!(!is_used(code), "{code}");
        }
    }
}
