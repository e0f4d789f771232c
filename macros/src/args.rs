//! Arguments of the attributes: `key`, `key = value`, and what their values mean.

use crate::duration;
use crate::errors::{Errors, with_help};
use crate::text;
use proc_macro2::{Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::ext::IdentExt;
use syn::parse::{ParseStream, Parser};
use syn::token::Paren;
use syn::{Expr, ExprLit, ExprPath, Ident, Lit, Path, Token, parenthesized};

/// One argument as it was written.
pub(crate) struct Arg {
    pub(crate) key: Ident,
    pub(crate) value: Value,
}

pub(crate) enum Value {
    /// `key`
    Bare,
    /// `key = value`
    Given(Box<Expr>),
    /// `key(..)`, and where that opens
    List(TokenStream, Span),
    /// `key =`, and where its `=` is
    Missing(Span),
}

/// What an attribute understands.
pub(crate) struct Keys {
    /// The attribute, as a message calls it.
    pub(crate) attribute: &'static str,
    pub(crate) known: &'static [&'static str],
    /// Planned: recognised, so that the message does not call them a mistake.
    pub(crate) planned: &'static [&'static str],
    /// What others call it, in Elixir or in another framework, and the key that it is here; a value without its key.
    pub(crate) meant: &'static [(&'static str, &'static str)],
    /// Known in another place, and where that is.
    pub(crate) elsewhere: &'static [(&'static [&'static str], &'static str)],
}

/// Reads all arguments; keys that are unknown or occur twice are reported and left out.
pub(crate) fn read(tokens: TokenStream, keys: &Keys, errors: &mut Errors) -> Vec<Arg> {
    let mut args = Vec::new();
    let parser = |input: ParseStream<'_>| {
        while !input.is_empty() {
            match one(input, keys) {
                Ok(arg) => args.push(arg),
                Err(error) => errors.add(error),
            }
            skip_to_comma(input)?;
            if !input.is_empty() {
                input.parse::<Token![,]>()?;
            }
        }
        Ok(())
    };
    if let Err(error) = parser.parse2(tokens) {
        errors.add(error);
    }
    known_once(args, keys, errors)
}

fn one(input: ParseStream<'_>, keys: &Keys) -> syn::Result<Arg> {
    let key = input.call(Ident::parse_any).map_err(|error| {
        let message = with_help("expected a key, as in `key = value`", takes(keys));
        syn::Error::new(error.span(), message)
    })?;
    if input.is_empty() || input.peek(Token![,]) {
        let value = Value::Bare;
        return Ok(Arg { key, value });
    }
    if input.peek(Paren) {
        let list;
        let paren = parenthesized!(list in input);
        let value = Value::List(list.parse()?, paren.span.open());
        return Ok(Arg { key, value });
    }
    let other_sign = input.peek(Token![==]) || input.peek(Token![=>]);
    if other_sign || !input.peek(Token![=]) {
        return Err(syn::Error::new(input.span(), equals_missing(&key)));
    }
    let equals: Token![=] = input.parse()?;
    if input.is_empty() || input.peek(Token![,]) {
        let value = Value::Missing(equals.span);
        return Ok(Arg { key, value });
    }
    let value = match input.parse() {
        Ok(value) => Value::Given(Box::new(bare(value))),
        // The end has no place of its own to underline.
        Err(_) if input.is_empty() => {
            let message = format!("the value of `{key}` ends too early");
            let help = "complete the expression, or leave the key out";
            return Err(syn::Error::new(key.span(), with_help(message, help)));
        }
        Err(error) => {
            let help = format!("write an expression after `{key} =`");
            return Err(syn::Error::new(error.span(), with_help(error, help)));
        }
    };
    if !input.is_empty() && !input.peek(Token![,]) {
        let message = format!("expected `,` after the value of `{key}`");
        let help = format!("write `{key} = .., ` and then the next key");
        return Err(syn::Error::new(input.span(), with_help(message, help)));
    }
    Ok(Arg { key, value })
}

