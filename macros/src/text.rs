//! Words in messages and documentation: spelling, lists, source text.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use quote::ToTokens;

/// The candidate that `word` was probably meant to be.
pub(crate) fn nearest<'a>(word: &str, candidates: &[&'a str]) -> Option<&'a str> {
    let begun = |candidate: &&&str| word.len() > 2 && candidate.starts_with(word);
    if let Some(candidate) = candidates.iter().find(begun) {
        return Some(candidate);
    }
    candidates
        .iter()
        .map(|candidate| (distance(word, candidate), *candidate))
        .filter(|(distance, candidate)| *distance <= candidate.len().max(3) / 3)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// `OneForOne`, `one-for-one`: as `one_for_one`.
pub(crate) fn snake(word: &str) -> String {
    let mut snake = String::new();
    for letter in word.chars() {
        if letter.is_uppercase() && snake.ends_with(|last: char| last.is_lowercase()) {
            snake.push('_');
        }
        snake.extend(if letter == '-' { '_' } else { letter }.to_lowercase());
    }
    snake
}

/// Levenshtein's distance.
fn distance(from: &str, to: &str) -> usize {
    let mut row: Vec<usize> = (0..=to.chars().count()).collect();
    for (index, wanted) in from.chars().enumerate() {
        let mut diagonal = index;
        let mut left = index + 1;
        let mut next = vec![left];
        for (found, above) in to.chars().zip(row.iter().skip(1)) {
            left = (diagonal + usize::from(wanted != found))
                .min(left + 1)
                .min(above + 1);
            diagonal = *above;
            next.push(left);
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}

/// `` `a`, `b` or `c` ``.
pub(crate) fn either(words: &[&str]) -> String {
    list(words, "or")
}

/// `` `a`, `b` and `c` ``.
pub(crate) fn all(words: &[&str]) -> String {
    list(words, "and")
}

fn list(words: &[&str], last: &str) -> String {
    match words {
        [] => String::new(),
        [only] => format!("`{only}`"),
        [first @ .., end] => {
            let first: Vec<String> = first.iter().map(|word| format!("`{word}`")).collect();
            format!("{} {last} `{end}`", first.join(", "))
        }
    }
}

/// Tokens as a person would write them: `Vec<u8>`, not `Vec < u8 >`.
pub(crate) fn source(tokens: impl ToTokens) -> String {
    let mut text = String::new();
    write(tokens.into_token_stream(), &mut text);
    text
}

fn write(tokens: TokenStream, text: &mut String) {
    for token in tokens {
        match token {
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    Delimiter::Parenthesis => ("(", ")"),
                    Delimiter::Brace => ("{", "}"),
                    Delimiter::Bracket => ("[", "]"),
                    Delimiter::None => ("", ""),
                };
                text.push_str(open);
                write(group.stream(), text);
                text.push_str(close);
            }
            TokenTree::Punct(punct) => match punct.as_char() {
                ',' => text.push_str(", "),
                ';' => text.push_str("; "),
                '+' => text.push_str(" + "),
                '=' => text.push_str(" = "),
                '>' if text.ends_with('-') => {
                    text.pop();
                    text.push_str(" -> ");
                }
                '\'' => {
                    separate(text);
                    text.push('\'');
                }
                sign => text.push(sign),
            },
            word => {
                separate(text);
                text.push_str(&word.to_string());
            }
        }
    }
}

/// Two words need a space between them.
fn separate(text: &mut String) {
    if text.ends_with(|last: char| last.is_alphanumeric() || last == '_') {
        text.push(' ');
    }
}
