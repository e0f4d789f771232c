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

/// Macros whose texts name variables, as in `format!("{store:?}")`, and how many arguments stand before the text.
const FORMATTING: &[(&[&str], usize)] = &[
    (&["format", "format_args"], 0),
    (&["print", "println", "eprint", "eprintln"], 0),
    (&["panic", "todo", "unimplemented", "unreachable"], 0),
    (&["anyhow", "bail"], 0),
    (&["write", "writeln", "assert", "debug_assert", "ensure"], 1),
    (&["assert_eq", "assert_ne"], 2),
    (&["debug_assert_eq", "debug_assert_ne"], 2),
];

/// Of events the text stands after their fields, as many as there are.
const EVENTS: &[&str] = &["trace", "debug", "info", "warn", "error"];

/// The text that the macro formats, where it is written out; all other texts are its arguments.
fn formatted(called: &str, arguments: &TokenStream) -> Option<LitStr> {
    let arguments = || split(arguments.clone()).into_iter();
    let text = |argument: TokenStream| syn::parse2::<LitStr>(argument).ok();
    if EVENTS.contains(&called) {
        return arguments().find_map(text);
    }
    let mut known = FORMATTING.iter();
    let (_, before) = known.find(|(names, _)| names.contains(&called))?;
    arguments().nth(*before).and_then(text)
}

/// Whether the arguments of the macro may have names, as in `format!("{store}", store = 1)`.
fn names_arguments(called: &str) -> bool {
    EVENTS.contains(&called) || FORMATTING.iter().any(|(names, _)| names.contains(&called))
}

/// What stands between the commas, those in `::<A, B>` left out.
fn split(tokens: TokenStream) -> Vec<TokenStream> {
    let mut arguments = vec![TokenStream::new()];
    let mut depth = 0_usize;
    let mut before = ' ';
    for token in tokens {
        let sign = match &token {
            TokenTree::Punct(sign) => sign.as_char(),
            _ => ' ',
        };
        match (before, sign) {
            (':', '<') => depth += 1,
            (_, '<') if depth > 0 => depth += 1,
            ('-' | '=', '>') => {}
            (_, '>') => depth = depth.saturating_sub(1),
            (_, ',') if depth == 0 => {
                arguments.push(TokenStream::new());
                before = sign;
                continue;
            }
            _ => {}
        }
        before = sign;
        arguments
            .last_mut()
            .into_iter()
            .for_each(|last| last.extend([token.clone()]));
    }
    arguments
}

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

/// `named` where these are arguments of a macro that may have names.
fn search_in(tokens: TokenStream, name: &Ident, named: bool, found: &mut Found) {
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
                    if let Some(text) = formatted(&called, &group.stream())
                        && formats(&text.value(), &name.unraw().to_string())
                    {
                        found.used.get_or_insert(text.span());
                    }
                    search_in(group.stream(), name, names_arguments(&called), found);
                }
                _ => search_in(group.stream(), name, false, found),
            },
            TokenTree::Ident(word) if word == name => {
                // A field, a method, a part of a path, a macro or a function is no variable.
                let after = match tokens.peek() {
                    Some(TokenTree::Punct(sign)) => match (sign.as_char(), sign.spacing()) {
                        // A name that the macro gives to what follows.
                        ('=', Spacing::Alone) if named => {
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
            r#"write!(text, "{store}")"#,
            r#"assert_eq!(one, 2, "{store}")"#,
            r#"assert!(one::<A, B>(), "{store}")"#,
            r#"info!(target: "tree", field = 1, "{store}")"#,
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
            r#"format!("{}{}", prefix, "/{store}")"#,
            r#"assert_eq!(route, "/{store}")"#,
            r#"write!(text, "{}", "{store}")"#,
            r#"ensure!(route == "{store}", "wrong")"#,
            r#"info!("{}", "{store}")"#,
        ] {
            assert!(!is_used(code), "{code}");
        }
    }
}