/// Without the invisible group of a `macro_rules!` fragment.
fn bare(value: Expr) -> Expr {
    match value {
        Expr::Group(group) => bare(*group.expr),
        other => other,
    }
}

fn equals_missing(key: &Ident) -> String {
    with_help(
        format!("expected `=` after `{key}`"),
        format!("write `{key} = ..`"),
    )
}

fn skip_to_comma(input: ParseStream<'_>) -> syn::Result<()> {
    while !input.is_empty() && !input.peek(Token![,]) {
        input.parse::<TokenTree>()?;
    }
    Ok(())
}

fn known_once(args: Vec<Arg>, keys: &Keys, errors: &mut Errors) -> Vec<Arg> {
    let mut kept: Vec<Arg> = Vec::new();
    for arg in args {
        let name = arg.key.to_string();
        if kept.iter().any(|earlier| earlier.key == arg.key) {
            errors.at(
                &arg.key,
                with_help(format!("`{name}` is given twice"), "leave one of them out"),
            );
        } else if keys.known.contains(&name.as_str()) {
            kept.push(arg);
        } else {
            unknown(&arg.key, &name, keys, errors);
        }
    }
    kept
}

/// All that can be written.
fn takes(keys: &Keys) -> String {
    match keys.known {
        [] => format!("{} takes no arguments", keys.attribute),
        known => format!("{} takes {}", keys.attribute, text::all(known)),
    }
}

fn unknown(key: &Ident, name: &str, keys: &Keys, errors: &mut Errors) {
    let mut elsewhere = keys.elsewhere.iter();
    let elsewhere = elsewhere.find(|(names, _)| names.contains(&name));
    let mut meant = keys.meant.iter();
    let meant = meant.find(|(other, _)| *other == name);
    let meant = meant.map(|(_, meant)| *meant);
    let message = if keys.planned.contains(&name) {
        format!("`{name}` is not available yet")
    } else if let Some((_, place)) = elsewhere {
        format!("`{name}` belongs {place}")
    } else if let Some(meant) = meant.or_else(|| text::nearest(name, keys.known)) {
        format!("unknown key `{name}`, did you mean `{meant}`?")
    } else {
        format!("unknown key `{name}`")
    };
    errors.at(key, with_help(message, takes(keys)));
}

/// Whether a duration of zero makes sense.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Zero {
    Allowed,
    Refused,
}

impl Arg {
    /// The value, which must be there; `example` says how one looks.
    pub(crate) fn value(&self, example: &str, errors: &mut Errors) -> Option<&Expr> {
        match &self.value {
            Value::Given(value) => Some(value),
            Value::List(_, open) => {
                errors.at_span(*open, equals_missing(&self.key));
                None
            }
            Value::Missing(equals) => {
                let key = &self.key;
                let message = format!("a value is missing after `{key} =`");
                let help = format!("write `{key} = {example}`");
                errors.at_span(*equals, with_help(message, help));
                None
            }
            Value::Bare => {
                let key = &self.key;
                errors.at(
                    key,
                    with_help(
                        format!("`{key}` needs a value"),
                        format!("write `{key} = {example}`"),
                    ),
                );
                None
            }
        }
    }

    /// `key`, `key = true`, `key = false`.
    pub(crate) fn flag(&self, errors: &mut Errors) -> bool {
        match &self.value {
            Value::Bare => true,
            Value::List(..) | Value::Missing(_) => self.value("true", errors).is_some(),
            Value::Given(value) => match &**value {
                Expr::Lit(ExprLit {
                    lit: Lit::Bool(flag),
                    ..
                }) => flag.value,
                other => {
                    let key = &self.key;
                    let message = format!("`{key}` is `true` or `false`");
                    let help = format!("write `{key}` alone for `true`");
                    errors.at(other, with_help(message, help));
                    false
                }
            },
        }
    }

    /// One of some words.
    pub(crate) fn choice(
        &self,
        allowed: &[&'static str],
        planned: &[&'static str],
        errors: &mut Errors,
    ) -> Option<&'static str> {
        let example = allowed.first().copied().unwrap_or_default();
        let value = self.value(example, errors)?;
        choose(&self.key, value, allowed, planned, errors)
    }

    /// A time span: a literal such as `"5s"`, or any constant expression.
    pub(crate) fn duration(&self, zero: Zero, errors: &mut Errors) -> Option<TokenStream> {
        let value = self.value("\"5s\"", errors)?;
        duration::read(value, zero, errors)
    }

    /// The path of the runtime crate.
    pub(crate) fn path(&self, errors: &mut Errors) -> Option<Path> {
        match self.value("::dormouse", errors)? {
            Expr::Path(ExprPath {
                qself: None, path, ..
            }) if may_be_used(path) => Some(path.clone()),
            Expr::Lit(ExprLit {
                lit: Lit::Str(text),
                ..
            }) => {
                let message = with_help(
                    "the path is written without quotes",
                    format!("write `crate = {}`", text.value()),
                );
                errors.at(text, message);
                None
            }
            other => {
                let message = with_help("expected a path", "write `crate = ::dormouse`");
                errors.at(other, message);
                None
            }
        }
    }

    /// A name to be registered under, known beforehand: text, or any constant expression.
    pub(crate) fn name(&self, errors: &mut Errors) -> Option<TokenStream> {
        let value = self.value("\"store\"", errors)?;
        readable_name(&self.key, value, errors).then(|| value.to_token_stream())
    }

    /// A whole number of `kind` (`u32`, `usize`), or any constant expression.
    pub(crate) fn number(&self, example: &str, errors: &mut Errors) -> Option<TokenStream> {
        let key = &self.key;
        let value = self.value(example, errors)?;
        match value {
            word if is_no_limit(word) => {
                let message = format!("`{key}` is a whole number, and no word");
                let help = format!("write `{key} = {example}`, or leave it out");
                errors.at(word, with_help(message, help));
                None
            }
            Expr::Lit(ExprLit {
                lit: Lit::Int(number),
                ..
            }) => match number.base10_parse::<u32>() {
                Ok(_) => Some(number.to_token_stream()),
                Err(_) => {
                    let message = format!("`{key}` does not fit into 32 bits");
                    let help = format!("the greatest is {}", u32::MAX);
                    errors.at(number, with_help(message, help));
                    None
                }
            },
            Expr::Lit(_) | Expr::Unary(_) => {
                let message = with_help(
                    format!("`{key}` is a whole number"),
                    format!("write `{key} = {example}`"),
                );
                errors.at(value, message);
                None
            }
            other => Some(other.to_token_stream()),
        }
    }
}

/// Whether a value can be a registered name, as far as it shows.
pub(crate) fn readable_name(key: &Ident, value: &Expr, errors: &mut Errors) -> bool {
    let Expr::Lit(ExprLit { lit, .. }) = value else {
        return true;
    };
    let help = format!("write `{key} = \"store\"`");
    match lit {
        Lit::Str(text) if text.value().is_empty() => {
            errors.at(text, with_help("the name is empty", help));
            false
        }
        Lit::Str(_) => true,
        other => {
            errors.at(other, with_help("a name is text", help));
            false
        }
    }
}

/// One of some words, from a value.
pub(crate) fn choose(
    key: &Ident,
    value: &Expr,
    allowed: &[&'static str],
    planned: &[&'static str],
    errors: &mut Errors,
) -> Option<&'static str> {
    choose_or(key, value, allowed, planned, "", errors)
}

/// One of some words, or something else, which the caller has looked for before.
pub(crate) fn choose_or(
    key: &Ident,
    value: &Expr,
    allowed: &[&'static str],
    planned: &[&'static str],
    other: &str,
    errors: &mut Errors,
) -> Option<&'static str> {
    let allowed_text = text::either(allowed) + other;
    let Some((word, written)) = one_word(value) else {
        let quoted = match value {
            Expr::Lit(ExprLit {
                lit: Lit::Str(text),
                ..
            }) => text::nearest(&text::snake(&text.value()), allowed),
            _ => None,
        };
        let message = if let Some(meant) = quoted {
            with_help(
                format!("`{meant}` is written without quotes"),
                format!("write `{key} = {meant}`"),
            )
        } else {
            let first = allowed.first().copied().unwrap_or_default();
            let help = format!("write one of them as it is: `{key} = {first}`");
            with_help(format!("expected {allowed_text}"), help)
        };
        errors.at(value, message);
        return None;
    };
    if let Some(found) = allowed.iter().find(|candidate| **candidate == written) {
        return Some(found);
    }
    let message = if planned.contains(&written.as_str()) {
        with_help(
            format!("`{key} = {word}` is not available yet"),
            format!("use {allowed_text}"),
        )
    } else if let Some(meant) = text::nearest(&text::snake(&word), allowed) {
        with_help(
            format!("unknown value `{written}` for `{key}`, did you mean `{meant}`?"),
            format!("expected {allowed_text}"),
        )
    } else {
        with_help(
            format!("unknown value `{written}` for `{key}`"),
            format!("expected {allowed_text}"),
        )
    };
    errors.at(value, message);
    None
}

/// The word, when the value is nothing but one.
pub(crate) fn word(value: &Expr) -> Option<String> {
    ident(value).map(|word| word.to_string())
}

/// The last word of a path, and the path as it is written: `Strategy::OneForOne` is how others say it.
fn one_word(value: &Expr) -> Option<(String, String)> {
    match value {
        Expr::Path(ExprPath {
            qself: None, path, ..
        }) => {
            let last = path.segments.last()?;
            let plain = path.segments.iter().all(|part| part.arguments.is_none());
            plain.then(|| (last.ident.to_string(), text::source(path)))
        }
        _ => None,
    }
}

/// Whether the last word of a path is one of these in another spelling, `Shutdown::Infinity`, and no constant.
pub(crate) fn is_named(value: &Expr, allowed: &[&str]) -> bool {
    one_word(value).is_some_and(|(word, _)| {
        word.contains(char::is_lowercase) && allowed.contains(&text::snake(&word).as_str())
    })
}

/// A word that others have for no limit, and no constant or parameter, which may have whatever name.
pub(crate) fn is_no_limit(value: &Expr) -> bool {
    const WORDS: &[&str] = &[
        "all",
        "disabled",
        "forever",
        "infinite",
        "infinity",
        "never",
        "none",
        "off",
        "unbounded",
        "unlimited",
    ];
    word(value).is_some_and(|word| WORDS.contains(&word.as_str()))
}

/// The same with its place.
pub(crate) fn ident(value: &Expr) -> Option<Ident> {
    match value {
        Expr::Path(ExprPath {
            qself: None, path, ..
        }) => path.get_ident().cloned(),
        _ => None,
    }
}

/// The runtime crate as users name it, when they did not say otherwise.
pub(crate) fn default_crate() -> Path {
    let name = Ident::new("dormouse", Span::call_site());
    let mut path = Path::from(name);
    path.leading_colon = Some(Token![::](Span::call_site()));
    path
}

/// A duration as code.
pub(crate) fn milliseconds(count: u64) -> TokenStream {
    quote!(::core::time::Duration::from_millis(#count))
}

/// Whether `use` takes the path: generated code says `use #krate::..`.
pub(crate) fn may_be_used(path: &Path) -> bool {
    path.segments
        .iter()
        .all(|segment| segment.arguments.is_none() && segment.ident != "Self")
}
